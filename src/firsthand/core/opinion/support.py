"""Are the groups real?

Two questions, each answered by drawing the map many times over. *Could chance have drawn it?* The votes on each assertion are shuffled
among those who voted on it: who voted, on what, and how many agreed stay as they are, and every connection between assertions is gone.
*Would other people have drawn it?* As many people are drawn anew from those who voted, with replacement, and the groups are compared.

Groups are supported only if shuffled votes hardly ever give groups as clear and if resampled people keep giving the same. The first
direction alone is supported if shuffled votes hardly ever give one as strong: most conversations have an axis, fewer have groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.core.opinion.axes import find_axes, find_points, signatures, votes_that_count
from firsthand.core.opinion.floors import Rules
from firsthand.core.opinion.grouping import Grouping, find_groups
from firsthand.core.opinion.votes import Votes

Run = Callable[[Callable[[int], Any], Sequence[int]], Iterable[Any]]
"""`map`, or the `map` of an executor: what is computed is the same, whoever computes it."""
Progress = Callable[[int, int], None]
"""Called with how many maps are drawn and how many there will be at most."""

_AT_A_TIME = 20
_ENOUGH = 8  # so many shuffles as clear as the real votes settle the matter (Besag and Clifford 1991)
_FEWEST_SHUFFLES = 99


@dataclass(frozen=True, slots=True)
class Support:
    """`shuffled` are the silhouettes of shuffled votes, `chance` the share of them (the real one counted in) at least as clear as the real
    one, `axis_chance` the same for the strength of the first direction, `strength` how many times the mean of shuffled votes it is.
    `agreements` are the adjusted Rand indices of resampled maps, empty where chance already explains the groups. `people` were looked at.
    """

    silhouette: float
    shuffled: tuple[float, ...]
    chance: float
    axis_chance: float
    strength: float
    agreements: tuple[float, ...] = field(default=())
    people: int = 0
    may_be_axis: bool = False
    are_groups: bool = False

    @property
    def stability(self) -> float | None:
        return float(np.median(self.agreements)) if self.agreements else None


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What is drawn again and again: people in an order that only their votes decide."""

    votes: Votes
    is_left_out: NDArray[np.bool_]
    rules: Rules
    seed: int
    by_column: NDArray[np.int64]
    groups: NDArray[np.int64]

    def arranged(self, votes: Votes) -> tuple[float, Grouping | None]:
        """How strong the first direction is, and the groups there are."""
        axes = find_axes(votes, self.is_left_out)
        found = find_groups(
            find_points(votes, axes, self.is_left_out), who_is_in(votes, self.is_left_out, self.rules), floor=self.rules.floor
        )
        return float(axes.strengths[0]), found


def who_is_in(votes: Votes, is_left_out: NDArray[np.bool_], rules: Rules) -> NDArray[np.bool_]:
    """Who stands on the map: whoever cast seven votes that count, or all there were."""
    return votes_that_count(votes, is_left_out) >= max(min(rules.fewest_votes, int((~is_left_out).sum())), 1)


def weigh_support(
    votes: Votes, is_left_out: NDArray[np.bool_], *, rules: Rules, seed: int, run: Run = map, progress: Progress | None = None
) -> Support:
    """Draw the map of shuffled votes and of resampled people. At most `rules.tested_people` are looked at, drawn by `seed`."""
    sample, strength, found = _sampled(votes, is_left_out, rules, seed)
    clearness = found.silhouette if found else -1.0
    told = _Told(progress, rules.shuffles + rules.resamples)
    shuffled: list[tuple[float, float]] = []
    for drawn in _drawn(partial(_shuffle_once, sample), rules.shuffles, run):
        shuffled.append(drawn)
        told.one_more()
        if _is_settled(shuffled, strength, clearness):
            break
    silhouettes = tuple(score for _, score in shuffled)
    strengths = np.array([value for value, _ in shuffled])
    support = Support(
        silhouette=clearness,
        shuffled=silhouettes,
        chance=_chance(sum(score >= clearness for score in silhouettes), len(shuffled), rules.shuffles),
        axis_chance=_chance(int((strengths >= strength).sum()), len(shuffled), rules.shuffles),
        strength=strength / max(float(strengths.mean()), 1e-300) if len(strengths) else 0.0,
        people=len(sample.votes.people),
    )
    support = replace(support, may_be_axis=support.axis_chance <= rules.level)
    if found is None or support.chance > rules.level:
        return support
    agreements = []
    for agreement in _drawn(partial(_resample_once, sample), rules.resamples, run):
        agreements.append(agreement)
        told.one_more()
    support = replace(support, agreements=tuple(agreements))
    return replace(support, are_groups=float(np.median(agreements)) >= rules.stability)


