"""Lineage as PROV-JSON: all of what is handed in and nothing else."""

from __future__ import annotations

from datetime import date

from firsthand.core.consent import Use
from firsthand.core.lineage import Carries, Edge
from firsthand.core.provenance import Told, as_prov

WORDS = Edge(derived="Q-000001", source="T-000001", carries=Carries.WORDS, use=Use.ANONYMOUS_QUOTE)
PRINTED = Edge(derived="E-000001", source="Q-000001", carries=Carries.WORDS)
AT = "https://firsthand.example/claims/"


def test_nothing_behind_a_thing_is_an_entity_alone():
    assert as_prov("E-000001", (), (), address=AT) == {
        "prefix": {"fh": AT, "fhv": f"{AT}vocabulary#"},
        "entity": {"fh:E-000001": {"prov:type": "fhv:edition"}},
    }


def test_every_edge_is_a_derivation_and_every_happening_an_activity():
    told = (
        Told(subject="E-000001", kind="edition-published", on=date(2026, 11, 24), actor="P-000001"),
        Told(subject="E-000001", kind="edition-superseded", on=date(2026, 11, 25)),
    )
    document = as_prov("E-000001", (PRINTED, WORDS, WORDS), told, address=AT)
    assert document["entity"].keys() == {"fh:E-000001", "fh:Q-000001", "fh:T-000001"}
    assert list(document["wasDerivedFrom"].values()) == [
        {"prov:generatedEntity": "fh:E-000001", "prov:usedEntity": "fh:Q-000001", "fhv:carries": "words"},
        {"prov:generatedEntity": "fh:Q-000001", "prov:usedEntity": "fh:T-000001", "fhv:carries": "words", "fhv:use": "anonymous-quote"},
    ]
    assert document["activity"]["fh:E-000001.1"] == {
        "prov:type": "fhv:edition-published",
        "prov:startTime": "2026-11-24T00:00:00Z",
        "prov:endTime": "2026-11-24T23:59:59Z",
    }
    assert document["agent"] == {"fh:P-000001": {"prov:type": "prov:Person"}}
    assert document["wasAssociatedWith"] == {"_:w1": {"prov:activity": "fh:E-000001.1", "prov:agent": "fh:P-000001"}}
    assert document["used"].keys() == {"_:u1", "_:u2"}
