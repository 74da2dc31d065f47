"""The search for the cells to withhold.

It starts from the sensitive cells and looks for witnesses: other tables of whole numbers, equal on every printed number, in which a
sensitive number is empty, or at the threshold. First those that cost nothing, many numbers at a time. Then, for each number still without
one, the other table that changes least in what is printed, weighed by people; the cells it changes are withheld. Last, every cell withheld
for the sake of others is printed again if the proof holds without it.

Nothing the solver says is believed: what a witness proves is read from its whole numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from firsthand.core.disclosure.relations import Relations, Row, matrix
from firsthand.core.disclosure.solving import Program, Whole

Flags = NDArray[np.bool_]

EMPTY, REACHED = 0, 1
"""What is needed of each number: a witness in which it is empty, and one in which it reaches the threshold."""


class Search:
    """One table on its way to release: which cells are `hidden`, and which `witnesses` prove that this is enough.

    `printed` are rows with the values printed before, `numbers` the rows that must stay unknown, `cells` and `counts` the table's own.
    """

    def __init__(
        self,
        relations: Relations,
        *,
        printed: tuple[Sequence[Row], Sequence[int]],
        numbers: Sequence[Row],
        cells: Sequence[Row],
        counts: Sequence[int],
        threshold: int,
        seed: bytes,
    ) -> None:
        width = relations.variables
        self._program = Program(
            matrix([*printed[0], *relations.must_zero, *relations.must_not_fall], width=width),
            low=[*printed[1], *(0 for _ in relations.must_zero), *(0 for _ in relations.must_not_fall)],
            high=[*printed[1], *(0 for _ in relations.must_zero), *(np.inf for _ in relations.must_not_fall)],
        )
        self._numbers = matrix(numbers, width=width)
        self._cells = matrix(cells, width=width)
        self._counts = np.array(counts, dtype=np.int64)
        self._threshold = threshold
        self._weights = (self._counts + threshold) * (1.0 + 0.1 * _chances(seed, len(counts)))
        self.hidden: Flags = np.zeros(len(counts), dtype=np.bool_)
        self.witnesses: list[Whole] = []
        self._changed: Flags = np.zeros((0, len(counts)), dtype=np.bool_)
        self._proved: Flags = np.zeros((0, len(numbers), 2), dtype=np.bool_)

    def is_possible(self) -> bool:
        """Whether some set of people has these counts and everything printed before."""
        return self._program.with_rows(self._cells, self._counts, self._counts).solve() is not None

    def missing(self) -> Flags:
        """Which numbers (rows) still need a witness in which they are empty, or reach the threshold (columns)."""
        return np.logical_not(self._proved.any(axis=0))

    def prove_freely(self) -> None:
        """Find all witnesses that change nothing that is printed."""
        self._prove_many_until_stuck()
        for number, need in np.argwhere(self.missing()).tolist():
            if self.missing()[number, need]:
                self._prove_one(number, need)

    def protect(self) -> bool:
        """Hide until every number has its witnesses. False if some number cannot be protected, whatever is hidden."""
        while True:
            self._prove_many_until_stuck()
            stuck = np.argwhere(self.missing())
            if not len(stuck):
                return True
            number, need = min(stuck.tolist(), key=lambda pair: (-self._reach(pair[0]), pair))
            if not self._hide_for(number, need):
                return False

    def print_again(self, may_be_printed: Flags) -> None:
        """Print every hidden cell that the proof does not need, those about most people first."""
        candidates = np.flatnonzero(self.hidden & may_be_printed)
        for cell in sorted(candidates.tolist(), key=lambda cell: -self._weights[cell]):
            kept = self._state()
            self.hidden[cell] = False
            self._keep(~self._changed[:, cell])
            self._prove_many_until_stuck()
            for number, need in np.argwhere(self.missing()).tolist():
                if self.missing()[number, need] and not self._prove_one(number, need):
                    self._restore(kept)
                    break

    def slim(self) -> None:
        """Keep only witnesses that are needed."""
        for at in reversed(range(len(self.witnesses))):
            rest = np.arange(len(self.witnesses)) != at
            if self._proved[rest].any(axis=0).all():
                self._keep(rest)

    def lost(self) -> float:
        """How much is hidden: people, and the threshold once more for each cell."""
        return float((self._counts[self.hidden] + self._threshold).sum())

    def _prove_many_until_stuck(self) -> None:
        for need in (EMPTY, REACHED):
            while (wanted := np.flatnonzero(self.missing()[:, need])).size and self._prove_many(wanted, need):
                pass

    def _prove_many(self, wanted: NDArray[np.int64], need: int) -> bool:
        """One table in which as many as possible of these numbers are empty (or reach the threshold). False if it proves none anew."""
        program, rows = self._printing(), self._numbers[wanted]
        if need == EMPTY:
            return self._learn(program.solve(cost=np.asarray(rows.sum(axis=0), dtype=np.float64)), wanted, need)
        program = program.capped(rows, cap=self._threshold)
        return self._learn(program.solve(cost=program.extra_cost(-1.0)), wanted, need)

    def _prove_one(self, number: int, need: int) -> bool:
        return self._learn(self._needing(self._printing(), number, need).solve(), np.array([number]), need)

    def _hide_for(self, number: int, need: int) -> bool:
        """Hide what the cheapest other table changes. The second look makes small changes dear, so that fewer cells are touched."""
        shown = ~self.hidden
        weights, best, least = self._weights[shown], None, np.inf
        for _ in range(2):
            program = self._needing(self._program.bending(self._cells[shown], self._counts[shown]), number, need)
            found = program.solve(cost=program.extra_cost(np.concatenate((weights, weights))))
            if found is None:
                break
            change = np.abs(self._cells[shown] @ found - self._counts[shown])
            price = self._weights[shown][change > 0].sum()
            if price < least:
                best, least = found, price
            weights = self._weights[shown] / (change + 0.5)
        if best is None:
            return False
        self.hidden |= self._cells @ best != self._counts
        return self._learn(best, np.array([number]), need)

    def _printing(self) -> Program:
        shown = ~self.hidden
        return self._program.with_rows(self._cells[shown], self._counts[shown], self._counts[shown])

    def _needing(self, program: Program, number: int, need: int) -> Program:
        low, high = (0, 0) if need == EMPTY else (self._threshold, np.inf)
        return program.with_rows(self._numbers[[number]], np.array([low]), np.array([high]))

    def _learn(self, witness: Whole | None, wanted: NDArray[np.int64], need: int) -> bool:
        """Keep a witness if it proves something that was missing."""
        if witness is None:
            return False
        values = self._numbers @ witness
        proved = np.stack((values == 0, values >= self._threshold), axis=-1)
        if not (proved & self.missing()).any():
            return False
        is_new = bool((proved[wanted, need] & self.missing()[wanted, need]).any())
        self.witnesses.append(witness)
        self._changed = np.vstack((self._changed, self._cells @ witness != self._counts))
        self._proved = np.concatenate((self._proved, proved[None]))
        return is_new

    def _reach(self, number: int) -> int:
        return int(self._numbers[[number]].nnz)

    def _keep(self, these: Flags) -> None:
        self.witnesses = [witness for witness, is_kept in zip(self.witnesses, these, strict=True) if is_kept]
        self._changed, self._proved = self._changed[these], self._proved[these]

    def _state(self) -> tuple[Flags, list[Whole], Flags, Flags]:
        return self.hidden.copy(), list(self.witnesses), self._changed, self._proved

    def _restore(self, state: tuple[Flags, list[Whole], Flags, Flags]) -> None:
        self.hidden, self.witnesses, self._changed, self._proved = state


def _chances(seed: bytes, size: int) -> NDArray[np.float64]:
    """Numbers between 0 and 1 from the secret seed, so that a reader who knows this program cannot run it backwards from ties."""
    blocks = [hashlib.sha256(seed + at.to_bytes(8, "big")).digest()[:6] for at in range(size)]
    return np.array([int.from_bytes(block, "big") for block in blocks], dtype=np.float64) / 2.0**48
