"""What a group says more than others do, as Polis computes it (C10, C11), and what all say together (C12).

These tests are made on the very votes that made the groups, at 90 % one-tailed and without regard to their number, so that they call a
fifth of all assertions representative where there is no structure at all. They are here because the published method has them and to
order lists; what a map claims about a group comes from `core.opinion.heldout`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.core.opinion.tallies import Tally

SIGNIFICANT = 1.2816
"""90 %, one-tailed."""

MOST = 5


@dataclass(frozen=True, slots=True)
class Saying:
    """An assertion (its place among the assertions) that a group agrees or disagrees with."""

    assertion: int
    is_agreement: bool
    said_so: int
    voted: int
    is_best_agreement: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Strengths:
    """C10, each g x m: share who agree (with one added on either side), its test against one half, how many times the share of the others,
    and the test of that difference; the same for disagreement.
    """

    agree: NDArray[np.float64]
    agree_test: NDArray[np.float64]
    agree_ratio: NDArray[np.float64]
    agree_ratio_test: NDArray[np.float64]
    disagree: NDArray[np.float64]
    disagree_test: NDArray[np.float64]
    disagree_ratio: NDArray[np.float64]
    disagree_ratio_test: NDArray[np.float64]

    def is_representative(self) -> NDArray[np.bool_]:
        """C11: agreement or disagreement is significant both in the group and against the others."""
        agree = (self.agree_ratio_test > SIGNIFICANT) & (self.agree_test > SIGNIFICANT)
        disagree = (self.disagree_ratio_test > SIGNIFICANT) & (self.disagree_test > SIGNIFICANT)
        return np.asarray(agree | disagree, dtype=np.bool_)


def measure(counts: Tally) -> Strengths:
    """C10 for each group against all other groups together."""
    others = counts.of_others()
    parts = []
    for said, said_elsewhere in ((counts.agreed, others.agreed), (counts.disagreed, others.disagreed)):
        share, elsewhere = share_of(said, counts.voted), share_of(said_elsewhere, others.voted)
        parts += [share, _against_half(said, counts.voted), share / elsewhere]
        parts.append(_against_others(said, counts.voted, said_elsewhere, others.voted))
    return Strengths(*parts)


def share_of(said: NDArray[np.int64], voted: NDArray[np.int64]) -> NDArray[np.float64]:
    """The share who said so, as if one more person had and one more had not."""
    return np.asarray((said + 1) / (voted + 2), dtype=np.float64)


def choose_representative(counts: Tally, *, is_out: NDArray[np.bool_]) -> list[list[Saying]]:
    """C11: for each group at most five assertions, agreements first; never empty where anything may be chosen."""
    strengths = measure(counts)
    passes = strengths.is_representative()
    return [_chosen(_Scan(strengths, counts, passes, group), np.flatnonzero(~is_out)) for group in range(len(counts.voted))]


def choose_common(counts: Tally, *, is_out: NDArray[np.bool_]) -> tuple[list[Saying], list[Saying]]:
    """C12: what all (a tally of one group) agree with and disagree with, at most five of each, strongest first."""
    found = []
    for said, is_agreement in ((counts.agreed[0], True), (counts.disagreed[0], False)):
        share, test = share_of(said, counts.voted[0]), _against_half(said, counts.voted[0])
        chosen = np.flatnonzero((share > 0.5) & (test > SIGNIFICANT) & ~is_out)
        order = chosen[np.argsort(-(share * test)[chosen], kind="stable")][:MOST]
        found.append([Saying(int(at), is_agreement, int(said[at]), int(counts.voted[0, at])) for at in order])
    return found[0], found[1]


class _Scan:
    """One group's numbers, as C11 asks for them."""

    def __init__(self, strengths: Strengths, counts: Tally, passes: NDArray[np.bool_], group: int) -> None:
        self.passes = passes[group]
        self._agree = [part[group] for part in (strengths.agree_ratio, strengths.agree_ratio_test, strengths.agree, strengths.agree_test)]
        self._disagree = [
            part[group] for part in (strengths.disagree_ratio, strengths.disagree_ratio_test, strengths.disagree, strengths.disagree_test)
        ]
        self.agreed, self.disagreed, self.voted = counts.agreed[group], counts.disagreed[group], counts.voted[group]
        self.is_agreement = self._agree[1] > self._disagree[1]
        self.rank = np.prod(np.where(self.is_agreement, self._agree, self._disagree), axis=0)
        self.difference = np.maximum(self._agree[1], self._disagree[1])

    def may_be_best_agreement(self, at: int) -> bool:
        ratio, _, share, test = (part[at] for part in self._agree)
        return bool(self.voted[at] > 0 and (test > SIGNIFICANT or (ratio > 1 and share > 0.5)))

    def is_better_agreement(self, at: int, best: int) -> bool:
        of_this, of_best = ([float(part[which]) for part in self._agree] for which in (at, best))
        if of_best[0] > 1:
            return float(np.prod(of_this)) > float(np.prod(of_best))
        return of_this[2] * of_this[3] > of_best[2] * of_best[3]

    def saying(self, at: int, *, is_best_agreement: bool = False) -> Saying:
        is_agreement = is_best_agreement or bool(self.is_agreement[at])
        said = self.agreed if is_agreement else self.disagreed
        return Saying(int(at), is_agreement, int(said[at]), int(self.voted[at]), is_best_agreement)


def _chosen(scan: _Scan, places: NDArray[np.int64]) -> list[Saying]:
    best: int | None = None
    for at in places.tolist():
        if scan.may_be_best_agreement(at) and (best is None or scan.is_better_agreement(at, best)):
            best = at
    passing = [at for at in places.tolist() if scan.passes[at] and at != best]
    first = [] if best is None else [scan.saying(best, is_best_agreement=True)]
    if not passing:
        voted = places[scan.voted[places] > 0]
        return first or [scan.saying(int(voted[np.argmax(scan.difference[voted])]))] if len(voted) else first
    further = sorted(passing, key=lambda at: -scan.rank[at])
    chosen = (first + [scan.saying(at) for at in further])[:MOST]
    by_direction: Callable[[Saying], bool] = lambda saying: not saying.is_agreement  # noqa: E731
    return sorted(chosen, key=by_direction)


def _against_half(said: NDArray[np.int64], voted: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(2 * np.sqrt(voted + 1) * ((said + 1) / (voted + 1) - 0.5), dtype=np.float64)


def _against_others(
    said: NDArray[np.int64], voted: NDArray[np.int64], said_elsewhere: NDArray[np.int64], voted_elsewhere: NDArray[np.int64]
) -> NDArray[np.float64]:
    here, there = (said + 1) / (voted + 1), (said_elsewhere + 1) / (voted_elsewhere + 1)
    pooled = (said + said_elsewhere + 2) / (voted + voted_elsewhere + 2)
    spread = pooled * (1 - pooled) * (1 / (voted + 1) + 1 / (voted_elsewhere + 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(pooled >= 1, 0.0, (here - there) / np.sqrt(spread))
