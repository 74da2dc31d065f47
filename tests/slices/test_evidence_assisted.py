"""Testimony for someone who is here: a proxy is refused, and the receipt is the giver's."""

from __future__ import annotations

import re

import pytest
from tests.cast import at_desk
from tests.slices.evidence_stage import Stage

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.evidence.forms.assisted import QUESTIONS, _name
from firsthand.foundation.consents.models import Assistance, Grant
from firsthand.intake import once
from firsthand.intake import queries as intake
from firsthand.intake.models import Testimony

URL = "/desk/evidence/assisted/"
WORDS = "They took my papers at the bridge."


@pytest.fixture
def stage(cast, now) -> Stage:
    return Stage(cast, now)


def filled(stage: Stage, **changed) -> dict[str, object]:
    said = {_name(each.use): "no" for each in QUESTIONS}
    said |= {_name(Use.STORE): "yes", _name(Use.ALLY): "yes"}
    first = {
        "once": once.drawn(),
        "door": stage.alder_door.code,
        "on_word": "own-spoken",
        "is_present": "on",
        "words": WORDS,
        "language": "en",
        "read_aloud": "on",
    }
    return {**first, **said, **changed}


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"is_present": ""}, "Nobody can agree for someone who is absent"),
        ({"on_word": "someone-else"}, "Nobody can agree for someone who is absent"),
        ({"read_aloud": ""}, "read aloud and answered"),
        ({_name(Use.STORE): "no"}, "Without a yes to keeping it"),
        ({_name(Use.MEDIA): ""}, "This field is required"),
    ],
)
def test_what_is_not_the_givers_own_consent_is_refused_and_nothing_is_kept(stage, changed, because):
    answer = at_desk(stage.cast.teal).post(URL, filled(stage, **changed))
    assert answer.status_code == 422
    assert because in answer.content.decode()
    assert not Testimony.objects.exists()
    assert not Assistance.objects.exists()


def test_only_the_evidence_team_takes_testimony_and_through_its_own_doors_only(stage):
    form = filled(stage)
    for person in (stage.cast.dove, stage.cast.moss):
        assert at_desk(person).post(URL, form).status_code == 404
    assert at_desk(stage.cast.finch).post(URL, form).status_code == 422
    assert not Testimony.objects.exists()


def test_it_ends_with_the_receipt_and_the_words_are_never_shown_again(stage):
    answer = at_desk(stage.cast.teal).post(URL, filled(stage))
    page = answer.content.decode()
    receipt = " ".join(re.findall(r'<li><strong lang="">(\w+)</strong>', page))
    ref = intake.testimony_of_receipt(Hidden(receipt)).ref
    assert WORDS not in page
    assert "no-store" in answer["Cache-Control"]
    assert set(Grant.objects.filter(subject=ref).values_list("use", flat=True)) == {"store", "ally"}
    kept = Assistance.objects.get(subject=ref)
    assert (kept.assisted_by, kept.on_word, len(kept.read_aloud)) == (stage.cast.teal.ref, "own-spoken", len(QUESTIONS))
    card = at_desk(stage.cast.wren).get(f"/desk/evidence/testimonies/{ref}/consent/").content.decode()
    assert "Their own, spoken to me" in card
    assert "teal" in card
    assert WORDS not in card


def test_form_without_a_number_of_ours_is_renewed_and_keeps_nothing(stage):
    browser = at_desk(stage.cast.teal)
    answer = browser.post(URL, filled(stage, once="forged"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "had to be renewed" in page
    assert WORDS in page
    assert not Testimony.objects.exists()
    fresh = re.search(r'name="once" value="([^"]+)"', page)[1]
    assert browser.post(URL, filled(stage, once=fresh)).status_code == 200
    assert Testimony.objects.count() == 1


def test_form_sent_twice_is_kept_once_with_one_receipt(stage):
    browser, form = at_desk(stage.cast.teal), filled(stage)
    first, second = (browser.post(URL, form).content.decode() for _ in range(2))
    words = [re.findall(r'<strong lang="">(\w+)</strong>', page) for page in (first, second)]
    assert words[0] == words[1]
    assert len(words[0]) == 12
    assert ["This form had reached us before" in page for page in (first, second)] == [False, True]
    assert (Testimony.objects.count(), Assistance.objects.count(), Grant.objects.count()) == (1, 1, 2)


def test_form_that_was_refused_is_taken_with_the_same_number_once_it_is_right(stage):
    browser, form = at_desk(stage.cast.teal), filled(stage)
    assert browser.post(URL, form | {"is_present": ""}).status_code == 422
    assert "This form had reached us before" not in browser.post(URL, form).content.decode()
    assert Testimony.objects.count() == 1
