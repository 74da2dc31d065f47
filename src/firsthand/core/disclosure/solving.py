"""Linear and integer programs over the relations, solved by HiGHS through scipy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

Vector = NDArray[np.float64]
Whole = NDArray[np.int64]

_ENOUGH = 4_000  # nodes of the search tree: a bound that, unlike seconds, gives the same answer on every machine
_NEAR = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """`low <= rows @ x <= high` and `x >= 0`. The first `width` variables are counts of people; those after them are `extra`."""

    rows: sparse.csr_array
    low: ArrayLike
    high: ArrayLike
    extra: int = 0

    @property
    def width(self) -> int:
        return int(self.rows.shape[1]) - self.extra

    def with_rows(self, rows: sparse.csr_array, low: ArrayLike, high: ArrayLike) -> Program:
        """The same with more rows over the counts."""
        return self._joined(rows, sparse.csr_array((rows.shape[0], self.extra)), low, high)

    def bending(self, rows: sparse.csr_array, values: Whole) -> Program:
        """The same with rows that should equal these values: two extra variables for each say by how much it is above and below."""
        size = rows.shape[0]
        bend = sparse.hstack((-sparse.eye_array(size), sparse.eye_array(size)))
        return self._widened(2 * size)._joined(rows, bend, values, values)  # noqa: SLF001 -- the same class

    def capped(self, rows: sparse.csr_array, *, cap: int) -> Program:
        """The same with an extra variable for each of these rows: its value, where that is below the cap, and else the cap."""
        size = rows.shape[0]
        under = self._widened(size)._joined(rows, -sparse.eye_array(size), np.zeros(size), np.full(size, np.inf))  # noqa: SLF001
        none = sparse.csr_array((size, self.width))
        return under._joined(none, sparse.eye_array(size), np.zeros(size), np.full(size, cap))  # noqa: SLF001

    def extra_cost(self, cost: ArrayLike) -> Vector:
        """A cost on the extra variables only."""
        return np.concatenate((np.zeros(self.width), np.broadcast_to(np.asarray(cost, dtype=np.float64), (self.extra,))))

    def solve(self, *, cost: Vector | None = None) -> Whole | None:
        """Counts, as whole numbers, at (nearly) the least cost.

        None if there are none, or none was found within a fixed amount of search; the caller treats both as no. The linear optimum is
        whole for most tables of two dimensions, so the integer program is only run where it is not.
        """
        found = self._optimum(cost, is_whole=False)
        if found is not None and np.abs(found - np.rint(found)).max(initial=0.0) > _NEAR:
            found = self._optimum(cost, is_whole=True)
        return None if found is None else np.asarray(np.rint(found), dtype=np.int64)

    def _optimum(self, cost: Vector | None, *, is_whole: bool) -> Vector | None:
        size = self.width + self.extra
        outcome = milp(
            np.zeros(size) if cost is None else np.asarray(cost, dtype=np.float64),
            integrality=np.where(np.arange(size) < self.width, int(is_whole), 0),
            bounds=Bounds(np.zeros(size), np.full(size, np.inf)),
            constraints=LinearConstraint(self.rows, np.asarray(self.low, dtype=np.float64), np.asarray(self.high, dtype=np.float64)),
            options={"node_limit": _ENOUGH, "mip_rel_gap": 0.02},
        )
        return None if outcome.x is None else np.asarray(outcome.x[: self.width], dtype=np.float64)

    def _widened(self, extra: int) -> Program:
        rows = sparse.csr_array(sparse.hstack((self.rows, sparse.csr_array((self.rows.shape[0], extra)))))
        return Program(rows, self.low, self.high, self.extra + extra)

    def _joined(self, counts: sparse.sparray, extra: sparse.sparray, low: ArrayLike, high: ArrayLike) -> Program:
        more = sparse.hstack((counts, extra))
        return Program(
            sparse.csr_array(sparse.vstack((self.rows, more))),
            np.concatenate((self.low, low)),
            np.concatenate((self.high, high)),
            self.extra,
        )
