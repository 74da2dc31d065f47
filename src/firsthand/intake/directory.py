"""Keeping the directory of services: who may, and what a service must say so that someone in danger can rely on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from firsthand.core.refusal import NotFound, NotNow, NotPermitted, NotValid
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where
from firsthand.intake import asked
from firsthand.intake.models import Door, Service

KEEPERS = (Role.Name.COORDINATOR, Role.Name.CODER)
LONGEST = 300
# Addresses that count who follows them and hide where they lead.
_SHORTENERS = frozenset({"bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "is.gd", "buff.ly", "rebrand.ly", "cutt.ly", "lnkd.in"})


class NoHelpNamed(NotValid):
    code = "no-help-named"
    sentence = "A door needs at least one place where people can find help now, with a name and how to reach it."


class LinkTracks(NotValid):
    code = "link-tracks"
    sentence = (
        "This link can tell someone who followed it. Give the plain address: https:// (or http:// with .onion), nothing after a “?” or a "
        "“#”, and no address of a service that shortens links."
    )


class ServiceNotRight(NotValid):
    code = "service-not-right"
    sentence = "One of these is not from its list: the kind of help, the country or a language."


class LastHelp(NotNow):
    code = "last-help"
    sentence = "This is the last place that an open door names. Name another first, or close the door: nobody is asked without help first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a service says of itself. `country` is ISO 3166-1 alpha-2; empty values mean anywhere, any kind, and a language not said."""

    name: str
    how: str
    hours: str = ""
    kinds: tuple[str, ...] = ()
    country: str = ""
    languages: tuple[str, ...] = ()


@transaction.atomic
def name_service(*, organisation: Organisation, offer: Offer, by: Person | None, now: datetime) -> int:
    """Name somewhere to go, which `by` has tried today; its number. `by` is None for the operator at the machine.

    Raises:
        NotPermitted: `by` does not keep this organisation's directory.
        NoHelpNamed: it has no name, or says not how to reach it.
        LinkTracks, ServiceNotRight: what it says cannot be shown as it is.
    """
    if by is not None and organisation.pk not in organisations_where(by, *KEEPERS):
        raise NotPermitted
    check_offer(offer)
    row = Service.objects.create(organisation=organisation, checked_on=now.date(), **_columns(offer))
    _record("service-named", row, by, now)
    return row.pk


@transaction.atomic
def change_service(*, number: int, offer: Offer, by: Person, now: datetime) -> None:
    """Say it otherwise. When it was last tried stays as it was.

    Raises:
        NotFound: there is no such service for this person.
        NoHelpNamed, LinkTracks, ServiceNotRight: as for `name_service`.
    """
    row = _service_of(number, by)
    check_offer(offer)
    Service.objects.filter(pk=row.pk).update(**_columns(offer))
    _record("service-changed", row, by, now)


@transaction.atomic
def mark_service_tried(*, number: int, by: Person, now: datetime) -> None:
    """Somebody called or went there today, and it is as it says. Raises NotFound as above."""
    row = _service_of(number, by)
    Service.objects.filter(pk=row.pk).update(checked_on=now.date())
    _record("service-tried", row, by, now)


@transaction.atomic
def end_service(*, number: int, by: Person, now: datetime) -> None:
    """Name it no more.

    Raises:
        NotFound: there is no such service for this person.
        LastHelp: an open door would be left without any.
    """
    row = _service_of(number, by)
    others = Service.objects.select_for_update().filter(organisation_id=row.organisation_id, ended_on=None).exclude(pk=row.pk)
    if not others and Door.objects.filter(organisation_id=row.organisation_id, is_open=True).exists():
        raise LastHelp
    Service.objects.filter(pk=row.pk).update(ended_on=now.date())
    _record("service-ended", row, by, now)


def names_help(organisation: Organisation) -> bool:
    """Whether this organisation names anywhere to go."""
    return Service.objects.filter(organisation=organisation, ended_on=None).exists()


def check_offer(offer: Offer) -> None:
    """Raises what `name_service` says."""
    if not offer.name.strip() or not offer.how.strip():
        raise NoHelpNamed
    if "://" in offer.how and not is_plain_address(offer.how.strip()):
        raise LinkTracks
    is_known = not offer.country or asked.is_country(offer.country)
    if not is_known or set(offer.kinds) - set(dict(asked.KINDS_OF_HELP)) or not all(map(asked.is_language, offer.languages)):
        raise ServiceNotRight


def is_plain_address(text: str) -> bool:
    """Whether this is one web address that carries nothing about who follows it."""
    if any(sign.isspace() for sign in text) or "?" in text or "#" in text:
        return False
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        is_bare = not parts.username and not parts.password and "." in host
    except ValueError:
        return False
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host.endswith(".onion"))
    return is_safe and is_bare and host.removeprefix("www.") not in _SHORTENERS


def _columns(offer: Offer) -> dict[str, object]:
    return {
        "name": offer.name.strip(),
        "how": offer.how.strip(),
        "hours": offer.hours.strip(),
        "kinds": list(offer.kinds),
        "country": offer.country,
        "languages": list(offer.languages),
    }


def _service_of(number: int, by: Person) -> Service:
    kept = organisations_where(by, *KEEPERS)
    row = Service.objects.select_for_update().select_related("organisation").filter(pk=number, organisation__in=kept, ended_on=None).first()
    if row is None:
        raise NotFound
    return row


def _record(kind: str, row: Service, by: Person | None, now: datetime) -> None:
    record(kind=kind, subject=row.organisation.ref, by=by.ref if by else "", now=now, facts={"service": row.pk})
