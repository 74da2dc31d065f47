"""Applying codes to a testimony. The words stay sealed; only the codes are stored."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from firsthand.core.refusal import NotNow, NotValid
from firsthand.evidence.actions.batches import close_batches_counting
from firsthand.evidence.actions.opening import testimony_to_work_on
from firsthand.evidence.coding import Coding
from firsthand.evidence.models import Act, Batch, Code, Incident, Involvement
from firsthand.evidence.queries.blindness import is_read_twice_now
from firsthand.evidence.queries.testimonies import coding_of
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Person
from firsthand.intake.models import Testimony


class NothingCoded(NotValid):
    code = "nothing-coded"
    sentence = "Choose at least one thing that happened."


class CodeUnknown(NotValid):
    code = "code-unknown"
    sentence = "The codebook has no such code, or it is no longer in use."


class DateNotYet(NotValid):
    code = "date-not-yet"
    sentence = "This day has not come yet."


class BeingReadTwice(NotNow):
    code = "being-read-twice"
    sentence = (
        "Two people read this testimony without seeing each other's codes. It is coded when both are done and it is ruled what counts."
    )


@transaction.atomic
def code_testimony(*, testimony_ref: str, coding: Coding, by: Person, now: datetime) -> None:
    """Store these codes as what happened; codes that stood before are replaced.

    Coding anew closes the batch that counted the old codes: a new figure beside its old ones would show the change, which is one
    person's. The same codes again change nothing.

    Raises:
        NotFound: there is no such testimony, or this person is not of its evidence team.
        TestimonyWithdrawn: its giver took it back.
        BeingReadTwice: two people still read it for a sample.
        NothingCoded, CodeUnknown, DateNotYet: what was chosen is not right.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by)
    if is_read_twice_now(testimony):
        raise BeingReadTwice
    codes = _codes_of(coding)
    on = coding.when.first_day
    if on and on > now.date():
        raise DateNotYet
    before = Incident.objects.filter(testimony=testimony).first()
    if before is not None:
        if coding_of(before) == coding:
            return
        before.delete()
    _store(testimony, coding, codes, by, now)
    record(kind="testimony-coded", subject=testimony_ref, by=by.ref, now=now, facts={"again": before is not None})
    if before is not None:
        # After the ledger's row, in the order in which a withdrawal takes both, so that neither waits for the other.
        close_batches_counting(testimony, because=Batch.Ending.CODED_ANEW, now=now)


def check_codes(coding: Coding, *, now: datetime) -> None:
    """Refuse codes that could not be stored.

    Raises:
        NothingCoded, CodeUnknown, DateNotYet: as `code_testimony`.
    """
    _codes_of(coding)
    on = coding.when.first_day
    if on and on > now.date():
        raise DateNotYet


def _store(testimony: Testimony, coding: Coding, codes: dict[tuple[str, str], Code], by: Person, now: datetime) -> None:
    incident = Incident.objects.create(
        testimony=testimony,
        happened_on=coding.when.first_day,
        precision=coding.when.precision,
        country=coding.country,
        place_type=codes.get((Code.List.PLACE_TYPE, coding.place_type)),
        legal_setting=codes.get((Code.List.LEGAL_SETTING, coding.legal_setting)),
        coded_by=by,
        coded_at=now,
    )
    Act.objects.bulk_create(Act(incident=incident, code=codes[Code.List.ACT, value]) for value in sorted(coding.acts))
    Involvement.objects.bulk_create(
        Involvement(incident=incident, perpetrator=codes[Code.List.PERPETRATOR, value]) for value in sorted(coding.perpetrators)
    )


def _codes_of(coding: Coding) -> dict[tuple[str, str], Code]:
    """The rows behind a coding, by list and value. Raises if one is missing."""
    if not coding.acts:
        raise NothingCoded
    wanted = {
        *((Code.List.ACT.value, value) for value in coding.acts),
        *((Code.List.PERPETRATOR.value, value) for value in coding.perpetrators),
    }
    if coding.place_type:
        wanted.add((Code.List.PLACE_TYPE.value, coding.place_type))
    if coding.legal_setting:
        wanted.add((Code.List.LEGAL_SETTING.value, coding.legal_setting))
    rows = Code.objects.filter(value__in={value for _, value in wanted}, retired_on=None)
    codes = {(row.list, row.value): row for row in rows}
    if not wanted <= codes.keys():
        raise CodeUnknown
    return codes
