"""When an account is closed, the key of that person goes with it, in the same transaction: everywhere it is sealed to, and for whatever.

What they could open they may have kept, so every team they were on is due for new keys; that takes a member who has unlocked, and the
team's page asks for it. If nobody else could open what a team holds, the account is not closed: the refusal says what to do first.
"""

from __future__ import annotations

from datetime import datetime

from firsthand.foundation.ledger.actions import record
from firsthand.foundation.ledger.followups import register
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault.actions import forget_member_key


def follow_deactivated_person(entry: Entry, now: datetime) -> None:
    """Forget the key of whoever left, and write down which teams are due for new keys."""
    for team in forget_member_key(holder=entry.subject, by=entry.actor, now=now):
        record(kind="team-member-left", subject=team.owner, by=entry.actor, now=now, facts={"left": entry.subject})


def connect() -> None:
    """Make the ledger call this flow. Called once, when the site starts."""
    register("person-deactivated", follow_deactivated_person)
