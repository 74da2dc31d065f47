"""Groups of people who stand near each other, without a beginning and without an order.

It differs from the published method (`core.opinion.polis`) where that depends on who came first: instead of base clusters grown from the
first hundred people there are cells of a grid (or, up to 500 places, the places themselves), instead of earlier maps there are four fixed
starts for each number of groups, every sum is of whole numbers, and people count rather than cells. A number of groups in which one
would have fewer people than the floor is never chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from firsthand.core.opinion.tallies import NO_GROUP

MOST_GROUPS = 5
_FINE = 20  # bits after the point: two places nearer than a millionth are one
_FEW, _GRID = 500, 24
_STARTS = 4
_MOST_ROUNDS = 60
_FAR = 1e9


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """`labels` (n) by person, -1 for those in no group; the largest group is 0. `centres` g x 2; `silhouette` from -1 to 1."""

    labels: NDArray[np.int64]
    centres: NDArray[np.float64]
    silhouette: float

    @property
    def sizes(self) -> NDArray[np.int64]:
        return np.bincount(self.labels[self.labels >= 0], minlength=len(self.centres))


def find_groups(points: NDArray[np.float64], is_in: NDArray[np.bool_], *, floor: int) -> Grouping | None:
    """The number of groups, from two to five, with the best silhouette; None where no number leaves every group at the floor or above."""
    best: Grouping | None = None
    for found in _candidates(points, is_in, range(2, MOST_GROUPS + 1)):
        if found.sizes.min() >= floor and (best is None or found.silhouette > best.silhouette):
            best = found
    return best


def find_groups_of(points: NDArray[np.float64], is_in: NDArray[np.bool_], *, number: int) -> Grouping:
    """Exactly so many groups, however small."""
    return _candidates(points, is_in, (number,))[0]


def _candidates(points: NDArray[np.float64], is_in: NDArray[np.bool_], numbers: range | tuple[int, ...]) -> list[Grouping]:
    inside = points[is_in]
    if len(inside) < max(numbers, default=2):
        return []
    cells = _Cells.of(inside)
    starts = [cells.start(number, angle) for number in numbers for angle in range(_STARTS)]
    labels, inertias = _lloyd(cells, np.stack(starts))
    found = []
    for at, _ in enumerate(numbers):
        runs = slice(at * _STARTS, (at + 1) * _STARTS)
        chosen = labels[runs][np.argmin(inertias[runs])]
        found.append(_grouping(cells, chosen, is_in))
    return found


@dataclass(frozen=True, eq=False)
class _Cells:
    """Places with how many people stand there: `sums` c x 3 (people, and the sums of both coordinates); `of_person` is the cell of each."""

    sums: NDArray[np.float64]
    of_person: NDArray[np.int64]

    @classmethod
    def of(cls, points: NDArray[np.float64]) -> _Cells:
        whole = np.rint(np.ldexp(points, _FINE)).astype(np.int64)
        order = np.lexsort((whole[:, 1], whole[:, 0])) if len(points) <= 4 * _FEW else np.arange(0)
        if len(order):
            is_new = np.append(True, (np.diff(whole[order], axis=0) != 0).any(axis=1))
            if is_new.sum() <= _FEW:
                places = np.empty(len(order), dtype=np.int64)
                places[order] = np.cumsum(is_new) - 1
                return cls._summed(whole, places)
        used, places = np.unique(_squares(points), return_inverse=True)
        return cls._summed(whole, places.reshape(-1)) if len(used) else cls(np.zeros((0, 3)), places)

    @classmethod
    def _summed(cls, whole: NDArray[np.int64], places: NDArray[np.int64]) -> _Cells:
        people = np.bincount(places).astype(np.float64)
        sums = [np.ldexp(np.bincount(places, weights=axis.astype(np.float64)), -_FINE) for axis in whole.T]
        return cls(np.stack((people, *sums), axis=1), places)

    @property
    def people(self) -> NDArray[np.float64]:
        return self.sums[:, 0]

    @cached_property
    def centres(self) -> NDArray[np.float64]:
        return np.asarray(self.sums[:, 1:] / self.sums[:, :1], dtype=np.float64)

    @cached_property
    def distances(self) -> NDArray[np.float64]:
        between = self.centres[:, None] - self.centres[None]
        return np.sqrt(between[..., 0] ** 2 + between[..., 1] ** 2)

    def start(self, number: int, angle: int) -> NDArray[np.float64]:
        """Places at equal shares of the people along one of four directions (5 x 2); what is not used lies where nobody is nearest."""
        turned = np.pi * angle / _STARTS
        along = self.centres @ np.array([np.cos(turned), np.sin(turned)])
        order = np.argsort(along, kind="stable")
        heights = np.cumsum(self.people[order])
        wanted = (np.arange(number) + 0.5) / number * heights[-1]
        start = np.full((MOST_GROUPS, 2), _FAR)
        start[:number] = self.centres[order[np.searchsorted(heights, wanted)]]
        return start


def _squares(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """The number of the square of a grid over the middle 98 % of people; who stands outside is put at its edge."""
    ranks = np.array([len(points) // 100, len(points) - 1 - len(points) // 100])
    low, high = (np.partition(points, ranks, axis=0)[rank] for rank in ranks)
    within = (points - low) / np.maximum(high - low, 1e-12)
    square = np.clip((within * _GRID).astype(np.int64), 0, _GRID - 1)
    return np.asarray(square[:, 0] * _GRID + square[:, 1], dtype=np.int64)


def _lloyd(cells: _Cells, centres: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """k-means from all starts (r x 5 x 2) at once; labels r x c and the sums of squares (r)."""
    labels = np.zeros((len(centres), len(cells.people)), dtype=np.int64)
    squares = np.zeros((*labels.shape, MOST_GROUPS))
    for turn in range(_MOST_ROUNDS):
        across, upwards = (cells.centres[None, :, None, axis] - centres[:, None, :, axis] for axis in (0, 1))
        squares = across**2 + upwards**2
        before, labels = labels, squares.argmin(axis=2)
        if turn and np.array_equal(before, labels):
            break
        sums = (labels[:, None, :] == np.arange(MOST_GROUPS)[:, None]).astype(np.float64) @ cells.sums
        centres = np.where(sums[..., :1] > 0, sums[..., 1:] / np.maximum(sums[..., :1], 1), centres)
    return labels, (squares.min(axis=2) * cells.people).sum(axis=1)


def _grouping(cells: _Cells, labels: NDArray[np.int64], is_in: NDArray[np.bool_]) -> Grouping:
    sums = np.stack([np.bincount(labels, weights=part, minlength=MOST_GROUPS) for part in cells.sums.T], axis=1)
    used = np.flatnonzero(sums[:, 0])
    centres = sums[used, 1:] / sums[used, :1]
    order = np.lexsort((centres[:, 1], centres[:, 0], -sums[used, 0]))
    rank = np.empty(MOST_GROUPS, dtype=np.int64)
    rank[used[order]] = np.arange(len(used))
    by_cell = rank[labels]
    by_person = np.full(len(is_in), NO_GROUP, dtype=np.int64)
    by_person[is_in] = by_cell[cells.of_person]
    return Grouping(by_person, centres[order], silhouette(cells.distances, by_cell, cells.people))


def silhouette(distances: NDArray[np.float64], labels: NDArray[np.int64], people: NDArray[np.float64]) -> float:
    """The mean over people of (b - a) / max(a, b): how much nearer their own group is than the next. -1 where there is one group."""
    member = (labels[:, None] == np.arange(labels.max() + 1)) * people[:, None]
    if member.shape[1] == 1:
        return -1.0
    sizes, sums = member.sum(axis=0), distances @ member
    each = np.arange(len(labels))
    inside = sums[each, labels] / np.maximum(sizes[labels] - 1, 1)
    to_others = sums / sizes
    to_others[each, labels] = np.inf
    outside = to_others.min(axis=1)
    score = np.where(sizes[labels] > 1, (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-300), 0.0)
    return float((score * people).sum() / people.sum())
