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
from scipy.optimize import Bounds, LinearConstraint, milp

from firsthand.core.crosstab import Crosstab, everybody_stands_in
from firsthand.core.disclosure.knowledge import Knowledge
from firsthand.core.disclosure.relations import JOINT_BOUND
from firsthand.core.disclosure.released import Released
from firsthand.core.disclosure.rules import Rules, Sensitive, sensitive_numbers
from firsthand.core.refusal import Fault

_NEAR = 1e-6
_OPTIMAL = 0


class AttackStopped(Fault):
    """The solver did not finish, so nothing is known about safety and nothing may be released."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What the attacker learns about one sensitive number.

    Tables that equal everything printed were seen in which it is `low` and in which it is `high`. If `is_broken`, one end is as far as
    it goes: somebody is surely there, or fewer than the threshold surely are.
    """

    number: Sensitive
    low: float
    high: float
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
    released: Released,
    crosstab: Crosstab,
    *,
    rules: Rules,
    printed_before: Sequence[Released] = (),
    earlier: Sequence[tuple[int, Sensitive]] = (),
    bound: int = JOINT_BOUND,
) -> Attack:
    """Try to prove of every sensitive number of the true table that somebody is there, or that fewer than the threshold are.

    `earlier` are numbers of tables printed before, by their place, to be tried as well.

    Raises:
        AttackStopped: the solver did not finish, or what is printed contradicts itself.
    """
    multiple = [dimension for dimension in released.dimensions if dimension.is_multiple]
    covering = [dimension for dimension in multiple if everybody_stands_in(crosstab, dimension)]
    knowledge = Knowledge((*printed_before, released), covering=covering, bound=bound)
    tried = [(released, number) for number in sensitive_numbers(crosstab, rules=rules)]
    tried += [(printed_before[table], number) for table, number in earlier]
    rows = [(number, row) for table, number in tried if (row := knowledge.number(table, number))]
    solver = _Solver(knowledge, [row for _, row in rows], rules.threshold)
    solver.widen_together()
    solver.widen_one_by_one()
    return Attack(
        attempts=tuple(
            Attempt(
                number=number,
                low=round(float(low), 6),
                high=round(float(high), 6),
                is_broken=bool(low > _NEAR or high < rules.threshold - _NEAR),
            )
            for (number, _), low, high in zip(rows, solver.low, solver.high, strict=True)
        )
    )


class _Solver:
    """For each number the least and the most that was seen in some table which equals everything printed."""

    def __init__(self, knowledge: Knowledge, numbers: Sequence[dict[int, int]], threshold: int) -> None:
        self._width = knowledge.unknowns
        self._numbers = _stacked(numbers, self._width)
        values = [float(value) for _, value in knowledge.equations]
        self._known = _stacked([*(row for row, _ in knowledge.equations), *knowledge.at_least_zero], self._width)
        self._from = np.array([*values, *(0.0 for _ in knowledge.at_least_zero)])
        self._to = np.array([*values, *(np.inf for _ in knowledge.at_least_zero)])
        self._threshold = threshold
        self.low = np.full(len(numbers), np.inf)
        self.high = np.full(len(numbers), -np.inf)

    def widen_together(self) -> None:
        """One table that shrinks many numbers, or raises many towards the threshold, as long as that helps."""
        while (these := self._not_yet_empty()).size:
            self._shrink(these)
            if self._not_yet_empty().size == these.size:
                break
        while (these := self._not_yet_reached()).size:
            self._raise(these)
            if self._not_yet_reached().size == these.size:
                break

    def widen_one_by_one(self) -> None:
        for number in self._not_yet_empty().tolist():
            self._shrink(np.array([number]))
        for number in self._not_yet_reached().tolist():
            self._raise(np.array([number]))

    def _not_yet_empty(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.low > _NEAR)

    def _not_yet_reached(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.high < self._threshold - _NEAR)

    def _shrink(self, these: NDArray[np.intp]) -> None:
        self._run(np.asarray(self._numbers[these].sum(axis=0), dtype=np.float64), ())

    def _raise(self, these: NDArray[np.intp]) -> None:
        """As much as possible of these numbers, where each counts up to the threshold only."""
        self._run(np.concatenate((np.zeros(self._width), -np.ones(len(these)))), these)

    def _run(self, cost: NDArray[np.float64], raised: Sequence[int] | NDArray[np.intp]) -> None:
        """Learn from the table of least cost. Beside its unknowns the program has a part of each raised number, up to the threshold."""
        size = len(raised)
        none = sparse.csr_array((self._known.shape[0], size))
        over = sparse.hstack((self._numbers[np.asarray(raised, dtype=np.intp)], -sparse.eye_array(size)))
        outcome = milp(
            cost,
            bounds=Bounds(np.zeros(self._width + size), np.repeat([np.inf, float(self._threshold)], [self._width, size])),
            constraints=LinearConstraint(
                sparse.csr_array(sparse.vstack((sparse.hstack((self._known, none)), over))),
                np.concatenate((self._from, np.zeros(size))),
                np.concatenate((self._to, np.full(size, np.inf))),
            ),
        )
        if outcome.status != _OPTIMAL or outcome.x is None:
            raise AttackStopped
        seen = self._numbers @ outcome.x[: self._width]
        self.low, self.high = np.minimum(self.low, seen), np.maximum(self.high, seen)


def _stacked(rows: Sequence[dict[int, int]], width: int) -> sparse.csr_array:
    found = sparse.lil_array((len(rows), width))
    for at, row in enumerate(rows):
        for column, value in row.items():
            found[at, column] = value
    return sparse.csr_array(found)
