"""Files that a giver adds to their testimony, and what becomes of them when the words are destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow, NotValid
from firsthand.foundation.ledger.actions import Happening, record_all
from firsthand.foundation.vault.files import Written, discard, forget_file, keep_file
from firsthand.foundation.vault.resuming import Arriving, Progress
from firsthand.intake import receipts
from firsthand.intake.models import Attachment, Testimony
from firsthand.intake.queries import testimony_of_receipt

MOST_FILES = 40


class TakenBack(NotNow):
    code = "given-was-taken-back"
    sentence = "You took back what you told us. Nothing is added to it, and this file was not kept."


class TooManyFiles(NotValid):
    code = "too-many-files"
    sentence = "There are as many files with this as can be kept. These were not."


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFile:
    """A file as its giver sees it afterwards: that it is there, since when. Its name is sealed."""

    ref: str
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a file, from the byte `at`. What its sender's device says of the file names it: size, name, and when it was changed."""

    name: Hidden[str]
    media_type: Hidden[str]
    size: int
    stamp: str
    at: int
    content: bytes


@transaction.atomic
def add_files(*, receipt: Hidden[str], files: Sequence[Written], now: datetime) -> tuple[GivenFile, ...]:
    """Keep files that lie sealed on the disk with the testimony of this receipt: all of them, or none.

    One that was sent before, by the same name and with the same content, is not kept again: the file of then is returned in its place,
    and what was sent now is the caller's to discard. The ledger holds for each new one its Ref, the day, and a commitment to its hash.

    Raises:
        TakenBack: the testimony was taken back.
        TooManyFiles: more than forty.
        ReceiptUnknown and its kin: what `testimony_of_receipt` raises.
    """
    found = testimony_to_add_to(receipt)
    testimony = Testimony.objects.select_related("door__team").select_for_update(of=("self",)).get(pk=found.pk)
    if testimony.withdrawn_at is not None:
        raise TakenBack
    there = {row.sent_as: _card(row) for row in testimony.attachments.select_related("item")}
    entropy, given, happened = receipts.read(receipt), [], []
    for written in files:
        sent_as = receipts.sent_as(entropy, sha256=written.sha256.reveal(), name=written.name)
        if sent_as not in there:
            kept = keep_file(written, team=testimony.door.team, by="", now=now)
            row = Attachment.objects.create(testimony=testimony, item=kept.file.item, received_on=now.date(), sent_as=sent_as)
            facts: dict[str, object] = {"to": testimony.ref, "commitment": kept.commitment}
            happened.append(Happening(kind="file-received", subject=written.ref, by="", facts=facts))
            there[sent_as] = _card(row)
        given.append(there[sent_as])
    if len(there) > MOST_FILES:
        raise TooManyFiles
    record_all(happened, now=now)
    return tuple(given)


def add_piece(*, receipt: Hidden[str], piece: Piece, now: datetime) -> Progress:
    """Take one piece of a file, or say where the next one begins; with the last one the file is kept as `add_files` keeps it.

    Raises:
        FileTooLarge, NoRoom, BeingSent, NotWritten: what `Arriving.add` raises.
        TakenBack, TooManyFiles, ReceiptUnknown and its kin: what `add_files` raises.
    """
    testimony_to_add_to(receipt)
    said = f"{piece.size} {piece.stamp} {piece.name.reveal()}"
    arriving = Arriving(secret=receipts.upload_secret_of(receipts.read(receipt), said=said), size=piece.size)
    progress = arriving.add(piece.content, at=piece.at, name=piece.name, media_type=piece.media_type, day=now)
    if progress.written is None:
        return progress
    kept = ""
    try:
        kept = add_files(receipt=receipt, files=[progress.written], now=now)[0].ref
    finally:
        if kept != progress.written.ref:
            discard(progress.written)
        if not kept:
            arriving.give_up()
    arriving.mark_kept(kept, day=now)
    return Progress(at=piece.size, ref=kept)


def testimony_to_add_to(receipt: Hidden[str]) -> Testimony:
    """The testimony of this receipt, if something may be added to it. Raises TakenBack, and what `testimony_of_receipt` raises."""
    testimony = testimony_of_receipt(receipt)
    if testimony.withdrawn_at is not None:
        raise TakenBack
    return testimony


def files_of_receipt(receipt: Hidden[str]) -> tuple[GivenFile, ...]:
    """What files are there. Raises what `testimony_of_receipt` raises."""
    rows = Attachment.objects.filter(testimony=testimony_of_receipt(receipt)).select_related("item").order_by("pk")
    return tuple(map(_card, rows))


def destroy_files(testimony: Testimony, *, by: str, now: datetime) -> int:
    """Destroy the key of every file of a testimony and delete their bytes; how many that were. The rows stay as tombstones."""
    refs = Attachment.objects.filter(testimony=testimony).values_list("item__ref", flat=True)
    gone = [ref for ref in refs if forget_file(item_ref=ref, by=by, now=now)]
    record_all([Happening(kind="file-destroyed", subject=ref, by=by, facts={"to": testimony.ref}) for ref in gone], now=now)
    return len(gone)


def _card(row: Attachment) -> GivenFile:
    return GivenFile(ref=row.item.ref, received_on=row.received_on)
