"""Working texts, for the people of their organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from firsthand.core.refusal import NotFound
from firsthand.documents.models import Manuscript, Version
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
    profile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    number: int
    author: str
    written_at: datetime


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
        profile=row.manuscript.profile,
    )


def versions_of(person: Person, ref: str) -> tuple[VersionRow, ...]:
    """The saved versions of a manuscript, the last first, for someone of its organisation."""
    rows = Version.objects.filter(manuscript__ref=ref, manuscript__organisation__in=organisations_where(person))
    found = rows.order_by("-number").values_list("number", "author__username", "written_at")
    return tuple(VersionRow(number=number, author=author, written_at=written_at) for number, author, written_at in found)


def organisations_to_write_for(person: Person) -> tuple[tuple[int, str], ...]:
    """Where this person may start a manuscript: (id, name)."""
    roles = Role.objects.filter(person=person, name__in=WRITERS, organisation__is_active=True)
    return tuple(sorted(set(roles.values_list("organisation_id", "organisation__name")), key=lambda pair: pair[1]))


def may_write(person: Person, organisation_id: int) -> bool:
    """Whether this person writes and publishes for this organisation."""
    return organisation_id in organisations_where(person, *WRITERS)
