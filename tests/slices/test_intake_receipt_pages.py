"""What a receipt opens, and taking back: asked once more, done once, told exactly."""

import re

import pytest
from django.test import Client
from tests.slices.intake_pages import form_with, forms_on, send
from tests.slices.intake_parts import give, make_door

from firsthand.core.consent import Use
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.vault.models import ItemKey
from firsthand.intake.models import Testimony

URL = "/give/receipt/"


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def receipt(cast, now):
    return give(make_door(cast, now), now)


def opened(client, receipt):
    return send(client, client.get(URL), receipt=receipt.words.reveal())


def buttons(response):
    return [button["value"] for form in forms_on(response) for button in form.buttons if "value" in button]


def ask(client, page, extent, **typed):
    return send(client, page, form=form_with(page, extent), extent=extent, **typed)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Please type the twelve words."),
        ("four words are few", "A receipt has twelve words; we read 4."),
        ("abandon " * 11 + "zebraa", "We do not know the word in place 12."),
        ("abandon " * 12, "likely mistyped"),
        ("abandon " * 11 + "about", "We have nothing under these words."),
    ],
)
def test_receipt_that_does_not_open_is_told_why_and_kept_on_the_page(client, receipt, typed, told):
    response = send(client, client.get(URL), receipt=typed)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert dict(forms_on(response)[0].fields)["receipt"].split() == typed.split()


def test_withdrawal_without_a_receipt_changes_nothing(client, receipt):
    page = client.get(URL)
    response = send(client, page, to=f"{URL}withdraw/", extent="destroy", confirmed="yes", receipt="abandon " * 11 + "about")
    assert response.status_code == 422
    assert ItemKey.objects.count() == 1
    assert client.get(f"{URL}withdraw/")["Location"] == URL


def test_stopping_nothing_is_told(client, receipt):
    response = ask(client, opened(client, receipt), "some")
    assert (response.status_code, "Please tick the uses that you want to stop." in response.content.decode()) == (422, True)


def test_use_that_was_never_given_cannot_be_stopped(client, receipt):
    response = ask(client, opened(client, receipt), "some", uses=["media"])
    assert response.status_code == 422


def test_receipt_shows_each_use_and_never_the_words_told(client, receipt):
    text = opened(client, receipt).content.decode()
    assert text.count("Yes, since") == 3
    assert re.findall(r"<li>([^<]+)</li>", text.partition('class="refused"')[2]) == [
        "Translating your words",
        "Using it in reports to the United Nations",
        "Using it before a government, a parliament or a court",
        "Showing it to journalists",
        "Warning others of what happened",
    ]
    assert "heron" not in text
    assert receipt.testimony_ref in text


@pytest.mark.parametrize("extent", ["some", "all", "destroy"])
def test_nothing_is_done_before_it_is_asked_once_more(client, receipt, extent):
    page = ask(client, opened(client, receipt), extent, uses=["statistics"])
    assert "Nothing has been done yet." in page.content.decode()
    assert (Grant.objects.filter(withdrawn_at=None).count(), ItemKey.objects.count()) == (3, 1)


def test_one_use_is_stopped_and_the_page_says_what_waits(client, receipt):
    page = ask(client, opened(client, receipt), "some", uses=["statistics"])
    text = send(client, page).content.decode()
    assert "Ended: Counting you in published numbers" in text
    assert "Numbers already printed stand until the next set of numbers" in text
    assert "Your words left" not in text
    assert set(Grant.objects.filter(withdrawn_at=None).values_list("use", flat=True)) == {Use.STORE, Use.ANONYMOUS_QUOTE}


def test_everything_is_taken_back_and_the_words_stay_locked(client, receipt):
    page = ask(client, opened(client, receipt), "all")
    text = send(client, page).content.decode()
    assert (text.count("Ended: "), "Your words stay locked away" in text) == (3, True)
    assert Testimony.objects.get().withdrawn_at is not None
    assert ItemKey.objects.count() == 1


def test_words_are_destroyed_later_and_then_nothing_is_left_to_ask(client, receipt):
    send(client, ask(client, opened(client, receipt), "all"))
    page = opened(client, receipt)
    assert buttons(page) == ["destroy"]
    text = send(client, ask(client, page, "destroy")).content.decode()
    assert ("The key of your words was destroyed" in text, ItemKey.objects.count()) == (True, 0)
    assert buttons(opened(client, receipt)) == []


def test_confirmation_sent_twice_says_that_it_was_done_before(client, receipt):
    page = ask(client, opened(client, receipt), "destroy")
    first, second = (send(client, page).content.decode() for _ in range(2))
    assert ("Nothing: all that you asked for had been done before." in first) is False
    assert ("Nothing: all that you asked for had been done before." in second) is True
