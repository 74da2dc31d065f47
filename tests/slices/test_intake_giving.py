"""The path of a giver: what is refused keeps what was typed, and what is sent is kept once."""

import json
import re

import pytest
from django.test import Client
from tests.slices.intake_pages import forms_on, send, walk_to_check
from tests.slices.intake_parts import PASSPHRASE, make_door

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.vault.models import Item
from firsthand.foundation.vault.opening import open_item, open_team_by_passphrase
from firsthand.intake import receipts
from firsthand.intake.models import Door, Testimony


@pytest.fixture
def door(cast, now):
    return make_door(cast, now)


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


def answers(response):
    return dict(forms_on(response)[0].fields)


def receipt_on(response):
    return re.findall(r"<li>([^<\s]+)</li>", response.content.decode())[:12]


@pytest.mark.parametrize("page", ["", "limits/", "words/", "when/", "check/", "send/"])
def test_door_that_is_unknown_or_closed_is_not_found(client, door, page):
    Door.objects.update(is_open=False)
    assert [client.get(f"/give/{code}/{page}").status_code for code in ("nosuch", door.code)] == [404, 404]


def test_question_that_is_unknown_is_not_found(client, door):
    assert client.get(f"/give/{door.code}/name/").status_code == 404


@pytest.mark.parametrize("page", ["when/", "place/", "acts/", "uses/", "check/", "send/"])
def test_later_page_opened_by_its_address_leads_to_the_start(client, door, page):
    response = client.get(f"/give/{door.code}/{page}")
    assert (response.status_code, response["Location"]) == (302, f"/give/{door.code}/")


def test_form_from_elsewhere_is_refused(client, door):
    assert client.post(f"/give/{door.code}/when/", {"words": "x"}).status_code == 403


def test_no_words_are_asked_for_again(client, door):
    response = send(client, client.get(f"/give/{door.code}/words/"), words="  ")
    assert response.status_code == 422
    assert "Please write what happened, or leave this page." in response.content.decode()


def test_too_many_words_are_kept_on_the_page(client, door):
    response = send(client, client.get(f"/give/{door.code}/words/"), words="a" * 20_001)
    assert response.status_code == 422
    assert answers(response)["words"] == "a" * 20_001


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"year": "soon"}, "year", "Enter a whole number."),
        ({"year": "1890"}, "year", "Please give a year from 1940 to"),
        ({"month": "3"}, "year", "With a month, we also need the year."),
        ({"year": "2025", "day": "3"}, "month", "With a day, we also need the month."),
        ({"year": "2025", "month": "2", "day": "30"}, "day", "This month has no such day."),
        ({"year": "2025", "month": "2", "day": "32"}, "day", "less than or equal to 31"),
    ],
)
def test_date_that_cannot_be_is_told_at_its_field_and_kept(client, door, typed, field, told):
    page = send(client, client.get(f"/give/{door.code}/words/"), words="A heron.")
    response = send(client, page, **typed)
    text = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_{field}"' in text
    assert told in text
    assert {name: answers(response)[name] for name in (*typed, "words")} == {**typed, "words": "A heron."}


def test_date_in_the_future_is_told(client, door, monkeypatch, now):
    monkeypatch.setattr("firsthand.intake.views.steps.timezone.now", lambda: now)
    page = send(client, client.get(f"/give/{door.code}/words/"), words="A heron.")
    response = send(client, page, year="2026", month="12")
    assert (response.status_code, "This lies in the future." in response.content.decode()) == (422, True)


def test_no_to_keeping_goes_no_further(client, door):
    response = walk_to_check(client, door.code, use__store="no")
    assert response.status_code == 422
    assert "nothing was kept" in response.content.decode()
    assert Testimony.objects.count() == 0


def test_every_use_is_no_until_it_is_answered(client, door):
    page = client.get(f"/give/{door.code}/words/")
    for typed in ({"words": "A heron."}, {}, {}, {}):
        page = send(client, page, **typed)
    uses = {name: value for name, value in forms_on(page)[0].fields if name.startswith("use-")}
    assert set(uses.values()) == {"no"}
    assert len(uses) == 8


