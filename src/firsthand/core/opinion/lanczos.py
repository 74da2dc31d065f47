"""The two largest eigenvalues of a symmetric positive matrix that is only known by what it does to a vector.

Lanczos with full reorthogonalisation (Golub and Van Loan, Matrix Computations, section 10.3), from a fixed start: the same matrix gives
the same result to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh_tridiagonal

Multiply = Callable[[NDArray[np.float64]], NDArray[np.float64]]
Vector = NDArray[np.float64]

MOST_STEPS = 400
TOLERANCE = 1e-11
_LOOK_EVERY = 8


def largest_two(multiply: Multiply, size: int, *, scale: float) -> tuple[Vector, Vector]:
    """The two largest eigenvalues (2) and their vectors (2 x size). `scale` is the trace, against which zero is told."""
    basis = np.empty((min(MOST_STEPS, size), size))
    alphas: list[float] = []
    betas: list[float] = []
    vector = _start(size, 0)
    for step in range(len(basis)):
        basis[step] = vector
        image = multiply(vector)
        alphas.append(float(vector @ image))
        beta, vector = _next(image, basis[: step + 1], scale)
        betas.append(beta)
        if step == len(basis) - 1 or (step % _LOOK_EVERY == _LOOK_EVERY - 1 and _is_found(alphas, betas)):
            break
    values, inner = _ritz(alphas, betas)
    vectors = inner[:, -2:].T @ basis[: len(alphas)]
    return values[:-3:-1], vectors[::-1]


def _next(image: Vector, basis: NDArray[np.float64], scale: float) -> tuple[float, Vector]:
    """What is new in the image; where nothing is, a fresh direction, so that a second equal eigenvalue is found too."""
    for _ in range(2):
        image = image - basis.T @ (basis @ image)
    beta = float(np.linalg.norm(image))
    if beta > 1e-13 * max(scale, 1e-300):
        return beta, image / beta
    fresh = _start(basis.shape[1], len(basis))
    for _ in range(2):
        fresh = fresh - basis.T @ (basis @ fresh)
    length = float(np.linalg.norm(fresh))
    return 0.0, fresh / length if length > 0 else fresh


def _start(size: int, number: int) -> Vector:
    """A fixed vector without a pattern: the fractional parts of multiples of the golden ratio."""
    vector = np.modf((np.arange(size) + 1.0 + number * size) * 0.6180339887498949)[0] - 0.5
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float64)


def _ritz(alphas: list[float], betas: list[float]) -> tuple[Vector, Vector]:
    values, vectors = eigh_tridiagonal(np.array(alphas), np.array(betas[: len(alphas) - 1]))
    return np.asarray(values), np.asarray(vectors)


def _is_found(alphas: list[float], betas: list[float]) -> bool:
    values, vectors = _ritz(alphas, betas)
    return bool((np.abs(betas[-1] * vectors[-1, -2:]) <= TOLERANCE * values[-1]).all())
