"""Consent at the desk: a testimony taken for someone who is here, and asking a giver again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound
from firsthand.evidence.queries.access import TEAM, organisation_refs_where, testimonies_of
from firsthand.foundation.consents.actions import mark_asked_again, note_assistance
from firsthand.foundation.people.models import Person
from firsthand.intake.actions import Receipt, receive_testimony
from firsthand.intake.models import Door
from firsthand.intake.testified import Testified


@dataclass(frozen=True, slots=True, kw_only=True)
class Assisted:
    """How someone was helped: on whose word, whether they were there, which questions the form asks, and which were read aloud."""

    on_word: str
    is_present: bool
    asked: Collection[Use]
    read_aloud: Collection[Use]


@transaction.atomic
def take_assisted(
    *,
    door_code: str,
    words: Testified,
    uses: frozenset[Use],
    assisted: Assisted,
    once: Hidden[bytes],
    by: Person,
    now: datetime,
) -> Receipt:
    """Seal what someone tells who is here, with what they agreed to and who helped them; the receipt is theirs, not the helper's.

    `once` is the secret number of the form: sent again, it gives the same receipt and keeps nothing more.

    Raises:
        NotFound: this person's teams receive nothing through this door.
        NotPresent, NotReadAloud: it is not the giver's own consent. Nothing is kept.
        NothingTold, NothingMayBeKept, DoorClosed: as at intake.
    """
    owners = organisation_refs_where(by, *TEAM)
    door = Door.objects.select_related("organisation", "team").filter(code=door_code, team__owner__in=owners).first()
    if door is None:
        raise NotFound
    receipt = receive_testimony(door=door, words=words, uses=uses, now=now, once=once)
    if receipt.is_new:
        note_assistance(
            subject=receipt.testimony_ref,
            on_word=assisted.on_word,
            is_present=assisted.is_present,
            read_aloud=assisted.read_aloud,
            asked=assisted.asked,
            by=by.ref,
            now=now,
        )
    return receipt


@transaction.atomic
def ask_again(*, testimony_ref: str, by: Person, now: datetime) -> tuple[Use, ...]:
    """Write down that the giver was asked again; the uses that they were asked about are returned.

    Raises:
        NotFound: there is no such testimony for this person.
    """
    if not testimonies_of(by, *TEAM).filter(ref=testimony_ref, withdrawn_at=None).exists():
        raise NotFound
    return mark_asked_again(subject=testimony_ref, by=by.ref, now=now)
