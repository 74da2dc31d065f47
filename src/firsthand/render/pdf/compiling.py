"""From source to bytes. Typst runs in this process, reads only typefaces and writes only to memory."""

from __future__ import annotations

from datetime import UTC, datetime, time

import typst

from firsthand.core.manuscript import ResolvedManuscript
from firsthand.core.refusal import Fault
from firsthand.render.matter import matter_of
from firsthand.render.pdf.source import typst_source


class PdfNotMade(Fault):
    """The typesetter could not make a PDF of this edition. The cause may quote the text, so it is chained and not said."""


def render_pdf(resolved: ResolvedManuscript) -> bytes:
    """A tagged PDF (PDF/UA-1): the same manuscript gives the same bytes wherever the same typefaces are installed.

    Raises:
        PdfNotMade: the typesetter refused; for instance a chart that has nothing to say to those who cannot see it.
    """
    matter = matter_of(resolved)
    day = matter.front.dated_on
    made_at = datetime.combine(day, time(), tzinfo=UTC) if day else datetime.fromtimestamp(0, UTC)
    try:
        return typst.compile(typst_source(matter).encode(), format="pdf", pdf_standards=["ua-1"], timestamp=made_at)
    except typst.TypstError as error:
        raise PdfNotMade("the typesetter could not make a PDF of this edition") from error
