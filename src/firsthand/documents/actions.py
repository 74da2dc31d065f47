"""Writing, freezing, superseding and taking back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import get_random_string

from firsthand.core.lineage import Edge
from firsthand.core.refusal import NotFound, NotNow, NotPermitted, NotValid
from firsthand.documents import content as frozen
from firsthand.documents.models import Edition, EditionFile, Manuscript, Recipient, Version
from firsthand.documents.queries import may_write
from firsthand.documents.submission import profile_named
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person


class TextMoved(NotNow):
    code = "text-moved"
    sentence = "Version {latest} was saved while you wrote on version {based_on}. Your text is below; copy what you need into the new one."


class TitleMissing(NotValid):
    code = "title-missing"
    sentence = "A manuscript needs a title."


class EditionEnded(NotNow):
    code = "edition-ended"
    sentence = "This edition is no longer live."


@transaction.atomic
def start_manuscript(
    *, organisation_id: int, title: str, subtitle: str = "", language: str = "en", body: str = "", by: Person, now: datetime
) -> str:
    """A new manuscript with its first version; its Ref is returned."""
    if not may_write(by, organisation_id):
        raise NotPermitted
    if not title.strip():
        raise TitleMissing
    manuscript = Manuscript.objects.create(organisation_id=organisation_id, title=title, subtitle=subtitle, language=language)
    Version.objects.create(manuscript=manuscript, number=1, body=body, author=by, written_at=now)
    record(kind="manuscript-started", subject=manuscript.ref, by=by.ref, now=now)
    return manuscript.ref


@transaction.atomic
def save_version(*, manuscript_ref: str, body: str, based_on: int, by: Person, now: datetime) -> int:
    """Save the text as the next version and return its number; the same text again makes no new version.

    Raises:
        TextMoved: someone saved since the version that this text was based on. Nothing is overwritten.
    """
    manuscript = Manuscript.objects.select_for_update().filter(ref=manuscript_ref).first()
    if manuscript is None or not may_write(by, manuscript.organisation_id):
        raise NotFound
    latest = manuscript.versions.order_by("-number").first()
    last_number, last_body = (latest.number, latest.body) if latest else (0, None)
    if body == last_body:
        return last_number
    if based_on != last_number:
        raise TextMoved(latest=last_number, based_on=based_on)
    Version.objects.create(manuscript=manuscript, number=last_number + 1, body=body, author=by, written_at=now)
    record(kind="version-saved", subject=manuscript_ref, by=by.ref, now=now, facts={"version": last_number + 1})
    return last_number + 1


@transaction.atomic
def choose_profile(*, manuscript_ref: str, profile: str, by: Person, now: datetime) -> None:
    """Hold a text against the rules of a body that receives reports (empty: against none).

    Raises:
        NotFound: there is no such text, or it is not this person's to write.
        ProfileUnknown: there is no such profile.
    """
    profile_named(profile)
    manuscript = Manuscript.objects.select_for_update().filter(ref=manuscript_ref).first()
    if manuscript is None or not may_write(by, manuscript.organisation_id):
        raise NotFound
    Manuscript.objects.filter(pk=manuscript.pk).update(profile=profile)
    record(kind="profile-chosen", subject=manuscript_ref, by=by.ref, now=now, facts={"profile": profile})


@transaction.atomic
def freeze_edition(
    *, manuscript_ref: str, version: int, content: frozen.Content, edges: Iterable[Edge], because: str, by: Person | None, now: datetime
) -> str:
    """Freeze a version as the next edition, live at once; the edition that was live is superseded by it. The Ref is returned.

    The caller has checked every claim; `edges` name what the edition was made from (`derived` is filled in here).
    """
    manuscript = Manuscript.objects.select_for_update().get(ref=manuscript_ref)
    before = manuscript.editions.filter(status=Edition.Status.LIVE).first()
    count = manuscript.editions.count()
    edition = Edition.objects.create(
        manuscript=manuscript,
        version=manuscript.versions.get(number=version),
        number=count + 1,
        title=content.title,
        language=content.language,
        content=frozen.to_json(content),
        content_hash=frozen.hash_of(content),
        published_at=now,
        published_by=by,
    )
    made_from = [Edge(derived=edition.ref, source=edge.source, carries=edge.carries, use=edge.use) for edge in edges]
    facts = {"manuscript": manuscript_ref, "version": version, "content": edition.content_hash, "because": because}
    record(kind="edition-published", subject=edition.ref, by=by.ref if by else "", now=now, facts=facts, edges=made_from)
    if before is not None:
        _end(before, status=Edition.Status.SUPERSEDED, because=because, successor=edition, by=by.ref if by else "", now=now)
    return edition.ref


@transaction.atomic
def withdraw_edition(*, edition_ref: str, because: str, by: Person, now: datetime) -> None:
    """Take an edition back whole: its page stays as a tombstone, its text and files go."""
    edition = Edition.objects.select_for_update().select_related("manuscript").filter(ref=edition_ref).first()
    if edition is None or not may_write(by, edition.manuscript.organisation_id):
        raise NotFound
    if edition.status != Edition.Status.LIVE:
        raise EditionEnded
    _end(edition, status=Edition.Status.WITHDRAWN, because=because, successor=None, by=by.ref, now=now)
    take_words_back(edition_ref=edition_ref)


@transaction.atomic
def take_words_back(*, edition_ref: str) -> None:
    """Destroy an edition's content and files. The files go when the transaction is kept; no page offers them from this moment."""
    Edition.objects.filter(ref=edition_ref).update(content=None)
    files = EditionFile.objects.filter(edition__ref=edition_ref)
    names = list(files.values_list("stored_as", flat=True))
    files.delete()
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


