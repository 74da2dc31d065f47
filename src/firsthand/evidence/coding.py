"""What a coder says about one testimony and one incident that it tells of."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
class Deed:
    """Something that was done to one person, and by whom. `to` is 0 for the giver and counts the others whom the testimony tells of."""

    act: str
    perpetrators: frozenset[str] = frozenset()
    to: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What somebody did about it, and what came of it."""

    what: str
    whose: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What one testimony tells of one incident, by the values of codes. Every act is kept, never only the worst.

    `acts` are those of which it was not told who did which; `perpetrators` then took part in the incident. They were done to the giver,
    or, where the giver only saw or heard of it (`connection`), to the first other person. `deeds` say it act by act. `ages` are bands at
    the time, by the number of the person.
    """

    acts: frozenset[str] = frozenset()
    perpetrators: frozenset[str] = frozenset()
    place_type: str = ""
    legal_setting: str = ""
    country: str = ""
    area: str = ""
    when: When = When()
    deeds: frozenset[Deed] = frozenset()
    ages: tuple[tuple[int, str], ...] = ()
    responses: frozenset[Response] = frozenset()
    connection: str = "victim"
    reliability: str = "not-judged"
    confidentiality: str = "as-agreed"

    @property
    def whom(self) -> int:
        """The number of the person to whom `acts` were done."""
        return 0 if self.connection == "victim" else 1

    def done(self) -> dict[tuple[int, str], frozenset[str]]:
        """Everything that was done: the perpetrators of each (person, act), together where it was said in several ways."""
        found: dict[tuple[int, str], frozenset[str]] = {(self.whom, act): frozenset() for act in self.acts}
        for deed in self.deeds:
            found[deed.to, deed.act] = found.get((deed.to, deed.act), frozenset()) | deed.perpetrators
        return found

    def people(self) -> tuple[int, ...]:
        """The numbers of the people to whom something was done."""
        return tuple(sorted({to for to, _ in self.done()}))

    def plain(self) -> Coding:
        """The same, said in the one way in which it is kept: two codings mean the same when they are equal so."""
        done = self.done()
        simple = frozenset(act for (to, act), by in done.items() if to == self.whom and not by)
        exact = frozenset(Deed(act=act, perpetrators=by, to=to) for (to, act), by in done.items() if to != self.whom or by)
        ages = tuple(sorted((number, age) for number, age in self.ages if age and number in self.people()))
        return replace(self, acts=simple, deeds=exact, ages=ages)
