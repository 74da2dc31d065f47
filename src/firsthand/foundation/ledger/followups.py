"""What must happen as soon as something is recorded, told upwards without importing upwards.

A flow registers what it does about a kind of entry; `record` calls it inside the same transaction. What is slow is not done here but
enqueued here, as a task row of that transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from firsthand.foundation.ledger.models import Entry

FollowUp = Callable[[Entry, datetime], None]

_registered: dict[str, list[FollowUp]] = defaultdict(list)


def register(kind: str, follow_up: FollowUp) -> None:
    """Call this for every entry of the kind. Registering the same function twice changes nothing."""
    if follow_up not in _registered[kind]:
        _registered[kind].append(follow_up)


def follow(entry: Entry, now: datetime) -> None:
    """Do everything registered for this entry, in the order of registration."""
    for follow_up in _registered[entry.kind]:
        follow_up(entry, now)