def adjusted_rand(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """How far two groupings of the same people agree: 1 if they are the same, 0 on average if they know nothing of each other
    (Hubert and Arabie 1985).
    """
    if not len(one):
        return 0.0
    width = int(other.max()) + 1
    table = np.bincount(one * width + other, minlength=(int(one.max()) + 1) * width).reshape(-1, width).astype(np.float64)
    pairs = _pairs(table)
    rows, columns, total = _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0)), len(one) * (len(one) - 1) / 2
    expected, most = rows * columns / max(total, 1.0), (rows + columns) / 2
    return 1.0 if most == expected else (pairs - expected) / (most - expected)


def _pairs(counts: NDArray[np.float64]) -> float:
    return float((counts * (counts - 1) / 2).sum())


def _sampled(votes: Votes, is_left_out: NDArray[np.bool_], rules: Rules, seed: int) -> tuple[Sample, float, Grouping | None]:
    order = np.argsort(signatures(votes), kind="stable")
    if len(order) > rules.tested_people:
        chosen = np.random.default_rng([seed, 0]).choice(len(order), rules.tested_people, replace=False)
        order = order[np.sort(chosen)]
    lines = votes.lines(order)
    by_column = np.argsort(lines.codes // 3, kind="stable")
    sample = Sample(lines, is_left_out, rules, seed, by_column, np.zeros(0, dtype=np.int64))
    strength, found = sample.arranged(lines)
    return (replace(sample, groups=found.labels) if found else sample), strength, found


def _shuffle_once(sample: Sample, number: int) -> tuple[float, float]:
    chance = np.random.default_rng([sample.seed, 1, number])
    strength, found = sample.arranged(shuffled_votes(sample.votes, chance, by_column=sample.by_column))
    return strength, found.silhouette if found else -1.0


def shuffled_votes(votes: Votes, chance: np.random.Generator, *, by_column: NDArray[np.int64] | None = None) -> Votes:
    """The votes on each assertion, dealt out anew among those who voted on it."""
    columns = votes.codes // 3
    order = np.argsort(columns, kind="stable") if by_column is None else by_column
    mixed = chance.permutation(len(columns))
    dealt = np.empty_like(votes.codes)
    dealt[order] = votes.codes[mixed[np.argsort(columns[mixed], kind="stable")]]
    return replace(votes, codes=dealt)


def _resample_once(sample: Sample, number: int) -> float:
    chance = np.random.default_rng([sample.seed, 2, number])
    drawn = chance.integers(0, len(sample.votes.people), len(sample.votes.people))
    _, found = sample.arranged(sample.votes.lines(np.sort(drawn)))
    if found is None:
        return 0.0
    before = sample.groups[np.sort(drawn)]
    in_both = (before >= 0) & (found.labels >= 0)
    return adjusted_rand(before[in_both], found.labels[in_both])


def _drawn(draw: Callable[[int], Any], number: int, run: Run) -> Iterator[Any]:
    for first in range(0, number, _AT_A_TIME):
        yield from run(draw, range(first, min(first + _AT_A_TIME, number)))


def _is_settled(shuffled: list[tuple[float, float]], strength: float, clearness: float) -> bool:
    as_clear = sum(score >= clearness for _, score in shuffled)
    as_strong = sum(value >= strength for value, _ in shuffled)
    return as_clear >= _ENOUGH and (as_strong >= _ENOUGH or len(shuffled) >= _FEWEST_SHUFFLES)


def _chance(as_much: int, drawn: int, planned: int) -> float:
    """A p-value that is right also where drawing stopped early (Besag and Clifford, Biometrika 78, 1991)."""
    return as_much / drawn if drawn < planned and as_much >= _ENOUGH else (as_much + 1) / (drawn + 1)


class _Told:
    def __init__(self, progress: Progress | None, of: int) -> None:
        self._progress, self._of, self._done = progress, of, 0

    def one_more(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._of)
