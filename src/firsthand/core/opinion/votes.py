"""Votes on assertions, one line a person: who voted on what, and how.

A vote is +1 (agree), 0 (pass) or -1 (disagree); what is missing was never voted on. A person's line holds one number for each vote,
`3 * column + value + 1`, sorted, so that a vote costs two bytes up to 21,845 assertions, every sum over a line is one table look-up for
each vote, and nobody's line depends on when or in which order they voted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from firsthand.core.refusal import NotValid

AGREE, PASS, DISAGREE = 1, 0, -1
BLOCK = 1 << 16
"""Votes that are worked on at a time, so that what a pass needs stays in the processor's cache."""

_BITS = 63


class VoteMalformed(NotValid):
    code = "opinion-vote-malformed"
    sentence = "A vote must be 1 (agree), 0 (pass) or -1 (disagree), and every list of votes must be as long as the others."


class AssertionUnknown(NotValid):
    code = "opinion-assertion-unknown"
    sentence = "There is a vote on an assertion that is not among those of this conversation."


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """`people` (n labels) and `assertions` (m labels); the line of person i is `codes[starts[i]:starts[i + 1]]`."""

    people: NDArray[Any]
    assertions: NDArray[Any]
    starts: NDArray[np.int64]
    codes: NDArray[np.unsignedinteger[Any]]

    @property
    def cast(self) -> NDArray[np.int64]:
        """How many votes each person cast (n)."""
        return np.diff(self.starts)

    @property
    def values(self) -> NDArray[np.int8]:
        return (self.codes % 3).astype(np.int8) - np.int8(1)

    @property
    def columns(self) -> NDArray[np.int64]:
        """The place in `assertions` of each vote."""
        return (self.codes // 3).astype(np.int64)

    def lines(self, chosen: ArrayLike) -> Votes:
        """The people at these places, in this order, as often as they are named."""
        places = np.asarray(chosen, dtype=np.int64)
        cast = self.cast[places]
        starts = _starts(cast)
        within = np.arange(starts[-1]) - np.repeat(starts[:-1] - self.starts[places], cast)
        return replace(self, people=self.people[places], starts=starts, codes=self.codes[within])

    def at(self, person: int) -> NDArray[np.unsignedinteger[Any]]:
        """The line of one person."""
        return self.codes[self.starts[person] : self.starts[person + 1]]

    def blocks(self) -> Iterator[tuple[slice, NDArray[np.unsignedinteger[Any]], NDArray[np.int64]]]:
        """People in blocks: which, their codes, and where each of their lines begins in these."""
        first, total = 0, len(self.people)
        while first < total:
            last = int(np.searchsorted(self.starts, self.starts[first] + BLOCK, side="right")) - 1
            last = min(max(last, first + 1), total)
            begin = self.starts[first]
            yield slice(first, last), self.codes[begin : self.starts[last]], self.starts[first:last] - begin
            first = last


def collect(
    people: ArrayLike,
    assertions: ArrayLike,
    values: ArrayLike,
    *,
    moments: ArrayLike | None = None,
    among: ArrayLike | None = None,
    in_order_of_arrival: bool = False,
) -> Votes:
    """Votes from a log in which the last vote of a person on an assertion counts.

    `moments` tell which vote is the last, wherever it stands in the log; without them, and among votes of one moment, it is the one that
    stands later. `among` are all assertions of the conversation, also those nobody has voted on. People and assertions are sorted by
    their label; `in_order_of_arrival` keeps people in the order of their first line in the log, as Polis does.

    Raises:
        VoteMalformed: a value is not -1, 0 or 1, or the lists differ in length.
        AssertionUnknown: there is a vote on an assertion that is not in `among`.

    """
    who, what, said = np.asarray(people), np.asarray(assertions), np.asarray(values)
    if not len(who) == len(what) == len(said) or (moments is not None and len(np.asarray(moments)) != len(who)):
        raise VoteMalformed
    if len(said) and not np.isin(said, (DISAGREE, PASS, AGREE)).all():
        raise VoteMalformed
    person_labels, rows = _numbered(who)
    if among is None:
        assertion_labels, columns = _numbered(what)
    else:
        assertion_labels = np.unique(np.asarray(among))
        columns = _found(what, assertion_labels)
    if in_order_of_arrival:
        person_labels, rows = _by_arrival(person_labels, rows)
    if moments is not None:
        order = np.argsort(np.asarray(moments), kind="stable")
        rows, columns, said = rows[order], columns[order], said[order]
    return from_cells(rows, columns, said, people=person_labels, assertions=assertion_labels)


def from_cells(rows: ArrayLike, columns: ArrayLike, values: ArrayLike, *, people: NDArray[Any], assertions: NDArray[Any]) -> Votes:
    """Votes from places in `people` and `assertions`; the last of several on one cell counts.

    Place, order and value are packed into one whole number wherever they fit, so that one sort of numbers does it all.
    """
    cells = np.asarray(rows, dtype=np.int64) * len(assertions)
    cells += np.asarray(columns, dtype=np.int64)
    said = np.asarray(values, dtype=np.int8)
    log = len(cells)
    order_bits = max(log - 1, 1).bit_length()
    if (len(people) * max(len(assertions), 1)).bit_length() + order_bits + 2 > _BITS:
        order = np.lexsort((np.arange(log), cells))
        cells, said = cells[order], said[order]
    else:
        cells = ((cells << order_bits) + np.arange(log)) << 2
        cells += said + 1
        cells.sort()
        said = (cells & 3).astype(np.int8) - np.int8(1)
        cells >>= order_bits + 2
    if log:
        is_last = np.append(cells[1:] != cells[:-1], True)
        cells, said = cells[is_last], said[is_last]
    row, column = np.divmod(cells, max(len(assertions), 1))
    kind = np.uint16 if 3 * len(assertions) <= 1 << 16 else np.uint32
    starts = _starts(np.bincount(row, minlength=len(people)))
    return Votes(people=people, assertions=assertions, starts=starts, codes=(3 * column + said + 1).astype(kind))


def _starts(cast: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(cast, dtype=np.int64)))


def _numbered(labels: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The distinct labels, sorted, and the place of each label among them; whole numbers need no sort."""
    if labels.dtype.kind in "iu" and len(labels) and labels.min() >= 0 and labels.max() < 4 * len(labels) + 1024:
        is_there = np.zeros(int(labels.max()) + 1, dtype=bool)
        is_there[labels] = True
        return np.flatnonzero(is_there), (np.cumsum(is_there) - 1)[labels]
    distinct, places = np.unique(labels, return_inverse=True)
    return distinct, places.reshape(-1).astype(np.int64)


def _found(labels: NDArray[Any], among: NDArray[Any]) -> NDArray[np.int64]:
    places = np.searchsorted(among, labels)
    if len(labels) and (places.max(initial=0) >= len(among) or (among[places] != labels).any()):
        raise AssertionUnknown
    return places


def _by_arrival(labels: NDArray[Any], rows: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    _, first = np.unique(rows, return_index=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return labels[order], rank[rows]