def test_answers_missing_at_the_end_lead_back_to_their_question(client, door):
    page = walk_to_check(client, door.code)
    fields = [pair for pair in forms_on(page)[0].fields if pair[0] != "words"]
    response = client.post(f"/give/{door.code}/send/", dict(fields))
    assert (response.status_code, "Please write what happened" in response.content.decode()) == (422, True)
    assert Testimony.objects.count() == 0


def test_form_with_a_number_that_is_not_ours_is_renewed_and_keeps_nothing(client, door):
    page = walk_to_check(client, door.code)
    response = send(client, page, once="forged")
    assert (response.status_code, Testimony.objects.count()) == (422, 0)
    assert "Please look at it and press" in response.content.decode()
    assert send(client, response).status_code == 200
    assert Testimony.objects.count() == 1


@pytest.mark.parametrize("words", ['"><script>alert(1)</script>', "one\n\ntwo  'three' & \"four\"", "كلمات كثيرة\n字"])
def test_words_travel_unharmed_and_escaped(client, door, words):
    page = walk_to_check(client, door.code, words=words)
    assert answers(page)["words"].replace("\r\n", "\n") == words
    assert "<script>alert" not in page.content.decode()


def test_going_back_keeps_every_answer(client, door):
    page = walk_to_check(client, door.code)
    back = send(client, page, to=f"/give/{door.code}/acts/")
    kept = [pair for pair in forms_on(back)[0].fields if pair[0] in {"words", "acts", "year", "use-store"}]
    assert sorted(kept) == [
        ("acts", "arrest"),
        ("acts", "extortion"),
        ("use-store", "yes"),
        ("words", "The marked heron stood in the water."),
        ("year", "2025"),
    ]
    assert "error-summary" not in back.content.decode()


def test_check_page_shows_what_was_answered(client, door):
    text = walk_to_check(client, door.code, use__statistics="yes").content.decode()
    shown = ["The marked heron", "March 2025", "Kenya, A town", "Arrest or detention", "Nothing has been kept yet"]
    assert [each for each in shown if each not in text] == []
    assert Testimony.objects.count() == 0


def test_sent_testimony_opens_for_the_team_and_has_the_grants_that_were_given(client, cast, door):
    page = send(client, walk_to_check(client, door.code, use__statistics="yes"))
    key = open_team_by_passphrase(team=door.team, holder=cast.teal.ref, passphrase=PASSPHRASE)
    sealed = json.loads(open_item(Item.objects.get(), with_key=key).reveal())
    assert sealed == {
        "words": "The marked heron stood in the water.",
        "when": {"year": 2025, "month": 3, "day": None, "precision": "month"},
        "country": "KE",
        "area": "town",
        "acts": ["arrest", "extortion"],
        "language": "en",
    }
    assert set(Grant.objects.values_list("use", flat=True)) == {Use.STORE, Use.STATISTICS}
    words = receipt_on(page)
    bits = receipts.read(Hidden(" ".join(words)))
    assert receipts.lookup_of(bits) == Testimony.objects.get().giver.lookup


def test_form_sent_again_shows_the_same_receipt_and_keeps_nothing_more(client, door):
    page = walk_to_check(client, door.code)
    first, second = send(client, page), send(client, page)
    assert receipt_on(first) == receipt_on(second)
    assert len(receipt_on(first)) == 12
    assert ["This form had reached us before" in each.content.decode() for each in (first, second)] == [False, True]
    assert (Testimony.objects.count(), Item.objects.count()) == (1, 1)


def test_two_givers_never_share_a_receipt(client, door):
    one, other = (send(client, walk_to_check(client, door.code)) for _ in range(2))
    assert receipt_on(one) != receipt_on(other)
    assert Testimony.objects.count() == 2


def test_help_comes_with_a_number_that_a_phone_can_dial(client, door):
    text = client.get(f"/give/{door.code}/").content.decode()
    assert 'href="tel:+254700000000"' in text
    assert "Third floor" in text


def test_limits_of_the_organisation_and_of_the_software_are_told_before_the_first_question(client, door):
    text = client.get(f"/give/{door.code}/limits/").content.decode()
    assert "A judge can order us to say what we know." in text
    assert "the server sees your words for a moment" in text
    assert f'action="/give/{door.code}/words/"' in text
