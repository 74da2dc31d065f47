"""Counts of a batch in every unit, for the team: each thing once, and none behind which few people stand."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.cast import at_desk
from tests.slices.evidence_stage import Stage

from firsthand.evidence import actions
from firsthand.evidence.coding import Coding, Deed, When
from firsthand.evidence.models import Batch, Incident
from firsthand.evidence.queries import TallyNotValid, forget_columns, tally_of
from firsthand.intake.actions import withdraw_by_receipt


@pytest.fixture
def stage(cast, now):
    forget_columns()
    return Stage(cast=cast, now=now)


@pytest.fixture
def counted(stage):
    """Twelve tell of one raid and of a threat each; two tell of a fine."""
    refs = [stage.give() for _ in range(12)]
    told = Coding(
        acts=frozenset({"raid"}), deeds=frozenset({Deed(act="arrest", to=1)}), country="KE", place_type="street", when=When(year=2025)
    )
    incident = actions.code_testimony(testimony_ref=refs[0], coding=told, by=stage.cast.teal, now=stage.now)
    for ref in refs[1:]:
        actions.code_testimony(testimony_ref=ref, coding=told, incident_ref=incident, by=stage.cast.teal, now=stage.now)
    threats = Coding(acts=frozenset({"threats"}), country="PE", when=When(year=2024))
    for ref in refs:
        actions.code_testimony(testimony_ref=ref, coding=threats, incident_ref=actions.ANOTHER, by=stage.cast.teal, now=stage.now)
    stage.people(2, "fine", country="PE", year=2024)
    return Batch.objects.get(ref=stage.open_batch()), refs


def test_each_unit_counts_each_of_its_things_once(counted):
    batch, _refs = counted
    assert Incident.objects.count() == 15
    found = {unit: tally_of(batch, unit=unit, by=("country",)).cells for unit in ("people", "testimonies", "incidents", "acts", "affected")}
    assert found["people"] == {("KE",): 12, ("PE",): 14}
    assert found["testimonies"] == found["people"]
    assert found["incidents"] == {("KE",): 1, ("PE",): 14}
    assert found["acts"] == {("KE",): 24, ("PE",): 14}
    assert found["affected"] == {("KE",): 24, ("PE",): 14}


def test_three_dimensions_agree_with_counting_one_by_one_and_few_people_are_not_given_out(counted):
    batch, _refs = counted
    tally = tally_of(batch, unit="people", by=("act", "country", "year"))
    assert tally.cells[("Raid of a place of work, or a “rescue” nobody asked for", "KE", "2025")] == 12
    assert tally.cells[("A fine or an administrative penalty", "PE", "2024")] is None
    narrowed = tally_of(batch, unit="incidents", by=("act",), within={"country": "PE", "year": "2024"})
    assert narrowed.cells == {("Threats, stalking or harassment",): 12, ("A fine or an administrative penalty",): None}
    assert tally_of(batch, unit="people", by=("act",), within={"country": "XX"}).cells == {}


@pytest.mark.parametrize(
    ("unit", "by"), [("names", ("act",)), ("people", ()), ("people", ("act", "act")), ("people", ("giver",)), ("people", ("act",) * 4)]
)
def test_what_cannot_be_counted_so_is_refused(counted, unit, by):
    with pytest.raises(TallyNotValid):
        tally_of(counted[0], unit=unit, by=by)


def test_page_names_the_unit_and_counts_nobody_who_left(stage, counted):
    batch, refs = counted
    address = reverse("evidence:show-tally", args=[batch.ref])
    client = at_desk(stage.cast.teal)
    asked = {"unit": "incidents", "first": "country"}
    page = client.get(address, asked).content.decode()
    assert "Counted: incidents" in page
    assert "not prevalence" in page
    assert client.get(address, {"unit": "incidents", "first": "country", "second": "country"}).status_code == 422
    for outsider in (stage.cast.finch, stage.cast.moss, stage.cast.lark):
        assert at_desk(outsider).get(address).status_code == 404
    withdraw_by_receipt(receipt=stage.receipts[refs[0]], uses=None, destroy=False, now=stage.now)
    refused = client.get(address, asked)
    assert (refused.status_code, refused.context["is_counted"]) == (422, False)
