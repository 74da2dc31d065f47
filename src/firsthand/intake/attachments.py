"""Files that a giver adds to their testimony, and what becomes of them when the words are destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow, NotValid
from firsthand.foundation.ledger.actions import Happening, record_all
from firsthand.foundation.vault.files import Written, forget_file, keep_file
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


@transaction.atomic
def add_files(*, receipt: Hidden[str], files: Sequence[Written], now: datetime) -> tuple[GivenFile, ...]:
    """Keep files that lie sealed on the disk with the testimony of this receipt: all of them, or none.

    The ledger holds for each its Ref, the day, and a commitment to its hash.

    Raises:
        TakenBack: the testimony was taken back.
        TooManyFiles: more than forty.
        ReceiptUnknown and its kin: what `testimony_of_receipt` raises.
    """
    found = testimony_of_receipt(receipt)
    testimony = Testimony.objects.select_related("door__team").select_for_update(of=("self",)).get(pk=found.pk)
    if testimony.withdrawn_at is not None:
        raise TakenBack
    if testimony.attachments.count() + len(files) > MOST_FILES:
        raise TooManyFiles
    given, happened = [], []
    for written in files:
        kept = keep_file(written, team=testimony.door.team, by="", now=now)
        Attachment.objects.create(testimony=testimony, item=kept.file.item, received_on=now.date())
        given.append(GivenFile(ref=written.ref, received_on=now.date()))
        facts: dict[str, object] = {"to": testimony.ref, "commitment": kept.commitment}
        happened.append(Happening(kind="file-received", subject=written.ref, by="", facts=facts))
    record_all(happened, now=now)
    return tuple(given)


def files_of_receipt(receipt: Hidden[str]) -> tuple[GivenFile, ...]:
    """What files are there. Raises what `testimony_of_receipt` raises."""
    rows = Attachment.objects.filter(testimony=testimony_of_receipt(receipt)).select_related("item").order_by("pk")
    return tuple(GivenFile(ref=row.item.ref, received_on=row.received_on) for row in rows)


def destroy_files(testimony: Testimony, *, by: str, now: datetime) -> int:
    """Destroy the key of every file of a testimony and delete their bytes; how many that were. The rows stay as tombstones."""
    refs = Attachment.objects.filter(testimony=testimony).values_list("item__ref", flat=True)
    gone = [ref for ref in refs if forget_file(item_ref=ref, by=by, now=now)]
    record_all([Happening(kind="file-destroyed", subject=ref, by=by, facts={"to": testimony.ref}) for ref in gone], now=now)
    return len(gone)
