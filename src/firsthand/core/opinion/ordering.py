"""Which assertion somebody is shown next."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from firsthand.core.opinion.tallies import Tally

META_PRIORITY = 49.0
"""(7)^2, as the published method has it."""


def priorities(counts: Tally, extremities: NDArray[np.float64], *, is_meta: NDArray[np.bool_]) -> NDArray[np.float64]:
    """C14, for each assertion (m): important is what few pass on, what pulls people apart and what many agree with; new assertions count
    up to nine times, so that they are seen at all. The next one is drawn with a probability proportional to this.
    """
    everybody = counts.of_all()
    agreed, passed, voted = everybody.agreed[0], everybody.passed[0], everybody.voted[0]
    importance = (1 - (passed + 1) / (voted + 2)) * (extremities + 1) * (agreed + 1) / (voted + 2)
    novelty = 1 + 8 * 2.0 ** (-voted / 5)
    return np.where(is_meta, META_PRIORITY, (importance * novelty) ** 2)


def draw_next(weights: NDArray[np.float64], is_open: NDArray[np.bool_], *, chance: float) -> int | None:
    """The place of the next assertion among those that are open to this person; `chance` in [0, 1) is handed in, and recorded by whoever
    draws, so that the order can be checked afterwards.
    """
    open_weights = np.where(is_open, weights, 0.0)
    heights = np.cumsum(open_weights)
    if not len(heights) or heights[-1] <= 0:
        return None
    return int(np.searchsorted(heights, chance * heights[-1], side="right"))
