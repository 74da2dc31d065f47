"""What a coder says about one testimony."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firsthand.core.refusal import NotValid


class DateNotReal(NotValid):
    code = "date-not-real"
    sentence = "There is no such day."


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A day as far as it is known: a year, a year and month, or the whole. `is_about` where the year is a guess: then only the year
    counts. No year: unknown.

    Raises:
        DateNotReal: a month without a year, a day without a month, or a day that no calendar has.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    is_about: bool = False

    def __post_init__(self) -> None:
        if (self.month and not self.year) or (self.day and not self.month):
            raise DateNotReal
        self.first_day  # noqa: B018 -- asked so that a day that does not exist is refused here

    @property
    def first_day(self) -> date | None:
        """The first day of the period; None when the year is not known."""
        if not self.year:
            return None
        try:
            known = date(self.year, self.month or 1, self.day or 1)
        except ValueError as error:
            raise DateNotReal from error
        return date(self.year, 1, 1) if self.is_about else known

    @property
    def precision(self) -> str:
        """What part of `first_day` is known: day, month, year, or about."""
        if self.is_about:
            return "about"
        return "day" if self.day else "month" if self.month else "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """Codes by their values. Every act is kept, never only the worst."""

    acts: frozenset[str]
    perpetrators: frozenset[str] = frozenset()
    place_type: str = ""
    legal_setting: str = ""
    country: str = ""
    when: When = When()
