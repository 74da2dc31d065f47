"""What the ledger says."""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.core.consent import Use
from firsthand.core.lineage import Carries
from firsthand.core.lineage import Edge as EdgeFact
from firsthand.foundation.ledger import chain
from firsthand.foundation.ledger.models import Edge, Entry


def edges_below(refs: Iterable[str], *, carrying: frozenset[Carries] = frozenset(Carries)) -> tuple[EdgeFact, ...]:
    """Every edge on a path down from these Refs; one query a level of depth, however many rows."""
    found: dict[tuple[str, str, str, str], EdgeFact] = {}
    level = set(refs)
    seen = set(level)
    while level:
        rows = Edge.objects.filter(derived__in=level, carries__in=carrying).values_list("derived", "source", "carries", "use")
        level = set()
        for row in rows:
            found[row] = _fact(*row)
            if row[1] not in seen:
                seen.add(row[1])
                level.add(row[1])
    return tuple(found.values())


def refs_above(refs: Iterable[str], *, carrying: frozenset[Carries] = frozenset(Carries)) -> frozenset[str]:
    """Every Ref that was made from any of these, at any height; one query a level."""
    level = set(refs)
    seen: set[str] = set()
    while level:
        above = set(Edge.objects.filter(source__in=level, carries__in=carrying).values_list("derived", flat=True))
        level = above - seen
        seen |= above
    return frozenset(seen)


def entries_about(ref: str) -> tuple[Entry, ...]:
    """What happened to this Ref, oldest first."""
    return tuple(Entry.objects.filter(subject=ref).order_by("number"))


def first_break() -> chain.Break | None:
    """The first place where the chain does not hold, or None when it is whole. Reads every row once, in order."""
    entries = Entry.objects.order_by("number").prefetch_related("edges")
    return chain.find_break(_row(entry) for entry in entries.iterator(chunk_size=1000))


def _fact(derived: str, source: str, carries: str, use: str) -> EdgeFact:
    return EdgeFact(derived=derived, source=source, carries=Carries(carries), use=Use(use) if use else None)


def _row(entry: Entry) -> chain.Row:
    """A stored entry, with its edges, in the form that is hashed."""
    edges = tuple(sorted((edge.derived, edge.source, edge.carries, edge.use) for edge in entry.edges.all()))
    return chain.Row(
        number=entry.number,
        kind=entry.kind,
        actor=entry.actor,
        subject=entry.subject,
        on=entry.on,
        facts=entry.facts,
        edges=edges,
        previous=entry.previous,
        digest=entry.digest,
    )
