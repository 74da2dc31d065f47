"""What stands apart: it came in a flood, or somebody of the team put it there. It is released or forgotten; until then it is not used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from firsthand.core.refusal import NotNow
from firsthand.evidence.actions.opening import testimony_to_work_on
from firsthand.evidence.models import Information
from firsthand.evidence.queries.access import TEAM, testimonies_of
from firsthand.foundation.people.models import Person
from firsthand.intake import actions as intake
from firsthand.intake.actions import Because

MOST = 100


class CodedAlready(NotNow):
    code = "coded-already"
    sentence = "This is coded and may be counted. It can only be taken back for its giver, not set apart."


@transaction.atomic
def set_apart(*, testimony_ref: str, by: Person, now: datetime) -> None:
    """Let it wait apart, uncoded, until somebody releases or forgets it.

    Raises:
        NotFound, TestimonyWithdrawn: this person is not of its team, or it was taken back.
        CodedAlready: it has codes.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by, may_stand_apart=True)
    if Information.objects.filter(testimony=testimony).exists():
        raise CodedAlready
    intake.set_apart(testimony_ref=testimony.ref, by=by, now=now)


@transaction.atomic
def release_apart(*, testimony_refs: Sequence[str], by: Person, now: datetime) -> int:
    """Let these, at most a hundred at a time, stand among the others; how many. Those of other teams are passed over."""
    mine = testimonies_of(by, *TEAM).filter(ref__in=testimony_refs[:MOST]).values_list("ref", flat=True)
    return intake.release_apart(testimony_refs=tuple(mine), by=by, now=now)


@transaction.atomic
def forget_apart(*, testimony_refs: Sequence[str], by: Person, now: datetime) -> int:
    """End these, at most a hundred at a time, and destroy the keys of their words: for what is no testimony. How many were ended.

    Raises:
        NotFound: one of them is not this person's to take back; none was ended.
    """
    mine = testimonies_of(by, *TEAM).filter(ref__in=testimony_refs[:MOST], withdrawn_at=None).exclude(apart="")
    refs = tuple(mine.order_by("pk").values_list("ref", flat=True))
    for ref in refs:
        intake.withdraw_for_giver(testimony_ref=ref, by=by, reason_code=Because.NO_TESTIMONY, destroy=True, now=now)
    return len(refs)
