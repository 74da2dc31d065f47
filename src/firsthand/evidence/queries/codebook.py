"""The codebook as its users see it, what is drafted, and what stands coded with codes that a version ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Max, Q
from django.utils.translation import get_language, gettext

from firsthand.core.coding import CodeList as ListName
from firsthand.core.coding.codebook import Change, Entry, Kind, apply_changes
from firsthand.core.refusal import NotFound
from firsthand.evidence.codebooks import entry_from_json
from firsthand.evidence.models import Act, Code, CodebookVersion, CodeChange, Information, Involvement
from firsthand.evidence.queries.access import TEAM, testimonies_of
from firsthand.evidence.queries.blindness import hidden_from
from firsthand.foundation.people.models import Person

WORKLIST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCard:
    """`depth` is how far below a code of the list's first level it stands; `merged_into` is a label, empty where it was not merged."""

    value: str
    label: str
    is_retired: bool
    depth: int = 0
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    merged_into: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """One list of the codebook, in its order."""

    key: str
    label: str
    codes: tuple[CodeCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A published version. `changes` are (kind, list, value)."""

    number: int
    published_at: datetime
    published_by: str
    note: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecodeRow:
    """What one testimony tells of one incident in codes that are not used any more: (label, label of what took its place or empty)."""

    testimony_ref: str
    incident_ref: str
    codebook: int
    codes: tuple[tuple[str, str], ...] = field(default_factory=tuple)


def codebook() -> tuple[CodeList, ...]:
    """Every list with every code, retired ones too, each below the one that it stands under; one query."""
    rows = tuple(Code.objects.all())
    labels = {row.pk: _label(row) for row in rows}
    under: dict[tuple[str, int | None], list[Code]] = defaultdict(list)
    for row in rows:
        under[row.list, row.broader_id].append(row)
    return tuple(CodeList(key=key, label=str(label), codes=tuple(_cards(under, labels, key, None, 0))) for key, label in Code.List.choices)


def choices_in_use(code_list: str) -> tuple[tuple[str, str], ...]:
    """(value, label) of the codes of a list that may still be applied, in the reader's language."""
    return tuple((row.value, _label(row)) for row in Code.objects.filter(list=code_list, retired_on=None))


def standing_entries() -> tuple[Entry, ...]:
    """The codebook as it stands, as values; one query."""
    rows = Code.objects.select_related("broader", "merged_into")
    return tuple(
        Entry(
            list=ListName(row.list),
            value=row.value,
            labels={"en": row.label, **row.labels},
            definition=row.definition,
            use_when=row.use_when,
            not_when=row.not_when,
            broader=row.broader.value if row.broader else "",
            huridocs_code=row.huridocs_code,
            is_retired=row.retired_on is not None,
            merged_into=row.merged_into.value if row.merged_into else "",
        )
        for row in rows
    )


def drafted(*, lock: bool = False) -> tuple[Change, ...]:
    """The changes that wait for the next version, in their order; with `lock` nobody changes them until the transaction ends."""
    rows = CodeChange.objects.filter(version=None).order_by("pk")
    rows = rows.select_for_update() if lock else rows
    return tuple(Change(kind=Kind(row.kind), entry=entry_from_json(row.entry)) for row in rows)


def retired_change(code_list: ListName, value: str, *, into: str = "") -> Change:
    """The change that retires a code, or merges it into another.

    Raises:
        NotFound: the codebook has no such code, drafted ones counted.
    """
    entries = apply_changes(standing_entries(), drafted())
    entry = entries.get((code_list, value))
    if entry is None:
        raise NotFound
    return Change(kind=Kind.MERGE if into else Kind.RETIRE, entry=replace(entry, is_retired=True, merged_into=into))


def latest_version() -> int:
    """The number of the version that is coded with, 0 before the first."""
    return int(CodebookVersion.objects.aggregate(latest=Max("number"))["latest"] or 0)


def versions() -> tuple[VersionRow, ...]:
    """Every version, the latest first, with its changes: the trail. Two queries."""
    rows = CodebookVersion.objects.defer("content").select_related("published_by").prefetch_related("changes").order_by("-number")
    return tuple(
        VersionRow(
            number=row.number,
            published_at=row.published_at,
            published_by=row.published_by.username,
            note=row.note,
            changes=tuple((change.kind, change.list, change.value) for change in row.changes.all()),
        )
        for row in rows
    )


def worklist_for(person: Person) -> tuple[RecodeRow, ...]:
    """What this person's teams coded with codes that are not used any more, the oldest first; a fixed number of queries."""
    mine = Information.objects.filter(testimony__in=testimonies_of(person, *TEAM)).exclude(testimony__in=hidden_from(person))
    acts = Act.objects.filter(information__in=mine, code__retired_on__isnull=False)
    who = Involvement.objects.filter(information__in=mine, perpetrator__retired_on__isnull=False)
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for pk, *pair in acts.values_list("information", "code__label", "code__merged_into__label"):
        found[pk].add((pair[0], pair[1] or ""))
    for pk, *pair in who.values_list("information", "perpetrator__label", "perpetrator__merged_into__label"):
        found[pk].add((pair[0], pair[1] or ""))
    placed = mine.filter(Q(place_type__retired_on__isnull=False) | Q(legal_setting__retired_on__isnull=False))
    for row in placed.select_related("place_type__merged_into", "legal_setting__merged_into"):
        for code in (row.place_type, row.legal_setting):
            if code is not None and code.retired_on is not None:
                found[row.pk].add((code.label, code.merged_into.label if code.merged_into else ""))
    rows = Information.objects.filter(pk__in=found).select_related("testimony", "incident").order_by("coded_at", "pk")[:WORKLIST]
    return tuple(
        RecodeRow(testimony_ref=row.testimony.ref, incident_ref=row.incident.ref, codebook=row.codebook, codes=tuple(sorted(found[row.pk])))
        for row in rows
    )


def merged_values() -> dict[tuple[str, str], str]:
    """(list, value) of every merged code to the value under which it counts, however often it was merged; one query."""
    rows = Code.objects.filter(merged_into__isnull=False).values_list("list", "value", "merged_into__value")
    steps = {(code_list, value): target for code_list, value, target in rows}
    return {name: _end_of(steps, name) for name in steps}


def _end_of(steps: dict[tuple[str, str], str], name: tuple[str, str]) -> str:
    for _ in range(len(steps)):
        if name not in steps:
            break
        name = (name[0], steps[name])
    return name[1]


def _cards(
    under: dict[tuple[str, int | None], list[Code]], labels: dict[int, str], key: str, above: int | None, depth: int
) -> Iterable[CodeCard]:
    for row in under[key, above]:
        yield CodeCard(
            value=row.value,
            label=labels[row.pk],
            is_retired=row.retired_on is not None,
            depth=depth,
            definition=row.definition,
            use_when=row.use_when,
            not_when=row.not_when,
            merged_into=labels[row.merged_into_id] if row.merged_into_id else "",
            languages=tuple(sorted({"en", *row.labels})),
        )
        yield from _cards(under, labels, key, row.pk, depth + 1)


def _label(row: Code) -> str:
    """The label in the reader's language: the network's own, or the house's translation of the English one."""
    language = get_language() or "en"
    return str(row.labels.get(language) or row.labels.get(language.partition("-")[0]) or gettext(row.label))
