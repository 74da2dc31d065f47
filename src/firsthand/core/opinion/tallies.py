"""How each group voted on each assertion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.core.opinion.votes import Votes

NO_GROUP = -1


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Agreements, disagreements and all votes with passes, by group and assertion (each g x m). True counts: `core.opinion.floors`
    says which of them may be shown.
    """

    agreed: NDArray[np.int64]
    disagreed: NDArray[np.int64]
    voted: NDArray[np.int64]

    @property
    def passed(self) -> NDArray[np.int64]:
        return self.voted - self.agreed - self.disagreed

    def of_all(self) -> Tally:
        """All groups as one (1 x m)."""
        return Tally(*(part.sum(axis=0, keepdims=True) for part in (self.agreed, self.disagreed, self.voted)))

    def of_others(self) -> Tally:
        """For each group, everybody who is in another group."""
        return Tally(*(part.sum(axis=0) - part for part in (self.agreed, self.disagreed, self.voted)))


def tally(votes: Votes, groups: NDArray[np.int64], *, number: int) -> Tally:
    """Count by group; people whose group is `NO_GROUP` are not counted. One pass over the votes."""
    width = 3 * len(votes.assertions)
    counts = np.zeros((number + 1) * width, dtype=np.int64)
    start = np.where(groups == NO_GROUP, number, groups) * width
    for people, codes, _ in votes.blocks():
        counts += np.bincount(np.repeat(start[people], votes.cast[people]) + codes, minlength=len(counts))
    by_value = counts.reshape(number + 1, -1, 3)[:number]
    return Tally(agreed=by_value[:, :, 2], disagreed=by_value[:, :, 0], voted=by_value.sum(axis=2))
