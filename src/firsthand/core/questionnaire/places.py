"""The places of a questionnaire, and the nodes in which somebody's answers stand at them.

A place is one item of the questionnaire; there is one for the whole form above them. A node is one answer, or one instance of a group; a
place inside a repeat has a node for each instance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from firsthand.core.questionnaire.kinds import Shape
from firsthand.core.questionnaire.model import Group, Item, Question, Questionnaire, Repeat, Table, Where
from firsthand.core.questionnaire.wording import NO_WORDS, Words

ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an evaluation may not find out by itself. `now` has an offset; `chance` gives numbers from 0 up to 1; `seed` shuffles choices.

    `months` and `days` are the short names that `format-date` prints, January and Monday first.
    """

    now: datetime
    chance: Callable[[], float]
    language: str = ""
    seed: int = 0
    months: tuple[str, ...] = ENGLISH_MONTHS
    days: tuple[str, ...] = ENGLISH_DAYS


class Place:
    """One item of the questionnaire. Places never change once a plan is made."""

    __slots__ = ("by_name", "depth", "index", "is_gated", "is_repeat", "item", "kids", "name", "parent", "slot", "where")

    def __init__(self, *, name: str, item: Item | None, parent: Place | None, index: int) -> None:
        self.name, self.item, self.parent, self.index = name, item, parent, index
        self.depth: int = parent.depth + 1 if parent else 0
        self.where: Where = (*parent.where, name) if parent else ()
        self.slot = len(parent.kids) if parent else 0
        self.is_repeat = isinstance(item, Repeat)
        self.is_gated: bool = bool(item and item.relevant) or bool(parent and parent.is_gated)
        self.kids: list[Place] = []
        self.by_name: dict[str, Place] = {}

    @property
    def question(self) -> Question | None:
        return self.item if isinstance(self.item, Question) else None

    @property
    def shape(self) -> Shape:
        return self.item.shape if isinstance(self.item, Question) else Shape.NOTHING

    def upward(self) -> Iterator[Place]:
        """This place and those around it, the whole form last."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent


class Node:
    """One answer (`value`), or one instance of a group (`kids`, by slot: a node, or a list of instances where the kid repeats)."""

    __slots__ = ("is_relevant", "kids", "nth", "parent", "place", "value")

    def __init__(self, place: Place, parent: Node | None, nth: int = 1) -> None:
        self.place, self.parent, self.nth = place, parent, nth
        self.value = ""
        self.is_relevant = True
        self.kids: list[Node | list[Node]] = []

    @property
    def is_live(self) -> bool:
        """Whether it is asked: it and everything around it is relevant."""
        if not self.place.is_gated:
            return True
        node: Node | None = self
        while node is not None:
            if not node.is_relevant:
                return False
            node = node.parent
        return True

    @property
    def path(self) -> str:
        """Where it stands, for an address of a field: `household/members[2]/age`."""
        parts: list[str] = []
        node: Node | None = self
        while node is not None and node.parent is not None:
            parts.append(f"{node.place.name}[{node.nth}]" if node.place.is_repeat else node.place.name)
            node = node.parent
        return "/".join(reversed(parts))


class Cell:
    """One word in a row of a list."""

    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        self.value = value


class Row:
    """One row of a list: a choice, or a row of an external table. As a node it has no words of its own."""

    __slots__ = ("cells", "choice", "label", "name", "value")

    def __init__(self, name: str, label: Words, cells: dict[str, str], choice: object = None) -> None:
        self.name, self.label, self.value, self.choice = name, label, "", choice
        self.cells = {column: Cell(value) for column, value in cells.items()}


@dataclass(frozen=True, slots=True)
class Rows:
    """A list as expressions see it: `instance('name')/root/item`."""

    name: str
    columns: frozenset[str]
    rows: tuple[Row, ...]
    by_name: dict[str, Row]


class Form:
    """The places of one questionnaire and its lists."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.places: list[Place] = []
        self.root = self._grow(questionnaire.root, None, None)
        self.named: dict[str, list[Place]] = {}
        for place in self.places[1:]:
            self.named.setdefault(place.name, []).append(place)
        self.lists = {found.name: _rows_of_list(found.name, questionnaire) for found in questionnaire.lists}
        self.lists |= {table.name: _rows_of_table(table) for table in questionnaire.tables}
        self.lists |= {table.name.rpartition(".")[0]: self.lists[table.name] for table in questionnaire.tables}

    def _grow(self, name: str, item: Item | None, parent: Place | None) -> Place:
        place = Place(name=name, item=item, parent=parent, index=len(self.places))
        self.places.append(place)
        if parent is not None:
            parent.kids.append(place)
            parent.by_name.setdefault(name, place)
        items = self.questionnaire.items if item is None else item.items if isinstance(item, Group) else ()
        for inner in items:
            self._grow(inner.name, inner, place)
        return place


def _rows_of_list(name: str, questionnaire: Questionnaire) -> Rows:
    found = questionnaire.list_named(name)
    choices = found.choices if found else ()
    rows = tuple(Row(choice.name, choice.label, {**dict(choice.columns), "name": choice.name}, choice) for choice in choices)
    columns = frozenset({"name", "label"}.union(*(dict(choice.columns) for choice in choices)))
    return Rows(name, columns, rows, {row.name: row for row in reversed(rows)})


def _rows_of_table(table: Table) -> Rows:
    rows = []
    for row in table.rows:
        cells = dict(zip(table.columns, row, strict=False))
        label = Words.of(cells.get("label", "")) if "label" in cells else NO_WORDS
        rows.append(Row(cells.get("name", ""), label, cells))
    return Rows(table.name, frozenset(table.columns), tuple(rows), {row.name: row for row in reversed(rows)})
