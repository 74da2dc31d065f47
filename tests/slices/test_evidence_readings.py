"""Two coders who do not see each other: drawing, reading, comparing, ruling; and that no page lets one see the other too early."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.cast import at_desk
from tests.guard.url_samples import House
from tests.slices.evidence_stage import PASSPHRASE, Stage

from firsthand.core.anchoring import Span
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.evidence import actions
from firsthand.evidence.coding import Coding, When
from firsthand.evidence.models import Highlight, Information, Reading, Ruling, Sample
from firsthand.evidence.queries import hidden_from, sample_card_for, samples_for, to_rule_for
from firsthand.foundation.ledger.queries import first_break
from firsthand.foundation.people.models import Role


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


def _coding(*acts, **more):
    return Coding(acts=frozenset(acts or {"arrest"}), when=When(year=2025), **more)


def _draw(stage, size=10, **more):
    people = {"first": stage.cast.teal, "second": stage.cast.wren, "by": stage.cast.wren, **more}
    return actions.draw(organisation=stage.cast.alder, size=size, now=stage.now, **people)


def _read(stage, sample, ref, by, *acts, **more):
    actions.keep_reading(sample_id=sample.pk, testimony_ref=ref, coding=_coding(*acts, **more), by=by, now=stage.now)


def _refs(sample):
    return sorted(set(sample.readings.values_list("testimony__ref", flat=True)))


def _rule(stage, sample, ref, by, *acts):
    actions.rule(sample_id=sample.pk, testimony_ref=ref, coding=_coding(*acts), by=by, now=stage.now)


def _agree(stage, sample, ref, by):
    actions.agree_to_ruling(sample_id=sample.pk, testimony_ref=ref, by=by, now=stage.now)


def _third(stage):
    return stage.cast.person("yarrow", stage.cast.alder, Role.Name.CODER)


def _read_all(stage, sample):
    for ref in _refs(sample):
        _read(stage, sample, ref, stage.cast.teal, "arrest")
        _read(stage, sample, ref, stage.cast.wren, "arrest", "raid")


def test_sample_is_drawn_for_two_people_who_code_there(stage):
    stage.give()
    for wrong in ({"second": stage.cast.teal}, {"second": stage.cast.finch}, {"first": stage.cast.lark}):
        with pytest.raises(actions.TwoCodersNeeded):
            _draw(stage, **wrong)
    for outsider in (stage.cast.finch, stage.cast.moss, stage.cast.lark):
        with pytest.raises(NotPermitted):
            _draw(stage, by=outsider)
    _draw(stage)
    with pytest.raises(actions.NothingToDraw):
        _draw(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sample.objects.update(second=stage.cast.teal)


def test_sample_is_drawn_again_from_its_seed(stage):
    for _ in range(9):
        stage.give()
    sample = _draw(stage, size=4, seed="oak")
    drawn = _refs(sample)
    assert (sample.size, sample.drawn_from, len(drawn)) == (4, 9, 4)
    Reading.objects.all().delete()
    assert _refs(_draw(stage, size=4, seed="oak")) == drawn


def test_reading_is_for_the_two_and_closed_when_both_are_done(stage):
    stage.give()
    sample = _draw(stage)
    ref = _refs(sample)[0]
    with pytest.raises(NotFound):
        _read(stage, sample, ref, _third(stage))
    with pytest.raises(actions.NothingCoded):
        actions.keep_reading(sample_id=sample.pk, testimony_ref=ref, coding=Coding(acts=frozenset()), by=stage.cast.teal, now=stage.now)
    _read(stage, sample, ref, stage.cast.teal)
    _read(stage, sample, ref, stage.cast.teal, "raid")
    _read(stage, sample, ref, stage.cast.wren, "raid")
    with pytest.raises(actions.SampleRead):
        _read(stage, sample, ref, stage.cast.teal, "arrest")


def test_testimony_is_not_coded_while_two_read_it(stage):
    ref = stage.give()
    sample = _draw(stage)
    with pytest.raises(actions.BeingReadTwice):
        stage.code(ref)
    with pytest.raises(actions.SampleStillRead):
        _rule(stage, sample, ref, _third(stage))
    with pytest.raises(NotFound):
        to_rule_for(stage.cast.teal, sample.pk, ref)
    _read_all(stage, sample)
    stage.code(ref)
    assert Information.objects.filter(testimony__ref=ref).exists()


def test_agreement_is_told_when_the_sample_is_read(stage):
    for _ in range(6):
        stage.give()
    sample = _draw(stage)
    refs = _refs(sample)
    for number, ref in enumerate(refs):
        _read(stage, sample, ref, stage.cast.teal, "arrest", *(["raid"] if number % 2 else []), country="KE")
        assert sample_card_for(stage.cast.wren, sample.pk).overall is None
    for number, ref in enumerate(refs):
        _read(stage, sample, ref, stage.cast.wren, "arrest", *(["raid"] if number % 2 else []), country="KE" if number else "PE")
    card = sample_card_for(stage.cast.wren, sample.pk)
    by_label = {row.label: row for row in card.codes}
    assert by_label["Raid of a place of work, or a “rescue” nobody asked for"].found.alpha == 1.0
    assert by_label["Arrest or detention"].found.alpha is None
    assert by_label["Arrest or detention"].same == 100
    assert by_label["Kenya"].found.alpha < 0.1
    assert (by_label["Kenya"].same, by_label["Kenya"].given) == (83, 11)
    assert [each.is_alike for each in card.compared] == [False, True, True, True, True, True]
    assert 0 < card.overall.found.alpha < 1


def test_third_person_rules_at_once_and_both_readings_are_kept(stage):
    stage.give()
    sample = _draw(stage)
    ref = _refs(sample)[0]
    _read_all(stage, sample)
    _rule(stage, sample, ref, _third(stage), "raid")
    assert [act.code.value for act in Information.objects.get(testimony__ref=ref).acts.all()] == ["raid"]
    assert Reading.objects.count() == 2
    with pytest.raises(actions.RulingGiven):
        _rule(stage, sample, ref, stage.cast.teal)
    assert first_break() is None


def test_of_the_two_one_proposes_and_the_other_agrees(stage):
    stage.give()
    sample = _draw(stage)
    ref = _refs(sample)[0]
    _read_all(stage, sample)
    with pytest.raises(NotFound):
        _agree(stage, sample, ref, stage.cast.wren)
    _rule(stage, sample, ref, stage.cast.teal, "raid")
    _rule(stage, sample, ref, stage.cast.teal, "arrest", "raid")
    assert not Information.objects.filter(testimony__ref=ref).exists()
    with pytest.raises(actions.OtherMustAgree):
        _agree(stage, sample, ref, stage.cast.teal)
    with pytest.raises(NotFound):
        _agree(stage, sample, ref, _third(stage))
    with pytest.raises(actions.RulingGiven):
        _rule(stage, sample, ref, stage.cast.wren)
    assert to_rule_for(stage.cast.wren, sample.pk, ref).may_agree
    _agree(stage, sample, ref, stage.cast.wren)
    assert {act.code.value for act in Information.objects.get(testimony__ref=ref).acts.all()} == {"arrest", "raid"}
    with pytest.raises(actions.RulingGiven):
        _agree(stage, sample, ref, stage.cast.wren)


def test_withdrawal_forgets_readings_and_rulings_and_the_rest_goes_on(stage):
    refs = [stage.give() for _ in range(3)]
    sample = _draw(stage)
    _read(stage, sample, refs[0], stage.cast.teal)
    actions.take_back_testimony(testimony_ref=refs[0], by="", now=stage.now)
    assert refs[0] not in _refs(sample)
    _read_all(stage, sample)
    _rule(stage, sample, refs[1], _third(stage))
    actions.take_back_testimony(testimony_ref=refs[1], by="", now=stage.now)
    assert not Ruling.objects.exists()
    assert [each.ref for each in sample_card_for(stage.cast.teal, sample.pk).compared] == [refs[2]]


def test_sample_that_one_cannot_finish_is_closed_by_a_coordinator(stage):
    refs = [stage.give() for _ in range(2)]
    sample = _draw(stage)
    _read(stage, sample, refs[0], stage.cast.teal)
    _read(stage, sample, refs[0], stage.cast.wren)
    with pytest.raises(NotPermitted):
        actions.end_sample(sample_id=sample.pk, by=stage.cast.teal, now=stage.now)
    with pytest.raises(NotFound):
        actions.end_sample(sample_id=sample.pk, by=stage.cast.finch, now=stage.now)
    actions.end_sample(sample_id=sample.pk, by=stage.cast.wren, now=stage.now)
    assert [each.ref for each in sample_card_for(stage.cast.teal, sample.pk).compared] == [refs[0]]
    with pytest.raises(actions.SampleRead):
        actions.end_sample(sample_id=sample.pk, by=stage.cast.wren, now=stage.now)
    stage.code(refs[1])


def test_samples_are_listed_without_a_query_a_row(stage, django_assert_num_queries):
    stage.give()
    _draw(stage)
    with django_assert_num_queries(3):
        assert len(samples_for(stage.cast.teal)) == 1
    for _ in range(2):
        stage.give()
        _draw(stage)
    with django_assert_num_queries(3):
        assert [row.number for row in samples_for(stage.cast.teal)] == [3, 2, 1]
    assert samples_for(stage.cast.finch) == ()


# --- Nothing of the other is seen too early ---------------------------------------------------------------------------------

_NOISE = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|name="(?:once|slip)" value="[^"]*"')

_OWN = {
    "mfa_add_webauthn": "draws a challenge each time",
    "show-claim-at-desk": "lists Teal's own openings",
    "evidence:list-openings": "the same",
}


def _everything(client, house):
    """Every address of the desk that can be looked at, as it answers this person: where it leads to or what it shows."""
    from tests.guard.test_urls import ADDRESSES

    found = {}
    for address in ADDRESSES:
        if not address.route.startswith("/desk/") or not address.has_samples or address.name == "evidence:lock":
            continue
        answer = client.get(address.at(house))
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[address.name] = (answer.status_code, answer.headers.get("Location", ""), _NOISE.sub("", text.decode("utf-8", "replace")))
    return found


def test_no_address_changes_for_one_coder_when_the_other_has_coded_and_marked(stage, now):
    """Teal still reads. Wren codes and marks everything: every page that Teal can open must be what it was before."""
    house = House(stage.cast, now)
    house.__dict__["stage"] = stage
    refs = [stage.give(words="They took my bag and my telephone.") for _ in range(3)]
    sample = _draw(stage, size=50)
    house.__dict__.update(sample=sample.pk, sampled=refs[0], testimony=refs[0], mark="0" * 8)
    house.__dict__.update({name: ref for name, ref in _fixed(house).items() if name not in house.__dict__})
    client = at_desk(stage.cast.teal)
    assert client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE}).status_code == 302
    _everything(client, house)
    before = _everything(client, house)
    for ref in refs:
        _read(stage, sample, ref, stage.cast.wren, "outing", "eviction", country="AR")
        key = stage.key_of(stage.cast.wren)
        actions.mark_words(testimony_ref=ref, span=Span(0, 9), code="act=outing", with_key=key, by=stage.cast.wren, now=now)
    after = _everything(client, house)
    assert {name for name in before if before[name] != after[name]} - set(_OWN) == set()
    assert before["evidence:show-testimony"][1] == reverse("evidence:read-for-sample", args=[sample.pk, refs[0]])
    assert before["evidence:read-for-sample"][0] == 200
    assert hidden_from(stage.cast.teal)
    for ref in refs:
        _read(stage, sample, ref, stage.cast.teal, "arrest")
    last = _everything(client, house)
    assert "Argentina" in last["evidence:show-sample"][2]
    assert 'id="mark-1"' in last["evidence:mark-words"][2]


def _fixed(house):
    """Things that stand before anybody reads; made from testimonies that are not in the sample."""
    return {"quote": house.stage.lift(house.stage.give()), "manuscript": "M-000000", "edition": "E-000000", "figure": "F-000000"} | {
        "batch": "B-000000",
        "protocol": "SP-000000",
        "commitment": "C-000000",
    }


def test_codes_that_stood_before_are_not_shown_to_who_reads_anew(stage):
    ref = stage.give()
    stage.code(ref, "outing", country="AR")
    sample = _draw(stage)
    client = at_desk(stage.cast.wren)
    client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE})
    page = client.get(reverse("evidence:read-for-sample", args=[sample.pk, ref])).content.decode()
    assert not re.search(r'value="outing"[^>]*checked', page)
    assert not re.search(r'value="AR"[^>]*selected', page)
    assert client.get(reverse("evidence:show-testimony", args=[ref])).status_code == 302


def test_reading_comparing_and_ruling_through_the_pages(stage):
    ref = stage.give()
    drawn = {"organisation": stage.cast.alder.pk, "size": 5, "first": stage.cast.teal.pk, "second": stage.cast.wren.pk}
    teal, wren = at_desk(stage.cast.teal), at_desk(stage.cast.wren)
    for client in (teal, wren):
        client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE})
    assert wren.post(reverse("evidence:list-samples"), {**drawn, "second": stage.cast.teal.pk}).status_code == 422
    assert wren.post(reverse("evidence:list-samples"), drawn).status_code == 302
    sample = Sample.objects.get()
    assert "yours to read" in teal.get(reverse("desk")).content.decode()
    page = reverse("evidence:read-for-sample", args=[sample.pk, ref])
    assert teal.post(page, {"acts": []}).status_code == 422
    assert teal.post(page, {"acts": ["arrest"]})["Location"] == reverse("evidence:show-sample", args=[sample.pk])
    wren.post(page, {"acts": ["arrest", "raid"]})
    rule = reverse("evidence:rule-codes", args=[sample.pk, ref])
    assert "Only wren" in wren.get(rule).content.decode()
    wren.post(rule, {"acts": ["raid"]})
    assert "I agree" in teal.get(rule).content.decode()
    teal.post(reverse("evidence:agree-to-codes", args=[sample.pk, ref]))
    assert Information.objects.get(testimony__ref=ref).acts.get().code.value == "raid"
    assert Highlight.objects.count() == 0
