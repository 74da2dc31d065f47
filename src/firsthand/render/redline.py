"""Changes between two texts as a DOCX file with tracked changes (ECMA-376 part 1, 17.13.5): `w:ins` and `w:del`.

The text stands as it is written, Markdown and all: what is compared is what people type, and accepting every change gives the new text
to the letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from firsthand.core.manuscript import Direction, direction_of
from firsthand.core.redline import Change, Stretch


def render_redline(changes: Sequence[Stretch], *, title: str, language: str, author: str, at: datetime) -> bytes:
    """One DOCX file. Each line of the text is a paragraph; a line that was added or removed whole is a tracked paragraph.

    `author` is the chosen name shown beside every change, `at` when the new text was saved.
    """
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = author
    document.core_properties.language = language
    document.core_properties.created = document.core_properties.modified = at.replace(tzinfo=None, microsecond=0)
    marks = _Marks(author, at)
    for line, end in _lines(changes):
        paragraph = document.add_paragraph()
        if direction_of(language) is Direction.RIGHT_TO_LEFT:
            paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for stretch in line:
            paragraph._p.append(marks.wrapped(stretch))  # noqa: SLF001 -- python-docx has no tracked changes of its own
        if end is not Change.KEPT:
            marks.track_end(paragraph._p, end)  # noqa: SLF001
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _lines(changes: Sequence[Stretch]) -> Iterator[tuple[list[Stretch], Change]]:
    """Each line with its stretches, and whether the end of the line was kept, added or removed."""
    line: list[Stretch] = []
    for stretch in changes:
        first, *rest = stretch.text.split("\n")
        if first:
            line.append(Stretch(stretch.change, first))
        for part in rest:
            yield line, stretch.change
            line = [Stretch(stretch.change, part)] if part else []
    yield line, Change.KEPT


class _Marks:
    """Writes runs and the marks around them; each mark has a number of its own."""

    def __init__(self, author: str, at: datetime) -> None:
        self._author, self._at, self._count = author, at.strftime("%Y-%m-%dT%H:%M:%SZ"), 0

    def wrapped(self, stretch: Stretch) -> BaseOxmlElement:
        run = OxmlElement("w:r")
        text = OxmlElement("w:delText" if stretch.change is Change.REMOVED else "w:t")
        text.text = stretch.text
        text.set(qn("xml:space"), "preserve")
        run.append(text)
        if stretch.change is Change.KEPT:
            return run
        mark = self._mark(stretch.change)
        mark.append(run)
        return mark

    def track_end(self, paragraph: BaseOxmlElement, change: Change) -> None:
        """The end of this paragraph itself was added or removed."""
        properties = paragraph.get_or_add_pPr()
        look = OxmlElement("w:rPr")
        look.append(self._mark(change))
        properties.append(look)

    def _mark(self, change: Change) -> BaseOxmlElement:
        self._count += 1
        mark = OxmlElement("w:del" if change is Change.REMOVED else "w:ins")
        mark.set(qn("w:id"), str(self._count))
        mark.set(qn("w:author"), self._author)
        mark.set(qn("w:date"), self._at)
        return mark
