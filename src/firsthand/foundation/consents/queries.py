"""Whether a thing may be used or shown, answered from live grants. Fails closed: an unknown subject has consented to nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from firsthand.core.consent import Allowed, Audience, Refused, Use, may_use
from firsthand.core.consent import Grant as GrantFact
from firsthand.core.lineage import Carries, Edge, edges_under
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.ledger.queries import edges_below


def grants_of(subjects: Iterable[str]) -> dict[str, tuple[GrantFact, ...]]:
    """The grants of each of these Refs, live or not, in one query."""
    found: dict[str, list[GrantFact]] = defaultdict(list)
    for row in Grant.objects.filter(subject__in=set(subjects)).order_by("granted_on", "pk"):
        found[row.subject].append(_fact(row))
    return {subject: tuple(grants) for subject, grants in found.items()}


def verdict_on_use(*, subject: str, use: Use, audience: Audience, now: datetime, language: str = "") -> Allowed | Refused:
    """The one question asked before a thing is quoted, counted or sent."""
    grants = grants_of([subject]).get(subject, ())
    return may_use(grants, subject=subject, use=use, audience=audience, at=now, language=language)


def subjects_allowing(subjects: Iterable[str], *, use: Use, audience: Audience, now: datetime) -> frozenset[str]:
    """Those of these Refs whose grants allow the use now; two queries at most, however many."""
    asked = set(subjects)
    held = grants_of(asked)
    return frozenset(
        subject
        for subject in asked
        if isinstance(may_use(held.get(subject, ()), subject=subject, use=use, audience=audience, at=now), Allowed)
    )


def broken_words(refs: Iterable[str], *, now: datetime, audience: Audience = Audience.PUBLIC) -> dict[str, tuple[Edge, ...]]:
    """For each of these Refs that is tainted, the edges of words that have lost their consent. Clean Refs are not in the answer."""
    asked = tuple(refs)
    edges = edges_below(asked, carrying=frozenset({Carries.WORDS}))
    held = grants_of(edge.source for edge in edges if edge.use is not None)

    def is_live(edge: Edge) -> bool:
        if edge.use is None:
            return True
        answer = may_use(held.get(edge.source, ()), subject=edge.source, use=edge.use, audience=audience, at=now)
        return isinstance(answer, Allowed)

    dead = {edge for edge in edges if not is_live(edge)}
    if not dead:
        return {}
    broken = {ref: tuple(sorted(edges_under(ref, edges) & dead, key=lambda edge: edge.source)) for ref in asked}
    return {ref: found for ref, found in broken.items() if found}


def _fact(row: Grant) -> GrantFact:
    return GrantFact(
        subject=row.subject,
        use=Use(row.use),
        audience=Audience(row.audience),
        granted_on=row.granted_on,
        languages=tuple(row.languages),
        attribution=row.attribution,
        until=row.until,
        withdrawn_at=row.withdrawn_at,
    )
