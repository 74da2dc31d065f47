"""Regions and organisations: founded by the operator, or by a coordinator of the organisation that hosts the network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from babel import Locale
from django.db import transaction

from firsthand.core.refusal import NotPermitted, NotValid
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person, Region
from firsthand.foundation.people.queries import coordinates_network

_language = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
_code = re.compile(r"^[a-z0-9-]{1,40}$")


class RegionNotValid(NotValid):
    code = "region-not-valid"
    sentence = "A region needs a name and a code of small letters, digits and hyphens that no other region has."


class OrganisationNameTaken(NotValid):
    code = "organisation-name-taken"
    sentence = "An organisation needs a name that no other has."


class CountryUnknown(NotValid):
    code = "country-unknown"
    sentence = "“{given}” is not a country’s code of two letters (ISO 3166-1)."


class LanguageUnknown(NotValid):
    code = "language-unknown"
    sentence = "“{given}” is not a language tag such as en or zh-hans (BCP 47)."


@transaction.atomic
def found_region(*, code: str, name: str, by: Person | None, now: datetime) -> Region:
    """Name a part of the network's own division of the world."""
    _require_host(by)
    if not name.strip() or not _code.match(code) or Region.objects.filter(code=code).exists():
        raise RegionNotValid
    region = Region.objects.create(code=code, name=name.strip())
    record(kind="region-founded", subject="", by=by.ref if by else "", now=now, facts={"region": code})
    return region


@transaction.atomic
def found_organisation(
    *,
    name: str,
    kind: str,
    country: str,
    region: Region | None,
    languages: Sequence[str],
    by: Person | None,
    now: datetime,
) -> Organisation:
    """Found an organisation. It has nobody yet: whoever founded it invites its first coordinator.

    The first one of an installation, which only the operator can found, hosts the network.
    """
    _require_host(by)
    if not name.strip() or Organisation.objects.filter(name__iexact=name.strip()).exists():
        raise OrganisationNameTaken
    if country and country not in Locale("en").territories:
        raise CountryUnknown(given=country[:10])
    for language in languages:
        if not _language.match(language):
            raise LanguageUnknown(given=language[:20])
    hosts_network = not Organisation.objects.filter(hosts_network=True).exists()
    organisation = Organisation.objects.create(
        name=name.strip(),
        kind=Organisation.Kind(kind),
        country=country,
        region=region,
        languages=list(languages),
        hosts_network=hosts_network,
    )
    facts: dict[str, object] = {"kind": organisation.kind, "hosts": hosts_network}
    record(kind="organisation-founded", subject=organisation.ref, by=by.ref if by else "", now=now, facts=facts)
    return organisation


def _require_host(by: Person | None) -> None:
    if by is not None and not coordinates_network(by):
        raise NotPermitted
