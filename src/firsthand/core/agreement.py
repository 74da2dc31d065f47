"""How far coders who did not see each other's codes agree, beyond what chance would give.

Krippendorff's alpha = 1 - observed / expected disagreement, over every pair of values that two coders gave to the same unit; units with
fewer than two values say nothing and are left out, so missing values need no filling in (K. Krippendorff, "Content Analysis", 4th ed.
2019, ch. 12; the formulas are those of his "Computing Krippendorff's Alpha-Reliability", 2011). 1 is perfect, 0 is what chance gives,
less than 0 is disagreement by system. Where nobody ever varied there is nothing to agree about, and alpha is None, not 1.

The interval is a percentile bootstrap over units: units are drawn again with their values, because values of one unit belong together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from firsthand.core.refusal import NotValid

RESAMPLES = 1000
_CONFIDENCE = 0.95
_CHUNK = 4_000_000  # how many numbers of the resamples are held at once
Value = Hashable
Floats = NDArray[np.float64]


class NotANumber(NotValid):
    code = "not-a-number"
    sentence = "For this kind of scale every value must be a number."


class Level(StrEnum):
    """What the difference of two values means: none but "other", a rank, a distance, or how little two sets of codes share."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    SETS = "sets"  # 1 - shared/all (Jaccard 1901), as R. Passonneau uses it for alpha over sets (LREC 2004)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """`alpha` in -1..1 or None (nothing varied, or nothing was coded twice); `low`..`high` its 95 % interval, None with it or where most
    resamples vary in nothing; `same` the share of pairs of values that are equal; `units` how many were coded at least twice.
    """

    alpha: float | None
    low: float | None
    high: float | None
    same: float | None
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAgreement:
    """How coders agree on one code being there or not. `given` is how often somebody gave it."""

    code: str
    given: int
    agreement: Agreement


def agreement_of(units: Iterable[Sequence[Value | None]], *, level: Level, seed: int, resamples: int = RESAMPLES) -> Agreement:
    """Alpha of these units, each a row of what its coders said, None where one said nothing. The same seed gives the same interval.

    Cost: units x values^2 numbers in memory, resamples x units x values^2 multiplications.

    Raises:
        NotANumber: an interval was asked for, and a value is none.
    """
    rows = [[value for value in unit if value is not None] for unit in units]
    rows = [row for row in rows if len(row) > 1]
    values = _in_order({value for row in rows for value in row}, level)
    if not rows or len(values) < 2:
        return Agreement(alpha=None, low=None, high=None, same=1.0 if rows else None, units=len(rows))
    pairs = _coincidences(rows, values)
    distance = _distances(values, level)
    whole = pairs.sum(axis=0)
    low, high = _interval(pairs, distance, seed=seed, resamples=resamples)
    size = len(values)
    return Agreement(
        alpha=float(_alphas(whole[None], distance)[0]),
        low=low,
        high=high,
        same=float(np.trace(whole.reshape(size, size)) / whole.sum()),
        units=len(rows),
    )


def agreement_by_code(
    readings: Mapping[str, Sequence[frozenset[str] | None]], *, codes: Iterable[str], seed: int, resamples: int = RESAMPLES
) -> tuple[CodeAgreement, ...]:
    """For each code, how coders agree on it being there. `readings` holds for each unit the set of codes of each coder, or None."""
    found = []
    for code in codes:
        units = [[None if codes_given is None else code in codes_given for codes_given in row] for row in readings.values()]
        given = sum(value is True for row in units for value in row)
        found.append(
            CodeAgreement(code=code, given=given, agreement=agreement_of(units, level=Level.NOMINAL, seed=seed, resamples=resamples))
        )
    return tuple(found)


def agreement_overall(readings: Mapping[str, Sequence[frozenset[str] | None]], *, seed: int, resamples: int = RESAMPLES) -> Agreement:
    """How coders agree on the whole set of codes of a unit: two sets that share nothing differ by 1, equal ones by 0."""
    return agreement_of(readings.values(), level=Level.SETS, seed=seed, resamples=resamples)


def _in_order(values: set[Value], level: Level) -> list[Value]:
    if level in (Level.ORDINAL, Level.INTERVAL):
        if not all(isinstance(value, int | float) for value in values):
            raise NotANumber
        return sorted(values, key=float)  # type: ignore[arg-type]
    return sorted(values, key=repr)


def _coincidences(rows: Sequence[Sequence[Value]], values: Sequence[Value]) -> Floats:
    """For each unit the pairs of its values, each weighted by 1/(m-1), flattened: units x values^2."""
    at = {value: number for number, value in enumerate(values)}
    counts = np.zeros((len(rows), len(values)))
    for number, row in enumerate(rows):
        for value in row:
            counts[number, at[value]] += 1
    pairs = counts[:, :, None] * counts[:, None, :]
    same = np.arange(len(values))
    pairs[:, same, same] -= counts
    pairs /= (counts.sum(axis=1) - 1)[:, None, None]
    return pairs.reshape(len(rows), -1)


def _distances(values: Sequence[Value], level: Level) -> Callable[[Floats], Floats]:
    """How far apart two values are, squared where the level has distances: a function of how often each value was given, because the
    distance of two ranks is how many values lie between them.
    """
    size = len(values)
    if level is Level.ORDINAL:
        return _between
    if level is Level.INTERVAL:
        numbers = np.array([float(value) for value in values])  # type: ignore[arg-type]
        fixed = (numbers[:, None] - numbers[None, :]) ** 2
    elif level is Level.SETS:
        fixed = np.array([[_jaccard(one, other) for other in values] for one in values])
    else:
        fixed = 1.0 - np.eye(size)
    return lambda counts: np.broadcast_to(fixed, (len(counts), size, size))


def _between(counts: Floats) -> Floats:
    upto = np.cumsum(counts, axis=1)
    middle = upto - counts / 2
    return np.asarray((middle[:, :, None] - middle[:, None, :]) ** 2)


def _jaccard(one: Value, other: Value) -> float:
    if not isinstance(one, frozenset) or not isinstance(other, frozenset):
        return float(one != other)
    return 1 - len(one & other) / len(one | other) if one | other else 0.0


def _alphas(totals: Floats, distance: Callable[[Floats], Floats]) -> Floats:
    """Alpha for each row of summed coincidences; not a number where nothing varies."""
    size = round(totals.shape[1] ** 0.5)
    pairs = totals.reshape(-1, size, size)
    counts = pairs.sum(axis=2)
    number = counts.sum(axis=1)
    apart = distance(counts)
    observed = (pairs * apart).sum(axis=(1, 2)) / number
    expected = np.einsum("ri,rj,rij->r", counts, counts, apart) / (number * (number - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 0, 1 - observed / expected, np.nan))


def _interval(pairs: Floats, distance: Callable[[Floats], Floats], *, seed: int, resamples: int) -> tuple[float | None, float | None]:
    chance = np.random.default_rng(seed)
    units = len(pairs)
    step = max(1, _CHUNK // max(units, pairs.shape[1]))
    found = []
    for start in range(0, resamples, step):
        times = chance.multinomial(units, np.full(units, 1 / units), size=min(step, resamples - start))
        found.append(_alphas(times.astype(float) @ pairs, distance))
    alphas = np.concatenate(found)
    known = alphas[~np.isnan(alphas)]
    if len(known) * 2 < resamples:
        return None, None
    tail = (1 - _CONFIDENCE) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)
