"""From coded testimonies to people who can be counted.

The categories are fixed when a batch is opened and before anyone is counted: a row that appeared only because someone stands in it
would tell that someone does. So countries are those in which the network has organisations (whatever else was told is "elsewhere"),
years run back ten from the batch, and every code of a list is there, used or not.

A person who gave several testimonies is one person who stands in all their categories.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from firsthand.core.crosstab import NOT_SAID, Category, Dimension, Slice, Unit
from firsthand.core.disclosure import merged
from firsthand.core.refusal import NotValid

ELSEWHERE = "elsewhere"
EARLIER = "earlier"
YEARS_BACK = 10

# A dimension that is another one asked more coarsely: its categories are the groups of the other's.
COARSER = {"region": "country", "period": "year"}
COARSER_LABELS = {"region": "Region", "period": "Period"}
MOST_DIMENSIONS = 3


class DesignNotValid(NotValid):
    code = "design-not-valid"
    sentence = "Choose one to three different things to count by; what you filter by cannot be among them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One act, to whom (a word that is the same wherever the same person is meant, and means nothing else), and by whom."""

    act: str
    person: str
    perpetrators: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one testimony tells of one incident, as far as it is counted. `in_incident` took part, and it was not told in which act."""

    testimony: str
    incident: str
    giver: str
    organisation: str
    done: tuple[Done, ...]
    in_incident: frozenset[str]
    place_type: str
    legal_setting: str
    country: str
    happened_on: date | None

    @property
    def acts(self) -> frozenset[str]:
        return frozenset(each.act for each in self.done)

    @property
    def perpetrators(self) -> frozenset[str]:
        return self.in_incident.union(*(each.perpetrators for each in self.done))


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What to count by, and to whom the count is narrowed: for each dimension filtered by, its categories.

    A filter is part of what is printed: the slice stays in the release (`Released.within`), so that every later figure of the batch is
    checked against it. Two figures whose filters differ by one category would otherwise show that category by subtraction.
    """

    dimensions: tuple[str, ...]
    within: Mapping[str, frozenset[str]]

    def __post_init__(self) -> None:
        base = [COARSER.get(key, key) for key in self.dimensions]
        if not 1 <= len(base) <= MOST_DIMENSIONS or len(set(base)) < len(base) or set(base) & self.within.keys():
            raise DesignNotValid


def units_of(told: Iterable[Told], *, frame: Sequence[Dimension]) -> tuple[Unit, ...]:
    """One unit for each giver, standing in the frame's categories. Whoever gave through several doors counts for the first."""
    standing: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    organisation: dict[str, str] = {}
    for each in told:
        organisation.setdefault(each.giver, each.organisation)
        for key, categories in _categories_of(each).items():
            standing[each.giver][key] |= categories
    return tuple(
        Unit(ref=giver, organisation=organisation[giver], stands_in={each.key: _placed(found[each.key], each) for each in frame})
        for giver, found in standing.items()
    )


def has_several(told: Iterable[Told]) -> frozenset[str]:
    """The dimensions in which somebody stands in more than one category, by their keys."""
    standing: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in told:
        for key, categories in _categories_of(each).items():
            standing[each.giver, key] |= categories
    return frozenset(key for (_, key), categories in standing.items() if len(categories) > 1)


def table_for(
    units: Iterable[Unit], *, frame: Sequence[Dimension], design: Design
) -> tuple[tuple[Unit, ...], list[Dimension], list[Slice]]:
    """Units, dimensions and slices for `core.crosstab.count`. Dimensions that are asked more coarsely have their units moved.

    Raises:
        DesignNotValid: the frame has no such dimension or category.
    """
    known = {dimension.key: dimension for dimension in frame}
    names = {COARSER.get(key, key) for key in design.dimensions} | design.within.keys()
    if not names <= known.keys() or any(not keys or not keys <= set(known[key].keys) for key, keys in design.within.items()):
        raise DesignNotValid
    people = tuple(units)
    dimensions = []
    for key in design.dimensions:
        base = known[COARSER.get(key, key)]
        if key in COARSER:
            group = {category.key: category.group or category.key for category in base.categories}
            people = tuple(_moved(unit, base.key, group) for unit in people)
        dimensions.append(replace(merged(base), label=COARSER_LABELS[key]) if key in COARSER else base)
    return people, dimensions, [Slice(known[key], keys) for key, keys in design.within.items()]


def year_categories(now: datetime) -> tuple[Category, ...]:
    """The last ten years, in groups of three counted from the year 1, before them "earlier"."""
    years = range(now.year - YEARS_BACK + 1, now.year + 1)
    return (Category(EARLIER, f"Before {years[0]}"), *(Category(str(year), str(year), _period(year)) for year in years))


def frame_to_json(frame: Iterable[Dimension]) -> list[dict[str, Any]]:
    return [
        {
            "key": each.key,
            "label": each.label,
            "is_multiple": each.is_multiple,
            "categories": [[category.key, category.label, category.group] for category in each.categories],
        }
        for each in frame
    ]


def frame_from_json(data: Iterable[Mapping[str, Any]]) -> tuple[Dimension, ...]:
    return tuple(
        Dimension(each["key"], each["label"], tuple(Category(*row) for row in each["categories"]), is_multiple=each["is_multiple"])
        for each in data
    )


def _categories_of(told: Told) -> dict[str, set[str]]:
    said = {
        "act": set(told.acts),
        "perpetrator": set(told.perpetrators),
        "place-type": {told.place_type},
        "legal-setting": {told.legal_setting},
        "country": {told.country},
        "year": {str(told.happened_on.year)} if told.happened_on else set(),
    }
    return {key: (categories - {""}) or {NOT_SAID} for key, categories in said.items()}


def _placed(told: set[str], dimension: Dimension) -> frozenset[str]:
    """The categories of the dimension for what was told; what it has no category for goes to its last resort."""
    known = set(dimension.keys)
    resort = next((key for key in (ELSEWHERE, EARLIER) if key in known), NOT_SAID)
    return frozenset(key if key in known else resort for key in told)


def _moved(unit: Unit, key: str, group: Mapping[str, str]) -> Unit:
    moved = frozenset(group[category] for category in unit.stands_in[key])
    return Unit(ref=unit.ref, organisation=unit.organisation, stands_in={**unit.stands_in, key: moved})


def _period(year: int) -> str:
    first = year - (year - 1) % 3
    return f"{first}–{first + 2}"
