"""Warnings as members see them, and those that wait for somebody of the team to decide. Every answer is from live grants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from firsthand.core.consent import Audience, Use
from firsthand.evidence.models import Alert
from firsthand.evidence.places import country_name
from firsthand.evidence.queries.access import TEAM, testimonies_of
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.consents.queries import subjects_allowing
from firsthand.foundation.people.models import Organisation, Person, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCard:
    """A warning. `testimony` is its Ref for whoever may end it, and empty for all others; the day is the month's, not the giver's."""

    words: str
    country: str
    released_on: date
    until: date
    testimony: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertWaiting:
    """Someone's wish to warn others that nobody has decided about."""

    testimony: str
    received_on: date
    door: str


def alerts_for(person: Person, *, now: datetime) -> tuple[AlertCard, ...]:
    """What warns now, the newest first, for members of community-led organisations; nothing for anyone else. A fixed number of queries."""
    if not is_peer(person):
        return ()
    rows = list(Alert.objects.filter(ended_on=None, until__gte=now.date()).select_related("testimony").order_by("-decided_on", "-pk"))
    allowed = subjects_allowing((row.testimony.ref for row in rows), use=Use.PEER_ALERT, audience=Audience.NETWORK, now=now)
    mine = set(testimonies_of(person, *TEAM).filter(alert__in=rows).values_list("ref", flat=True))
    return tuple(
        AlertCard(
            words=row.words,
            country=country_name(row.country),
            released_on=row.decided_on,
            until=row.until or row.decided_on,
            testimony=row.testimony.ref if row.testimony.ref in mine else "",
        )
        for row in rows
        if row.testimony.ref in allowed and row.testimony.withdrawn_at is None
    )


def alerts_waiting_for(person: Person, *, now: datetime) -> tuple[AlertWaiting, ...]:
    """Wishes to warn others, given to this person's teams, that still have their yes and no decision; the longest waiting first."""
    agreed = Grant.objects.filter(use=Use.PEER_ALERT, withdrawn_at=None).values("subject")
    rows = testimonies_of(person, *TEAM).filter(ref__in=agreed, withdrawn_at=None, apart="", alert=None)
    listed = list(rows.select_related("door__organisation").order_by("received_on", "pk"))
    allowed = subjects_allowing((row.ref for row in listed), use=Use.PEER_ALERT, audience=Audience.NETWORK, now=now)
    return tuple(
        AlertWaiting(testimony=row.ref, received_on=row.received_on, door=row.door.organisation.name)
        for row in listed
        if row.ref in allowed
    )


def is_peer(person: Person) -> bool:
    """Whether this person does anything in a community-led organisation. Institutions and allies are not warned: they may be warned of."""
    held = Role.objects.filter(person=person, organisation__is_active=True, organisation__kind=Organisation.Kind.COMMUNITY_LED)
    return held.exists()
