"""Receiving a testimony: sealed here as it arrives, or sealed already by the browser that sent it. One transaction keeps it whole.

What is slow (sealing) is done before the transaction, and the ledger's chain, where all who write wait for each other, comes last in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from nacl.utils import random

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow, NotValid
from firsthand.foundation.consents.actions import give_all
from firsthand.foundation.consents.wording import TEXT_VERSION, uses_by_audience
from firsthand.foundation.ledger.actions import Happening
from firsthand.foundation.vault.sealing import Sealed, keep, public_half_of, seal
from firsthand.intake import receipts
from firsthand.intake.models import Door, Giver, Testimony
from firsthand.intake.paths import Chosen
from firsthand.intake.slip import Slip
from firsthand.intake.testified import Testified, to_bytes
from firsthand.intake.turns import in_turn

KIND = "testimony"
VERSION = 1
_TRIES = 3
FULL_REPORT = Chosen()


class DoorClosed(NotNow):
    code = "door-closed"
    sentence = "This form is closed. Nothing was kept."


class NothingTold(NotValid):
    code = "nothing-told"
    sentence = "There are no words to keep."


class NothingMayBeKept(NotValid):
    code = "nothing-may-be-kept"
    sentence = "Without a yes to keeping it, nothing can be kept. Nothing was."


class SlipSpent(NotNow):
    code = "slip-spent"
    sentence = "This page had been open too long and has to be renewed. Nothing was kept yet. Please send it once more."


class _KeyChanged(Exception):  # noqa: N818 -- never leaves this file
    """The team's keys changed between sealing and keeping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The words, shown once. `is_new` is false when the same form had been received before: then nothing was kept a second time."""

    words: Hidden[str]
    testimony_ref: str
    is_new: bool


def receive_testimony(
    *, door: Door, words: Testified, uses: frozenset[Use], now: datetime, once: Hidden[bytes] | None = None, chosen: Chosen = FULL_REPORT
) -> Receipt:
    """Seal what someone told and keep it with what they agreed to, in one transaction. Its day is kept, not its minute.

    `chosen` is what they chose at the door.

    `once` is the secret number of the form that was sent; the same number again gives the same receipt and keeps nothing more.

    Raises:
        DoorClosed: the door was closed meanwhile.
        NothingTold: the words are empty.
        NothingMayBeKept: storing is not among the uses.
    """
    if not words.words.strip():
        raise NothingTold
    entropy = receipts.entropy_of(once or Hidden(random(receipts.BITS_AS_BYTES)))
    tries_left = _TRIES
    while True:
        sealed = seal(team=door.team, kind=KIND, content=to_bytes(words))
        try:
            return _kept(door=door, sealed=sealed, uses=uses, chosen=chosen, entropy=entropy, language=words.language, now=now)
        except (IntegrityError, _KeyChanged):
            # The form was received before, a Ref was drawn twice, or the team's keys changed: look, and seal, again.
            before = _receipt_of(entropy, words.language)
            if before is not None:
                return before
            tries_left -= 1
            if not tries_left:
                raise
            door.team.refresh_from_db()


def receive_sealed(
    *,
    door: Door,
    slip: Slip,
    content: bytes,
    sealed_key: bytes,
    uses: frozenset[Use],
    language: str,
    now: datetime,
    chosen: Chosen = FULL_REPORT,
) -> Receipt:
    """Keep what a browser sealed. The server cannot read it, so it cannot check the words: only who opens it sees what it says.

    `content` and `sealed_key` have the shape that `vault.arriving` asks for. `language` is the receipt's.

    Raises:
        DoorClosed, NothingMayBeKept: as for `receive_testimony`.
        SlipSpent: the team's keys changed, or the Ref was taken meanwhile; the browser must seal again, with a new slip.
    """
    entropy = receipts.entropy_of(slip.number)
    if not slip.is_for(door.team):
        return _seen_before(entropy, language)
    generation = door.team.generation
    sealed = Sealed(ref=slip.ref, kind=KIND, version=VERSION, content=content, sealed_key=sealed_key, generation=generation)
    try:
        return _kept(door=door, sealed=sealed, uses=uses, chosen=chosen, entropy=entropy, language=language, now=now)
    except (IntegrityError, _KeyChanged):
        return _seen_before(entropy, language)


def _kept(
    *, door: Door, sealed: Sealed, uses: frozenset[Use], chosen: Chosen, entropy: Hidden[bytes], language: str, now: datetime
) -> Receipt:
    giver = Giver(lookup=receipts.lookup_of(entropy), inbox_key=public_half_of(receipts.inbox_seed_of(entropy)))
    words = receipts.words_of(entropy, language=language)
    with in_turn(), transaction.atomic():
        ref = _keep(door=door, giver=giver, sealed=sealed, uses=uses, chosen=chosen, language=language, now=now)
    return Receipt(words=words, testimony_ref=ref, is_new=True)


def _keep(*, door: Door, giver: Giver, sealed: Sealed, uses: frozenset[Use], chosen: Chosen, language: str, now: datetime) -> str:
    giver.save(force_insert=True)  # fails where the form was received before; asking first costs more
    generation = Door.objects.filter(pk=door.pk, is_open=True).values_list("team__generation", flat=True).first()
    if generation is None:
        raise DoorClosed
    if generation != sealed.generation:
        raise _KeyChanged
    if Use.STORE not in uses:
        raise NothingMayBeKept
    item = keep(sealed, team=door.team)
    testimony = Testimony.objects.create(giver=giver, door=door, item=item, received_on=now.date(), path=chosen.path, apart=chosen.apart)
    give_all(
        subject=testimony.ref,
        uses=uses_by_audience(uses),
        text_version=TEXT_VERSION,
        language=language,
        limits_shown=chosen.limits_shown,
        by="",
        now=now,
        after=[Happening(kind="testimony-received", subject=testimony.ref, by="")],
    )
    return testimony.ref


def receipt_of_form(number: Hidden[bytes], language: str) -> Receipt | None:
    """The receipt of the form with this number, if it was received before: whoever sends it again needs neither work nor wait."""
    return _receipt_of(receipts.entropy_of(number), language)


def _receipt_of(entropy: Hidden[bytes], language: str) -> Receipt | None:
    """The receipt of this form, if it was received before."""
    ref = Testimony.objects.filter(giver__lookup=receipts.lookup_of(entropy)).values_list("ref", flat=True).first()
    return None if ref is None else Receipt(words=receipts.words_of(entropy, language=language), testimony_ref=ref, is_new=False)


def _seen_before(entropy: Hidden[bytes], language: str) -> Receipt:
    """What this form was answered before; raises SlipSpent if it was not."""
    before = _receipt_of(entropy, language)
    if before is None:
        raise SlipSpent
    return before
