"""Opening a Word file that a stranger may have made: small, plain XML without entities, or refused before any of it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.table import CT_Row, CT_Tbl, CT_Tc
from docx.oxml.xmlchemy import BaseOxmlElement

from firsthand.commitments.matrix.found import MatrixRefused, Problem, Where

LARGEST_FILE = 8 * 1024 * 1024
LARGEST_UNPACKED = 64 * 1024 * 1024  # the largest real matrix unpacks to 1.9 MB
MOST_PARTS = 500
_XML = (".xml", ".rels")
# How XML can begin, in any encoding a parser would take: a part is parsed by its declared type, whatever its name.
_BEGINNINGS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x4c\x6f\xa7\x94")
_declared = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_printed = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_gone = f"{_W}moveFrom"  # words that a tracked change moved away; deleted ones are in elements of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A row of a table: the text of each cell as printed, merged cells once."""

    where: Where
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What stands in a Word file: the words of its page header, and the rows of each table."""

    title: str
    tables: tuple[tuple[Cells, ...], ...]


def open_word_file(data: bytes) -> Opened:
    """The tables of a .docx file.

    Raises:
        MatrixRefused: it is no Word file, it is too large, or its XML declares a document type or entities.

    """
    _check_parts(data)
    try:
        document = docx.Document(BytesIO(data))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, AttributeError, SyntaxError) as reason:
        raise _refused("This is not a Word file (.docx), or it is damaged.") from reason
    headers = (_text(section.header._element) for section in document.sections)  # noqa: SLF001 -- the library's text leaves fields out
    return Opened(
        title=next((title for header in headers if (title := " ".join(header.split()))), ""),
        tables=tuple(tuple(_rows(table._tbl, number)) for number, table in enumerate(document.tables, start=1)),  # noqa: SLF001
    )


def _check_parts(data: bytes) -> None:
    """Refuse what could hurt before a parser sees it. Sizes are what the archive declares, and no more than declared is ever unpacked."""
    if len(data) > LARGEST_FILE:
        raise _refused(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB.")
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise _refused("The file unpacks to far more than a matrix of recommendations can hold.")
            if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
                raise _refused("The file is packed in a way that no word processor uses.")
            for part in parts:
                if not _is_harmless(part.filename, archive.read(part)):
                    raise _refused("The file holds XML that declares entities or is not in UTF-8; no word processor writes that.")
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as reason:
        raise _refused("This is not a Word file (.docx), or it is damaged.") from reason


def _is_harmless(name: str, content: bytes) -> bool:
    is_xml = name.lower().endswith(_XML) or content.lstrip(b" \t\r\n\x00").startswith(_BEGINNINGS)
    return not is_xml or _is_plain(content)


def _is_plain(xml: bytes) -> bool:
    declared = _declared.match(xml.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        return False
    return b"\x00" not in xml and b"<!DOCTYPE" not in xml and b"<!ENTITY" not in xml


def _rows(table: CT_Tbl, number: int) -> Iterator[Cells]:
    rows: list[CT_Row] = table.xpath("./w:tr | ./w:sdt/w:sdtContent/w:tr")
    for place, row in enumerate(rows, start=1):
        cells: list[CT_Tc] = row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc")
        yield Cells(where=Where(number, place), texts=tuple(_text(cell).strip() for cell in cells))


def _text(cell: BaseOxmlElement) -> str:
    return "\n".join("".join(_pieces(paragraph)) for paragraph in cell.iter(f"{_W}p"))


def _pieces(element: BaseOxmlElement) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _printed:
            yield _printed[child.tag]
        elif child.tag not in (_gone, f"{_W}pPr", f"{_W}p"):
            yield from _pieces(child)


def _refused(why: str) -> MatrixRefused:
    return MatrixRefused([Problem(where=None, why=why)])
