"""How a person stands at the door, and in which browsers they are signed in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from firsthand.foundation.people.models import DeskSession, Person
from firsthand.foundation.people.queries.rules import SECOND_FACTORS


@dataclass(frozen=True, slots=True)
class SessionCard:
    """A signed-in browser: days only."""

    code: str
    started_on: date
    seen_on: date
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What the door asks about a signed-in person and their session, answered by one query."""

    key_hash: str
    seen_on: date
    has_second_factor: bool


def standing_of(person: Person, code: str) -> Standing | None:
    """How this person stands at the door with the session of this code; None where that session was ended."""
    second = Authenticator.objects.filter(user=OuterRef("person_id"), type__in=SECOND_FACTORS)
    row = (
        DeskSession.objects.filter(person=person, code=code)
        .annotate(second=Exists(second))
        .values_list("key_hash", "seen_on", "second")
        .first()
    )
    return None if row is None else Standing(*row)


def sessions_of(person: Person, *, this_one: str, now: datetime) -> tuple[SessionCard, ...]:
    """This person's browsers that are still signed in, the last used first."""
    rows = DeskSession.objects.filter(person=person, seen_on__gte=oldest_day(now)).order_by("-seen_on", "-started_on", "-pk")
    alive = {hash_of_key(key) for key in Session.objects.filter(expire_date__gt=now).values_list("session_key", flat=True)}
    return tuple(
        SessionCard(code=row.code, started_on=row.started_on, seen_on=row.seen_on, is_this_one=row.code == this_one)
        for row in rows
        if row.key_hash in alive or row.code == this_one
    )


def oldest_day(now: datetime) -> date:
    """The last day on which a session that is still alive can have been seen; sessions live for hours, days are all that is kept."""
    return now.date() - timedelta(days=1)


def hash_of_key(session_key: str) -> str:
    """What is kept of a session's key."""
    return hashlib.sha256(session_key.encode()).hexdigest()
