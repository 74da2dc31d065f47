"""Where people stand, without showing where a person stands.

The plane is halved, and its halves again, only while each half is empty or holds as many people as the floor. The frame has round
numbers and reaches over nine tenths of people; who stands outside is counted at its edge. So every rectangle that is drawn stands for at
least so many people, and its edges lie where they would lie for anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of the plane and how many people stand in it, at least the floor."""

    left: float
    bottom: float
    width: float
    height: float
    people: int

    @property
    def density(self) -> float:
        return self.people / (self.width * self.height)


@dataclass(frozen=True, slots=True)
class Frame:
    """A square of the plane, centred on 0, where being nearer to an end of a direction has a meaning and being in the middle has one."""

    half: float

    @property
    def side(self) -> float:
        return 2 * self.half


def frame_of(points: NDArray[np.float64]) -> Frame:
    """The smallest of 1, 1.5, 2, 3, 4, 6, 8, 12, ... that reaches as far as nine tenths of people do in both directions."""
    if not len(points):
        return Frame(1.0)
    reach = float(np.quantile(np.abs(points).max(axis=1), 0.9))
    half = 1.0
    while half < reach:
        half = half * 1.5 if np.log2(half) % 1 == 0 else half * 4 / 3
    return Frame(half)


def patches_of(points: NDArray[np.float64], *, frame: Frame, floor: int) -> tuple[Patch, ...]:
    """Rectangles that together hold everybody; none where there are fewer people than the floor."""
    if len(points) < floor:
        return ()
    size = 1 << _DEEPEST
    within = np.clip(((points + frame.half) / frame.side * size).astype(np.int64), 0, size - 1)
    counts = np.bincount(within[:, 0] * size + within[:, 1], minlength=size * size).reshape(size, size)
    scale = frame.side / size
    return tuple(
        Patch(left * scale - frame.half, low * scale - frame.half, wide * scale, high * scale, people)
        for left, low, wide, high, people in _cut(counts, floor, (0, 0, size, size))
    )


def _cut(counts: NDArray[np.int64], floor: int, box: tuple[int, int, int, int]) -> list[tuple[int, int, int, int, int]]:
    """Boxes (left, low, wide, high, people) of the grid; halved across the longer side first, or else across the other."""
    left, low, wide, high = box
    people = int(counts[left : left + wide, low : low + high].sum())
    if not people:
        return []
    across = ((left, low, wide // 2, high), (left + wide // 2, low, wide // 2, high))
    upwards = ((left, low, wide, high // 2), (left, low + high // 2, wide, high // 2))
    for halves, length in sorted(((across, wide), (upwards, high)), key=lambda cut: -cut[1]):
        if length > 1 and all(_is_fine(counts, floor, half) for half in halves):
            return [patch for half in halves for patch in _cut(counts, floor, half)]
    return [(*box, people)]


def _is_fine(counts: NDArray[np.int64], floor: int, box: tuple[int, int, int, int]) -> bool:
    left, low, wide, high = box
    people = int(counts[left : left + wide, low : low + high].sum())
    return people == 0 or people >= floor
