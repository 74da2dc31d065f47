"""What sets a group apart, asked of votes that did not make the group.

The assertions are cut into five parts. For each part the groups are found without it, and only then are its votes counted by these groups.
So a vote is never tested on a grouping that it had a part in, and where votes on different assertions have nothing to do with each other
the tests say so. What is significant is chosen with the share of false discoveries controlled (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.special import gammaln, ndtr

from firsthand.core.opinion.axes import axes_of_state, find_axes, find_points
from firsthand.core.opinion.floors import Rules
from firsthand.core.opinion.grouping import Grouping, find_groups_of
from firsthand.core.opinion.state import State
from firsthand.core.opinion.support import who_is_in
from firsthand.core.opinion.tallies import NO_GROUP, Tally, tally
from firsthand.core.opinion.votes import Votes

PARTS = 5
_MANY = 10.0  # expected counts from which the normal approximation is used


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """`counts` by group and assertion under groups that did not know the assertion; `agree` and `disagree` (each g x m) tell where a group
    differs from all others in these, beyond chance, and in which direction: 1 more, -1 less, 0 not known to differ.
    """

    counts: Tally
    agree: NDArray[np.int64]
    disagree: NDArray[np.int64]


def find_differences(
    votes: Votes,
    is_left_out: NDArray[np.bool_],
    reference: Grouping,
    *,
    rules: Rules,
    is_out: NDArray[np.bool_],
    state: State | None = None,
) -> HeldOut:
    """Test every group on every assertion that is not out. Meta assertions never make groups, so their votes are held out anyway."""
    number = len(reference.centres)
    part_of = _parts(is_left_out)
    whole = tally(votes, reference.labels, number=number)
    agreed, disagreed, voted = whole.agreed.copy(), whole.disagreed.copy(), whole.voted.copy()
    for part in range(min(PARTS, int(part_of.max(initial=-1)) + 1)):
        is_tested = part_of == part
        labels = _groups_without(votes, is_left_out | is_tested, reference, rules, state)
        counted = tally(votes, labels, number=number)
        for into, out_of in ((agreed, counted.agreed), (disagreed, counted.disagreed), (voted, counted.voted)):
            into[:, is_tested] = out_of[:, is_tested]
    counts = Tally(agreed, disagreed, voted)
    others = counts.of_others()
    tested = (counts.voted > 0) & (others.voted > 0) & ~is_out
    chances, directions = [], []
    for said, elsewhere in ((counts.agreed, others.agreed), (counts.disagreed, others.disagreed)):
        chances.append(np.where(tested, difference_chance(said, counts.voted, elsewhere, others.voted), 1.0))
        directions.append(np.sign(said * np.maximum(others.voted, 1) - elsewhere * np.maximum(counts.voted, 1)))
    kept = discoveries(np.stack(chances), np.stack([tested, tested]), share=rules.discoveries)
    agree, disagree = (np.where(keep, direction, 0) for keep, direction in zip(kept, directions, strict=True))
    return HeldOut(counts, agree, disagree)


def difference_chance(
    said: NDArray[np.int64], voted: NDArray[np.int64], said_elsewhere: NDArray[np.int64], voted_elsewhere: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Two-sided chance of shares as different as these: by the score test, and exactly (Fisher) where fewer than ten are expected."""
    everybody, all_said = voted + voted_elsewhere, said + said_elsewhere
    share = all_said / np.maximum(everybody, 1)
    expected = np.minimum(np.minimum(voted, voted_elsewhere) * share, np.minimum(voted, voted_elsewhere) * (1 - share))
    spread = share * (1 - share) * (1 / np.maximum(voted, 1) + 1 / np.maximum(voted_elsewhere, 1))
    apart = said / np.maximum(voted, 1) - said_elsewhere / np.maximum(voted_elsewhere, 1)
    chance = 2 * ndtr(-np.abs(apart) / np.sqrt(np.maximum(spread, 1e-300)))
    for at in np.argwhere((expected < _MANY) & (spread > 0)):
        place = tuple(at)
        chance[place] = _fisher(int(said[place]), int(voted[place]), int(all_said[place]), int(everybody[place]))
    return np.asarray(np.where(spread > 0, chance, 1.0), dtype=np.float64)


def discoveries(chances: NDArray[np.float64], is_tested: NDArray[np.bool_], *, share: float) -> NDArray[np.bool_]:
    """Which of many tests to believe so that on average at most this share of those believed is chance."""
    tested = np.sort(chances[is_tested])
    under = np.flatnonzero(tested <= share * (np.arange(len(tested)) + 1) / max(len(tested), 1))
    return is_tested & (chances <= tested[under[-1]]) if len(under) else np.zeros_like(is_tested)


def _fisher(said: int, voted: int, all_said: int, everybody: int) -> float:
    possible = np.arange(max(0, all_said + voted - everybody), min(voted, all_said) + 1)
    logs = _log_choose(all_said, possible) + _log_choose(everybody - all_said, voted - possible) - _log_choose(everybody, voted)
    weights = np.exp(logs)
    return float(min(1.0, weights[weights <= weights[said - possible[0]] * (1 + 1e-7)].sum()))


def _log_choose(of: int, some: NDArray[np.int64] | int) -> NDArray[np.float64]:
    return np.asarray(gammaln(of + 1) - gammaln(np.asarray(some) + 1) - gammaln(of - np.asarray(some) + 1), dtype=np.float64)


def _parts(is_left_out: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Which part each assertion is in, in turn; -1 for those that make no groups in any case."""
    parts = np.full(len(is_left_out), -1, dtype=np.int64)
    counted = np.flatnonzero(~is_left_out)
    parts[counted] = np.arange(len(counted)) % PARTS
    return parts


def _groups_without(
    votes: Votes, is_left_out: NDArray[np.bool_], reference: Grouping, rules: Rules, state: State | None
) -> NDArray[np.int64]:
    """The same number of groups without some assertions, each under the number of the group that it shares most people with."""
    number = len(reference.centres)
    is_in = who_is_in(votes, is_left_out, rules)
    labels = np.full(len(votes.people), NO_GROUP, dtype=np.int64)
    if is_left_out.all() or is_in.sum() < number:
        return labels
    axes = find_axes(votes, is_left_out) if state is None else axes_of_state(state, is_left_out)
    found = find_groups_of(find_points(votes, axes, is_left_out), is_in, number=number).labels
    in_both = (found >= 0) & (reference.labels >= 0)
    shared = np.bincount(found[in_both] * number + reference.labels[in_both], minlength=number * number).reshape(number, number)
    ours, theirs = linear_sum_assignment(-shared)
    name = np.empty(number, dtype=np.int64)
    name[ours] = theirs
    labels[found >= 0] = name[found[found >= 0]]
    return labels
