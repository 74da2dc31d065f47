"""How a person stands to all and to their group (C15)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """For each person (n), nan for those in no group: nearness to the middle of all, nearness to the middle of their group, and how far
    beyond the middle of their group they stand, seen from the middle of all.
    """

    centricness: NDArray[np.float64]
    coreness: NDArray[np.float64]
    extremeness: NDArray[np.float64]


def measure_standing(points: NDArray[np.float64], groups: NDArray[np.int64], centres: NDArray[np.float64]) -> Standing:
    """C15. `groups` (n) are places in `centres` (g x 2), or -1. Never shown of a single person: it is for sums and checks."""
    is_grouped = groups >= 0
    middle = points[is_grouped].mean(axis=0) if is_grouped.any() else np.zeros(2)
    away = points - centres[groups]
    outwards = centres - middle
    lengths = np.linalg.norm(outwards, axis=1, keepdims=True)
    unit = np.divide(outwards, lengths, out=np.zeros_like(outwards), where=lengths > 0)
    parts = (
        1 - np.linalg.norm(points - middle, axis=1),
        1 - np.linalg.norm(away, axis=1),
        (away * unit[groups]).sum(axis=1),
    )
    return Standing(*(np.where(is_grouped, part, np.nan) for part in parts))
