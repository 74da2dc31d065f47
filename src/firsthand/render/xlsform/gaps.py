"""What a workbook holds behind a long gap. pyxform takes a run of empty rows or columns for the end of a sheet; nothing may be lost so."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

import openpyxl
import xlrd
from pyxform.xls2json_backends import is_empty

Rows = Iterable[Sequence[object]]


def rows_of_xlsx(content: bytes) -> Iterator[tuple[str, Rows]]:
    """Each sheet of a workbook: its name, and the values of its rows."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield sheet.title, sheet.iter_rows(values_only=True)


def rows_of_xls(content: bytes) -> Iterator[tuple[str, Rows]]:
    """The same of a workbook in the older binary format."""
    for sheet in xlrd.open_workbook(file_contents=content).sheets():
        yield sheet.name, (sheet.row_values(number) for number in range(sheet.nrows))


def first_left_behind(rows: Rows, *, read: int, columns: int) -> str | None:
    """Where the first cell stands that was not read: "row 90" or "column 24", numbered as a spreadsheet shows them; None if all was.

    `read` is the number of rows that were read below the header, `columns` the number of headers.
    """
    for number, row in enumerate(rows, start=1):
        if number == 1:
            filled = [at for at, cell in enumerate(row, start=1) if not is_empty(cell)]
            if len(filled) > columns:
                return f"column {filled[columns]}"
        elif number > read + 1 and not all(map(is_empty, row)):
            return f"row {number}"
    return None
