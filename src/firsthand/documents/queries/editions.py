"""Editions: for everyone, for the people of their organisation, and for the flow that takes words out of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Greatest

from firsthand.core.ref import RefMalformed, parse
from firsthand.core.refusal import NotFound
from firsthand.documents import content as frozen
from firsthand.documents.models import Edition, EditionFile
from firsthand.foundation.consents.queries import broken_words
from firsthand.foundation.people.models import Person
from firsthand.foundation.people.queries import organisations_where


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionToMend:
    """An edition that prints words which were taken back."""

    ref: str
    manuscript_ref: str
    version: int
    is_live: bool
    content: frozen.Content


def publisher_of(edition_ref: str) -> int | None:
    """The id of the organisation that published this edition; None if there is no such edition."""
    return Edition.objects.filter(ref=edition_ref).values_list("manuscript__organisation_id", flat=True).first()


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


def latest_news(*, now: datetime, most: int = 50) -> tuple[EditionCard, ...]:
    """Editions of every state, what changed last on top: published, replaced, withdrawn."""
    rows = _editions().order_by(Greatest("published_at", Coalesce("ended_at", "published_at")).desc(), "-pk")[:most]
    return edition_cards(rows, now=now)


def public_edition(ref: str, *, now: datetime) -> EditionCard:
    """One edition by its Ref as somebody typed it from paper, ended or not: its page stays. Raises NotFound if there never was one."""
    try:
        _kind, canonical = parse(ref)
    except RefMalformed as malformed:
        raise NotFound from malformed
    row = _editions().filter(ref=canonical).first()
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


def editions_to_mend(refs: Iterable[str]) -> tuple[EditionToMend, ...]:
    """Those of these editions that still hold their content."""
    rows = Edition.objects.filter(ref__in=set(refs), content__isnull=False).select_related("manuscript", "version").order_by("pk")
    return tuple(
        EditionToMend(
            ref=row.ref,
            manuscript_ref=row.manuscript.ref,
            version=row.version.number,
            is_live=row.status == Edition.Status.LIVE,
            content=frozen.from_json(row.content),
        )
        for row in rows
        if row.content is not None
    )


def _editions() -> QuerySet[Edition]:
    return Edition.objects.select_related("manuscript__organisation", "superseded_by").prefetch_related("files")
