"""Files of a testimony, and what became of each, from the ledger. Their names are sealed; whoever has unlocked adds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.people.models import Person
from firsthand.intake.models import Attachment

_custody = ("file-received", "file-opened", "file-cleaned", "file-destroyed")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyRow:
    """One thing that happened to a file. `who` is a chosen name; empty for its giver or the system."""

    kind: str
    on: date
    who: str
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCard:
    """A file without its name."""

    ref: str
    received_on: date
    custody: tuple[CustodyRow, ...]


def files_of_testimony(testimony_ref: str) -> tuple[FileCard, ...]:
    """The files of a testimony, each with its custody log; three queries, however many there are."""
    rows = Attachment.objects.filter(testimony__ref=testimony_ref).select_related("item").order_by("pk")
    refs = {row.item.ref: row.received_on for row in rows}
    entries = list(Entry.objects.filter(subject__in=refs, kind__in=_custody).order_by("number"))
    names = dict(Person.objects.filter(ref__in={entry.actor for entry in entries}).values_list("ref", "username"))
    return tuple(
        FileCard(
            ref=ref,
            received_on=received_on,
            custody=tuple(_row(entry, names) for entry in entries if entry.subject == ref),
        )
        for ref, received_on in refs.items()
    )


def _row(entry: Entry, names: dict[str, str]) -> CustodyRow:
    commitment = str(entry.facts.get("commitment", ""))
    return CustodyRow(kind=entry.kind, on=entry.on, who=names.get(entry.actor, entry.actor), commitment=commitment)
