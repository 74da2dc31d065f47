"""The attacker's program: what a reader can prove who solves for the hidden numbers from everything printed.

It is written apart from the search that protects, in other terms (statements about people, margins and noes as unknowns of their own), so
that one mistake does not sit on both sides. It knows all printed numbers, that no count is below zero, how finer and coarser categories fit
together, and, where it is true, that everybody stands in at least one category of a multi-valued dimension. It does not use that counts are
whole: what that adds is answered by the witnesses, which are whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from firsthand.core.crosstab import Crosstab, places
from firsthand.core.disclosure.knowledge import Knowledge
from firsthand.core.disclosure.relations import JOINT_BOUND
from firsthand.core.disclosure.released import Released
from firsthand.core.disclosure.rules import Rules, Sensitive, sensitive_numbers
from firsthand.core.refusal import Fault

_NEAR = 1e-6
_OPTIMAL, _UNBOUNDED = 0, 3


class AttackStopped(Fault):
    """The solver did not finish, so nothing is known about safety and nothing may be released."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What the attacker learns about one sensitive number.

    If `is_broken`, it surely lies between `low` and `high` (None: no upper end). If not, tables that equal everything printed have been
    seen in which it is `low` and `high`, and the true interval is at least as wide.
    """

    number: Sensitive
    low: float
    high: float | None
    is_broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    attempts: tuple[Attempt, ...]

    @property
    def broken(self) -> tuple[Attempt, ...]:
        return tuple(attempt for attempt in self.attempts if attempt.is_broken)

    @property
    def is_failed(self) -> bool:
        """Whether the attacker failed: no number gave way."""
        return not self.broken


def attack(
    released: Released, crosstab: Crosstab, *, rules: Rules, printed_before: Sequence[Released] = (), bound: int = JOINT_BOUND
) -> Attack:
    """Try to prove of every sensitive number of the true table that somebody is there, or that fewer than the threshold are.

    Raises:
        AttackStopped: the solver did not finish, or what is printed contradicts itself.
    """
    multiple = [dimension for dimension in released.dimensions if dimension.is_multiple]
    covering = [dimension for dimension in multiple if all(places(unit, dimension) for unit in crosstab.units)]
    knowledge = Knowledge((*printed_before, released), covering=covering, bound=bound)
    numbers = sensitive_numbers(crosstab, rules=rules)
    solver = _Solver(knowledge, [knowledge.number(released, number) for number in numbers], rules.threshold)
    solver.widen_together()
    solver.widen_one_by_one()
    return Attack(
        attempts=tuple(
            Attempt(
                number=number,
                low=round(float(low), 6),
                high=None if np.isinf(high) else round(float(high), 6),
                is_broken=bool(low > _NEAR or high < rules.threshold - _NEAR),
            )
            for number, low, high in zip(numbers, solver.low, solver.high, strict=True)
        )
    )


class _Solver:
    """For each number the least and most that has been seen in some table which equals everything printed."""

    def __init__(self, knowledge: Knowledge, numbers: Sequence[dict[int, int]], threshold: int) -> None:
        width = knowledge.unknowns
        self._numbers = _stacked(numbers, width)
        self._equal, self._values = _stacked([row for row, _ in knowledge.equations], width), [float(at) for _, at in knowledge.equations]
        self._floor = _stacked(knowledge.at_least_zero, width)
        self._threshold = threshold
        self.low = np.full(len(numbers), np.inf)
        self.high = np.full(len(numbers), -np.inf)

    def widen_together(self) -> None:
        """One table that shrinks many numbers, or raises many towards the threshold, as long as that helps."""
        while (open_ends := np.flatnonzero(self.low > _NEAR)).size:
            self._solve(self._numbers[open_ends].sum(axis=0))
            if (self.low[open_ends] > _NEAR).all():
                break
        while (open_ends := np.flatnonzero(self.high < self._threshold - _NEAR)).size:
            self._raise(open_ends)
            if (self.high[open_ends] < self._threshold - _NEAR).all():
                break

    def widen_one_by_one(self) -> None:
        for number in range(self._numbers.shape[0]):
            row = self._numbers[[number]].toarray()[0]
            if self.low[number] > _NEAR:
                self._solve(row)
            if self.high[number] < self._threshold - _NEAR and not self._solve(-row):
                self.high[number] = np.inf

    def _raise(self, these: NDArray[np.int64]) -> None:
        """As much as possible of these numbers, where each counts up to the threshold only."""
        size, width = len(these), self._numbers.shape[1]
        over = sparse.hstack((-self._numbers[these], sparse.eye_array(size)))
        floor = sparse.hstack((-self._floor, sparse.csr_array((self._floor.shape[0], size))))
        self._run(
            np.concatenate((np.zeros(width), -np.ones(size))),
            sparse.vstack((floor, over)),
            sparse.hstack((self._equal, sparse.csr_array((self._equal.shape[0], size)))),
            np.concatenate((np.full(width, np.inf), np.full(size, self._threshold))),
        )

    def _solve(self, cost: NDArray[np.float64]) -> bool:
        return self._run(cost, -self._floor, self._equal, np.full(self._numbers.shape[1], np.inf))

    def _run(self, cost: NDArray[np.float64], under: sparse.sparray, equal: sparse.sparray, upper: NDArray[np.float64]) -> bool:
        """Learn from the least-cost table. False if the cost has no least."""
        outcome = linprog(
            cost,
            A_ub=under if under.shape[0] else None,
            b_ub=np.zeros(under.shape[0]) if under.shape[0] else None,
            A_eq=equal if equal.shape[0] else None,
            b_eq=self._values if equal.shape[0] else None,
            bounds=np.stack((np.zeros(len(upper)), upper), axis=1),
            method="highs",
        )
        if outcome.status == _UNBOUNDED:
            return False
        if outcome.status != _OPTIMAL:
            raise AttackStopped
        seen = self._numbers @ outcome.x[: self._numbers.shape[1]]
        self.low, self.high = np.minimum(self.low, seen), np.maximum(self.high, seen)
        return True


def _stacked(rows: Sequence[dict[int, int]], width: int) -> sparse.csr_array:
    found = sparse.lil_array((len(rows), width))
    for at, row in enumerate(rows):
        for column, value in row.items():
            found[at, column] = value
    return sparse.csr_array(found)
