"""What ends by time. Run once a day; a hold keeps a thing, and nothing about a person ends without having been written down before.

The ledger never ends: it holds Refs, days and counts. A withdrawal never waits for any of this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from firsthand.documents.actions import forget_recipients
from firsthand.evidence.actions import forget_codes
from firsthand.evidence.queries import codes_older_than
from firsthand.foundation.consents.actions import note_ends
from firsthand.foundation.consents.queries import Keeping, held_until, keeping_rules, noticed_before
from firsthand.foundation.people.actions import forget_old_sessions
from firsthand.intake.actions import end_keeping
from firsthand.intake.queries import testimonies_older_than


@dataclass(frozen=True, slots=True, kw_only=True)
class OnePerson:
    """A kind whose things are each about one person: found by age, written down, then ended one at a time."""

    older_than: Callable[[date], Iterable[str]]
    end: Callable[..., None]


ONE_PERSON = {
    "testimony": OnePerson(older_than=testimonies_older_than, end=end_keeping),
    "codes": OnePerson(older_than=codes_older_than, end=forget_codes),
}


@transaction.atomic
def forget_old_tasks(*, before: date) -> int:
    """Forget finished work, failed or done."""
    return DBTaskResult.objects.filter(finished_at__date__lt=before).delete()[0]


SWEPT: dict[str, Callable[..., int]] = {
    "recipients": forget_recipients,
    "sessions": forget_old_sessions,
    "tasks": forget_old_tasks,
}


def announce_and_end(*, now: datetime) -> int:
    """Write down what ends soon, and end what is over; how many things ended."""
    rules = keeping_rules()
    ended = 0
    for kind, rule in rules.items():
        if rule.days is None:
            continue
        over = now.date() - timedelta(days=rule.days)
        ended += SWEPT[kind](before=over) if kind in SWEPT else _one_by_one(kind, rule, over, now)
    return ended


def ends_soon(kind: str, rule: Keeping, *, now: datetime) -> tuple[str, ...]:
    """The Refs of this kind that end within the time of notice, or are over, and that no hold keeps."""
    if rule.days is None:
        return ()
    near = now.date() - timedelta(days=rule.days - rule.notice_days)
    found = tuple(ONE_PERSON[kind].older_than(near))
    held = held_until(found, now=now)
    return tuple(ref for ref in found if ref not in held)


def _one_by_one(kind: str, rule: Keeping, over: date, now: datetime) -> int:
    note_ends(kind=kind, subjects=ends_soon(kind, rule, now=now), now=now)
    told = noticed_before(kind, day=now.date() - timedelta(days=rule.notice_days))
    due = sorted(told & set(ONE_PERSON[kind].older_than(over)))
    held = held_until(due, now=now)
    free = [ref for ref in due if ref not in held]
    for ref in free:
        ONE_PERSON[kind].end(testimony_ref=ref, now=now)
    return len(free)
