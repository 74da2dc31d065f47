"""From the bytes of a workbook to rows of cells. pyxform reads .xlsx, .xls, .csv and Markdown tables; limits are held before it does."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import Definition, csv_to_dict, md_to_dict, xls_to_dict, xlsx_to_dict

from firsthand.core.questionnaire import Table
from firsthand.core.refusal import NotValid
from firsthand.render.xlsform.gaps import Rows, first_left_behind, rows_of_xls, rows_of_xlsx

MOST_BYTES = 10_000_000
MOST_UNPACKED = 100_000_000
MOST_TABLE_ROWS = 100_000
SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
_zip, _ole = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class WorkbookUnreadable(NotValid):
    code = "workbook-unreadable"
    sentence = "This is not a workbook that can be read: {reason}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its columns in order, and its rows by the number that a spreadsheet shows beside them. Empty cells are left out."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[int, Mapping[str, str]], ...] = ()


def read_workbook(content: bytes) -> dict[str, Sheet]:
    """The sheets of an XLSForm by name; a sheet that is not there is an empty one.

    Raises:
        WorkbookUnreadable: too large, of another kind, damaged, or without a sheet `survey`.

    """
    if len(content) > MOST_BYTES:
        raise WorkbookUnreadable(reason="it is larger than 10 MB.")
    found = _read(content)
    sheets = {name: _sheet(found.get(name) or [], found.get(f"{name}_header") or []) for name in SHEETS}
    if not sheets["survey"].columns:
        raise WorkbookUnreadable(reason="it has no sheet called survey.")
    return sheets


def read_table(name: str, content: bytes) -> Table:
    """An external list from the bytes of a CSV file.

    Raises:
        WorkbookUnreadable: it is not UTF-8, has no header, or is too large.

    """
    if len(content) > MOST_BYTES:
        raise WorkbookUnreadable(reason=f"“{name}” is larger than 10 MB.")
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as failure:
        raise WorkbookUnreadable(reason=f"“{name}” is not a CSV file in UTF-8.") from failure
    rows = [row for row in rows if any(row)]
    if not rows or len(rows) > MOST_TABLE_ROWS:
        raise WorkbookUnreadable(reason=f"“{name}” has no rows, or more than 100,000.")
    columns = tuple(column.strip() for column in rows[0])
    width = len(columns)
    return Table(name=name, columns=columns, rows=tuple((*row[:width], *[""] * (width - len(row))) for row in rows[1:]))


def _read(content: bytes) -> dict[str, list[dict[str, str]]]:
    definition = Definition(data=io.BytesIO(content), file_type=None, file_path_stem=None)
    try:
        if content.startswith(_zip):
            _check_unpacked(content)
            return _whole(dict(xlsx_to_dict(definition)), rows_of_xlsx(content))
        if content.startswith(_ole):
            return _whole(dict(xls_to_dict(definition)), rows_of_xls(content))
        text = content.decode()
        return dict(md_to_dict(definition) if text.lstrip().startswith("|") else csv_to_dict(definition))
    except WorkbookUnreadable:
        raise
    except PyXFormError as failure:
        raise WorkbookUnreadable(reason=str(failure).partition("\n")[0][:200]) from failure
    except Exception as failure:  # a damaged file fails anywhere in three libraries
        raise WorkbookUnreadable(reason="it is damaged, or of another kind.") from failure


def _whole(found: dict[str, list[dict[str, str]]], sheets: Iterable[tuple[str, Rows]]) -> dict[str, list[dict[str, str]]]:
    """What was read, if nothing was left behind a long gap."""
    for title, rows in sheets:
        name = title.strip().lower()
        if name in SHEETS and name in found:
            header = found.get(f"{name}_header") or [{}]
            behind = first_left_behind(rows, read=len(found[name]), columns=len(header[0]))
            if behind:
                raise WorkbookUnreadable(reason=f"on the sheet {name}, {behind} stands behind a long gap. Close the gap.")
    return found


def _check_unpacked(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
            raise WorkbookUnreadable(reason="it unpacks to more than 100 MB.")


def _sheet(rows: list[dict[str, str]], header: list[dict[str, str]]) -> Sheet:
    columns = tuple(header[0]) if header else tuple(dict.fromkeys(column for row in rows for column in row))
    kept = ((number, {key: value for key, value in row.items() if value}) for number, row in enumerate(rows, start=2))
    return Sheet(columns, tuple((number, row) for number, row in kept if row))
