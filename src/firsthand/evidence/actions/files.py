"""Opening a giver's file, as it is or as a copy without what it tells beside its content. Each is a row in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.evidence.actions.opening import testimony_to_work_on
from firsthand.evidence.cleaning import LARGEST_CLEANED, TooLargeToClean, cleaned
from firsthand.evidence.queries.files import FileCard, files_of_testimony
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Person
from firsthand.foundation.vault.models import SealedFile
from firsthand.foundation.vault.opened_files import Description, content_of, describe, describe_all
from firsthand.foundation.vault.opening import DoesNotOpen
from firsthand.foundation.vault.wire import UnlockedTeam


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file in the hands of one request: what it is called, and its content piece by piece."""

    name: Hidden[str]
    size: int
    content: Iterator[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """A file on an opened page. `described` is None where it does not open: forgotten, or damaged."""

    card: FileCard
    described: Description | None


@transaction.atomic
def open_file(*, testimony_ref: str, file_ref: str, with_key: UnlockedTeam, by: Person, now: datetime) -> OpenedFile:
    """The original, exactly as it was sent. It is opened while it is handed out; what does not open breaks off before its end.

    Raises:
        NotFound: there is no such file, or it belongs to another organisation's team.
        TestimonyWithdrawn, KeyDestroyed: it opens for nobody any more.
    """
    described, place = _described(testimony_ref, file_ref, with_key=with_key, by=by)
    record(kind="file-opened", subject=file_ref, by=by.ref, now=now, facts={"to": testimony_ref})
    return OpenedFile(name=described.name, size=described.size, content=content_of(described, place=place))


def clean_file(*, testimony_ref: str, file_ref: str, with_key: UnlockedTeam, by: Person, now: datetime) -> OpenedFile:
    """A working copy without what cameras and programs write beside the content. It is made in memory and kept nowhere.

    Making it takes its time: no row is held meanwhile, and whoever took the testimony back in between is heard.

    Raises:
        CannotBeCleaned, TooLargeToClean: no tool here can; the file stays as it is.
        NotFound, TestimonyWithdrawn, KeyDestroyed: as for `open_file`.
    """
    with transaction.atomic():
        described, place = _described(testimony_ref, file_ref, with_key=with_key, by=by)
    if described.size > LARGEST_CLEANED:
        raise TooLargeToClean
    copy = cleaned(content_of(described, place=place))
    try:
        with transaction.atomic():
            testimony_to_work_on(testimony_ref, by=by)
            record(kind="file-cleaned", subject=file_ref, by=by.ref, now=now, facts={"to": testimony_ref})
    except BaseException:
        copy.content.close()
        raise
    name = Hidden(f"{file_ref}.{copy.ending}")  # the name may tell as much as the content: the copy has none of it
    return OpenedFile(name=name, size=copy.size, content=copy.content)


def named_files(*, testimony_ref: str, with_key: UnlockedTeam) -> tuple[NamedFile, ...]:
    """A testimony's files with their names, for the page on which it was opened: part of the same opening."""
    cards = files_of_testimony(testimony_ref)
    described = describe_all([card.ref for card in cards], with_key=with_key)
    return tuple(NamedFile(card=card, described=described.get(card.ref)) for card in cards)


def _described(testimony_ref: str, file_ref: str, *, with_key: UnlockedTeam, by: Person) -> tuple[Description, str]:
    testimony = testimony_to_work_on(testimony_ref, by=by)
    if with_key.team_id != testimony.door.team_id:
        raise NotPermitted
    if not testimony.attachments.filter(item__ref=file_ref).exists():
        raise NotFound
    place = SealedFile.objects.filter(item__ref=file_ref).values_list("place", flat=True).first()
    described = describe(file_ref, with_key=with_key)
    if place is None:
        raise DoesNotOpen
    return described, place
