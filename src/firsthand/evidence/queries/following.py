"""What is still to be done for people who told us something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from firsthand.evidence.models import Asking, FollowUp
from firsthand.evidence.queries.access import TEAM, testimonies_of
from firsthand.foundation.people.models import Person
from firsthand.intake.models import Service, Testimony

AT_MOST = 2
_WITHIN = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRow:
    """One thing to do."""

    pk: int
    testimony_ref: str
    what: str
    service: str
    due_on: date
    is_late: bool
    done_on: date | None
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpCard:
    """What is to be done for one testimony. `times_asked` is how often its giver was asked within a year, whatever they gave."""

    rows: tuple[FollowUpRow, ...]
    services: tuple[tuple[int, str], ...]
    times_asked: int
    is_asked_often: bool


def follow_ups_for(person: Person, *, today: date) -> tuple[FollowUpRow, ...]:
    """Everything open in the teams of this person, the earliest due first; one query."""
    return tuple(_row(row, today) for row in _open(person).select_related("testimony", "service", "made_by"))


def follow_ups_due(person: Person, *, today: date) -> int:
    """How many are due today or late."""
    return _open(person).filter(due_on__lte=today).count()


def follow_up_card(testimony_ref: str, *, today: date) -> FollowUpCard:
    """What is to be done for one testimony; the caller has made sure that it is this person's."""
    testimony = Testimony.objects.select_related("door__organisation").get(ref=testimony_ref)
    rows = FollowUp.objects.filter(testimony=testimony).select_related("testimony", "service", "made_by")
    times = times_asked(testimony.giver_id, today=today)
    return FollowUpCard(
        rows=tuple(_row(row, today) for row in rows),
        services=services_for(testimony, today=today),
        times_asked=times,
        is_asked_often=times >= AT_MOST,
    )


def services_for(testimony: Testimony, *, today: date) -> tuple[tuple[int, str], ...]:
    """Places that the organisation of the testimony's door knows and that have not ended: (id, name)."""
    rows = Service.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today), organisation=testimony.door.organisation_id)
    return tuple(rows.order_by("name").values_list("pk", "name"))


def times_asked(giver_id: int, *, today: date) -> int:
    """How often a giver was asked to tell again within a year, over all that they gave."""
    return Asking.objects.filter(giver=giver_id, asked_on__gt=today - _WITHIN).count()


def _open(person: Person) -> QuerySet[FollowUp]:
    mine = testimonies_of(person, *TEAM).filter(withdrawn_at=None)
    return FollowUp.objects.filter(testimony__in=mine, done_on=None)


def _row(row: FollowUp, today: date) -> FollowUpRow:
    return FollowUpRow(
        pk=row.pk,
        testimony_ref=row.testimony.ref,
        what=str(row.get_what_display()),
        service=row.service.name if row.service else "",
        due_on=row.due_on,
        is_late=row.done_on is None and row.due_on < today,
        done_on=row.done_on,
        made_by=row.made_by.username,
    )
