"""The attacker's program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.core.crosstab import Crosstab
from firsthand.core.disclosure.released import Released
from firsthand.core.disclosure.rules import Rules, Sensitive


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What the attacker learns about one sensitive number: it lies between `low` and `high` (None: no upper end)."""

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
        return not self.broken


def attack(released: Released, crosstab: Crosstab, *, rules: Rules, printed_before: Sequence[Released] = ()) -> Attack:
    """Try to solve for every sensitive number from everything printed."""
    raise NotImplementedError
