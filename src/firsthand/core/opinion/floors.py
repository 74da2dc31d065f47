"""Nobody is exposed: what may be shown of counted votes.

A cell is one group's (or segment's) votes on one assertion. A small cell is withheld, and where what is withheld could be computed from a
total, enough is withheld with it that no fewer people than the floor stand behind the difference.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.core.refusal import NotReleasable, NotValid

LOWEST, USUAL = 5, 10


class FloorTooLow(NotValid):
    code = "opinion-floor-too-low"
    sentence = "Groups and counts of fewer than {lowest} people are never shown; the floor cannot be {floor}."


class TooFewToExport(NotReleasable):
    code = "opinion-too-few-to-export"
    sentence = "Votes line by line are handed out only where at least {floor} people voted and every group has as many."


def check_floor(floor: int) -> int:
    """The floor itself.

    Raises:
        FloorTooLow: it is under five.

    """
    if floor < LOWEST:
        raise FloorTooLow(lowest=LOWEST, floor=floor)
    return floor


def may_be_shown(voted: NDArray[np.int64], *, floor: int, unnamed: NDArray[np.int64] | None = None) -> NDArray[np.bool_]:
    """Which cells (g x m) may be shown beside the total of each assertion. `unnamed` (m) are votes in the total that no row shows.

    An empty cell shows nobody. Where cells are withheld, at least two are (or one and the unnamed votes) and the votes behind them reach
    the floor; the smallest of the others are withheld until that is so.
    """
    hidden_before = np.zeros(voted.shape[1], dtype=np.int64) if unnamed is None else unnamed
    shown = (voted >= floor) | (voted == 0)
    for _ in range(len(voted)):
        hidden = ~shown
        behind = np.where(hidden, voted, 0).sum(axis=0) + hidden_before
        parts = hidden.sum(axis=0) + (hidden_before > 0)
        is_open = (behind > 0) & ((behind < floor) | (parts == 1) & hidden.any(axis=0))
        if not is_open.any():
            break
        further = np.where(shown & (voted > 0), voted, np.iinfo(np.int64).max)
        columns = np.flatnonzero(is_open & (further < np.iinfo(np.int64).max).any(axis=0))
        shown[further.argmin(axis=0)[columns], columns] = False
    return np.asarray(shown, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Rules:
    """How careful a map is. `floor`: the fewest people of a group, a cell or an export. `level`: groups must be rarer than this among
    shuffled votes. `stability`: half of the resampled maps must agree with this one at least so much (adjusted Rand index).
    `discoveries`: at most this share of what is said to set groups apart may be chance.
    """

    floor: int = USUAL
    fewest_votes: int = 7
    level: float = 0.01
    stability: float = 0.65
    discoveries: float = 0.05
    shuffles: int = 199
    resamples: int = 60
    tested_people: int = 3000

    def __post_init__(self) -> None:
        check_floor(self.floor)
