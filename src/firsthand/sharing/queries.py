"""Protocols as their two parties see them; nobody else sees that there are any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from firsthand.core.refusal import NotFound
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where
from firsthand.sharing.fields import AGGREGATE_FIELDS, CASE_FIELDS
from firsthand.sharing.models import Export, Protocol, Recall

ALL_FIELDS = {**CASE_FIELDS, **AGGREGATE_FIELDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    ref: str
    made_on: date
    made_by: str
    file_format: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallRow:
    """Which case of which export has to be deleted by whoever received it."""

    export: str
    case: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolCard:
    """A protocol for one of its parties. `state` is waiting, live or ended."""

    ref: str
    holder: str
    recipient: str
    lead: str
    purpose: str
    level: str
    is_case: bool
    fields: tuple[str, ...]
    schedule: str
    until: date
    state: str
    signed: tuple[tuple[str, str, date], ...]
    may_sign: bool
    may_export: bool
    may_end: bool
    exports: tuple[ExportRow, ...]
    recalls: tuple[RecallRow, ...]


def protocols_of(person: Person) -> QuerySet[Protocol]:
    """The protocols of the organisations that this person coordinates, on either side."""
    mine = organisations_where(person, Role.Name.COORDINATOR)
    rows = Protocol.objects.filter(Q(holder__in=mine) | Q(recipient__in=mine))
    return rows.select_related("holder", "recipient", "lead")


def protocols_for(person: Person, *, now: datetime) -> tuple[ProtocolCard, ...]:
    """Those protocols, the latest first; a fixed number of queries."""
    mine = organisations_where(person, Role.Name.COORDINATOR)
    rows = protocols_of(person).prefetch_related("signatures__person", "signatures__organisation", "exports__made_by").order_by("-pk")
    recalls = _recalls(rows)
    return tuple(_card(row, mine, recalls.get(row.pk, ()), now) for row in rows)


def protocol_for(person: Person, ref: str, *, now: datetime) -> ProtocolCard:
    """One of them.

    Raises:
        NotFound: there is none, or this person coordinates neither party.
    """
    found = next((card for card in protocols_for(person, now=now) if card.ref == ref), None)
    if found is None:
        raise NotFound
    return found


def is_live(row: Protocol, *, now: datetime) -> bool:
    """Whether both parties signed and it neither ended nor ran out."""
    signed = {signature.organisation_id for signature in row.signatures.all()}
    return {row.holder_id, row.recipient_id} <= signed and row.ended_on is None and now.date() < row.until


def exports_holding(subject: str, exports: Iterable[str]) -> tuple[Export, ...]:
    """Those of these exports in which a testimony stands as a case."""
    return tuple(Export.objects.filter(ref__in=set(exports), cases__subject=subject).select_related("protocol").distinct().order_by("pk"))


def _recalls(protocols: QuerySet[Protocol]) -> dict[int, tuple[RecallRow, ...]]:
    found: dict[int, list[RecallRow]] = {}
    rows = Recall.objects.filter(export__protocol__in=protocols.values("pk"), told_on=None).select_related("export").order_by("since", "pk")
    for row in rows:
        found.setdefault(row.export.protocol_id, []).append(RecallRow(export=row.export.ref, case=row.case, since=row.since))
    return {protocol: tuple(rows) for protocol, rows in found.items()}


def _card(row: Protocol, mine: frozenset[int], recalls: tuple[RecallRow, ...], now: datetime) -> ProtocolCard:
    signed = {signature.organisation_id for signature in row.signatures.all()}
    live = is_live(row, now=now)
    over = row.ended_on is not None or now.date() >= row.until
    holds = row.holder_id in mine
    return ProtocolCard(
        ref=row.ref,
        holder=row.holder.name,
        recipient=row.recipient.name,
        lead=row.lead.username,
        purpose=row.purpose,
        level=row.get_level_display(),
        is_case=row.level == Protocol.Level.CASE,
        fields=tuple(str(ALL_FIELDS[name]) for name in row.fields),
        schedule=row.get_schedule_display(),
        until=row.until,
        state="ended" if over else "live" if live else "waiting",
        signed=tuple((each.organisation.name, each.person.username, each.signed_on) for each in row.signatures.all()),
        may_sign=not over and bool(({row.holder_id, row.recipient_id} & mine) - signed),
        may_export=live and holds,
        may_end=not over,
        exports=tuple(
            ExportRow(
                ref=each.ref,
                made_on=each.made_on,
                made_by=each.made_by.username,
                file_format=each.file_format,
                rows=each.rows,
                sha256=each.sha256,
            )
            for each in row.exports.all()
        ),
        recalls=recalls if holds else (),
    )


def holders_for(person: Person) -> tuple[tuple[str, str], ...]:
    """The organisations for which this person may write a protocol: (id, name)."""
    mine = Organisation.objects.filter(pk__in=organisations_where(person, Role.Name.COORDINATOR)).order_by("name")
    return tuple((str(row.pk), row.name) for row in mine)
