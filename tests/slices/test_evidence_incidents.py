"""Incidents apart from testimony: who tells what of them, and what is left when someone takes theirs back."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from tests.slices.evidence_stage import Stage

from firsthand.core.refusal import NotFound
from firsthand.evidence import actions
from firsthand.evidence.coding import Coding, Deed, Response, When
from firsthand.evidence.models import Act, Affected, Area, Chain, Incident, Information, Intervention, Involvement, Mention
from firsthand.evidence.queries import card_of_testimony_for
from firsthand.foundation.ledger.queries import edges_below, entries_about
from firsthand.intake.actions import withdraw_by_receipt

RAID = Coding(
    acts=frozenset({"raid"}),
    perpetrators=frozenset({"police"}),
    deeds=frozenset(
        {
            Deed(act="arrest", perpetrators=frozenset({"police", "border-immigration"}), to=1),
            Deed(act="extortion", perpetrators=frozenset({"police"})),
        }
    ),
    ages=((0, "25-34"), (1, "18-24")),
    responses=frozenset({Response(what="complaint", whose="peers", outcome="refused-to-act"), Response(what="shelter")}),
    country="KE",
    when=When(year=2025, month=3, day=9),
)


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


def code(stage, ref, coding, incident_ref=""):
    return actions.code_testimony(testimony_ref=ref, coding=coding, incident_ref=incident_ref, by=stage.cast.teal, now=stage.now)


def withdraw(stage, ref):
    withdraw_by_receipt(receipt=stage.receipts[ref], uses=None, destroy=False, now=stage.now)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"deeds": frozenset({Deed(act="police")})}, actions.CodeUnknown),
        ({"deeds": frozenset({Deed(act="arrest", perpetrators=frozenset({"raid"}))})}, actions.CodeUnknown),
        ({"responses": frozenset({Response(what="arrest")})}, actions.CodeUnknown),
        ({"responses": frozenset({Response(what="shelter", outcome="peers")})}, actions.CodeUnknown),
        ({"area": "nowhere"}, actions.AreaUnknown),
    ],
)
def test_what_the_lists_do_not_have_is_refused_whole(stage, change, refusal):
    ref = stage.give()
    with pytest.raises(refusal):
        code(stage, ref, Coding(acts=frozenset({"raid"}), country="KE", **change))
    assert not Incident.objects.exists()
    assert not Information.objects.exists()


def test_incident_of_another_organisation_or_none_is_not_coded_into(stage):
    mine = stage.give()
    with pytest.raises(NotFound):
        code(stage, mine, RAID, "IN-000000")
    elsewhere = Incident.objects.create(organisation=stage.cast.birch)
    with pytest.raises(NotFound):
        code(stage, mine, RAID, elsewhere.ref)


def test_who_did_what_to_whom_is_read_back_as_it_was_said(stage):
    Area.objects.create(country="KE", value="coast", label="Coast", inhabitants=4_000_000)
    ref = stage.give()
    said = Coding(**{**_fields(RAID), "area": "coast", "reliability": "unsure"})
    code(stage, ref, said)
    card = card_of_testimony_for(stage.cast.teal, ref, now=stage.now)
    assert card.coding == said.plain() == said
    assert (Mention.objects.count(), Act.objects.count(), Involvement.objects.count()) == (2, 3, 4)
    assert Affected.objects.filter(giver__isnull=False).count() == 1


def test_two_ways_of_saying_the_same_are_one():
    one = Coding(acts=frozenset({"raid", "arrest"}), deeds=frozenset({Deed(act="arrest", perpetrators=frozenset({"police"}))}))
    other = Coding(acts=frozenset({"raid"}), deeds=frozenset({Deed(act="arrest", perpetrators=frozenset({"police"})), Deed(act="raid")}))
    assert one != other
    assert one.plain() == other.plain()
    seen = Coding(acts=frozenset({"raid"}), connection="witness")
    assert seen.people() == (1,)


def test_testimony_tells_of_several_incidents_and_says_which_it_means(stage, django_assert_num_queries):
    ref = stage.give()
    first = code(stage, ref, RAID)
    second = code(stage, ref, Coding(acts=frozenset({"outing"}), country="KE"), actions.ANOTHER)
    with pytest.raises(actions.WhichIncident):
        code(stage, ref, RAID)
    code(stage, ref, Coding(acts=frozenset({"threats"}), country="KE"), second)
    with django_assert_num_queries(17) as few:
        card = card_of_testimony_for(stage.cast.teal, ref, now=stage.now)
    assert [each.incident_ref for each in card.told] == [first, second]
    assert [each.coding.acts for each in card.told] == [frozenset({"raid"}), frozenset({"threats"})]
    code(stage, ref, RAID, actions.ANOTHER)
    with django_assert_num_queries(len(few)):
        card_of_testimony_for(stage.cast.teal, ref, now=stage.now)
    assert first in {edge.derived for edge in edges_above(ref)}


def test_uncoding_one_incident_leaves_the_other(stage):
    ref = stage.give()
    first = code(stage, ref, RAID)
    second = code(stage, ref, Coding(acts=frozenset({"outing"})), actions.ANOTHER)
    actions.chain_incidents(testimony_ref=ref, first=first, then=second, link="led-to", by=stage.cast.teal, now=stage.now)
    with pytest.raises(actions.LinkNotKnown):
        actions.chain_incidents(testimony_ref=ref, first=first, then=first, link="led-to", by=stage.cast.teal, now=stage.now)
    with pytest.raises(NotFound):
        actions.uncode_incident(testimony_ref=ref, incident_ref="IN-000000", by=stage.cast.teal, now=stage.now)
    actions.uncode_incident(testimony_ref=ref, incident_ref=first, by=stage.cast.teal, now=stage.now)
    assert list(Incident.objects.values_list("ref", flat=True)) == [second]
    assert not Chain.objects.exists()
    assert [entry.kind for entry in entries_about(ref)][-2:] == ["incidents-chained", "incident-uncoded"]


def test_coding_anew_keeps_who_somebody_else_was_found_to_be(stage):
    ref = stage.give()
    code(stage, ref, RAID)
    before = Mention.objects.get(number=1).affected_id
    code(stage, ref, Coding(acts=frozenset({"raid"}), deeds=frozenset({Deed(act="threats", to=1)})))
    assert Mention.objects.get(number=1).affected_id == before
    code(stage, ref, Coding(acts=frozenset({"raid"})))
    assert not Affected.objects.filter(pk=before).exists()


def test_what_is_for_the_team_only_is_not_counted(stage):
    refs = stage.people(3, "arrest")
    code(stage, refs[0], Coding(acts=frozenset({"arrest"}), country="KE", confidentiality="team"))
    batch = stage.open_batch()
    from firsthand.evidence.models import Member

    counted = set(Member.objects.filter(batch__ref=batch).values_list("testimony__ref", flat=True))
    assert counted == set(refs[1:])


def test_whatever_the_order_of_leaving_what_is_left_is_what_the_others_tell(stage, db):
    """The law: after any withdrawals, in any order, the rows are those that the others alone would have made."""
    from django.db import transaction

    tellings = _four_that_overlap(stage)
    for order in permutations(range(4)):
        live = set(range(4))
        with transaction.atomic():
            for leaving in order:
                withdraw(stage, tellings[leaving][0])
                live.discard(leaving)
                assert _state() == _expected({number: tellings[number] for number in live})
            assert not Incident.objects.exists()
            assert not Affected.objects.exists()
            assert not Intervention.objects.exists()
            transaction.set_rollback(True)
        assert _state() == _expected(dict(enumerate(tellings)))


def test_giver_who_left_is_not_known_by_what_others_tell_of_them(stage):
    one, other = stage.give(), stage.give()
    incident = code(stage, one, RAID)
    code(stage, other, Coding(acts=frozenset({"arrest"}), connection="witness", country="KE"), incident)
    giver, seen = Affected.objects.get(giver__isnull=False), Mention.objects.get(information__testimony__ref=other)
    alone = seen.affected_id
    Act.objects.filter(affected=alone).update(affected=giver)
    Mention.objects.filter(pk=seen.pk).update(affected=giver)
    withdraw(stage, one)
    left = Affected.objects.get()
    assert (left.pk, left.giver) == (giver.pk, None)


def test_coding_by_two_people_within_an_open_batch_closes_it(stage):
    refs = stage.people(6, "arrest")
    batch = stage.open_batch()
    later = stage.now + timedelta(hours=1)
    actions.code_testimony(testimony_ref=refs[0], coding=RAID, incident_ref=actions.ANOTHER, by=stage.cast.teal, now=later)
    from firsthand.evidence.models import Batch

    assert Batch.objects.get(ref=batch).closed_because == Batch.Ending.CODED_ANEW


def edges_above(ref):
    from firsthand.foundation.ledger.models import Edge

    assert edges_below([ref]) is not None
    return list(Edge.objects.filter(source=ref))


def _fields(coding):
    return {name: getattr(coding, name) for name in coding.__dataclass_fields__}


def _four_that_overlap(stage):
    """Four testimonies and three incidents: (testimony, {incident: coding}) for each."""
    refs = [stage.give() for _ in range(4)]
    one, two = RAID, Coding(acts=frozenset({"arrest", "threats"}), country="KE", place_type="street", when=When(year=2025))
    three = Coding(acts=frozenset({"outing"}), country="PE", when=When(year=2024, month=5))
    first = code(stage, refs[0], one)
    second = code(stage, refs[0], three, actions.ANOTHER)
    code(stage, refs[1], two, first)
    code(stage, refs[1], one, second)
    code(stage, refs[2], three, first)
    third = code(stage, refs[3], two)
    actions.chain_incidents(testimony_ref=refs[0], first=first, then=second, link="led-to", by=stage.cast.teal, now=stage.now)
    actions.chain_incidents(testimony_ref=refs[1], first=first, then=second, link="led-to", by=stage.cast.teal, now=stage.now)
    return [
        (refs[0], {first: one, second: three}, {(first, second)}),
        (refs[1], {first: two, second: one}, {(first, second)}),
        (refs[2], {first: three}, set()),
        (refs[3], {third: two}, set()),
    ]


def _state():
    told = Information.objects.values_list("testimony__ref", "incident__ref")
    acts = Act.objects.values_list("information__testimony__ref", "information__incident__ref", "code__value")
    return {
        "told": sorted(told),
        "acts": sorted(acts),
        "who": Involvement.objects.count(),
        "done about it": Intervention.objects.count(),
        "people": Affected.objects.count(),
        "chains": sorted(Chain.objects.values_list("testimony__ref", "first__ref", "then__ref")),
        "incidents": sorted(Incident.objects.values_list("ref", "happened_on", "precision", "country", "place_type__value")),
    }


def _expected(live):
    """The same, worked out from what was said and nothing else."""
    said = [(ref, incident, coding) for ref, incidents, _ in live.values() for incident, coding in incidents.items()]
    incidents = []
    for incident in {incident for _, incident, _ in said}:
        codings = [coding for _, each, coding in said if each == incident]
        sharp = min(codings, key=lambda coding: ("day", "month", "year").index(coding.when.precision))
        country = next(coding.country for coding in codings if coding.country)
        place = next((coding.place_type for coding in codings if coding.place_type), None)
        incidents.append((incident, sharp.when.first_day, sharp.when.precision, country, place))
    return {
        "told": sorted((ref, incident) for ref, incident, _ in said),
        "acts": sorted((ref, incident, act) for ref, incident, coding in said for _, act in coding.done()),
        "who": sum(len(coding.perpetrators) + sum(map(len, coding.done().values())) for _, _, coding in said),
        "done about it": sum(len(coding.responses) for _, _, coding in said),
        "people": sum(len(coding.people()) for _, _, coding in said),
        "chains": sorted((ref, *pair) for ref, incidents, chains in live.values() for pair in chains),
        "incidents": sorted(incidents),
    }
