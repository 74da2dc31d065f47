"""Common ground, in two ways: as a product over groups, and as what the least agreeing of all groups and segments thinks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from firsthand.core.opinion.representing import share_of
from firsthand.core.opinion.tallies import Tally


def common_ground(counts: Tally) -> NDArray[np.float64]:
    """C13, group-aware consensus: the product over groups of the share who agree (m). It becomes smaller with every group there is."""
    return np.asarray(share_of(counts.agreed, counts.voted).prod(axis=0), dtype=np.float64)


def common_refusal(counts: Tally) -> NDArray[np.float64]:
    """The same for disagreement (m)."""
    return np.asarray(share_of(counts.disagreed, counts.voted).prod(axis=0), dtype=np.float64)


def common_ground_on_one_scale(counts: Tally) -> NDArray[np.float64]:
    """The geometric mean over groups (m): the same order as C13, comparable between maps with different numbers of groups."""
    return np.asarray(common_ground(counts) ** (1 / max(len(counts.voted), 1)), dtype=np.float64)


def lowest_agreement(counts: Tally, *, may_be_shown: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The share who agree in the group or segment where it is smallest (m): “no group below x %”. Groups whose cell may not be shown
    cannot be named, so they do not count; where none may be shown, there is no such number (nan).
    """
    return _lowest(counts.agreed, counts.voted, may_be_shown)


def lowest_disagreement(counts: Tally, *, may_be_shown: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The same for disagreement (m)."""
    return _lowest(counts.disagreed, counts.voted, may_be_shown)


def _lowest(said: NDArray[np.int64], voted: NDArray[np.int64], may_be_shown: NDArray[np.bool_]) -> NDArray[np.float64]:
    is_counted = may_be_shown & (voted > 0)
    shares = np.where(is_counted, said / np.maximum(voted, 1), np.inf)
    lowest = shares.min(axis=0, initial=np.inf)
    return np.where(np.isinf(lowest), np.nan, lowest)
