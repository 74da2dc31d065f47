"""What points at a person: which numbers of a true table must not become known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from firsthand.core.crosstab import TOTAL, Crosstab, Dimension, Key
from firsthand.core.refusal import NotValid


class RulesTooWeak(NotValid):
    code = "rules-too-weak"
    sentence = "The threshold is at least 3 people and at least 1 organisation."


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Nothing is shown about fewer than `threshold` people, nor about people who came through fewer than `organisations`."""

    threshold: int = 5
    organisations: int = 2

    def __post_init__(self) -> None:
        if self.threshold < 3 or self.organisations < 1:
            raise RulesTooWeak


class Why(StrEnum):
    FEW_PEOPLE = "few-people"
    FEW_ORGANISATIONS = "few-organisations"
    NEARLY_ALL = "nearly-all"
    FEW_OUTSIDE = "few-outside"


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A number that must stay unknown: the people in `key`, or, where `of` is set, the people in `of` who are not in `key`.

    With `FEW_OUTSIDE` it is the people in `key` whom the slices of the table leave out.
    `is_cell` is whether the number has a cell of its own, which must be withheld.
    """

    key: Key
    why: Why
    of: Key | None = None

    @property
    def is_cell(self) -> bool:
        return self.of is None and self.why is not Why.FEW_OUTSIDE and all(part[0] != "!" for part in self.key)


def sensitive_numbers(crosstab: Crosstab, *, rules: Rules) -> tuple[Sensitive, ...]:
    """Every sensitive number of the table: small cells, cells behind which too few organisations stand, and remainders.

    A remainder is what is left of a margin without one of its cells. It is sensitive if it is below the threshold although the margin is
    not empty: at 0 everybody in the margin shares the cell ("all of them were arrested"), and below the threshold the few others are
    known. For a category of a multi-valued dimension the remainder is the no, and too few organisations behind it count as well.
    Where two multi-valued dimensions are crossed, those who said no to both are a sensitive number too when they are few, and where a
    table is a slice, so are those whom it leaves out: whoever has the whole table knows them by subtraction.
    """
    return (
        *_sensitive_cells(crosstab, rules),
        *_sensitive_remainders(crosstab, rules),
        *_sensitive_neithers(crosstab, rules),
        *_sensitive_outside(crosstab, rules),
    )


def _sensitive_cells(crosstab: Crosstab, rules: Rules) -> Iterator[Sensitive]:
    for key, cell in crosstab.cells.items():
        if 0 < cell.count < rules.threshold:
            yield Sensitive(key, Why.FEW_PEOPLE)
        elif cell.count and cell.organisations < rules.organisations:
            yield Sensitive(key, Why.FEW_ORGANISATIONS)


def _sensitive_remainders(crosstab: Crosstab, rules: Rules) -> Iterator[Sensitive]:
    for key, cell in crosstab.cells.items():
        for margin in margins_of(key, crosstab.dimensions):
            whole = crosstab.cells[margin].count
            if whole and whole - cell.count < rules.threshold:
                yield Sensitive(key, Why.NEARLY_ALL, of=margin)
            elif _is_behind_too_few(crosstab, key, margin, rules):
                yield Sensitive(key, Why.FEW_ORGANISATIONS, of=margin)


def margins_of(key: Key, dimensions: Sequence[Dimension]) -> Iterator[Key]:
    """The margins that contain this cell. A dimension with one single-valued category divides nobody, so it makes none."""
    axes = [
        axis
        for axis, (part, dimension) in enumerate(zip(key, dimensions, strict=True))
        if part != TOTAL and (dimension.is_multiple or len(dimension.categories) > 1)
    ]
    for size in range(1, len(axes) + 1):
        for summed in combinations(axes, size):
            yield tuple(TOTAL if axis in summed else part for axis, part in enumerate(key))


def _is_behind_too_few(crosstab: Crosstab, key: Key, margin: Key, rules: Rules) -> bool:
    """Whether the no of one multi-valued category comes through too few organisations."""
    differing = [axis for axis in range(len(key)) if key[axis] != margin[axis]]
    if len(differing) != 1:
        return False
    negated = tuple(f"!{part}" if axis in differing else part for axis, part in enumerate(key))
    others = crosstab.complements.get(negated)
    return others is not None and others.organisations < rules.organisations


def _sensitive_neithers(crosstab: Crosstab, rules: Rules) -> Iterator[Sensitive]:
    for key, cell in crosstab.complements.items():
        if sum(part[0] == "!" for part in key) > 1:
            if cell.count < rules.threshold:
                yield Sensitive(key, Why.FEW_PEOPLE)
            elif cell.organisations < rules.organisations:
                yield Sensitive(key, Why.FEW_ORGANISATIONS)


def _sensitive_outside(crosstab: Crosstab, rules: Rules) -> Iterator[Sensitive]:
    for key, left_out in crosstab.outside.items() if crosstab.within else ():
        is_behind_few = left_out.count > 0 and left_out.organisations < rules.organisations
        is_nearly_all = crosstab.cells[key].count > 0 and left_out.count < rules.threshold
        if is_behind_few or is_nearly_all or 0 < left_out.count < rules.threshold:
            yield Sensitive(key, Why.FEW_OUTSIDE)
