"""Lineage as W3C PROV-JSON (member submission of 24 April 2013), so that other tools can read where a thing comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from firsthand.core.lineage import Edge
from firsthand.core.ref import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing that happened to a Ref on a day; `actor` is a person's Ref or empty."""

    subject: str
    kind: str
    on: date
    actor: str = ""


def as_prov(ref: str, edges: Iterable[Edge], happened: Iterable[Told], *, address: str) -> dict[str, dict[str, object]]:
    """A PROV document: an entity for each Ref, a derivation for each edge, an activity (the Ref and a number) for each happening.

    `address` is what Refs are resolved against (the namespace of the prefix `fh`). What an edge carries and the use it stands under are
    attributes of the derivation. Only what is handed in is told: the caller decides how deep the reader may see.
    """
    edges = sorted(set(edges), key=lambda edge: (edge.derived, edge.source, edge.carries))
    told = {f"fh:{each.subject}.{number}": each for number, each in enumerate(happened, start=1)}
    refs = sorted({ref, *(edge.derived for edge in edges), *(edge.source for edge in edges), *(each.subject for each in told.values())})
    document: dict[str, dict[str, object]] = {
        "prefix": {"fh": address, "fhv": f"{address}vocabulary#"},
        "entity": {f"fh:{name}": {"prov:type": f"fhv:{_kind(name)}"} for name in refs},
    }
    if edges:
        document["wasDerivedFrom"] = {f"_:d{number}": _derivation(edge) for number, edge in enumerate(edges, start=1)}
    if told:
        document["activity"] = {name: _activity(each) for name, each in told.items()}
        document["used"] = {
            f"_:u{number}": {"prov:activity": name, "prov:entity": f"fh:{each.subject}"}
            for number, (name, each) in enumerate(told.items(), start=1)
        }
    actors = sorted({each.actor for each in told.values() if each.actor})
    if actors:
        document["agent"] = {f"fh:{actor}": {"prov:type": "prov:Person"} for actor in actors}
        document["wasAssociatedWith"] = {
            f"_:w{number}": {"prov:activity": name, "prov:agent": f"fh:{each.actor}"}
            for number, (name, each) in enumerate(told.items(), start=1)
            if each.actor
        }
    return document


def _kind(ref: str) -> str:
    prefix = ref.partition("-")[0]
    return Kind(prefix).name.lower() if prefix in {kind.value for kind in Kind} else "thing"


def _derivation(edge: Edge) -> dict[str, object]:
    found: dict[str, object] = {
        "prov:generatedEntity": f"fh:{edge.derived}",
        "prov:usedEntity": f"fh:{edge.source}",
        "fhv:carries": edge.carries.value,
    }
    return found | ({"fhv:use": edge.use.value} if edge.use else {})


def _activity(told: Told) -> dict[str, object]:
    day = told.on.isoformat()
    return {"prov:type": f"fhv:{told.kind}", "prov:startTime": f"{day}T00:00:00Z", "prov:endTime": f"{day}T23:59:59Z"}
