"""Tables as plain data, so that a chart, a page and a printed edition show the same cells."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.core.refusal import NotValid


class TableMisshapen(NotValid):
    code = "table-misshapen"
    sentence = "Every row of the table “{caption}” must have {width} cells."


@dataclass(frozen=True, slots=True, kw_only=True)
class TableData:
    """A table of words and printed numbers.

    `header` is one or more rows of column labels; in all but its last row an empty string continues the label to its left
    (a label that spans columns). `rows` hold the body; the first cell of each names the row. `None` is a cell withheld to
    protect people: every renderer prints the same sentence for it, in the reader's language, so that withheld cells look alike.

    Raises:
        TableMisshapen: the rows are not all as wide as the header.
    """

    caption: str
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str | None, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != self.width for row in (*self.header, *self.rows)):
            raise TableMisshapen(caption=self.caption, width=self.width)

    @property
    def width(self) -> int:
        """How many columns the table has, the one that names the rows included."""
        return len(self.header[-1]) if self.header else 0


def spans(labels: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """The labels of an upper header row with how many columns each covers; the first column always stands alone."""
    found: list[tuple[str, int]] = []
    for column, label in enumerate(labels):
        if label or column <= 1:
            found.append((label, 1))
        else:
            found[-1] = (found[-1][0], found[-1][1] + 1)
    return tuple(found)
