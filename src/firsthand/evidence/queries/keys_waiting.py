"""What about keys waits for one person, for the desk's first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from firsthand.evidence.queries.access import organisation_refs_where
from firsthand.foundation.people.models import Person, Role
from firsthand.foundation.vault.models import Ceremony, Share, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysWaiting:
    """Shares that this person is asked for, teams that they can be let into now, and teams of theirs that are due for new keys."""

    shares: int
    to_complete: int
    rekeys: tuple[str, ...]


def keys_waiting_for(person: Person, *, today: date) -> KeysWaiting:
    """Three questions, however many there are."""
    asked = Share.objects.filter(member__holder=person.ref, trust__ceremony__ends_on__gte=today, given=None)
    running = Ceremony.objects.filter(member__holder=person.ref, ends_on__gte=today)
    due = Team.objects.filter(owner__in=organisation_refs_where(person, Role.Name.COORDINATOR), is_rekey_due=True)
    return KeysWaiting(
        shares=asked.count(),
        to_complete=running.annotate(count=Count("given")).filter(count__gte=F("trust__needed")).count(),
        rekeys=tuple(due.order_by("pk").values_list("owner", flat=True)),
    )
