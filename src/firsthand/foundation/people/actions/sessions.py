"""Signed-in browsers: remembered by day, ended by the person they belong to."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from firsthand.core.refusal import NotFound
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import DeskSession, Person
from firsthand.foundation.people.queries import hash_of_key, oldest_day


@transaction.atomic
def start_session(*, person: Person, session_key: str, now: datetime) -> str:
    """Remember a browser that just signed in; rows of sessions that ran out go. The code is kept in the session itself.

    Signing in and out is not written to the ledger: it would be a record of when people are at their desks.
    """
    DeskSession.objects.filter(seen_on__lt=oldest_day(now)).delete()
    day = now.date()
    return DeskSession.objects.create(person=person, key_hash=hash_of_key(session_key), started_on=day, seen_on=day).code


def touch_session(*, code: str, session_key: str, now: datetime) -> None:
    """Remember that the browser was used today, and under which key its session is kept now (the key changes with every proof)."""
    DeskSession.objects.filter(code=code).update(key_hash=hash_of_key(session_key), seen_on=now.date())


def forget_session(*, code: str) -> None:
    """The person signed out here."""
    DeskSession.objects.filter(code=code).delete()


@transaction.atomic
def end_session(*, code: str, by: Person, now: datetime) -> None:
    """End one's own session in another browser, at once: what it holds on the server is deleted."""
    if not _end(DeskSession.objects.filter(person=by, code=code)):
        raise NotFound
    record(kind="sessions-ended", subject=by.ref, by=by.ref, now=now, facts={"sessions": 1})


@transaction.atomic
def end_other_sessions(*, keep: str, by: Person, now: datetime) -> int:
    """End all of one's own sessions but this one; how many there were."""
    ended = _end(DeskSession.objects.filter(person=by).exclude(code=keep))
    if ended:
        record(kind="sessions-ended", subject=by.ref, by=by.ref, now=now, facts={"sessions": ended})
    return ended


def end_every_session(*, person: Person) -> int:
    """End all sessions of a person, inside the transaction of whatever makes that necessary."""
    return _end(DeskSession.objects.filter(person=person))


@transaction.atomic
def forget_old_sessions(*, before: date) -> int:
    """Forget browsers that were last seen before this day; how many there were. What they held on the server goes with them."""
    return _end(DeskSession.objects.filter(seen_on__lt=before))


def _end(rows: QuerySet[DeskSession]) -> int:
    hashes = set(rows.values_list("key_hash", flat=True))
    if not hashes:
        return 0
    keys = [key for key in Session.objects.values_list("session_key", flat=True).iterator() if hash_of_key(key) in hashes]
    Session.objects.filter(session_key__in=keys).delete()
    return rows.delete()[0]
