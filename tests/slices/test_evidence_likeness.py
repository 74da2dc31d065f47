"""One incident told by several people counts once: suggested with reasons, decided by a person, kept."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.cast import at_desk
from tests.slices.evidence_stage import PASSPHRASE, Stage

from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.evidence import actions
from firsthand.evidence.coding import Coding, Deed, When
from firsthand.evidence.models import Act, Affected, Area, Batch, Incident, Information, Likeness
from firsthand.evidence.queries import card_of_testimony_for, likeness_for, likenesses_for
from firsthand.foundation.ledger.queries import entries_about
from firsthand.intake.actions import withdraw_by_receipt

RAID = Coding(acts=frozenset({"raid", "arrest"}), country="KE", when=When(year=2025, month=3, day=9))
SEEN = Coding(acts=frozenset({"arrest"}), country="KE", when=When(year=2025, month=3, day=10), connection="witness")


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


def code(stage, coding, ref=None, incident=""):
    ref = ref or stage.give()
    return ref, actions.code_testimony(testimony_ref=ref, coding=coding, incident_ref=incident, by=stage.cast.teal, now=stage.now)


def decide(stage, pair, *, is_same=True, people=None, by=None):
    return actions.decide_likeness(likeness_id=pair.id, is_same=is_same, same_people=people or {}, by=by or stage.cast.teal, now=stage.now)


def only_pair(stage):
    waiting, pairs = likenesses_for(stage.cast.teal)
    assert waiting == len(pairs) == 1
    return pairs[0]


def test_pair_is_nobodys_elses_to_see_or_decide(stage):
    code(stage, RAID)
    code(stage, SEEN)
    pair = only_pair(stage)
    for outsider in (stage.cast.finch, stage.cast.stone, stage.cast.moss, stage.cast.reed):
        assert likenesses_for(outsider) == (0, ())
        with pytest.raises(NotFound):
            likeness_for(outsider, pair.id)
        with pytest.raises(NotFound):
            decide(stage, pair, by=outsider)
    assert Likeness.objects.get().verdict == "waiting"


def test_reasons_are_said_and_what_is_joined_counts_once(stage):
    first, incident = code(stage, RAID)
    second, _ = code(stage, SEEN)
    pair = only_pair(stage)
    assert (pair.days, pair.shared, pair.first.testimony_ref) == (1, ("Arrest or detention",), first)
    seen = next(person for person, _, is_giver in pair.second.people if not is_giver)
    taken = next(person for person, _, is_giver in pair.first.people if is_giver)
    decide(stage, pair, people={seen: taken})
    assert Incident.objects.get().ref == incident
    assert Information.objects.filter(incident__ref=incident).count() == 2
    assert Affected.objects.count() == 1
    assert Act.objects.filter(code__value="arrest").values("affected").distinct().count() == 1
    assert likenesses_for(stage.cast.teal) == (0, ())
    assert [entry.kind for entry in entries_about(incident)] == ["incidents-joined"]
    card = card_of_testimony_for(stage.cast.teal, second, now=stage.now)
    assert (card.told[0].others, card.coding) == (1, SEEN)


def test_two_that_are_apart_are_not_asked_about_again(stage):
    first, _ = code(stage, RAID)
    code(stage, SEEN)
    decide(stage, only_pair(stage), is_same=False)
    code(stage, Coding(acts=frozenset({"arrest"}), country="KE", when=When(year=2025, month=3, day=10)), first)
    assert likenesses_for(stage.cast.teal) == (0, ())
    assert Incident.objects.count() == 2
    assert Likeness.objects.get().decided_by == stage.cast.teal


def test_one_testimony_that_tells_of_both_cannot_be_of_one(stage):
    one, incident = code(stage, RAID)
    other, second = code(stage, SEEN)
    code(stage, RAID, one, second)
    pairs = likenesses_for(stage.cast.teal)[1]
    pair = next(each for each in pairs if {each.first.incident_ref, each.second.incident_ref} == {incident, second})
    with pytest.raises(actions.OneTestimonyTellsBoth):
        decide(stage, pair)
    assert Incident.objects.count() == 2
    assert Likeness.objects.filter(verdict="waiting").exists()
    assert other


def test_two_givers_are_not_made_one_person(stage):
    code(stage, RAID)
    code(stage, RAID)
    pair = only_pair(stage)
    with pytest.raises(actions.PeopleMixedUp):
        decide(stage, pair, people={pair.second.people[0][0]: pair.first.people[0][0]})
    with pytest.raises(NotFound):
        decide(stage, pair, people={pair.second.people[0][0]: 0})
    decide(stage, pair)
    assert Affected.objects.filter(giver__isnull=False).count() == 2


def test_joining_closes_the_batch_that_counts_either(stage):
    stage.people(8, "threats", country="PE")
    code(stage, RAID)
    code(stage, SEEN)
    batch = stage.open_batch()
    decide(stage, likenesses_for(stage.cast.teal)[1][0])
    assert Batch.objects.get(ref=batch).closed_because == Batch.Ending.CODED_ANEW
    assert Incident.objects.count() == 9


def test_what_was_joined_comes_apart_by_withdrawal_and_leaves_the_others_account(stage):
    first, incident = code(stage, RAID)
    second, _ = code(
        stage, Coding(acts=frozenset({"raid"}), country="KE", when=When(year=2025, month=3), deeds=frozenset({Deed(act="threats", to=1)}))
    )
    decide(stage, only_pair(stage))
    withdraw_by_receipt(receipt=stage.receipts[first], uses=None, destroy=False, now=stage.now)
    left = Incident.objects.get()
    assert (left.ref, left.precision) == (incident, "month")
    assert sorted(Act.objects.values_list("code__value", flat=True)) == ["raid", "threats"]
    assert not Likeness.objects.exists()
    assert Information.objects.get().testimony.ref == second


def test_looking_asks_as_much_among_many_as_among_few(stage, django_assert_num_queries):
    for _ in range(2):
        code(stage, RAID)
    with django_assert_num_queries(10) as few:
        likenesses_for(stage.cast.teal)
    for _ in range(4):
        code(stage, RAID)
    with django_assert_num_queries(len(few)):
        waiting, pairs = likenesses_for(stage.cast.teal)
    assert waiting == len(pairs) == 15


def test_areas_are_coarse_and_named_by_coordinators(stage):
    stage.team  # noqa: B018 -- made when first named
    with pytest.raises(NotPermitted):
        actions.name_area(country="KE", label="Coast", inhabitants=4_000_000, by=stage.cast.teal, now=stage.now)
    with pytest.raises(actions.AreaTooSmall):
        actions.name_area(country="KE", label="Our street", inhabitants=300, by=stage.cast.wren, now=stage.now)
    for wrong in ({"country": "ke"}, {"label": "!!!"}):
        with pytest.raises(actions.AreaMalformed):
            actions.name_area(**{"country": "KE", "label": "Coast", "inhabitants": 10**6, **wrong}, by=stage.cast.wren, now=stage.now)
    client = at_desk(stage.cast.wren)
    address = reverse("evidence:list-areas")
    assert client.post(address, {"country": "KE", "label": "Coast", "inhabitants": "300"}).status_code == 422
    assert client.post(address, {"country": "KE", "label": "Coast", "inhabitants": "4000000"}).status_code == 302
    assert b"Coast, Kenya" in client.get(address).content
    assert Area.objects.get().value == "coast"


def test_pages_lead_from_coding_two_incidents_to_a_decision(stage):
    Area.objects.create(country="KE", value="coast", label="Coast", inhabitants=4_000_000)
    ref = stage.give()
    client = at_desk(stage.cast.teal)
    client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE})
    address = reverse("evidence:code-testimony", args=[ref])
    said = {"country": "KE", "year": "2025", "month": "3", "deed_0_act": "arrest", "deed_0_by": "police", "deed_0_to": "1"}
    for wrong in (
        {**said, "deed_1_by": "police"},
        {**said, "country": "PE", "area": "KE:coast"},
        {**said, "response_0_outcome": "stopped"},
        {**said, "deed_0_act": ""},
        {"country": "KE"},
    ):
        assert client.post(address, wrong).status_code == 422
    kept = client.post(address, {**said, "area": "KE:coast", "age_1": "18-24", "response_0_what": "shelter", "then": "another"})
    assert kept["Location"].endswith("?incident=another")
    assert b'value="another"' in client.get(kept["Location"]).content
    again = client.post(address, {"incident": "another", "acts": ["outing"], "country": "KE", "then": "stay"})
    page = client.get(again["Location"])
    assert list(page.context["form"]["acts"].value()) == ["outing"]
    told = card_of_testimony_for(stage.cast.teal, ref, now=stage.now).told
    assert told[0].coding.deeds == {Deed(act="arrest", perpetrators=frozenset({"police"}), to=1)}
    assert (told[0].coding.ages, told[0].coding.area) == (((1, "18-24"),), "coast")
    first = client.get(f"{reverse('evidence:show-testimony', args=[ref])}?incident={told[0].incident_ref}").context["form"]
    assert (first["deed_0_by"].value(), first["deed_0_to"].value(), first["response_0_what"].value()) == ("police", "1", "shelter")
    linked = {"first": told[0].incident_ref, "after": told[1].incident_ref, "link": "led-to"}
    assert client.post(reverse("evidence:chain-incidents", args=[ref]), linked).status_code == 302
    assert client.post(reverse("evidence:uncode-incident", args=[ref, told[1].incident_ref])).status_code == 302
    code(stage, Coding(acts=frozenset({"arrest"}), country="KE", when=When(year=2025, month=3)))
    pair = only_pair(stage)
    assert f"alike/{pair.id}/" in client.get(reverse("evidence:list-likenesses")).content.decode()
    decided = client.post(reverse("evidence:decide-likeness", args=[pair.id]), {"verdict": "same"})
    assert decided["Location"] == reverse("evidence:list-likenesses")
    assert Incident.objects.count() == 1


def test_answer_that_says_neither_decides_nothing(stage):
    code(stage, RAID)
    code(stage, SEEN)
    address = reverse("evidence:decide-likeness", args=[only_pair(stage).id])
    for posted in ({}, {"verdict": ""}, {"verdict": "maybe"}):
        answer = at_desk(stage.cast.teal).post(address, posted)
        assert (answer.status_code, Likeness.objects.get().verdict) == (422, "waiting")
    assert "Nothing was kept" in answer.content.decode()


def test_empty_area_is_refused_and_only_coordinators_are_offered_the_form(stage):
    address = reverse("evidence:list-areas")
    assert at_desk(stage.cast.wren).post(address, {}).status_code == 422
    for person, is_offered in ((stage.cast.wren, True), (stage.cast.teal, False)):
        assert ("Put it on the list" in at_desk(person).get(address).content.decode()) is is_offered
