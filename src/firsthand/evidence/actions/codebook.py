"""The codebook: its first entries, changes drafted and published as versions, and coding anew what a version changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from firsthand.core.coding import DEFAULT_CODEBOOK, CodeList
from firsthand.core.coding.codebook import Change, Entry, Kind, apply_changes, changes_between
from firsthand.core.refusal import NotNow, NotPermitted, NotValid
from firsthand.evidence.codebooks import entry_to_json, shipped
from firsthand.evidence.models import Batch, Code, CodebookVersion, CodeChange
from firsthand.evidence.queries.codebook import drafted, latest_version, standing_entries
from firsthand.evidence.skos import from_turtle
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person
from firsthand.foundation.people.queries import coordinates_network


class NothingDrafted(NotNow):
    code = "nothing-drafted"
    sentence = "Nothing is drafted: change something first."


class VersionNoteMissing(NotValid):
    code = "version-note-missing"
    sentence = "Say in a sentence what is new, for those who code."


@transaction.atomic
def seed_codebook(*, now: datetime) -> int:  # noqa: ARG001 -- part of every action
    """Add the entries of the default codebook that are not there yet and return how many were added.

    What stands is left as it is: a network's own label, its own entry, and an entry that it retired.
    """
    before = set(Code.objects.values_list("list", "value"))
    missing = [
        Code(list=entry.list, value=entry.value, label=entry.label, huridocs_code=entry.huridocs_code, position=position)
        for position, entry in enumerate(DEFAULT_CODEBOOK)
        if (entry.list.value, entry.value) not in before
    ]
    Code.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


@transaction.atomic
def draft_changes(*, changes: Sequence[Change], by: Person, now: datetime) -> int:
    """Draft these changes after those drafted before; how many they are. Nothing is coded with them until a version is published.

    Raises:
        NotPermitted: this person does not coordinate the organisation that hosts the network.
        ChangeNotPossible: one of them cannot be, after those before it. Nothing is drafted then.
    """
    _require_host(by)
    apply_changes(apply_changes(standing_entries(), drafted()).values(), changes)
    CodeChange.objects.bulk_create(
        CodeChange(
            kind=each.kind,
            list=each.entry.list,
            value=each.entry.value,
            entry=entry_to_json(each.entry),
            drafted_at=now,
            drafted_by=by,
        )
        for each in changes
    )
    return len(changes)


def take_in(*, text: str, into: CodeList, is_dry_run: bool, by: Person, now: datetime) -> tuple[Change, ...]:
    """Read a codebook in Turtle and draft what it changes; with `is_dry_run` only say what that would be.

    Raises:
        NotPermitted, ChangeNotPossible: as `draft_changes`.
        SkosNotRead: the file cannot be read.
    """
    _require_host(by)
    return _draft_wanted(from_turtle(text, into=into), is_dry_run=is_dry_run, by=by, now=now)


def take_in_shipped(*, name: str, is_dry_run: bool, by: Person, now: datetime) -> tuple[Change, ...]:
    """Draft one of the lists that come with the house.

    Raises:
        NotPermitted, ChangeNotPossible: as `draft_changes`.
        NotFound: there is no such list.
    """
    _require_host(by)
    return _draft_wanted(shipped(name), is_dry_run=is_dry_run, by=by, now=now)


@transaction.atomic
def give_up_draft(*, by: Person, now: datetime) -> int:  # noqa: ARG001 -- part of every action
    """Forget what is drafted; how many changes that were."""
    _require_host(by)
    return CodeChange.objects.filter(version=None).delete()[0]


@transaction.atomic
def publish_codebook(*, note: str, by: Person, now: datetime) -> int:
    """Make what is drafted the next version, and return its number. From here on testimonies are coded with it.

    What was coded before keeps its codes and the number of its version. A code that was merged counts as the one that took its place,
    so the open batches are closed: a figure beside those before would show the change.

    Raises:
        NotPermitted, ChangeNotPossible: as `draft_changes`.
        NothingDrafted, VersionNoteMissing: there is nothing to publish, or nothing said about it.
    """
    host = _require_host(by)
    changes = drafted(lock=True)
    if not changes:
        raise NothingDrafted
    if not note.strip():
        raise VersionNoteMissing
    entries = apply_changes(standing_entries(), changes)
    number = latest_version() + 1
    record(kind="codebook-published", subject=host.ref, by=by.ref, now=now, facts={"version": number, "changes": len(changes)})
    _store(changes, now)
    content = [entry_to_json(entry) for entry in entries.values()]
    version = CodebookVersion.objects.create(number=number, published_at=now, published_by=by, note=note.strip()[:300], content=content)
    CodeChange.objects.filter(version=None).update(version=version)
    if any(change.kind is Kind.MERGE for change in changes):
        Batch.objects.filter(closed_at=None).update(closed_at=now, closed_because=Batch.Ending.CODES_MERGED)
    return number


def _draft_wanted(wanted: Iterable[tuple[Entry, int]], *, is_dry_run: bool, by: Person, now: datetime) -> tuple[Change, ...]:
    standing = apply_changes(standing_entries(), drafted())
    changes = changes_between(standing.values(), wanted)
    apply_changes(standing.values(), changes)
    if not is_dry_run:
        draft_changes(changes=changes, by=by, now=now)
    return changes


def _store(changes: Iterable[Change], now: datetime) -> None:
    rows = {(row.list, row.value): row for row in Code.objects.all()}
    position = max((row.position for row in rows.values()), default=0)
    for change in changes:
        entry = change.entry
        row = rows.get((entry.list.value, entry.value))
        if row is None:
            position = min(position + 1, 32_000)
            row = rows[entry.list.value, entry.value] = Code(list=entry.list, value=entry.value, position=position)
        row.label = entry.labels["en"]
        row.labels = {language: label for language, label in entry.labels.items() if language != "en"}
        row.definition, row.use_when, row.not_when = entry.definition, entry.use_when, entry.not_when
        row.huridocs_code = entry.huridocs_code
        row.broader = rows.get((entry.list.value, entry.broader))
        row.merged_into = rows.get((entry.list.value, entry.merged_into))
        row.retired_on = (row.retired_on or now.date()) if entry.is_retired else None
        row.save()


def _require_host(by: Person) -> Organisation:
    """The organisation that hosts the network, whose coordinators keep the codebook."""
    host = Organisation.objects.filter(hosts_network=True).first()
    if host is None or not coordinates_network(by):
        raise NotPermitted
    return host
