"""Reading twice: drawing the sample, keeping what each coder said, ruling what counts."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from firsthand.core.refusal import NotFound, NotNow, NotPermitted, NotValid
from firsthand.core.sampling import draw_sample
from firsthand.evidence.actions.coding import check_codes, code_testimony
from firsthand.evidence.actions.opening import testimony_to_work_on
from firsthand.evidence.coding import Coding
from firsthand.evidence.models import Reading, Ruling, Sample
from firsthand.evidence.queries.access import TEAM
from firsthand.evidence.queries.readings import readable_testimonies, sample_for
from firsthand.evidence.said import coding_from_json, coding_to_json
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where
from firsthand.intake.models import Testimony


class TwoCodersNeeded(NotValid):
    code = "two-coders-needed"
    sentence = "Choose two different people who code for this organisation."


class NothingToDraw(NotValid):
    code = "nothing-to-draw"
    sentence = "There is no testimony to draw from that is not being read twice already."


class SampleStillRead(NotNow):
    code = "sample-still-read"
    sentence = "Two people still read this sample, each without seeing what the other says. It can be compared when both are done."


class SampleRead(NotNow):
    code = "sample-read"
    sentence = "This sample is read to the end and the two have been compared: what was said then is not changed. Rule what counts instead."


class RulingGiven(NotNow):
    code = "ruling-given"
    sentence = "It is ruled already which codes count here."


class OtherMustAgree(NotNow):
    code = "other-must-agree"
    sentence = "You proposed this yourself. The other of the two who read it must agree."


@transaction.atomic
def draw(
    *, organisation: Organisation, size: int, first: Person, second: Person, by: Person, now: datetime, seed: str | None = None
) -> Sample:
    """Draw testimonies of an organisation's team for two coders to read, each for themselves. The seed is kept.

    Raises:
        NotPermitted: this person is not of the evidence team.
        TwoCodersNeeded: it is one person, or someone who does not code there.
        NothingToDraw: nothing is left to draw from.
    """
    if organisation.pk not in organisations_where(by, *TEAM):
        raise NotPermitted
    coding_there = Role.objects.filter(organisation=organisation, name__in=TEAM, person__is_active=True)
    if first == second or not all(coding_there.filter(person=person).exists() for person in (first, second)):
        raise TwoCodersNeeded
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    rows = dict(readable_testimonies(organisation).values_list("ref", "pk"))
    seed = seed or secrets.token_hex(16)
    drawn = draw_sample(rows, size=size, seed=seed)
    if not drawn:
        raise NothingToDraw
    last = Sample.objects.filter(organisation=organisation).aggregate(last=Max("number"))["last"] or 0
    sample = Sample.objects.create(
        organisation=organisation,
        number=last + 1,
        seed=seed,
        size=len(drawn),
        drawn_from=len(rows),
        first=first,
        second=second,
        drawn_by=by,
        drawn_at=now,
    )
    Reading.objects.bulk_create(Reading(sample=sample, testimony_id=rows[ref], coder=coder) for ref in drawn for coder in (first, second))
    record(kind="sample-drawn", subject=organisation.ref, by=by.ref, now=now, facts={"number": sample.number, "size": sample.size})
    return sample


@transaction.atomic
def keep_reading(*, sample_id: int, testimony_ref: str, coding: Coding, by: Person, now: datetime) -> None:
    """Keep what one of the two says of a testimony. It may be changed until the whole sample is read, and never after.

    Raises:
        NotFound: this person does not read this testimony for this sample.
        TestimonyWithdrawn: its giver took it back.
        SampleRead: both are done.
        NothingCoded, CodeUnknown, DateNotYet: what was chosen is not right.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by)
    # All rows of the sample, in one order: of two who end at the same moment the second sees the first.
    rows = list(Reading.objects.filter(sample_id=sample_id).order_by("pk").select_for_update())
    mine = next((row for row in rows if row.testimony_id == testimony.pk and row.coder_id == by.pk), None)
    if mine is None:
        raise NotFound
    if all(row.read_at is not None for row in rows):
        raise SampleRead
    check_codes(coding, now=now)
    Reading.objects.filter(pk=mine.pk).update(codes=coding_to_json(coding), read_at=now)
    record(kind="testimony-read-for-sample", subject=testimony_ref, by=by.ref, now=now)


