"""The two directions along which votes differ most, and where on them each person stands.

Formulas C1 to C5 of the published method: missing votes count as the mean of the assertion, so that the centred matrix Z has an entry only
where somebody voted; the axes are the first two principal components of Z; a person who voted on few assertions is moved outwards by
sqrt(m / votes cast).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from firsthand.core.opinion.lanczos import Multiply, largest_two
from firsthand.core.opinion.state import PAIRS, PRODUCTS, SUMS, State
from firsthand.core.opinion.votes import Votes

Number = TypeVar("Number", bound=np.generic)

MOST_WITH_STATE = 3000
"""Above so many assertions a state of their squares is larger than most votes, and Lanczos works on the votes themselves."""

_DENSE = 160
_FINE = 40  # bits after the point: sums of whole numbers are the same in any order


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """`centre` (m) is the mean vote, 0 where the assertion is left out or nobody voted; `components` (2 x m) have length one and are 0
    where there is no second direction; `strengths` (2) are the eigenvalues of Z'Z.
    """

    centre: NDArray[np.float64]
    components: NDArray[np.float64]
    strengths: NDArray[np.float64]

    def assertion_points(self) -> NDArray[np.float64]:
        """C5: where somebody would stand who had only ever agreed with one assertion (m x 2)."""
        scaled = np.sqrt(len(self.centre)) * (1 - self.centre) * self.components
        return np.asarray(scaled.T, dtype=np.float64)

    def extremities(self) -> NDArray[np.float64]:
        """How far each assertion pulls (m)."""
        return np.asarray(np.hypot(*self.assertion_points().T), dtype=np.float64)


def find_axes(votes: Votes, is_left_out: NDArray[np.bool_]) -> Axes:
    """The axes of these votes, by a state where that is smaller and by Lanczos on the votes where it is not."""
    if len(votes.assertions) <= MOST_WITH_STATE:
        return axes_of_state(State.of(votes), is_left_out)
    return _axes_of_many(votes, is_left_out)


def axes_of_state(state: State, is_left_out: NDArray[np.bool_]) -> Axes:
    """The axes, without looking at a single vote. Assertions that are left out have mean 0 and no part in any direction."""
    diagonal = state.sums.diagonal()
    centre = _means(diagonal[SUMS], diagonal[PAIRS], is_left_out)
    shifted = state.sums[:, :, SUMS] * centre
    squares = state.sums[:, :, PRODUCTS] - shifted - shifted.T + state.sums[:, :, PAIRS] * np.outer(centre, centre)
    squares[is_left_out] = 0
    squares[:, is_left_out] = 0
    if len(centre) <= _DENSE:
        low = max(len(centre) - 2, 0)
        strengths, vectors = eigh(squares, subset_by_index=(low, len(centre) - 1))
        return _oriented(centre, strengths[::-1], vectors[:, ::-1].T)
    return _oriented(centre, *largest_two(lambda vector: squares @ vector, len(centre), scale=float(np.trace(squares))))


def _axes_of_many(votes: Votes, is_left_out: NDArray[np.bool_]) -> Axes:
    counts = np.bincount(votes.codes, minlength=3 * len(votes.assertions)).reshape(-1, 3)
    centre = _means(counts[:, 2] - counts[:, 0], counts.sum(axis=1), is_left_out)
    entries = (np.array([-1.0, 0.0, 1.0]) - centre[:, None]) * ~is_left_out[:, None]
    ordered = votes.lines(np.argsort(signatures(votes), kind="stable"))  # so that sums of floats do not depend on who came first
    scale = float((counts * entries**2).sum())
    return _oriented(centre, *largest_two(_squared(ordered, entries.reshape(-1)), len(centre), scale=scale))


def _squared(votes: Votes, entries: NDArray[np.float64]) -> Multiply:
    """The product Z'Zv for any v, in two passes over the votes and nothing kept."""

    def multiply(vector: NDArray[np.float64]) -> NDArray[np.float64]:
        table = entries * np.repeat(vector, 3)
        out = np.zeros(len(entries))
        for people, codes, begins in votes.blocks():
            along = _summed(table, codes, begins, votes.cast[people])
            out += np.bincount(codes, weights=np.repeat(along, votes.cast[people]), minlength=len(entries))
        return np.asarray((out * entries).reshape(-1, 3).sum(axis=1), dtype=np.float64)

    return multiply


