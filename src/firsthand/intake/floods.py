"""How much comes in at each door, so that a flood is met by patience and fills a queue, not the disk; and no one is told apart by it.

What is counted is kept in the memory of this process: a number for each door and hour, no address, no cookie, no word, nothing on disk.
Each process counts for itself; after a restart it begins anew.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.core.signing import BadSignature, Signer

from firsthand.core.puzzle import is_solved
from firsthand.core.refusal import NotNow
from firsthand.intake.models import Door, Testimony

HOUR = 3600.0
BITS = 14  # some 16,000 tries on average, and five times as many for one in a hundred
WAIT_SECONDS = 60
IN_A_FLOOD = "flood"
BY_A_PERSON = "person"
_signer = Signer(salt="firsthand.intake.wait")


class DoorFull(NotNow):
    code = "door-full"
    sentence = (
        "More is coming in at this moment than we can take in safely. Please come back in an hour. What you sent us before is kept, and "
        "your receipt opens as always."
    )


@dataclass(slots=True, kw_only=True)
class Tide:
    """How many testimonies each door took within the last hour, reckoned from this hour and the one before. `clock` counts seconds."""

    clock: Callable[[], float]
    _counts: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # door: (hour, in the hour before, in this hour)
    _lock: Lock = field(default_factory=Lock)

    def note(self, door: str) -> None:
        """One more was taken."""
        with self._lock:
            hour, before, here = self._now(door)
            self._counts[door] = (hour, before, here + 1)

    def level(self, door: str) -> float:
        """How many within the last hour: all of this hour, and of the one before the share that still lies within it."""
        with self._lock:
            _hour, before, here = self._now(door)
        return here + before * (1 - self.clock() % HOUR / HOUR)

    def _now(self, door: str) -> tuple[int, int, int]:
        hour = int(self.clock() // HOUR)
        seen, before, here = self._counts.get(door, (hour, 0, 0))
        if seen == hour:
            return hour, before, here
        return hour, here if seen == hour - 1 else 0, 0


TIDE = Tide(clock=time.monotonic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """`is_flood`: whoever sends now works or waits first, and what comes in stands apart. `is_full`: nothing more is taken now."""

    is_flood: bool
    is_full: bool


def weather_at(door: Door) -> Weather:
    """How it is at this door now. The database is asked only in a flood."""
    level = TIDE.level(door.code)
    is_flood = 0 < settings.DOOR_FLOOD <= level
    waits = Testimony.objects.filter(door=door, withdrawn_at=None).exclude(apart="").count() if is_flood else 0
    return Weather(is_flood=is_flood, is_full=level >= settings.DOOR_MOST_AN_HOUR or (is_flood and waits >= settings.DOOR_MOST_WAITING))


def note_taken(door: Door) -> None:
    """One more testimony was taken at this door."""
    TIDE.note(door.code)


def puzzle_for(door: Door, form: str, now: datetime) -> str:
    """What the browser that sends this form works on: bound to the door, the day and the secret number of the form."""
    return f"{door.code}.{now.date().isoformat()}.{_digest(form)}"


def wait_for(form: str, now: datetime) -> str:
    """A token by which this form is taken without work, once some time has passed."""
    return _signer.sign(f"{_digest(form)}.{int(now.timestamp()) + WAIT_SECONDS}")


def seconds_to_wait(token: str, form: str, now: datetime) -> int | None:
    """How long this token still asks to wait, 0 when that is over; None if it is none of ours, of another form, or of another day."""
    try:
        digest, moment = _signer.unsign(token).rsplit(".", 1)
        left = int(moment) - int(now.timestamp())
    except (BadSignature, ValueError):
        return None
    is_its_own = digest == _digest(form) and -timedelta(days=1).total_seconds() < left <= WAIT_SECONDS
    return max(0, left) if is_its_own else None


def is_let_through(door: Door, form: str, *, work: str, wait: str, now: datetime) -> bool:
    """Whether this form was worked for, today or up to midnight yesterday, or has waited long enough."""
    days = (now, now - timedelta(days=1))
    return any(is_solved(puzzle_for(door, form, day), work, bits=BITS) for day in days) or seconds_to_wait(wait, form, now) == 0


def _digest(form: str) -> str:
    return hashlib.sha256(form.encode()).hexdigest()[:32]
