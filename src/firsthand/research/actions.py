"""Keeping works, and writing about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.core.bibliography import Item, clean_item, same_work_key, year_of
from firsthand.core.refusal import NotFound, NotNow, NotValid
from firsthand.core.searching import fold
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person
from firsthand.foundation.people.queries import organisations_where
from firsthand.research.models import Note, Source
from firsthand.research.queries import KEEPERS, Looked, looked_at
from firsthand.research.reading import FileFormat, Refused, read_file

LONGEST = 4000


class KnownAlready(NotNow):
    code = "source-known-already"
    sentence = "This work is kept already, as {ref}."


class NoteNotRight(NotValid):
    code = "note-not-right"
    sentence = "A note has between 1 and {longest} characters, and words out of a work say on which page they stand."


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What a file brought, or would bring: new works, works that are kept already, and what was refused with line and reason."""

    format: FileFormat
    new: tuple[Looked, ...]
    known: tuple[Looked, ...]
    refused: tuple[Refused, ...]
    refs: tuple[str, ...] = ()


@transaction.atomic
def import_sources(*, organisation_id: int, data: bytes, by: Person, now: datetime, dry_run: bool) -> ImportReport:
    """Keep every work of a file that is new to the organisation. With `dry_run` nothing is written.

    Raises:
        NotFound: this person does not keep works there.
        FileNotRead: it is no file of sources.
    """
    organisation = _organisation(organisation_id, by)
    reading = read_file(data)
    if not dry_run:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
    looked = looked_at(organisation.pk, reading.read)
    new = tuple(each for each in looked if not each.known_as)
    known = tuple(each for each in looked if each.known_as)
    refs: tuple[str, ...] = ()
    if not dry_run and new:
        rows = Source.objects.bulk_create(_source(organisation, each.read.item, by, now) for each in new)
        refs = tuple(row.ref for row in rows)
        facts: dict[str, object] = {"added": len(refs), "known": len(known), "refused": len(reading.refused)}
        record(kind="sources-imported", subject=organisation.ref, by=by.ref, now=now, facts=facts)
    return ImportReport(format=reading.format, new=new, known=known, refused=reading.refused, refs=refs)


@transaction.atomic
def add_source(*, organisation_id: int, item: Item, by: Person, now: datetime) -> str:
    """Keep one work; its Ref is returned.

    Raises:
        NotFound: this person does not keep works there.
        WorkMalformed: it cannot be cited.
        KnownAlready: it is kept.
    """
    organisation = _organisation(organisation_id, by)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    cleaned = clean_item(item)
    before = Source.objects.filter(organisation=organisation, work_key=same_work_key(cleaned), retired_on=None).first()
    if before is not None:
        raise KnownAlready(ref=before.ref)
    source = _source(organisation, cleaned, by, now)
    source.save()
    record(kind="source-added", subject=source.ref, by=by.ref, now=now)
    return source.ref


@transaction.atomic
def retire_source(*, ref: str, by: Person, now: datetime) -> None:
    """Take a work off the lists. What cites it stays.

    Raises:
        NotFound: there is none that this person keeps.
    """
    source = _kept(ref, by)
    Source.objects.filter(pk=source.pk).update(retired_on=now.date())
    record(kind="source-retired", subject=ref, by=by.ref, now=now)


@transaction.atomic
def write_note(*, ref: str, text: str, page: str, is_quote: bool, by: Person, now: datetime) -> None:
    """Write something about a work, or words out of it with their page.

    Raises:
        NotFound: there is none that this person keeps.
        NoteNotRight: it is empty or too long, or words have no page.
    """
    source = _kept(ref, by)
    words = text.strip()
    if not 0 < len(words) <= LONGEST or (is_quote and not page.strip()):
        raise NoteNotRight(longest=LONGEST)
    kind = Note.Kind.QUOTE if is_quote else Note.Kind.NOTE
    Note.objects.create(source=source, kind=kind, text=words, page=page.strip()[:40], written_by=by, written_at=now)
    _fold_again(source)
    record(kind="source-noted", subject=ref, by=by.ref, now=now)


@transaction.atomic
def delete_note(*, ref: str, note: int, by: Person, now: datetime) -> None:
    """Delete something that one wrote oneself.

    Raises:
        NotFound: there is no such note of this person's.
    """
    source = _kept(ref, by)
    deleted, _each = Note.objects.filter(pk=note, source=source, written_by=by).delete()
    if not deleted:
        raise NotFound
    _fold_again(source)
    record(kind="source-note-deleted", subject=ref, by=by.ref, now=now)


def _organisation(organisation_id: int, by: Person) -> Organisation:
    if organisation_id not in organisations_where(by, *KEEPERS):
        raise NotFound
    return Organisation.objects.get(pk=organisation_id)


def _kept(ref: str, by: Person) -> Source:
    rows = Source.objects.filter(ref=ref, organisation__in=organisations_where(by, *KEEPERS))
    source = rows.select_for_update().first()
    if source is None:
        raise NotFound
    return source


def _source(organisation: Organisation, item: Item, by: Person, now: datetime) -> Source:
    return Source(
        organisation=organisation,
        item=item,
        title=item["title"],
        year=year_of(item),
        work_key=same_work_key(item),
        searched=_folded(item, ()),
        added_by=by,
        added_at=now,
    )


def _fold_again(source: Source) -> None:
    notes = source.notes.values_list("text", flat=True)
    Source.objects.filter(pk=source.pk).update(searched=_folded(source.item, tuple(notes)))


def _folded(item: Item, notes: tuple[str, ...]) -> str:
    names = (part for role in ("author", "editor") for name in item.get(role, ()) for part in name.values())
    words = (item["title"], item.get("container-title", ""), item.get("publisher", ""), str(year_of(item) or ""), item.get("abstract", ""))
    return fold(" ".join((*words, *names, *notes)))
