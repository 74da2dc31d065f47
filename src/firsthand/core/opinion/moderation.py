"""Which assertions count, and how."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from firsthand.core.opinion.votes import Votes


@dataclass(frozen=True, slots=True)
class Moderation:
    """`out`: taken out by a moderator; neither shown nor counted. `meta`: about the people rather than about the matter (“I do this work”);
    shown and counted, but without a part in the axes, so that nobody is grouped by who they are.
    """

    out: frozenset[Hashable] = field(default_factory=frozenset)
    meta: frozenset[Hashable] = field(default_factory=frozenset)

    def is_out(self, votes: Votes) -> NDArray[np.bool_]:
        return _named(votes, self.out)

    def is_meta(self, votes: Votes) -> NDArray[np.bool_]:
        return _named(votes, self.meta)

    def is_left_out(self, votes: Votes) -> NDArray[np.bool_]:
        """Without a part in the axes (C1): out or meta. Their columns are 0, but a vote on them still counts as a vote cast."""
        return self.is_out(votes) | self.is_meta(votes)


def _named(votes: Votes, names: frozenset[Hashable]) -> NDArray[np.bool_]:
    return np.array([label in names for label in votes.assertions.tolist()], dtype=np.bool_)
