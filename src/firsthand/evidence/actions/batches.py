"""Batches: opening one, and closing it when a new figure would show one person's change."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from firsthand.core.consent import Use
from firsthand.core.lineage import Carries, Edge
from firsthand.core.refusal import NotFound, NotNow, NotPermitted
from firsthand.evidence.counting import frame_to_json
from firsthand.evidence.models import Batch, Member
from firsthand.evidence.queries.batches import last_batch, next_batch
from firsthand.evidence.queries.counted import countable_testimonies, frame_now, told_by
from firsthand.foundation.consents.actions import hold_grants
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where
from firsthand.intake.models import Testimony


class NobodyToCount(NotNow):
    code = "nobody-to-count"
    sentence = "Nobody can be counted yet: no testimony is coded that its giver agreed to have counted."


class BatchTooSmall(NotNow):
    """Protects the few who joined or left: the difference between two batches must never be about few people."""

    code = "batch-too-small"
    sentence = (
        "Since the last batch {changes} people joined or left; at least {needed} must have. "
        "With fewer, whoever compares the new figures with the old ones could tell who they are."
    )


@transaction.atomic
def open_batch(*, organisation: Organisation, by: Person, now: datetime) -> str:
    """Count from now on the people whose coded testimonies may be counted at this moment; the Ref is returned.

    The batch that was open is closed: figures are made of one batch at a time.

    Raises:
        NotFound: this person has no part in the organisation.
        NotPermitted: they do not coordinate it.
        NobodyToCount: no testimony may be counted.
        BatchTooSmall: too few people joined or left since the batch before.
    """
    if organisation.pk not in organisations_where(by):
        raise NotFound
    if organisation.pk not in organisations_where(by, Role.Name.COORDINATOR):
        raise NotPermitted
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = last_batch(organisation.pk)
    counted_before = before.members.values_list("testimony__ref", flat=True) if before else ()
    hold_grants({*counted_before, *(row.ref for row in countable_testimonies(organisation, now=now))})
    counted = countable_testimonies(organisation, now=now)
    what = next_batch(organisation, now=now)
    if not counted:
        raise NobodyToCount
    if not what.is_enough:
        raise BatchTooSmall(changes=what.changes, needed=what.needed)
    Batch.objects.filter(organisation=organisation, closed_at=None).update(closed_at=now, closed_because=Batch.Ending.NEXT_OPENED)
    batch = Batch.objects.create(
        organisation=organisation,
        number=before.number + 1 if before else 1,
        opened_at=now,
        opened_by=by,
        changes=what.changes,
        frame=frame_to_json(frame_now(told_by(row.pk for row in counted), now=now)),
    )
    Member.objects.bulk_create(Member(batch=batch, testimony=row) for row in counted)
    record(
        kind="batch-opened",
        subject=batch.ref,
        by=by.ref,
        now=now,
        facts={"organisation": organisation.ref, "number": batch.number},
        edges=[Edge(derived=batch.ref, source=row.ref, carries=Carries.COUNTS, use=Use.STATISTICS) for row in counted],
    )
    return batch.ref


def close_batches_counting(testimony: Testimony, *, because: Batch.Ending, now: datetime) -> tuple[str, ...]:
    """Close the open batch that counts this testimony, if there is one, for new figures. Its figures stand."""
    rows = Batch.objects.filter(members__testimony=testimony, closed_at=None)
    refs = tuple(rows.values_list("ref", flat=True))
    Batch.objects.filter(ref__in=refs).update(closed_at=now, closed_because=because)
    return refs
