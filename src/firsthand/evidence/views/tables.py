"""A table of numbers as a template walks through it."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.core.manuscript import TableData, spans


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """`header` rows are (label, columns it spans); each body row is its name and its cells, None where withheld."""

    caption: str
    header: tuple[tuple[tuple[str, int], ...], ...]
    rows: tuple[tuple[str, tuple[str | None, ...]], ...]
    withheld: int
    notes: tuple[str, ...]


def shown(table: TableData) -> ShownTable:
    """The same cells, grouped as HTML wants them."""
    *upper, last = table.header
    return ShownTable(
        caption=table.caption,
        header=(*(spans(labels) for labels in upper), tuple((label, 1) for label in last)),
        rows=tuple((row[0] or "", row[1:]) for row in table.rows),
        notes=table.notes,
        withheld=sum(cell is None for row in table.rows for cell in row),
    )
