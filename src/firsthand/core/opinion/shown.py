"""Tables of counted votes as they may be shown, and what is said of groups from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.core.opinion.floors import may_be_shown
from firsthand.core.opinion.heldout import HeldOut
from firsthand.core.opinion.tallies import NO_GROUP, Tally, tally
from firsthand.core.opinion.votes import Votes
from firsthand.core.refusal import NotValid

MOST_DIFFERENCES = 5


class SegmentsUneven(NotValid):
    code = "opinion-segments-uneven"
    sentence = "Every question about people needs one answer, or an empty one, for each person who voted."


@dataclass(frozen=True, slots=True)
class Cell:
    """How one group voted on one assertion."""

    agreed: int
    disagreed: int
    voted: int

    @property
    def share(self) -> float:
        return self.agreed / self.voted if self.voted else 0.0

    @property
    def share_disagreed(self) -> float:
        return self.disagreed / self.voted if self.voted else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Groups, or the segments of one question, by assertion. `sizes` are people. Of the counts, only the cells under `is_shown` may be."""

    question: str
    names: tuple[str, ...]
    sizes: tuple[int, ...]
    counts: Tally
    is_shown: NDArray[np.bool_]
    floor: int

    def cell(self, row: int, assertion: int) -> Cell | None:
        """None where it is withheld."""
        if not self.is_shown[row, assertion]:
            return None
        counts = self.counts
        return Cell(*(int(part[row, assertion]) for part in (counts.agreed, counts.disagreed, counts.voted)))

    def shares_agreed(self) -> NDArray[np.float64]:
        """By row and assertion, nan where withheld or nobody voted."""
        return self._shares(self.counts.agreed)

    def shares_disagreed(self) -> NDArray[np.float64]:
        return self._shares(self.counts.disagreed)

    def everybody(self) -> Table:
        """All rows as one. Of groups only: among segments are people who did not say."""
        counts = self.counts.of_all()
        return Table("", ("",), (sum(self.sizes),), counts, may_be_shown(counts.voted, floor=self.floor), self.floor)

    def _shares(self, said: NDArray[np.int64]) -> NDArray[np.float64]:
        is_there = self.is_shown & (self.counts.voted > 0)
        return np.where(is_there, said / np.maximum(self.counts.voted, 1), np.nan)


@dataclass(frozen=True, slots=True)
class Difference:
    """A group agrees (or disagrees) with an assertion more, or less, than all others do, beyond chance, on votes that did not make it."""

    assertion: int
    is_agreement: bool
    is_more: bool
    here: float
    elsewhere: float


def table_of(votes: Votes, labels: NDArray[np.int64], *, names: tuple[str, ...], floor: int) -> Table:
    """By groups, numbered as `names` are."""
    counts = tally(votes, labels, number=len(names))
    sizes = np.bincount(labels[labels >= 0], minlength=len(names))
    return Table("", names, tuple(sizes.tolist()), counts, may_be_shown(counts.voted, floor=floor), floor)


def table_of_segments(votes: Votes, is_in: NDArray[np.bool_], question: str, answers: Sequence[str], *, floor: int) -> Table:
    """By what people on the map answered to a question about themselves. Answers that fewer people than the floor gave are not named, and
    they are among those who did not say.

    Raises:
        SegmentsUneven: there is not one answer for each person.

    """
    given = np.asarray(answers, dtype=np.str_)
    if given.shape != (len(votes.people),):
        raise SegmentsUneven
    distinct, places, people = np.unique(given[is_in], return_inverse=True, return_counts=True)
    named = np.flatnonzero((people >= floor) & (distinct != ""))
    number = np.full(len(distinct), len(named))
    number[named] = np.arange(len(named))
    labels = np.full(len(given), NO_GROUP, dtype=np.int64)
    labels[is_in] = number[places.reshape(-1)] if len(distinct) else 0
    counts = tally(votes, labels, number=len(named) + 1)
    shown, unnamed = Tally(counts.agreed[:-1], counts.disagreed[:-1], counts.voted[:-1]), counts.voted[-1]
    names, sizes = tuple(distinct[named].tolist()), tuple(people[named].tolist())
    return Table(question, names, sizes, shown, may_be_shown(shown.voted, floor=floor, unnamed=unnamed), floor)


def choose_differences(groups: Table, held_out: HeldOut) -> tuple[tuple[Difference, ...], ...]:
    """For each group at most five, the widest first; the shares are of the whole map, and only of cells that may be shown."""
    others = groups.counts.of_others()
    found = []
    for row in range(len(groups.names)):
        chosen = []
        for is_agreement, known in ((True, held_out.agree), (False, held_out.disagree)):
            said, elsewhere = (groups.counts.agreed, others.agreed) if is_agreement else (groups.counts.disagreed, others.disagreed)
            for at in np.flatnonzero((known[row] != 0) & groups.is_shown.all(axis=0)):
                here = float(said[row, at] / max(int(groups.counts.voted[row, at]), 1))
                there = float(elsewhere[row, at] / max(int(others.voted[row, at]), 1))
                if (here > there) == (known[row, at] > 0):
                    chosen.append(Difference(int(at), is_agreement, bool(known[row, at] > 0), here, there))
        found.append(_widest(chosen))
    return tuple(found)


def _widest(chosen: list[Difference]) -> tuple[Difference, ...]:
    """One of agreement and disagreement for each assertion: the wider of the two."""
    by_width = sorted(chosen, key=lambda each: (-abs(each.here - each.elsewhere), each.assertion, not each.is_agreement))
    kept: dict[int, Difference] = {}
    for each in by_width:
        kept.setdefault(each.assertion, each)
    return tuple(list(kept.values())[:MOST_DIFFERENCES])
