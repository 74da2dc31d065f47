"""Consent that was given for a time: its end is followed like a withdrawal, and announced before it comes."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from firsthand.foundation.consents.actions import end_expired as end_expired_of
from firsthand.foundation.consents.actions import note_expiring
from firsthand.foundation.consents.queries import ending_soon, subjects_to_end


def end_expired(*, now: datetime) -> int:
    """End everything that ran out by this day, each giver's in its own transaction; how many givers there were.

    What hangs on it follows in that transaction (`flows.withdrawal`). Until this has run, nothing is shown either: whoever shows words
    asks for the live grant.
    """
    return sum(bool(end_expired_of(subject=subject, now=now)) for subject in subjects_to_end(now=now))


def announce_ends(*, now: datetime) -> int:
    """Put everyone whose yes ends soon on the list of those to ask again; how many were new."""
    soon = ending_soon(now=now, days=settings.CONSENT_NOTICE_DAYS)
    return sum(bool(note_expiring(subject=subject, uses=uses, now=now)) for subject, uses in soon.items())
