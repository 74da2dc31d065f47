"""Works of the organisations that a person belongs to; and as sources of a text that is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from firsthand.core.bibliography import Item, address_of, entry_of, label_of, same_work_key
from firsthand.core.manuscript import ResolvedCitation
from firsthand.core.refusal import NotFound
from firsthand.core.searching import ask
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where
from firsthand.research.models import Note, Source
from firsthand.research.reading import Read

READERS = (Role.Name.CODER, Role.Name.COORDINATOR, Role.Name.EDITOR, Role.Name.SECOND_READER, Role.Name.READER)
KEEPERS = (Role.Name.CODER, Role.Name.COORDINATOR, Role.Name.EDITOR)
PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A work as a line of a list."""

    ref: str
    label: str
    entry: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCard:
    pk: int
    is_quote: bool
    text: str
    page: str
    written_by: str
    written_at: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCard:
    """A work with its notes and quotes."""

    row: SourceRow
    address: str
    abstract: str
    added_by: str
    added_at: datetime
    retired_on: date | None
    notes: tuple[NoteCard, ...]
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A work out of a file, and whether the organisation has it already (then its Ref)."""

    read: Read
    label: str
    entry: str
    known_as: str


def sources_page(person: Person, *, words: str = "", number: str | int | None = 1) -> Page[Any]:
    """One page of the works that are kept where this person belongs; `words` are looked for in titles, names and notes."""
    rows = _readable(person).filter(retired_on=None)
    question = ask(words)
    for needles in question.groups:
        any_of = Q()
        for needle in needles:
            any_of |= Q(searched__contains=needle)
        rows = rows.filter(any_of)
    page: Page[Any] = Paginator(rows, PER_PAGE).get_page(number)
    page.object_list = [_row(row) for row in page.object_list]
    return page


def source_for(person: Person, ref: str) -> SourceCard:
    """One work.

    Raises:
        NotFound: there is none, or it is kept where this person does not belong.
    """
    row = _readable(person).filter(ref=ref).select_related("added_by").first()
    if row is None:
        raise NotFound
    return SourceCard(
        row=_row(row),
        address=address_of(row.item),
        abstract=row.item.get("abstract", ""),
        added_by=row.added_by.username,
        added_at=row.added_at,
        retired_on=row.retired_on,
        notes=tuple(_note(note, person) for note in row.notes.select_related("written_by")),
        may_write=row.organisation_id in organisations_where(person, *KEEPERS),
    )


def organisations_kept_for(person: Person) -> tuple[tuple[int, str], ...]:
    """Where this person may keep works: (id, name)."""
    rows = Organisation.objects.filter(pk__in=organisations_where(person, *KEEPERS)).order_by("name")
    return tuple(rows.values_list("pk", "name"))


def looked_at(organisation_id: int, read: Sequence[Read]) -> tuple[Looked, ...]:
    """What of a file is new to an organisation; of the same work twice in a file the second is known as the first (an empty Ref, `=`)."""
    keys = [same_work_key(each.item) for each in read]
    rows = Source.objects.filter(organisation=organisation_id, work_key__in=set(keys), retired_on=None)
    known = dict(rows.values_list("work_key", "ref"))
    found = []
    for key, each in zip(keys, read, strict=True):
        found.append(Looked(read=each, label=label_of(each.item), entry=entry_of(each.item), known_as=known.get(key, "")))
        known.setdefault(key, "=")
    return tuple(found)


def works_of(person: Person) -> tuple[tuple[str, Item], ...]:
    """(Ref, item) of every work where this person belongs, to be written into a file."""
    return tuple(_readable(person).filter(retired_on=None).values_list("ref", "item"))


def sources_for_print(refs: Iterable[str]) -> Mapping[str, ResolvedCitation]:
    """Each work among these Refs as a citation. Works are public: any text may cite one."""
    return {
        row.ref: ResolvedCitation(ref=row.ref, label=label_of(row.item), entry_text=entry_of(row.item), url=address_of(row.item))
        for row in Source.objects.filter(ref__in=set(refs))
    }


def why_not_citable(refs: Iterable[str]) -> Mapping[str, str]:
    """For each Ref that names no work, why it cannot be cited."""
    wanted = set(refs)
    known = set(Source.objects.filter(ref__in=wanted).values_list("ref", flat=True))
    return {ref: _("There is no source %(ref)s.") % {"ref": ref} for ref in sorted(wanted - known)}


def _readable(person: Person) -> QuerySet[Source]:
    return Source.objects.filter(organisation__in=organisations_where(person, *READERS)).select_related("organisation")


def _row(row: Source) -> SourceRow:
    return SourceRow(ref=row.ref, label=label_of(row.item), entry=entry_of(row.item), organisation=row.organisation.name)


def _note(note: Note, person: Person) -> NoteCard:
    return NoteCard(
        pk=note.pk,
        is_quote=note.kind == Note.Kind.QUOTE,
        text=note.text,
        page=note.page,
        written_by=note.written_by.username,
        written_at=note.written_at,
        is_mine=note.written_by_id == person.pk,
    )
