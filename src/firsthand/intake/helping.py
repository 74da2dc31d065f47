"""The directory as it is read: at a door, by what someone looks for, and at the desk, by who keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from firsthand.core.refusal import NotFound
from firsthand.foundation.people.models import Organisation, Person
from firsthand.foundation.people.queries import organisations_where
from firsthand.intake import asked
from firsthand.intake.directory import KEEPERS, Offer, is_plain_address
from firsthand.intake.models import Door, Service

Choices = list[tuple[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What someone looks for; each empty means any."""

    country: str = ""
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCard:
    """Somewhere to go. `link` is what a phone can follow, or empty. `is_stale`: nobody has tried it for long, or ever."""

    number: int
    organisation: str
    name: str
    how: str
    link: str
    hours: str
    kinds: tuple[str, ...]
    country: str
    languages: tuple[str, ...]
    checked_on: date | None
    is_stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """What a door shows. `is_all`: nothing fits what was looked for, so everything is here. Choices hold only what some service offers."""

    services: tuple[ServiceCard, ...]
    is_all: bool
    countries: Choices
    languages: Choices
    kinds: Choices

    @property
    def may_narrow(self) -> bool:
        """Whether there is anything to choose between."""
        return any(len(choices) > 1 for choices in (self.countries, self.languages, self.kinds)) and bool(self.services)


def directory_at(door: Door, *, sought: Sought, today: date, language: str) -> Directory:
    """The services that this door names, those in the chosen country before those that are anywhere. One query."""
    rows = list(Service.objects.filter(organisation_id=door.organisation_id, ended_on=None).order_by("pk"))
    found = sorted((row for row in rows if _fits(row, sought)), key=lambda row: row.country != sought.country)
    used = {code for row in rows for code in row.kinds}
    return Directory(
        services=tuple(_card(row, today, language) for row in found or rows),
        is_all=not found,
        countries=sorted(((code, asked.country_name(code, language)) for code in {row.country for row in rows} if code), key=_by_name),
        languages=sorted(((code, asked.language_name(code)) for code in {each for row in rows for each in row.languages}), key=_by_name),
        kinds=[(code, name) for code, name in asked.KINDS_OF_HELP if code in used],
    )


def services_for(person: Person, *, today: date, language: str) -> tuple[ServiceCard, ...]:
    """The directories that this person keeps, those that nobody has tried for longest first; one query."""
    rows = Service.objects.filter(organisation__in=organisations_where(person, *KEEPERS), ended_on=None).select_related("organisation")
    cards = (_card(row, today, language, organisation=row.organisation.name) for row in rows.order_by("pk"))
    return tuple(sorted(cards, key=lambda card: (card.checked_on or date.min, card.number)))


def service_for(person: Person, number: int) -> tuple[Offer, int]:
    """What a service says, for whoever keeps it, and whose it is.

    Raises:
        NotFound: there is none for this person.
    """
    row = Service.objects.filter(pk=number, organisation__in=organisations_where(person, *KEEPERS), ended_on=None).first()
    if row is None:
        raise NotFound
    offer = Offer(name=row.name, how=row.how, hours=row.hours, kinds=tuple(row.kinds), country=row.country, languages=tuple(row.languages))
    return offer, row.organisation_id


def organisations_kept_by(person: Person) -> tuple[tuple[int, str], ...]:
    """The organisations whose directory this person keeps: (id, name)."""
    rows = Organisation.objects.filter(pk__in=organisations_where(person, *KEEPERS)).order_by("name")
    return tuple(rows.values_list("pk", "name"))


def organisation_kept_by(person: Person, pk: int) -> Organisation:
    """The organisation with this id.

    Raises:
        NotFound: there is none whose directory this person keeps.
    """
    row = Organisation.objects.filter(pk__in=organisations_where(person, *KEEPERS), pk=pk).first()
    if row is None:
        raise NotFound
    return row


def stale_count_for(person: Person, *, today: date) -> int:
    """How many of the services that this person keeps nobody has tried for long."""
    kept = Service.objects.filter(organisation__in=organisations_where(person, *KEEPERS), ended_on=None)
    return kept.count() - kept.filter(checked_on__gte=_oldest(today)).count()


def _fits(row: Service, sought: Sought) -> bool:
    return (
        (not sought.country or row.country in {"", sought.country})
        and (not sought.language or not row.languages or sought.language in row.languages)
        and (not sought.kind or not row.kinds or sought.kind in row.kinds)
    )


def _card(row: Service, today: date, language: str, *, organisation: str = "") -> ServiceCard:
    names = dict(asked.KINDS_OF_HELP)
    return ServiceCard(
        number=row.pk,
        organisation=organisation,
        name=row.name,
        how=row.how,
        link=_link(row.how),
        hours=row.hours,
        kinds=tuple(str(names[kind]) for kind in row.kinds if kind in names),
        country=asked.country_name(row.country, language) if row.country else "",
        languages=tuple(map(asked.language_name, row.languages)),
        checked_on=row.checked_on,
        is_stale=row.checked_on is None or row.checked_on < _oldest(today),
    )


def _oldest(today: date) -> date:
    return today - timedelta(days=settings.SERVICE_DAYS)


def _link(how: str) -> str:
    """What a phone can follow: a number to dial, or a plain web address."""
    dialled = "".join(sign for sign in how if sign not in " -()./")
    if dialled.lstrip("+").isdecimal():
        return f"tel:{dialled}"
    return how if is_plain_address(how) else ""


def _by_name(choice: tuple[str, object]) -> str:
    return str(choice[1]).casefold()


def offers_of(lines: Iterable[str]) -> list[Offer]:
    """Services as the operator writes them, one a line: “Name | how to reach it | when”."""
    parted = ([part.strip() for part in line.split("|")] + ["", ""] for line in lines)
    return [Offer(name=parts[0], how=parts[1], hours=parts[2]) for parts in parted]
