"""Whether two testimonies may tell of the same incident: reasons for a person who decides, never a decision.

Nobody is compared with everybody. Whoever calls hands in those of one block (a country, an area, a month and the days beside it), at
most a window of them: the sorted neighbourhood of Hernández and Stolfo (The merge/purge problem, SIGMOD 1995).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NEAR_DAYS = 3
WINDOW = 200
MOST_PAIRS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What is compared of one testimony's account of one incident. `id` names it and tells nothing."""

    id: int
    happened_on: date | None
    precision: str
    country: str
    area: int | None
    acts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Why two accounts may be of one incident. `days` apart is None where one of them knows only the month or the year."""

    days: int | None
    is_same_area: bool
    shared: frozenset[str]
    score: float


def compare(one: Sketch, other: Sketch) -> Likeness | None:
    """The reasons, or None where nothing suggests it: another country or area, another time, or no act in common.

    Accounts of a year or a guess are compared only where both name the same area: a year holds too much.
    """
    if not one.country or one.country != other.country or (one.area and other.area and one.area != other.area):
        return None
    is_same_area = one.area is not None and one.area == other.area
    shared = one.acts & other.acts
    near = _nearness(one, other)
    if near is None or not shared:
        return None
    days, closeness = near
    if closeness < 0.5 and not is_same_area:
        return None
    overlap = len(shared) / len(one.acts | other.acts)
    return Likeness(days=days, is_same_area=is_same_area, shared=shared, score=closeness + overlap + (0.5 if is_same_area else 0.0))


def most_alike(one: Sketch, others: Iterable[Sketch]) -> tuple[tuple[int, Likeness], ...]:
    """The ids of the accounts most like this one, with the reasons, the likest first; at most `MOST_PAIRS`. Cost: linear in `others`."""
    found = [(other.id, likeness) for other in others if (likeness := compare(one, other)) is not None]
    return tuple(sorted(found, key=lambda pair: (-pair[1].score, pair[0]))[:MOST_PAIRS])


def _nearness(one: Sketch, other: Sketch) -> tuple[int | None, float] | None:
    """Days apart, if both know the day, and how close that is from 0 to 1; None where it cannot be the same time."""
    if one.happened_on is None or other.happened_on is None:
        return None
    if one.precision == other.precision == "day":
        days = abs((one.happened_on - other.happened_on).days)
        return (days, 1 - days / (NEAR_DAYS + 1)) if days <= NEAR_DAYS else None
    if one.happened_on.year != other.happened_on.year:
        return None
    if {one.precision, other.precision} <= {"day", "month"}:
        return (None, 0.6) if one.happened_on.month == other.happened_on.month else None
    return None, 0.3
