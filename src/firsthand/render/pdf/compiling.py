"""From source to bytes. Typst runs in this process, reads only typefaces and writes only to memory."""

from __future__ import annotations

from datetime import UTC, datetime, time

import typst

from firsthand.core.manuscript import ResolvedManuscript
from firsthand.core.refusal import Fault
from firsthand.render.matter import Matter, matter_of
from firsthand.render.pdf.source import typst_source
from firsthand.render.pictures import wrapped_pictures_of
from firsthand.render.svg import check_svg, unsteered

# What the typesetter says when PDF/UA forbids a text, and which of these we can do something about.
_CHART_UNREADABLE = "contains text with missing codepoints"
_NO_TYPEFACE = "could not be displayed with font"
_NO_ALTERNATIVE = "missing alt text"


class PdfNotMade(Fault):
    """The typesetter could not make a PDF of this edition. The cause may quote the text, so it is chained and not said."""


def render_pdf(resolved: ResolvedManuscript) -> bytes:
    """A tagged PDF (PDF/UA-1): the same manuscript gives the same bytes wherever the same typefaces are installed.

    Charts whose labels have vowel signs or the like are set as pictures, because the typesetter cannot yet say what such text in a
    drawing means. Where no typeface of the machine has a sign for some character, the PDF is tagged as ever and prints an empty box,
    but does not call itself PDF/UA, which forbids such boxes: one strange character must not keep a report from being published.

    Raises:
        PdfNotMade: the typesetter refused; for instance a chart that has nothing to say to those who cannot see it.
    """
    try:
        return _made(matter_of(resolved))
    except typst.TypstError as error:
        raise PdfNotMade("the typesetter could not make a PDF of this edition") from error


def _made(matter: Matter) -> bytes:
    drawings = {ref: unsteered(check_svg(figure.svg)) for ref, figure in matter.resolved.figures.items()}
    try:
        return _typeset(matter, drawings, is_promised=True)
    except typst.TypstError as error:
        if _CHART_UNREADABLE in error.diagnostic:
            drawings = wrapped_pictures_of(drawings)
        elif not _lacks_only_a_typeface(error):
            raise
    try:
        return _typeset(matter, drawings, is_promised=True)
    except typst.TypstError as error:
        if not _lacks_only_a_typeface(error):
            raise
    return _typeset(matter, drawings, is_promised=False)


def _typeset(matter: Matter, drawings: dict[str, str], *, is_promised: bool) -> bytes:
    day = matter.front.dated_on
    made_at = datetime.combine(day, time(), tzinfo=UTC) if day else datetime.fromtimestamp(0, UTC)
    source = typst_source(matter, drawings).encode()
    return typst.compile(source, format="pdf", pdf_standards=["ua-1"] if is_promised else [], timestamp=made_at)


def _lacks_only_a_typeface(error: typst.TypstError) -> bool:
    return _NO_TYPEFACE in error.diagnostic and _NO_ALTERNATIVE not in error.diagnostic
