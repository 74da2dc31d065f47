"""Naming coarse areas."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from firsthand.core.refusal import NotPermitted, NotValid
from firsthand.evidence.models import FEWEST_INHABITANTS, Area
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where


class AreaTooSmall(NotValid):
    code = "area-too-small"
    sentence = (
        "An area has at least {fewest} inhabitants: a province, a region or a large town. "
        "A smaller place points at the people who live there."
    )


class AreaMalformed(NotValid):
    code = "area-malformed"
    sentence = "An area has a name with letters in it, a country of two letters, and is not on the list yet."


@transaction.atomic
def name_area(*, country: str, label: str, inhabitants: int, by: Person, now: datetime) -> str:
    """Put an area on the list, and return its value. The number of inhabitants is rough.

    Raises:
        NotPermitted: this person coordinates no organisation.
        AreaTooSmall, AreaMalformed: it may not be named.
    """
    coordinated = organisations_where(by, Role.Name.COORDINATOR)
    if not coordinated:
        raise NotPermitted
    if inhabitants < FEWEST_INHABITANTS:
        raise AreaTooSmall(fewest=f"{FEWEST_INHABITANTS:,}")
    value = slugify(label, allow_unicode=False) or slugify(label.encode("ascii", "xmlcharrefreplace").decode())
    known = Area.objects.filter(country=country, value=value).exists()
    if known or not value or len(country) != 2 or not country.isupper() or len(label) > 120:
        raise AreaMalformed
    Area.objects.create(country=country, value=value[:60], label=label.strip(), inhabitants=inhabitants)
    owner = Organisation.objects.filter(pk__in=coordinated).order_by("pk").values_list("ref", flat=True).first() or ""
    record(kind="area-named", subject=owner, by=by.ref, now=now, facts={"country": country, "area": value[:60]})
    return value[:60]
