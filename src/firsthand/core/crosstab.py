"""Counts of distinct people by what they were coded with.

A crosstab holds the truth: every cell, every margin, and how many organisations stand behind each. It is never printed and never
stored; `core.disclosure.release` makes of it what may be shown. A dimension may be multi-valued (a person suffered several kinds of
act): its categories overlap and do not add up to the total, so each is also counted as a yes and a no, because a reader who knows the
total computes the no.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType

from firsthand.core.refusal import NotValid

TOTAL = "*"
NOT_SAID = "not-said"
"""The category that takes the people who stand in none of a single-valued dimension's others, if the dimension has it."""

Key = tuple[str, ...]
"""One category key for each dimension, in order; `TOTAL` where the dimension is summed out."""


class DimensionMalformed(NotValid):
    code = "dimension-malformed"
    sentence = (
        "The dimension “{dimension}” needs at least one category, each with a key of its own that does not begin with * or ! "
        "and that is not also the name of a group."
    )


class PersonMisplaced(NotValid):
    """Names the dimension and never the person."""

    code = "person-misplaced"
    sentence = (
        "Somebody stands in no category of “{dimension}”, in one it does not have, or in several where only one is allowed. "
        "Add a category for what was not said, or let people stand in several."
    )


class CountedTwice(NotValid):
    code = "counted-twice"
    sentence = "A person or a dimension was handed in twice; everybody is counted once."


@dataclass(frozen=True, slots=True)
class Category:
    """`group` names the coarser category that this one belongs to (a country's region), if there is one."""

    key: str
    label: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """What people are counted by. Everybody stands in exactly one category, or, where it is multi-valued, in any number.

    Two dimensions with the same key are the same question, perhaps asked more coarsely: a category whose key is the `group` of
    categories elsewhere is their sum.
    """

    key: str
    label: str
    categories: tuple[Category, ...]
    is_multiple: bool = False

    def __post_init__(self) -> None:
        keys = [category.key for category in self.categories]
        groups = {category.group for category in self.categories}
        if not keys or len(set(keys)) < len(keys) or any(not key or key[0] in "*!" or key in groups for key in keys):
            raise DimensionMalformed(dimension=self.label)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(category.key for category in self.categories)

    def label_of(self, key: str) -> str:
        return next(category.label for category in self.categories if category.key == key)


@dataclass(frozen=True, slots=True)
class Slice:
    """Only people who stand in one of these categories are counted (one category, where the dimension is multi-valued)."""

    dimension: Dimension
    keys: frozenset[str]

    def __post_init__(self) -> None:
        if not self.keys <= set(self.dimension.keys) or (self.dimension.is_multiple and len(self.keys) != 1):
            raise PersonMisplaced(dimension=self.dimension.label)


@dataclass(frozen=True, slots=True)
class Unit:
    """One person: their Ref, the organisation they came through, and for each dimension the categories they stand in."""

    ref: str
    organisation: str
    stands_in: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many people, through how many different organisations."""

    count: int
    organisations: int


NOBODY = Cell(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosstab:
    """The true counts. `cells` has every combination of categories and margins; `complements` has the same for keys in which a
    multi-valued category is negated (`!arrest` counts the people who do not stand in it), and `outside` counts, for the same keys as
    `cells`, the people whom the slices leave out (nobody, where there are none): a reader of the whole and of the slice knows them too.
    `units` are everybody, so that a coarser design can be counted anew.
    """

    dimensions: tuple[Dimension, ...]
    within: tuple[Slice, ...]
    cells: Mapping[Key, Cell]
    complements: Mapping[Key, Cell] = field(repr=False)
    outside: Mapping[Key, Cell] = field(repr=False)
    units: tuple[Unit, ...] = field(repr=False, compare=False)

    @property
    def people(self) -> int:
        return self.cells[(TOTAL,) * len(self.dimensions)].count


def count(units: Iterable[Unit], *, dimensions: Sequence[Dimension], within: Sequence[Slice] = ()) -> Crosstab:
    """Count distinct people, all margins included. Cost: people x 2^dimensions (more where people stand in several categories).

    Raises:
        CountedTwice: two units have one Ref, or two dimensions one key.
        PersonMisplaced: somebody does not stand where the dimension says people stand.
    """
    people = tuple(units)
    if len({unit.ref for unit in people}) < len(people) or len({each.key for each in dimensions}) < len(dimensions):
        raise CountedTwice
    counted = [unit for unit in people if is_within(unit, within)]
    left_out = [unit for unit in people if not is_within(unit, within)]
    found, outside = _counted(counted, dimensions), _counted(left_out, dimensions)
    return Crosstab(
        dimensions=tuple(dimensions),
        within=tuple(within),
        cells=MappingProxyType({key: found.get(key, NOBODY) for key in grid(dimensions)}),
        complements=MappingProxyType({key: cell for key, cell in found.items() if any(part[0] == "!" for part in key)}),
        outside=MappingProxyType({key: outside.get(key, NOBODY) for key in grid(dimensions)}),
        units=people,
    )


def is_within(unit: Unit, within: Sequence[Slice]) -> bool:
    """Whether this person is in every one of these slices."""
    return all(places(unit, each.dimension) & each.keys for each in within)


def everybody_stands_in(crosstab: Crosstab, dimension: Dimension) -> bool:
    """Whether everybody counted stands in at least one category. Readers may take it for granted, so it is known where it is true."""
    return all(places(unit, dimension) for unit in crosstab.units if is_within(unit, crosstab.within))


def _counted(units: Iterable[Unit], dimensions: Sequence[Dimension]) -> dict[Key, Cell]:
    counts: dict[Key, int] = defaultdict(int)
    behind: dict[Key, set[str]] = defaultdict(set)
    for unit in units:
        for key in product(*(_standings(unit, dimension) for dimension in dimensions)):
            counts[key] += 1
            behind[key].add(unit.organisation)
    return {key: Cell(number, len(behind[key])) for key, number in counts.items()}


def grid(dimensions: Sequence[Dimension]) -> Iterator[Key]:
    """Every key of a table by these dimensions, margins last, in the order of the codebook."""
    return product(*((*dimension.keys, TOTAL) for dimension in dimensions))


def places(unit: Unit, dimension: Dimension) -> frozenset[str]:
    """The categories of the dimension in which this person stands.

    Raises:
        PersonMisplaced: there is no such category, or a single-valued dimension does not get exactly one.
    """
    standing = frozenset(unit.stands_in.get(dimension.key, ()))
    if not standing and not dimension.is_multiple and NOT_SAID in dimension.keys:
        standing = frozenset({NOT_SAID})
    if not standing <= set(dimension.keys) or (len(standing) != 1 and not dimension.is_multiple):
        raise PersonMisplaced(dimension=dimension.label)
    return standing


def _standings(unit: Unit, dimension: Dimension) -> tuple[str, ...]:
    standing = places(unit, dimension)
    if not dimension.is_multiple:
        return (*standing, TOTAL)
    return (*(key if key in standing else f"!{key}" for key in dimension.keys), TOTAL)
