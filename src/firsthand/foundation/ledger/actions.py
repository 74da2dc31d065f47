"""The one way to write to the ledger. Call it inside the transaction of the change that it records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from firsthand.core.lineage import Edge as EdgeFact
from firsthand.foundation.ledger import chain
from firsthand.foundation.ledger.followups import follow
from firsthand.foundation.ledger.models import Edge, Entry, Head


@transaction.atomic
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
    Head.objects.get_or_create(pk=1, defaults={"digest": chain.START})
    head = Head.objects.select_for_update().get(pk=1)
    made = sorted((edge.derived, edge.source, edge.carries.value, edge.use.value if edge.use else "") for edge in edges)
    row = chain.Row(
        number=head.number + 1,
        kind=kind,
        actor=by,
        subject=subject,
        on=now.date(),
        facts=facts or {},
        edges=tuple(made),
        previous=head.digest,
    )
    digest = chain.digest_of(row)
    entry = Entry.objects.create(
        number=row.number,
        kind=kind,
        actor=by,
        subject=subject,
        on=row.on,
        facts=row.facts,
        previous=row.previous,
        digest=digest,
    )
    Edge.objects.bulk_create(
        Edge(entry=entry, derived=derived, source=source, carries=carries, use=use) for derived, source, carries, use in made
    )
    Head.objects.filter(pk=1).update(number=row.number, digest=digest)
    follow(entry, now)
    return entry
