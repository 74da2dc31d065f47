"""What leaves evidence when consent ends. Each is called by a flow inside the transaction of the withdrawal."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from firsthand.core.refusal import NotFound
from firsthand.evidence.actions.batches import close_batches_counting
from firsthand.evidence.actions.following import forget_follow_ups
from firsthand.evidence.actions.highlights import forget_marks
from firsthand.evidence.actions.readings import forget_readings
from firsthand.evidence.actions.telling import settle_incidents
from firsthand.evidence.models import Batch, Chain, Information, Quote
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.vault.forgetting import destroy_key
from firsthand.intake.models import Testimony


@transaction.atomic
def take_back_testimony(*, testimony_ref: str, by: str, now: datetime) -> None:
    """Delete the codes, take back the quotes and close the open batch that counted it. Printed figures stand; the next batch counts
    without the person. Doing it again changes nothing.

    Raises:
        NotFound: there is no such testimony.
    """
    testimony = _testimony(testimony_ref)
    quotes = take_back_quotes(testimony_ref=testimony_ref, by=by, now=now)
    batches = stop_counting(testimony_ref=testimony_ref, by=by, now=now)
    marks = forget_marks(testimony=testimony, by=by, now=now) + forget_readings(testimony=testimony)
    marks += forget_follow_ups(testimony=testimony)
    deleted = _forget_tellings(testimony)
    if deleted or quotes or batches or marks:
        facts: dict[str, object] = {"quotes": list(quotes), "closed": list(batches)}
        record(kind="evidence-taken-back", subject=testimony_ref, by=by, now=now, facts=facts)


@transaction.atomic
def take_back_quotes(*, testimony_ref: str, by: str, now: datetime, only: Collection[str] | None = None) -> tuple[str, ...]:
    """Empty the quotes of this testimony (all, or `only` these) and destroy their keys; the Refs of those not taken back before
    are returned.
    """
    live = Quote.objects.filter(testimony__ref=testimony_ref, withdrawn_at=None)
    if only is not None:
        live = live.filter(ref__in=only)
    rows = tuple(live.select_for_update(of=("self",)).select_related("item"))
    for row in rows:
        destroy_key(item_ref=row.item.ref, by=by, now=now)
    Quote.objects.filter(pk__in=[row.pk for row in rows]).update(text="", withdrawn_at=now)
    return tuple(row.ref for row in rows)


@transaction.atomic
def stop_counting(*, testimony_ref: str, by: str, now: datetime) -> tuple[str, ...]:  # noqa: ARG001 -- by whom is in the flow's entry
    """Close the open batch that counts this testimony, because consent to being counted ended; its Ref is returned, if there was one."""
    return close_batches_counting(_testimony(testimony_ref), because=Batch.Ending.MEMBER_LEFT, now=now)


@transaction.atomic
def forget_codes(*, testimony_ref: str, now: datetime) -> None:
    """Delete the codes of a testimony whose time is over, and close the open batch that counted it. Printed figures stand.

    Raises:
        NotFound: there is no such testimony.
    """
    batches = stop_counting(testimony_ref=testimony_ref, by="", now=now)
    testimony = _testimony(testimony_ref)
    forget_marks(testimony=testimony, by="", now=now)
    forget_readings(testimony=testimony)
    forget_follow_ups(testimony=testimony)
    deleted = _forget_tellings(testimony)
    if deleted:
        record(kind="codes-forgotten", subject=testimony_ref, by="", now=now, facts={"closed": list(batches)})


def _forget_tellings(testimony: Testimony) -> int:
    """Delete all that this testimony tells of incidents, and the incidents that nobody else tells of; how many it told of."""
    incidents = tuple(Information.objects.filter(testimony=testimony).values_list("incident_id", flat=True))
    Chain.objects.filter(testimony=testimony).delete()
    Information.objects.filter(testimony=testimony).delete()
    settle_incidents(incidents)
    return len(incidents)


def _testimony(ref: str) -> Testimony:
    row = Testimony.objects.filter(ref=ref).first()
    if row is None:
        raise NotFound
    return row
