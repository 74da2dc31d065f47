"""Following up: what is to be done for someone, and asking them again without asking too often."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from firsthand.core.refusal import NotFound, NotNow, NotValid
from firsthand.evidence.actions.opening import testimony_to_work_on
from firsthand.evidence.models import Asking, FollowUp
from firsthand.evidence.queries.following import AT_MOST, services_for, times_asked
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Person
from firsthand.intake.models import Testimony


class FollowUpNotRight(NotValid):
    code = "follow-up-not-right"
    sentence = "Choose what is to be done, by a day that is not over; a referral says to which of your places."


class AskedOften(NotNow):
    code = "asked-often"
    sentence = "This person was asked {times} times within a year. To ask again can hurt: say that you have thought of it, or do not ask."


@transaction.atomic
def add_follow_up(*, testimony_ref: str, what: str, service: int | None, due_on: date, by: Person, now: datetime) -> int:
    """Write down what is to be done for who gave this, and by when; its id is returned. It is work of ours:
    nothing is sent. Whoever gave is reached in person, or through the inbox that only they can open.

    Raises:
        NotFound, TestimonyWithdrawn: this person does not work on this testimony.
        FollowUpNotRight: what was chosen is not right.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by)
    places = dict(services_for(testimony, today=now.date()))
    goes_somewhere = service in places if what == FollowUp.What.REFER else service is None
    if what not in FollowUp.What.values or due_on < now.date() or not goes_somewhere:
        raise FollowUpNotRight
    row = FollowUp.objects.create(testimony=testimony, what=what, service_id=service, due_on=due_on, made_by=by, made_at=now)
    record(kind="follow-up-added", subject=testimony_ref, by=by.ref, now=now)
    return row.pk


@transaction.atomic
def end_follow_up(*, testimony_ref: str, follow_up: int, by: Person, now: datetime) -> None:
    """It is done.

    Raises:
        NotFound: nothing of this is open.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by)
    done = FollowUp.objects.filter(pk=follow_up, testimony=testimony, done_on=None).update(done_on=now.date(), done_by=by)
    if not done:
        raise NotFound
    record(kind="follow-up-done", subject=testimony_ref, by=by.ref, now=now)


@transaction.atomic
def note_asked(*, testimony_ref: str, is_thought_of: bool, by: Person, now: datetime) -> int:
    """Write down, before asking, that the giver is asked to tell again; how often they were asked within a year, this time included.

    Raises:
        NotFound, TestimonyWithdrawn: this person does not work on this testimony.
        AskedOften: they were asked as often as is bearable, and nobody said that they thought of it.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by)
    times = times_asked(testimony.giver_id, today=now.date())
    if times >= AT_MOST and not is_thought_of:
        raise AskedOften(times=times)
    Asking.objects.create(giver_id=testimony.giver_id, testimony=testimony, asked_on=now.date(), asked_by=by)
    facts: dict[str, object] = {"times": times + 1, "thought_of": is_thought_of}
    record(kind="giver-asked-to-tell-again", subject=testimony_ref, by=by.ref, now=now, facts=facts)
    return times + 1


@transaction.atomic
def forget_follow_ups(*, testimony: Testimony) -> int:
    """Delete what was to be done for a testimony, and how often its giver was asked about it; how many rows there were."""
    deleted, _each = FollowUp.objects.filter(testimony=testimony).delete()
    asked, _each = Asking.objects.filter(testimony=testimony).delete()
    return deleted + asked
