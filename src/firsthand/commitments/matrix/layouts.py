"""The three layouts seen so far, told apart by the words of the header row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    TEXT = "text"
    STATES = "states"
    POSITION = "position"
    CLASSES = "classes"  # themes, rights, affected persons and, in some years, SDGs
    SDGS = "sdgs"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Which column stands where."""

    places: Mapping[Column, int]
    width: int

    def cell(self, texts: Sequence[str], column: Column) -> str:
        """The text of a column in a row of this layout; empty where the layout lacks the column."""
        return texts[self.places[column]] if column in self.places else ""


# The first words that fit decide, so the longer ones stand first.
_headers: tuple[tuple[str, Column], ...] = (
    ("recommending state", Column.STATES),
    ("recommendation", Column.TEXT),
    ("position", Column.POSITION),
    ("full list of themes", Column.CLASSES),
    ("full list of rights", Column.CLASSES),
    ("human rights themes", Column.CLASSES),
    ("relevant sdg", Column.SDGS),
    ("assessment", Column.COMMENT),
)


def find_layout(texts: Sequence[str]) -> Layout | None:
    """The layout of a table whose header row has these words, or None when it is no header of a matrix."""
    places: dict[Column, int] = {}
    for place, text in enumerate(texts):
        words = " ".join(text.casefold().split())
        column = next((column for start, column in _headers if words.startswith(start)), None)
        if column is None or column in places:
            return None
        places[column] = place
    is_whole = {Column.TEXT, Column.POSITION, Column.CLASSES} <= places.keys()
    return Layout(places=places, width=len(texts)) if is_whole else None