@transaction.atomic
def rule(*, sample_id: int, testimony_ref: str, coding: Coding, by: Person, now: datetime) -> None:
    """Say which codes count. A third person's word counts at once; a proposal by one of the two waits until the other agrees.

    Raises:
        NotFound: there is no such sample or testimony for this person.
        SampleStillRead: somebody still reads.
        RulingGiven: it is ruled, or the other has proposed something that waits.
        NothingCoded, CodeUnknown, DateNotYet: what was chosen is not right.
    """
    sample = _compared(sample_id, testimony_ref, by)
    testimony = testimony_to_work_on(testimony_ref, by=by)
    is_third = by.pk not in {sample.first_id, sample.second_id}
    before = Ruling.objects.filter(sample=sample, testimony=testimony).select_for_update().first()
    if before is not None and (before.counts_at is not None or (not is_third and before.ruled_by_id != by.pk)):
        raise RulingGiven
    check_codes(coding, now=now)
    if before is not None:
        before.delete()
    Ruling.objects.create(
        sample=sample,
        testimony=testimony,
        how=Ruling.How.THIRD if is_third else Ruling.How.TOGETHER,
        codes=coding_to_json(coding),
        ruled_by=by,
        ruled_at=now,
        counts_at=now if is_third else None,
    )
    record(kind="coding-ruled" if is_third else "coding-proposed", subject=testimony_ref, by=by.ref, now=now)
    if is_third:
        code_testimony(testimony_ref=testimony_ref, coding=coding, by=by, now=now)


@transaction.atomic
def agree_to_ruling(*, sample_id: int, testimony_ref: str, by: Person, now: datetime) -> None:
    """The other of the two agrees with what one proposed; from now on those codes count.

    Raises:
        NotFound: nothing was proposed here to this person.
        OtherMustAgree: they proposed it.
        RulingGiven: it counts already.
    """
    sample = _compared(sample_id, testimony_ref, by)
    testimony = testimony_to_work_on(testimony_ref, by=by)
    ruling = Ruling.objects.filter(sample=sample, testimony=testimony).select_for_update().first()
    if ruling is None or by.pk not in {sample.first_id, sample.second_id}:
        raise NotFound
    if ruling.counts_at is not None:
        raise RulingGiven
    if ruling.ruled_by_id == by.pk:
        raise OtherMustAgree
    Ruling.objects.filter(pk=ruling.pk).update(agreed_by=by, counts_at=now)
    record(kind="coding-agreed", subject=testimony_ref, by=by.ref, now=now)
    code_testimony(testimony_ref=testimony_ref, coding=coding_from_json(ruling.codes), by=by, now=now)


def _compared(sample_id: int, testimony_ref: str, by: Person) -> Sample:
    sample = sample_for(by, sample_id)
    if not Reading.objects.filter(sample=sample, testimony__ref=testimony_ref).exists():
        raise NotFound
    if Reading.objects.filter(sample=sample, read_at=None).exists():
        raise SampleStillRead
    return sample


@transaction.atomic
def draw_by_choice(*, chosen: dict[str, Any], by: Person, now: datetime) -> int:
    """Draw the sample that a form asked for (ids of an organisation and of two people, and a size); its id is returned.

    Raises:
        NotFound: there is no such organisation or person.
    """
    organisation = Organisation.objects.filter(pk=chosen["organisation"]).first()
    people = {person.pk: person for person in Person.objects.filter(pk__in=[chosen["first"], chosen["second"]])}
    first, second = people.get(chosen["first"]), people.get(chosen["second"])
    if organisation is None or first is None or second is None:
        raise NotFound
    return draw(organisation=organisation, size=chosen["size"], first=first, second=second, by=by, now=now).pk


@transaction.atomic
def end_sample(*, sample_id: int, by: Person, now: datetime) -> None:
    """Stop reading a sample, because one of the two cannot go on. Both are compared on what they read; the rest is as if never drawn.

    Raises:
        NotFound: there is no such sample for this person.
        NotPermitted: they do not coordinate its organisation.
        SampleRead: it is read to the end.
    """
    sample = sample_for(by, sample_id)
    if sample.organisation_id not in organisations_where(by, Role.Name.COORDINATOR):
        raise NotPermitted
    left, _each = Reading.objects.filter(sample=sample, read_at=None).delete()
    if not left:
        raise SampleRead
    record(kind="sample-ended", subject=sample.organisation.ref, by=by.ref, now=now, facts={"number": sample.number, "left": left})


@transaction.atomic
def forget_readings(*, testimony: Testimony) -> int:
    """Delete what anyone said or ruled of a testimony when it was read twice; how many rows there were."""
    ruled, _each = Ruling.objects.filter(testimony=testimony).delete()
    read, _each = Reading.objects.filter(testimony=testimony).delete()
    return ruled + read
