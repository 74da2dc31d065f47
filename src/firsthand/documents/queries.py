"""Manuscripts and editions as their readers may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from firsthand.core.refusal import NotFound
from firsthand.documents import content as frozen
from firsthand.documents.models import Edition, EditionFile, Manuscript, Recipient, Version
from firsthand.foundation.consents.queries import broken_words
from firsthand.foundation.people.models import Person, Role
from firsthand.foundation.people.queries import organisations_where

WRITERS = (Role.Name.EDITOR, Role.Name.COORDINATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManuscriptRow:
    """A manuscript as a line of a list."""

    ref: str
    title: str
    language: str
    organisation: str
    versions: int
    editions: int
    written_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCard:
    manuscript_ref: str
    organisation_id: int
    organisation: str
    title: str
    subtitle: str
    language: str
    number: int
    body: str
    author: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCard:
    format: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCard:
    """An edition as anyone may see it. `is_shown` is false when it was ended or when any words in it lost their consent."""

    ref: str
    manuscript_ref: str
    organisation_id: int
    organisation: str
    title: str
    number: int
    language: str
    status: str
    is_shown: bool
    published_at: datetime
    content_hash: str
    ended_at: datetime | None
    ended_because: str
    successor: str
    files: tuple[FileCard, ...]


def manuscripts_for(person: Person) -> tuple[ManuscriptRow, ...]:
    """The manuscripts of the organisations in which this person holds a role, the last written first."""
    rows = (
        Manuscript.objects.filter(organisation__in=organisations_where(person))
        .select_related("organisation")
        .annotate(
            last=Max("versions__written_at"),
            version_count=Count("versions", distinct=True),
            edition_count=Count("editions", distinct=True),
        )
        .order_by("-last", "pk")
    )
    return tuple(
        ManuscriptRow(
            ref=row.ref,
            title=row.title,
            language=row.language,
            organisation=row.organisation.name,
            versions=row.version_count,
            editions=row.edition_count,
            written_at=row.last,
        )
        for row in rows
    )


def version_for(person: Person, ref: str, *, number: int | None = None) -> VersionCard:
    """A version of a manuscript (the last, if no number is named) for someone of its organisation.

    Raises:
        NotFound: there is none, or it is another organisation's.
    """
    rows = Version.objects.filter(manuscript__ref=ref, manuscript__organisation__in=organisations_where(person))
    if number is not None:
        rows = rows.filter(number=number)
    row = rows.select_related("manuscript__organisation", "author").order_by("-number").first()
    if row is None:
        raise NotFound
    return VersionCard(
        manuscript_ref=ref,
        organisation_id=row.manuscript.organisation_id,
        organisation=row.manuscript.organisation.name,
        title=row.manuscript.title,
        subtitle=row.manuscript.subtitle,
        language=row.manuscript.language,
        number=row.number,
        body=row.body,
        author=row.author.username,
        written_at=row.written_at,
    )


def organisations_to_write_for(person: Person) -> tuple[tuple[int, str], ...]:
    """Where this person may start a manuscript: (id, name)."""
    roles = Role.objects.filter(person=person, name__in=WRITERS, organisation__is_active=True)
    return tuple(sorted(set(roles.values_list("organisation_id", "organisation__name")), key=lambda pair: pair[1]))


def may_write(person: Person, organisation_id: int) -> bool:
    """Whether this person writes and publishes for this organisation."""
    return organisation_id in organisations_where(person, *WRITERS)


def edition_cards(editions: Iterable[Edition], *, now: datetime) -> tuple[EditionCard, ...]:
    """Cards for these rows, each checked against live grants now: three queries, however many rows."""
    rows = tuple(editions)
    broken = broken_words((row.ref for row in rows if row.status == Edition.Status.LIVE), now=now)
    return tuple(
        EditionCard(
            ref=row.ref,
            manuscript_ref=row.manuscript.ref,
            organisation_id=row.manuscript.organisation_id,
            organisation=row.manuscript.organisation.name,
            title=row.title,
            number=row.number,
            language=row.language,
            status=row.status,
            is_shown=row.status == Edition.Status.LIVE and row.content is not None and row.ref not in broken,
            published_at=row.published_at,
            content_hash=row.content_hash,
            ended_at=row.ended_at,
            ended_because=row.ended_because,
            successor=row.superseded_by.ref if row.superseded_by else "",
            files=tuple(FileCard(format=file.format, size=file.size, sha256=file.sha256) for file in row.files.all()),
        )
        for row in rows
    )


def public_editions(*, now: datetime) -> tuple[EditionCard, ...]:
    """The editions that are live and whole, the latest first."""
    rows = _editions().filter(status=Edition.Status.LIVE).order_by("-published_at", "-pk")
    return tuple(card for card in edition_cards(rows, now=now) if card.is_shown)


def public_edition(ref: str, *, now: datetime) -> EditionCard:
    """One edition by its Ref, ended or not: its page stays. Raises NotFound if there never was one."""
    row = _editions().filter(ref=ref).first()
    if row is None:
        raise NotFound
    return edition_cards([row], now=now)[0]


def editions_of(person: Person, manuscript_ref: str, *, now: datetime) -> tuple[EditionCard, ...]:
    """Every edition of a manuscript, the latest first, for someone of its organisation."""
    rows = _editions().filter(manuscript__ref=manuscript_ref, manuscript__organisation__in=organisations_where(person))
    return edition_cards(rows.order_by("-number"), now=now)


def edition_for(person: Person, ref: str, *, now: datetime) -> EditionCard:
    """One edition at the desk, for someone of its organisation. Raises NotFound otherwise."""
    row = _editions().filter(ref=ref, manuscript__organisation__in=organisations_where(person)).first()
    if row is None:
        raise NotFound
    return edition_cards([row], now=now)[0]


def content_of(ref: str) -> frozen.Content | None:
    """What an edition froze; None once it was taken back. Whoever shows it asks `is_shown` first."""
    stored = Edition.objects.filter(ref=ref).values_list("content", flat=True).first()
    return frozen.from_json(stored) if stored is not None else None


def stored_file(ref: str, file_format: str) -> EditionFile | None:
    """Where an edition's file in this format lies. Whoever serves it asks `is_shown` first."""
    return EditionFile.objects.filter(edition__ref=ref, format=file_format).first()


def recipients_of(edition_ref: str) -> tuple[Recipient, ...]:
    """Who received an edition."""
    return tuple(Recipient.objects.filter(edition__ref=edition_ref).select_related("organisation").order_by("pk"))


def notices_for(person: Person) -> tuple[Recipient, ...]:
    """Editions that an organisation of this person received and that have since ended."""
    mine = organisations_where(person)
    ended = Q(edition__ended_at__isnull=False)
    rows = Recipient.objects.filter(ended, organisation__in=mine).select_related("edition__superseded_by", "organisation")
    return tuple(rows.order_by("-edition__ended_at")[:20])


def _editions() -> QuerySet[Edition]:
    return Edition.objects.select_related("manuscript__organisation", "superseded_by").prefetch_related("files")
