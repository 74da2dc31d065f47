"""What a team wrote to a giver, opened for one request with the words of the receipt; and what the giver sent, without its words.

Nothing here opens what was given, and nothing shows a giver's own words again: whoever forces the receipt out of somebody reads what a
team chose to write, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from firsthand.core.hidden import Hidden
from firsthand.foundation.ledger.actions import Happening, record, record_all
from firsthand.foundation.vault.forgetting import destroy_key
from firsthand.foundation.vault.inboxes import OpenInbox, inbox_of, open_letters
from firsthand.foundation.vault.models import ItemKey
from firsthand.intake import receipts, said
from firsthand.intake.models import Giver, Message, Testimony
from firsthand.intake.queries import found_by_receipt
from firsthand.intake.said import FROM_TEAM, SaidNotReadable, Sort


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as its giver reads it. `words` is None where it was destroyed or does not open; `is_new` until the day after it was read."""

    ref: str
    sent_on: date
    sort: Sort | None
    words: Hidden[str] | None
    language: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SentWords:
    """Something that the giver added: that it is there, and whether the team has read it. Never its words."""

    ref: str
    sent_on: date
    is_read: bool
    is_destroyed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """The latest letter first; what was sent in its order."""

    letters: tuple[Letter, ...]
    sent: tuple[SentWords, ...]

    @property
    def new(self) -> int:
        return sum(letter.is_new for letter in self.letters)


def read_inbox(*, receipt: Hidden[str], now: datetime) -> Inbox:
    """Open the letters to whoever holds this receipt, and note the day on which each was first read. Nothing is written in the ledger:
    it never forgets, and when a giver comes back is not for it to know. Only what there is to write waits for whoever writes now.

    Who gave before there were inboxes has one from here on.

    Raises:
        ReceiptUnknown and its kin: what `testimony_of_receipt` raises.
    """
    testimony, entropy = found_by_receipt(receipt)
    inbox = inbox_of(receipts.inbox_seed_of(entropy))
    _hold_key(testimony, inbox, now)
    rows = tuple(Message.objects.filter(testimony=testimony).select_related("item").order_by("pk"))
    to_giver = [row for row in rows if row.is_to_giver]
    opened = open_letters([row.item.ref for row in to_giver], inbox=inbox) if to_giver else {}
    letters = tuple(_letter(row, opened.get(row.item.ref), now) for row in reversed(to_giver))
    fresh = [row.pk for row in to_giver if row.read_on is None and row.item.ref in opened]
    if fresh:
        Message.objects.filter(pk__in=fresh).update(read_on=now.date())
    return Inbox(letters=letters, sent=_sent([row for row in rows if not row.is_to_giver]))


def destroy_messages(testimony: Testimony, *, by: str, now: datetime) -> int:
    """Destroy every key of every message of a testimony; how many opened until now. The rows stay as tombstones."""
    refs = Message.objects.filter(testimony=testimony).order_by("pk").values_list("item__ref", flat=True)
    gone = [ref for ref in refs if destroy_key(item_ref=ref, by=by, now=now)]
    record_all([Happening(kind="message-destroyed", subject=ref, by=by, facts={"to": testimony.ref}) for ref in gone], now=now)
    return len(gone)


def _hold_key(testimony: Testimony, inbox: OpenInbox, now: datetime) -> None:
    """Keep the public key that follows from the words. Another one in its place was put there by somebody else: that is written down."""
    stored = bytes(testimony.giver.inbox_key)
    if stored == inbox.public_key:
        return
    with transaction.atomic():
        Giver.objects.filter(pk=testimony.giver.pk).update(inbox_key=inbox.public_key)
        if stored:
            record(kind="inbox-key-mended", subject=testimony.ref, by="", now=now)


def _letter(row: Message, content: Hidden[bytes] | None, now: datetime) -> Letter:
    found = None
    if content is not None:
        try:
            found = said.read(content, allowed=FROM_TEAM)
        except SaidNotReadable:
            found = None
    return Letter(
        ref=row.item.ref,
        sent_on=row.sent_on,
        sort=found.sort if found else None,
        words=Hidden(found.words) if found else None,
        language=found.language if found else "",
        is_new=found is not None and (row.read_on is None or row.read_on == now.date()),
    )


def _sent(rows: list[Message]) -> tuple[SentWords, ...]:
    held = set(ItemKey.objects.filter(item__in=[row.item_id for row in rows]).values_list("item_id", flat=True)) if rows else set()
    return tuple(
        SentWords(ref=row.item.ref, sent_on=row.sent_on, is_read=row.read_on is not None, is_destroyed=row.item_id not in held)
        for row in rows
    )
