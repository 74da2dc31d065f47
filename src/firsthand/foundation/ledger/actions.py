"""The one way to write to the ledger. Call it inside the transaction of the change that it records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from firsthand.core.lineage import Edge as EdgeFact
from firsthand.foundation.ledger import chain
from firsthand.foundation.ledger.followups import follow
from firsthand.foundation.ledger.models import Edge, Entry, Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something to record. `by` is a person's Ref, empty for the giver or the system."""

    kind: str
    subject: str
    by: str
    facts: Mapping[str, object] = field(default_factory=dict)
    edges: Iterable[EdgeFact] = ()


def record(
    *,
    kind: str,
    subject: str,
    by: str,
    now: datetime,
    facts: dict[str, object] | None = None,
    edges: Iterable[EdgeFact] = (),
) -> Entry:
    """Append one entry, with the edges it makes. `by` is a person's Ref, empty for the giver or the system; only the day is kept.

    The head row is locked until the caller's transaction ends, so that the chain never forks.
    """
    return record_all([Happening(kind=kind, subject=subject, by=by, facts=facts or {}, edges=edges)], now=now)[0]


@transaction.atomic(savepoint=False)
def record_all(happenings: Sequence[Happening], *, now: datetime) -> tuple[Entry, ...]:
    """Append several entries in their order, for the price of one. The chain is where all who write wait for each other: come here last."""
    head = _locked_head()
    rows: list[chain.Row] = []
    for number, happening in enumerate(happenings, start=head.number + 1):
        edges = sorted((edge.derived, edge.source, edge.carries.value, edge.use.value if edge.use else "") for edge in happening.edges)
        row = chain.Row(
            number=number,
            kind=happening.kind,
            actor=happening.by,
            subject=happening.subject,
            on=now.date(),
            facts=dict(happening.facts),
            edges=tuple(edges),
            previous=rows[-1].digest if rows else head.digest,
        )
        rows.append(replace(row, digest=chain.digest_of(row)))
    entries = Entry.objects.bulk_create(_entry(row) for row in rows)
    Edge.objects.bulk_create(
        Edge(entry=entry, derived=derived, source=source, carries=carries, use=use)
        for entry, row in zip(entries, rows, strict=True)
        for derived, source, carries, use in row.edges
    )
    if rows:
        Head.objects.filter(pk=1).update(number=rows[-1].number, digest=rows[-1].digest)
    for entry in entries:
        follow(entry, now)
    return tuple(entries)


def _locked_head() -> Head:
    """The end of the chain, held until the transaction ends; made when the first entry is written."""
    head = Head.objects.select_for_update().filter(pk=1).first()
    if head is None:
        Head.objects.get_or_create(pk=1, defaults={"digest": chain.START})
        head = Head.objects.select_for_update().get(pk=1)
    return head


def _entry(row: chain.Row) -> Entry:
    return Entry(
        number=row.number,
        kind=row.kind,
        actor=row.actor,
        subject=row.subject,
        on=row.on,
        facts=row.facts,
        previous=row.previous,
        digest=row.digest,
    )
