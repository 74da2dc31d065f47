"""From the bytes of a Word file to the rows of a matrix, or to a list of everything that is wrong with it."""

from __future__ import annotations

import re

from firsthand.commitments.matrix.asks import named_in, split_asks, with_column
from firsthand.commitments.matrix.cells import read_tags, split_number, split_source
from firsthand.commitments.matrix.found import Matrix, MatrixRefused, MatrixRow, Problem, Where
from firsthand.commitments.matrix.layouts import Column, Layout, find_layout
from firsthand.commitments.matrix.opening import Cells, open_word_file
from firsthand.commitments.territories import code_of
from firsthand.core.commitment import PositionUnknown, PositionValue, Scheme, read_position

_title = re.compile(r"\bUPR of (?P<state>[^(–—-]+)", re.IGNORECASE)
_session = re.compile(r"(\d+)(?:st|nd|rd|th)session", re.IGNORECASE)
_HEADERS = "“Recommendation”, “Position” and a list of themes or rights"


def read_matrix(data: bytes) -> Matrix:
    """Every recommendation in the file, in the order printed.

    Raises:
        MatrixRefused: the file or any of its rows cannot be read. It lists every problem with its row.

    """
    opened = open_word_file(data)
    reader = _Reader()
    for table in opened.tables:
        reader.read(table)
    if not reader.has_header:
        reader.problems.insert(0, Problem(where=None, why=f"No table has a header row with the columns {_HEADERS}."))
    elif not reader.rows and not reader.problems:
        reader.problems.append(Problem(where=None, why="The table holds no recommendation."))
    if reader.problems:
        raise MatrixRefused(reader.problems)
    titled = _title.search(opened.title)
    session = _session.search(opened.title.replace(" ", ""))
    return Matrix(
        title=opened.title.partition(" Page ")[0][:200],
        state=code_of(titled["state"]) if titled else "",
        session=session[1] if session else "",
        rows=tuple(reader.rows),
    )


class _Reader:
    """Walks the tables of one file, keeping what is read and what is wrong."""

    def __init__(self) -> None:
        self.rows: list[MatrixRow] = []
        self.problems: list[Problem] = []
        self.has_header = False
        self._first_seen: dict[tuple[str, str], Where] = {}

    def read(self, table: tuple[Cells, ...]) -> None:
        """Read one table. A table without a header is passed over, unless recommendations stand in it."""
        layout: Layout | None = None
        section = ""
        for cells in table:
            if not any(cells.texts):
                continue
            if found := find_layout(cells.texts):
                layout, self.has_header = found, True
            elif len(cells.texts) == 1 and not split_number(cells.texts[0])[0]:
                section = " ".join(cells.texts[0].split())
            elif layout is not None:
                self._read_row(cells, layout, section)
            elif split_number(cells.texts[0])[0]:
                self._refuse(cells, "a recommendation stands in a table without a header row.")

    def _read_row(self, cells: Cells, layout: Layout, section: str) -> None:
        if len(cells.texts) != layout.width:
            self._refuse(cells, f"has {len(cells.texts)} cells where the header has {layout.width}.")
            return
        number, part, rest = split_number(layout.cell(cells.texts, Column.TEXT))
        text, source = split_source(rest)
        words = layout.cell(cells.texts, Column.POSITION)
        position = self._position(cells, words)
        if not number:
            self._refuse(cells, f"no number like 140.12 stands before the text “{text[:40]}”.")
        elif not text:
            self._refuse(cells, f"{number} has no text.")
        if not number or not text or position is None:
            return
        first = self._first_seen.setdefault((number, part), cells.where)
        if first is not cells.where:
            self._refuse(cells, f"{number}{part} was already in {first}.")
            return
        self._keep(
            cells,
            MatrixRow(
                where=cells.where,
                number=number,
                part=part,
                text=text,
                asks=with_column(split_asks(text), named_in(layout.cell(cells.texts, Column.STATES))),
                position=position,
                position_words=" ".join(words.split()),
                source=source,
                section=section,
                tags=(
                    *read_tags(layout.cell(cells.texts, Column.CLASSES), starts_with=Scheme.THEME),
                    *read_tags(layout.cell(cells.texts, Column.SDGS), starts_with=Scheme.SDG),
                ),
                comment=layout.cell(cells.texts, Column.COMMENT),
            ),
        )

    def _keep(self, cells: Cells, row: MatrixRow) -> None:
        """Keep the row, unless something in it is far longer than any matrix prints."""
        lengths = (
            ("position", row.position_words, 100),
            ("source", row.source.symbol, 60),
            ("paragraph", row.source.paragraph, 20),
            ("heading above", row.section, 300),
            *(("list of themes", tag.label, 300) for tag in row.tags),
        )
        too_long = next((name for name, words, longest in lengths if len(words) > longest), None)
        if too_long:
            self._refuse(cells, f"the {too_long} of {row.number} is too long to be one.")
        else:
            self.rows.append(row)

    def _position(self, cells: Cells, words: str) -> PositionValue | None:
        if not words:
            self._refuse(cells, "no position is given.")
            return None
        try:
            return read_position(words)
        except PositionUnknown as reason:
            self._refuse(cells, str(reason))
            return None

    def _refuse(self, cells: Cells, why: str) -> None:
        self.problems.append(Problem(where=cells.where, why=why))
