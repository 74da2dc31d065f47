"""Who received an edition, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from firsthand.documents.models import Recipient
from firsthand.foundation.people.models import Organisation, Person
from firsthand.foundation.people.queries import organisations_where


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientRow:
    """Someone who received an edition: `name` of an organisation or the address outside the network."""

    name: str
    received_at: datetime
    told_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An edition that an organisation of this person received and that has since ended. `successor` may be empty."""

    edition: str
    title: str
    because: str
    ended_at: datetime
    successor: str


def organisations_to_send_to() -> tuple[tuple[int, str], ...]:
    """The organisations of the network, by name: (id, name)."""
    return tuple(Organisation.objects.filter(is_active=True).order_by("name").values_list("id", "name"))


def recipients_of(edition_ref: str) -> tuple[RecipientRow, ...]:
    """Who received an edition."""
    rows = Recipient.objects.filter(edition__ref=edition_ref).select_related("organisation").order_by("pk")
    return tuple(
        RecipientRow(name=row.organisation.name if row.organisation else row.address, received_at=row.received_at, told_at=row.told_at)
        for row in rows
    )


def recipients_to_tell(edition_ref: str) -> tuple[tuple[int, str], ...]:
    """Those outside the network who received an edition and were not yet told that it changed: (id, address)."""
    rows = Recipient.objects.filter(edition__ref=edition_ref, organisation=None, told_at=None).order_by("pk")
    return tuple(rows.values_list("pk", "address"))


def notices_for(person: Person) -> tuple[Notice, ...]:
    """Editions that an organisation of this person received and that have since ended, the last first."""
    rows = Recipient.objects.filter(organisation__in=organisations_where(person)).exclude(edition__ended_at=None)
    ended = rows.select_related("edition__superseded_by").order_by("-edition__ended_at")[:20]
    return tuple(
        Notice(
            edition=row.edition.ref,
            title=row.edition.title,
            because=row.edition.ended_because,
            ended_at=row.edition.ended_at,
            successor=row.edition.superseded_by.ref if row.edition.superseded_by else "",
        )
        for row in ended
        if row.edition.ended_at is not None
    )
