"""What pandoc leaves to do: pages, running foot, tables, pictures, and what the file says about itself."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.table import Table
from docx.text.run import Run

from firsthand.core.manuscript import Direction
from firsthand.render.docx.styles import HAIR, INK, add_styles, dress
from firsthand.render.matter import ROWS_KEPT_TOGETHER, Matter, foot_line
from firsthand.render.zipping import zip_of


def finish(written: bytes, matter: Matter) -> bytes:
    """Pandoc's file in the look of the house, with no time and no maker's traces in it."""
    document = docx.Document(io.BytesIO(written))
    is_right_to_left = matter.front.direction is Direction.RIGHT_TO_LEFT
    add_styles(document)
    dress(document, language=matter.front.language, is_right_to_left=is_right_to_left)
    _set_page(document, matter, is_right_to_left)
    for table in document.tables:
        _set_table(table, is_right_to_left)
    _name_pictures(document)
    _describe(document, matter)
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return zip_of({name: archive.read(name) for name in archive.namelist()})


def _set_page(document: Document, matter: Matter, is_right_to_left: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(27)
    section.top_margin = section.bottom_margin = Mm(25)
    section.header_distance = section.footer_distance = Mm(12)
    section.gutter = Mm(0)
    if is_right_to_left:
        section._sectPr.append(parse_xml(f"<w:bidi {nsdecls('w')}/>"))  # noqa: SLF001 -- python-docx names no such property
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Footer"]
    properties = foot._p.get_or_add_pPr()  # noqa: SLF001 -- as above
    properties.append(parse_xml(f'<w:tabs {nsdecls("w")}><w:tab w:val="right" w:pos="{round(156 / 25.4 * 1440)}"/></w:tabs>'))
    if is_right_to_left:
        properties.append(parse_xml(f"<w:bidi {nsdecls('w')}/>"))
    foot.add_run(f"{foot_line(matter)}\t")
    before, after = matter.labels.page.split("{number}")
    between, last = after.split("{total}")
    foot.add_run(before)
    for field, words in (("PAGE", between), ("NUMPAGES", last)):
        foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))  # noqa: SLF001
        foot.add_run(words)
    if is_right_to_left:
        for run in foot.runs:
            run.font.rtl = True


def _set_table(table: Table, is_right_to_left: bool) -> None:
    """Full width, thin lines, and the direction of the text."""
    properties = table._tbl.tblPr  # noqa: SLF001 -- python-docx names no borders
    for tag in ("w:tblBorders", "w:tblW", "w:bidiVisual", "w:tblCellMar"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="{colour}"/>'
        for side, width, colour in (("top", 8, INK), ("bottom", 8, INK), ("insideH", 4, HAIR))
    )
    style = properties.find(qn("w:tblStyle"))
    position = 0 if style is None else list(properties).index(style) + 1
    markup = [
        f"<w:bidiVisual {nsdecls('w')}/>" if is_right_to_left else "",
        f'<w:tblW {nsdecls("w")} w:w="5000" w:type="pct"/>',
        f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>",
    ]
    for element in (parse_xml(part) for part in reversed(markup) if part):
        properties.insert(position, element)
    look = properties.find(qn("w:tblLook"))
    is_of_figure = properties.find(qn("w:tblCaption")) is not None
    if look is not None and is_of_figure:  # the first cell of a row names it
        look.set(qn("w:firstColumn"), "1")
        look.set(qn("w:val"), "00A0")
    _set_rows(table, is_of_figure)


def _set_rows(table: Table, is_of_figure: bool) -> None:
    """Bold headers, and no row or short table that a page end cuts in two; the notes of a figure follow its table."""
    rows = table._tbl.tr_lst  # noqa: SLF001
    last_kept = len(rows) if is_of_figure else len(rows) - 1
    for position, row in enumerate(rows, start=1):
        of_row = row.get_or_add_trPr()
        of_row.insert(0, parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if of_row.find(qn("w:tblHeader")) is not None:
            for element in row.iter(qn("w:r")):
                font = Run(element, table).font
                font.bold = font.cs_bold = True
        for paragraph in row.iter(qn("w:p")):
            of_paragraph = paragraph.get_or_add_pPr()
            of_paragraph.style = "TableWords"
            of_paragraph.get_or_add_keepNext().val = position <= last_kept <= ROWS_KEPT_TOGETHER


def _name_pictures(document: Document) -> None:
    """Pandoc writes the words for a picture in one of two places and its address, here the whole picture again, in the other."""
    for inline in document.element.body.iter(qn("wp:inline")):
        words = inline.docPr.get("descr", "")
        for inner in inline.iter(qn("pic:cNvPr")):
            inner.set("descr", words)


def _describe(document: Document, matter: Matter) -> None:
    front, about = matter.front, document.core_properties
    moment = datetime.combine(front.dated_on, time(), tzinfo=UTC) if front.dated_on else datetime.fromtimestamp(0, UTC)
    about.title, about.subject, about.language = front.title[:255], front.subtitle[:255], front.language
    about.author = ", ".join((*front.organisations, *front.authors))[:255]
    about.identifier = about.keywords = front.edition.ref if front.edition else ""
    about.last_modified_by, about.revision = "", 1
    about.created = about.modified = moment.replace(tzinfo=None)
