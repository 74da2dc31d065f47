"""A questionnaire as a value: what is asked, in which order, under which conditions. Equal questionnaires are equal values.

Expressions are kept as they were written. `Plan` (planning.py) understands them; `Filling` (filling.py) holds somebody's answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.core.questionnaire.kinds import TRAITS, Kind, Shape
from firsthand.core.questionnaire.wording import NO_WORDS, Words

Pairs = tuple[tuple[str, str], ...]
Media = tuple[tuple[str, Words], ...]  # "image", "big-image", "audio" or "video" -> the name of the file in each language


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One row of the sheet `survey`. Empty strings mean "nothing written".

    `choices` names a list, or a file with its ending for the kinds that choose from a file. `required` and `read_only` are expressions
    (`true()` for "yes"). `purpose` says why something is asked that points at people. `also` are columns that we carry and do not read.
    """

    kind: Kind
    name: str
    label: Words = NO_WORDS
    hint: Words = NO_WORDS
    guidance: Words = NO_WORDS
    media: Media = ()
    relevant: str = ""
    required: str = ""
    required_message: Words = NO_WORDS
    constraint: str = ""
    constraint_message: Words = NO_WORDS
    calculation: str = ""
    trigger: str = ""
    default: str = ""
    read_only: str = ""
    appearance: str = ""
    parameters: Pairs = ()
    choices: str = ""
    choice_filter: str = ""
    or_other: bool = False
    purpose: str = ""
    also: Pairs = ()

    @property
    def shape(self) -> Shape:
        return TRAITS[self.kind].shape

    def parameter(self, name: str, default: str = "") -> str:
        """The value of a parameter as it is written, such as "5" of `start=5`."""
        return dict(self.parameters).get(name, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that belong together. With `field-list` in its appearance they stand on one page."""

    name: str
    items: tuple[Item, ...]
    label: Words = NO_WORDS
    hint: Words = NO_WORDS
    media: Media = ()
    relevant: str = ""
    read_only: str = ""
    appearance: str = ""
    also: Pairs = ()

    @property
    def is_one_page(self) -> bool:
        return "field-list" in self.appearance.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Group):
    """Questions that are asked as often as needed; `count` is an expression that says how often, or empty."""

    count: str = ""


Item = Question | Group  # a repeat is a group


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`columns` are the further columns of its row, which choice filters read."""

    name: str
    label: Words = NO_WORDS
    media: Media = ()
    columns: Pairs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceList:
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An external list: a CSV file uploaded beside the workbook. `name` is that of the file, with its ending."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """`also` are settings that we carry and do not read. `languages` in the order of the workbook; () where it has columns without one."""

    form_id: str
    title: str
    items: tuple[Item, ...]
    version: str = ""
    lists: tuple[ChoiceList, ...] = ()
    tables: tuple[Table, ...] = ()
    languages: tuple[str, ...] = ()
    default_language: str = ""
    instance_name: str = ""
    root: str = "data"
    style: str = ""
    public_key: str = ""
    may_repeat_choices: bool = False
    also: Pairs = ()

    def list_named(self, name: str) -> ChoiceList | None:
        return next((found for found in self.lists if found.name == name), None)

    def table_named(self, name: str) -> Table | None:
        return next((found for found in self.tables if found.name == name), None)


Where = tuple[str, ...]  # the names from the outermost group to the item


def walk_items(items: tuple[Item, ...], within: Where = ()) -> Iterator[tuple[Where, Item]]:
    """Every item with its place, in the order in which it is asked."""
    for item in items:
        where = (*within, item.name)
        yield where, item
        if isinstance(item, Group):
            yield from walk_items(item.items, where)
