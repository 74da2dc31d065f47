"""Redesign first: coarser tables that need less hiding, counted anew from the same people and ranked.

Merging makes a category of each `Category.group`; dropping sums a dimension out. Both keep every person, and a person who suffered two
acts of one group is counted once in the group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from firsthand.core.crosstab import Category, Crosstab, Dimension, Unit, count, places
from firsthand.core.disclosure.rules import Rules, sensitive_numbers


class Change(StrEnum):
    KEEP = "keep"
    MERGE = "merge"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redesign:
    """One coarser table: its dimensions, what was changed in each of the old ones, and what is left. `sentence` says it in English."""

    dimensions: tuple[Dimension, ...]
    changes: tuple[tuple[Dimension, Change], ...]
    small_cells: int
    cells: int
    crosstab: Crosstab
    sentence: str


def suggest_redesigns(crosstab: Crosstab, *, rules: Rules) -> tuple[Redesign, ...]:
    """Up to three coarser designs with fewer small cells than this one: fewest small cells first, then the most detail."""
    before = small_cells(crosstab, rules=rules)
    designs = [_redesigned(crosstab, changes, rules) for changes in _changes(crosstab)]
    better = [design for design in designs if design.small_cells < before]
    return tuple(sorted(better, key=lambda design: (design.small_cells, -design.cells))[:3])


def small_cells(crosstab: Crosstab, *, rules: Rules) -> int:
    """How many cells, margins included, would point at people if they were printed."""
    return sum(number.is_cell for number in sensitive_numbers(crosstab, rules=rules))


def _changes(crosstab: Crosstab) -> Iterator[tuple[Change, ...]]:
    sliced = {each.dimension.key for each in crosstab.within}
    for changes in product(*(_possible(dimension, is_sliced=dimension.key in sliced) for dimension in crosstab.dimensions)):
        if set(changes) not in ({Change.KEEP}, {Change.DROP}):
            yield changes


def _possible(dimension: Dimension, *, is_sliced: bool) -> tuple[Change, ...]:
    groups = {category.group or category.key for category in dimension.categories}
    may_merge = 1 < len(groups) < len(dimension.categories) and not is_sliced
    return (Change.KEEP, Change.MERGE, Change.DROP) if may_merge else (Change.KEEP, Change.DROP)


def _redesigned(crosstab: Crosstab, changes: Sequence[Change], rules: Rules) -> Redesign:
    changed = tuple(zip(crosstab.dimensions, changes, strict=True))
    kept = tuple((merged(each) if change is Change.MERGE else each) for each, change in changed if change is not Change.DROP)
    units = crosstab.units
    for dimension, change in changed:
        if change is Change.MERGE:
            units = tuple(_moved(unit, dimension) for unit in units)
    counted = count(units, dimensions=kept, within=crosstab.within)
    left = small_cells(counted, rules=rules)
    return Redesign(
        dimensions=kept, changes=changed, small_cells=left, cells=len(counted.cells), crosstab=counted, sentence=_sentence(changed, left)
    )


def merged(dimension: Dimension) -> Dimension:
    """The same question with a category for each group, in the order of the codebook; a category without a group stays."""
    groups: dict[str, Category] = {}
    for category in dimension.categories:
        groups.setdefault(category.group or category.key, Category(category.group or category.key, category.group or category.label))
    return Dimension(dimension.key, dimension.label, tuple(groups.values()), is_multiple=dimension.is_multiple)


def _moved(unit: Unit, dimension: Dimension) -> Unit:
    group = {category.key: category.group or category.key for category in dimension.categories}
    moved = frozenset(group[key] for key in places(unit, dimension))
    return replace(unit, stands_in={**unit.stands_in, dimension.key: moved})


def _sentence(changed: Sequence[tuple[Dimension, Change]], left: int) -> str:
    merges = [f"merge the categories of “{each.label}” into their groups" for each, change in changed if change is Change.MERGE]
    drops = [f"leave out “{each.label}”" for each, change in changed if change is Change.DROP]
    doing = " and ".join((*merges, *drops))
    outcome = "no small cell is left" if not left else "1 small cell is left" if left == 1 else f"{left} small cells are left"
    return f"{doing[0].upper()}{doing[1:]}: {outcome}."
