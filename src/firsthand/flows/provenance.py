"""PROV-JSON of an edition: in public to the depth that everyone may see, at the desk to the end."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from firsthand.core.provenance import Told, as_prov
from firsthand.core.ref import Kind
from firsthand.documents.queries import public_edition
from firsthand.flows.tracing import path_for
from firsthand.foundation.ledger.queries import edges_below, entries_about
from firsthand.foundation.people.models import Person

PUBLIC = frozenset({Kind.EDITION, Kind.QUOTE, Kind.FIGURE, Kind.BATCH, Kind.COMMITMENT, Kind.SOURCE})


def public_provenance(edition_ref: str, *, now: datetime) -> dict[str, dict[str, object]]:
    """What an edition was made from, without testimonies and without persons.

    Raises:
        NotFound: there is no such edition.
    """
    edition = public_edition(edition_ref, now=now)
    edges = [edge for edge in edges_below([edition.ref]) if _is_public(edge.derived) and _is_public(edge.source)]
    told = [
        Told(subject=entry.subject, kind=entry.kind, on=entry.on) for entry in entries_about(edition.ref) if entry.kind in _PUBLIC_EVENTS
    ]
    return as_prov(edition.ref, edges, told, address=_address())


def provenance_for(person: Person, ref: str) -> dict[str, dict[str, object]]:
    """Everything under a Ref that this person may trace, with who did what on which day.

    Raises:
        NotFound: there is no such thing, or it is another organisation's.
    """
    path = path_for(person, ref)
    told = [Told(subject=entry.subject, kind=entry.kind, on=entry.on, actor=entry.actor) for entry in entries_about(path.ref)]
    return as_prov(path.ref, path.edges, told, address=_address())


_PUBLIC_EVENTS = frozenset({"edition-published", "edition-superseded", "edition-withdrawn"})


def _is_public(ref: str) -> bool:
    return ref.partition("-")[0] in {kind.value for kind in PUBLIC}


def _address() -> str:
    return f"{settings.PUBLIC_ADDRESS}/claims/"
