"""What a giver adds to what they told: an answer, something more, a correction. Sealed to the team like the testimony itself.

It is covered by the same answers about consent, and ends with the testimony. It can also be destroyed alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotNow, NotValid
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.vault.forgetting import destroy_key
from firsthand.foundation.vault.sealing import Sealed, keep, seal
from firsthand.intake import said as format_of
from firsthand.intake import slip as slips
from firsthand.intake.models import Message, Testimony
from firsthand.intake.queries import testimony_of_receipt
from firsthand.intake.receiving import NothingTold, SlipSpent
from firsthand.intake.said import FROM_GIVER, Said
from firsthand.intake.slip import Slip
from firsthand.intake.turns import in_turn

KIND = "addition"
VERSION = 1
MOST = 60


class NothingIsAdded(NotNow):
    code = "nothing-is-added"
    sentence = "You took back what you told us. Nothing is added to it, and these words were not kept."


class TooMuchAdded(NotValid):
    code = "too-much-added"
    sentence = "As much was added to this as can be. These words were not kept. Speak with the organisation to which you told it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """`is_new` is false when the same form had been received before: then nothing was kept a second time."""

    ref: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """What a blank form carries, so that a browser can seal: a slip, the row that it is for, and the team's public key."""

    slip: str
    ref: str
    public_key: bytes
    kind: str = KIND
    version: int = VERSION


def blank_for(receipt: Hidden[str]) -> Blank:
    """A fresh slip for whoever holds this receipt. Raises what `testimony_of_receipt` raises."""
    team = testimony_of_receipt(receipt).door.team
    token, ref = slips.drawn(team)
    return Blank(slip=token, ref=ref, public_key=bytes(team.public_key))


def add_words(*, receipt: Hidden[str], slip: Slip, said: Said, now: datetime) -> Added:
    """Seal what a giver adds, and keep it with what they told.

    Raises:
        NothingTold: the words are empty.
        NothingIsAdded: the testimony was taken back.
        TooMuchAdded: sixty were added before.
        SlipSpent: the form's Ref is somebody else's by now; it must be drawn anew.
        ReceiptUnknown and its kin: what `testimony_of_receipt` raises.
    """
    if not said.words.strip() or said.sort not in FROM_GIVER:
        raise NothingTold
    team = testimony_of_receipt(receipt).door.team
    sealed = seal(team=team, kind=KIND, content=format_of.to_bytes(said), ref=slip.ref)
    return _kept(receipt=receipt, sealed=sealed, now=now)


def add_sealed(*, receipt: Hidden[str], slip: Slip, content: bytes, sealed_key: bytes, now: datetime) -> Added:
    """Keep what a browser sealed. The server cannot read it, so only who opens it sees what it says.

    Raises:
        SlipSpent: as for `add_words`, or the team's keys changed: the browser must seal again, with a new slip.
        NothingIsAdded, TooMuchAdded, ReceiptUnknown and its kin: as for `add_words`.
    """
    team = testimony_of_receipt(receipt).door.team
    if not slip.is_for(team):
        raise SlipSpent
    sealed = Sealed(
        ref=slip.ref, kind=KIND, version=VERSION, content=content, sealed_key=sealed_key, generation=team.generation
    )  # fmt: skip
    return _kept(receipt=receipt, sealed=sealed, now=now)


@transaction.atomic
def destroy_added(*, receipt: Hidden[str], ref: str, now: datetime) -> bool:
    """Destroy one thing that this giver added; false if it was destroyed before.

    Raises:
        NotFound: they added no such thing.
        ReceiptUnknown and its kin: what `testimony_of_receipt` raises.
    """
    testimony = testimony_of_receipt(receipt)
    if not Message.objects.filter(testimony=testimony, item__ref=ref, is_to_giver=False).exists():
        raise NotFound
    is_done = destroy_key(item_ref=ref, by="", now=now)
    if is_done:
        record(kind="message-destroyed", subject=ref, by="", now=now, facts={"to": testimony.ref})
    return is_done


def _kept(*, receipt: Hidden[str], sealed: Sealed, now: datetime) -> Added:
    try:
        with in_turn(), transaction.atomic():
            return _keep(testimony_of_receipt(receipt), sealed, now)
    except IntegrityError:
        raise SlipSpent from None


def _keep(found: Testimony, sealed: Sealed, now: datetime) -> Added:
    """One transaction; a re-key that happens meanwhile does no harm: the key is then sealed anew with all that are behind."""
    testimony = Testimony.objects.select_related("door__team").select_for_update(of=("self",)).get(pk=found.pk)
    if testimony.withdrawn_at is not None:
        raise NothingIsAdded
    mine = Message.objects.filter(testimony=testimony, is_to_giver=False)
    if mine.filter(item__ref=sealed.ref).exists():
        return Added(ref=sealed.ref, is_new=False)
    if mine.count() >= MOST:
        raise TooMuchAdded
    item = keep(sealed, team=testimony.door.team)
    Message.objects.create(testimony=testimony, item=item, is_to_giver=False, sent_on=now.date())
    record(kind="addition-received", subject=testimony.ref, by="", now=now, facts={"item": item.ref})
    return Added(ref=item.ref, is_new=True)