def find_points(votes: Votes, axes: Axes, is_left_out: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Where each person stands (n x 2): C4, over the assertions that count and the votes on them.

    Sums are of whole numbers of 2**-40, so the same to the last bit in any order. Polis also counts what was left out, and counts it as
    voted on by everybody; `core.opinion.polis` does so too.
    """
    return along_axes(votes, axes) * stretch((~is_left_out).sum(), votes_that_count(votes, is_left_out))


def along_axes(votes: Votes, axes: Axes) -> NDArray[np.float64]:
    """C4 before anybody is moved outwards: the sum over a person's votes of (vote - mean) * component (n x 2)."""
    points = np.zeros((len(votes.people), 2))
    for axis, component in enumerate(axes.components):
        table = (np.array([-1.0, 0.0, 1.0]) - axes.centre[:, None]) * component[:, None]
        whole = np.rint(np.ldexp(table, _FINE)).astype(np.int64).reshape(-1)
        for people, codes, begins in votes.blocks():
            points[people, axis] = _summed(whole, codes, begins, votes.cast[people])
    return np.asarray(np.ldexp(points, -_FINE), dtype=np.float64)


def votes_that_count(votes: Votes, is_left_out: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many votes each person cast on assertions that are not left out (n)."""
    if not is_left_out.any():
        return votes.cast
    counted = np.repeat(~is_left_out, 3).astype(np.int64)
    found = np.zeros(len(votes.people), dtype=np.int64)
    for people, codes, begins in votes.blocks():
        found[people] = _summed(counted, codes, begins, votes.cast[people])
    return found


def stretch(assertions: int, cast: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(np.sqrt(assertions / np.maximum(cast, 1))[:, None], dtype=np.float64)


def signatures(votes: Votes) -> NDArray[np.uint64]:
    """A number for each person that depends on what they voted and on nothing else: a sum of hashes (splitmix64), in any order."""
    mixed = np.arange(1, 3 * len(votes.assertions) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    found = np.zeros(len(votes.people), dtype=np.uint64)
    for people, codes, begins in votes.blocks():
        found[people] = _summed(mixed, codes, begins, votes.cast[people])
    return found


def _summed(
    table: NDArray[Number], codes: NDArray[np.unsignedinteger[Any]], begins: NDArray[np.int64], cast: NDArray[np.int64]
) -> NDArray[Number]:
    """The sum of each person's entries of the table; 0 for a person without votes."""
    has_votes = cast > 0
    out = np.zeros(len(cast), dtype=table.dtype)
    out[has_votes] = np.add.reduceat(np.take(table, codes), begins[has_votes]) if has_votes.any() else 0
    return out


def _means(sums: NDArray[np.int64], voted: NDArray[np.int64], is_left_out: NDArray[np.bool_]) -> NDArray[np.float64]:
    return np.where(is_left_out | (voted == 0), 0.0, sums / np.maximum(voted, 1))


def _oriented(centre: NDArray[np.float64], strengths: NDArray[np.float64], vectors: NDArray[np.float64]) -> Axes:
    """A direction and its opposite say the same; the one is taken whose largest entry is positive."""
    components, found = np.zeros((2, len(centre))), np.zeros(2)
    for axis, (strength, vector) in enumerate(zip(strengths, vectors, strict=True)):
        if strength > 1e-9 * max(float(strengths[0]), 1.0):
            components[axis] = vector * np.sign(vector[np.argmax(np.abs(vector))])
            found[axis] = strength
    return Axes(centre=centre, components=components, strengths=found)
