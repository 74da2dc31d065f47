"""What a map needs to know of all votes together, as whole numbers: exact, in any order, added up and taken away again.

For every two assertions j and l, over the people who voted on both: how many they are, the sum of their votes on j, and the sum of the
products of their votes. Sums of whole numbers do not depend on the order in which votes arrive, the sums of two servers add up, and a
person is forgotten by subtracting exactly what they added (research: section E3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.core.opinion.votes import Votes
from firsthand.core.refusal import NotValid

PRODUCTS, SUMS, PAIRS = 0, 1, 2
"""The three numbers of each two assertions: sum of x_j * x_l, sum of x_j where l was voted on, people who voted on both."""

_PEOPLE_AT_A_TIME = 1024
_SHIFT = 4096.0
"""Two products of matrices in one, exactly: among 1,024 people no sum reaches 4096 / 2, so that both fit the 24 bits of a float."""


class StatesDiffer(NotValid):
    code = "opinion-states-differ"
    sentence = "Only states of the same assertions, in the same order, can be added or compared."


@dataclass(slots=True, eq=False)
class State:
    """`sums` is m x m x 3 (whole numbers); `people` is how many people cast a vote. Changed in place by whoever holds it."""

    assertions: NDArray[Any]
    sums: NDArray[np.int64]
    people: int = 0

    @classmethod
    def of_nobody(cls, assertions: NDArray[Any]) -> State:
        return cls(assertions=assertions, sums=np.zeros((len(assertions), len(assertions), 3), dtype=np.int64))

    @classmethod
    def of(cls, votes: Votes) -> State:
        """The state of these votes, computed at once: some 3 * n * m^2 multiplications, by BLAS."""
        state = cls.of_nobody(votes.assertions)
        state.add(votes)
        return state

    def add(self, votes: Votes) -> None:
        """Add what these people voted. They must not have been added before."""
        self._take(votes, 1)

    def forget(self, votes: Votes) -> None:
        """Subtract what these people voted, exactly: afterwards the state is one that never knew them."""
        self._take(votes, -1)

    def __add__(self, other: State) -> State:
        """The state of the people of both; nobody may be in both."""
        self._check_same(other)
        return State(assertions=self.assertions, sums=self.sums + other.sums, people=self.people + other.people)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, State)
            and self.people == other.people
            and np.array_equal(self.assertions, other.assertions)
            and np.array_equal(self.sums, other.sums)
        )

    __hash__ = None  # type: ignore[assignment]  # what changes cannot be a key

    def change(self, line: NDArray[np.unsignedinteger[Any]], column: int, value: int | None) -> NDArray[np.unsignedinteger[Any]]:
        """One person casts, changes (`value` is -1, 0 or 1) or takes back (None) one vote; microseconds.

        `line` is what they had voted before; what is returned is their line from now on.
        """
        at = int(np.searchsorted(line, 3 * column))
        before = int(line[at]) - 3 * column - 1 if at < len(line) and line[at] < 3 * column + 3 else None
        others = line if before is None else np.concatenate((line[:at], line[at + 1 :]))
        where, said = others // 3, (others % 3).astype(np.int64) - 1
        step = (value or 0) - (before or 0)
        is_new, was_there = value is not None, before is not None
        change = np.empty((len(said), 3), dtype=np.int64)
        change[:, PRODUCTS] = step * said
        change[:, SUMS] = step
        change[:, PAIRS] = is_new - was_there
        self.sums[column, where] += change
        change[:, SUMS] = (is_new - was_there) * said
        self.sums[where, column] += change
        self.sums[column, column] += ((value or 0) ** 2 - (before or 0) ** 2, step, is_new - was_there)
        self.people += (is_new or len(others) > 0) - (len(line) > 0)
        return others if value is None else np.insert(others, at, 3 * column + value + 1)

    @property
    def voted(self) -> NDArray[np.int64]:
        """How many people voted on each assertion (m)."""
        return np.array(self.sums.diagonal()[PAIRS], dtype=np.int64)

    @property
    def totals(self) -> NDArray[np.int64]:
        """Agreements, disagreements and votes on each assertion (3 x m)."""
        products, sums, pairs = self.sums.diagonal()
        return np.asarray(np.stack(((products + sums) // 2, (products - sums) // 2, pairs)), dtype=np.int64)

    def to_bytes(self) -> bytes:
        """The same bytes for the same votes, in whatever order and on however many servers they arrived."""
        return self.people.to_bytes(8, "little") + self.sums.astype("<i8").tobytes()

    @classmethod
    def from_bytes(cls, kept: bytes, *, assertions: NDArray[Any]) -> State:
        """The state that was kept, of these assertions.

        Raises:
            StatesDiffer: it was of another number of assertions.

        """
        size = len(assertions)
        if len(kept) != 8 + 24 * size * size:
            raise StatesDiffer
        sums = np.frombuffer(kept, dtype="<i8", offset=8).reshape(size, size, 3).astype(np.int64)
        return cls(assertions=assertions, sums=sums, people=int.from_bytes(kept[:8], "little"))

    def _check_same(self, other: State) -> None:
        if not np.array_equal(self.assertions, other.assertions):
            raise StatesDiffer

    def _take(self, votes: Votes, sign: int) -> None:
        if not np.array_equal(self.assertions, votes.assertions):
            raise StatesDiffer
        size = len(self.assertions)
        is_voted = np.zeros((_PEOPLE_AT_A_TIME, size), dtype=np.float32)
        value = np.zeros_like(is_voted)
        for first in range(0, len(votes.people), _PEOPLE_AT_A_TIME):
            last = min(first + _PEOPLE_AT_A_TIME, len(votes.people))
            codes = votes.codes[votes.starts[first] : votes.starts[last]]
            cells = np.repeat(np.arange(last - first) * size, votes.cast[first:last]) + codes // 3
            is_voted.fill(0)
            value.fill(0)
            is_voted.reshape(-1)[cells] = 1
            value.reshape(-1)[cells] = (codes % 3).astype(np.float32) - 1
            self._multiply(is_voted[: last - first], value[: last - first], sign)
        self.people += sign * int(np.count_nonzero(votes.cast))

    def _multiply(self, is_voted: NDArray[np.float32], value: NDArray[np.float32], sign: int) -> None:
        both = value.T @ (is_voted + np.float32(_SHIFT) * value)
        products = np.rint(both / np.float32(_SHIFT))
        both -= products * np.float32(_SHIFT)
        self.sums[:, :, PRODUCTS] += sign * products.astype(np.int64)
        self.sums[:, :, SUMS] += sign * both.astype(np.int64)
        self.sums[:, :, PAIRS] += sign * (is_voted.T @ is_voted).astype(np.int64)