@transaction.atomic
def store_file(*, edition_ref: str, file_format: str, data: bytes) -> None:
    """Keep an edition's file under a name that tells nothing. A file for an edition that has ended is not kept."""
    edition = Edition.objects.select_for_update().filter(ref=edition_ref).first()
    if edition is None or edition.content is None or edition.status != Edition.Status.LIVE:
        raise EditionEnded
    old = EditionFile.objects.filter(edition=edition, format=file_format).first()
    name = default_storage.save(f"{get_random_string(24)}.bin", ContentFile(data))
    EditionFile.objects.update_or_create(
        edition=edition,
        format=file_format,
        defaults={"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "stored_as": name},
    )
    if old is not None:
        transaction.on_commit(partial(default_storage.delete, old.stored_as))


@transaction.atomic
def name_recipient(*, edition_ref: str, organisation_id: int | None, address: str, by: Person, now: datetime) -> None:
    """Remember who received an edition (an organisation, or an address outside the network), so that they are told when it changes."""
    edition = Edition.objects.select_related("manuscript").filter(ref=edition_ref).first()
    if edition is None or not may_write(by, edition.manuscript.organisation_id):
        raise NotFound
    organisation = Organisation.objects.get(pk=organisation_id) if organisation_id else None
    Recipient.objects.get_or_create(edition=edition, organisation=organisation, address=address, defaults={"received_at": now})
    record(kind="edition-sent", subject=edition_ref, by=by.ref, now=now, facts={"to": "organisation" if organisation else "address"})


def copy_recipients(*, from_edition: str, to_edition: str, now: datetime) -> None:
    """Who received an edition is told when its successor changes too."""
    successor = Edition.objects.get(ref=to_edition)
    Recipient.objects.bulk_create(
        Recipient(edition=successor, organisation_id=row.organisation_id, address=row.address, received_at=now)
        for row in Recipient.objects.filter(edition__ref=from_edition)
    )


def mark_told(*, recipient_id: int, now: datetime) -> None:
    """Remember that a recipient was told, so that no one is told twice."""
    Recipient.objects.filter(pk=recipient_id, told_at=None).update(told_at=now)


@transaction.atomic
def forget_recipients(*, before: date) -> int:
    """Forget who received editions that ended before this day and were told so; how many were forgotten."""
    rows = Recipient.objects.filter(edition__ended_at__date__lt=before, told_at__isnull=False)
    return rows.delete()[0]


def _end(edition: Edition, *, status: Edition.Status, because: str, successor: Edition | None, by: str, now: datetime) -> None:
    Edition.objects.filter(pk=edition.pk).update(status=status, superseded_by=successor, ended_at=now, ended_because=because)
    facts: dict[str, object] = {"because": because, "successor": successor.ref if successor else ""}
    record(kind=f"edition-{status.value}", subject=edition.ref, by=by, now=now, facts=facts)
