"""Tries that lead nowhere slow down all tries, tell nobody apart, and turn nobody away."""

import inspect

import pytest
from django.test import Client
from tests.slices.intake_pages import form_to, forms_on, send
from tests.slices.intake_parts import give, make_door

from firsthand.intake import patience
from firsthand.intake.patience import ManyTrying, Patience
from firsthand.intake.views import with_receipt

UNKNOWN = "abandon " * 11 + "about"


class Clock:
    """Time that passes only when somebody waits, or is told to."""

    def __init__(self):
        self.at = 1000.0

    def __call__(self):
        return self.at

    def sleep(self, seconds):
        self.at += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def slow(clock):
    return Patience(clock=clock, sleep=clock.sleep)


@pytest.fixture
def served(slow, monkeypatch):
    monkeypatch.setattr(with_receipt, "PATIENCE", slow)
    return slow


def miss(slow, times):
    for _ in range(times):
        slow.take_turn()
        slow.note_miss()


def test_full_line_is_asked_to_come_again_and_not_let_in(clock, slow):
    miss(slow, 40)
    refused = []

    def waiting(seconds):
        """While one waits, others come."""
        if len(refused) < 3:
            try:
                slow.take_turn()
            except ManyTrying as no:
                refused.append(no)

    slow.sleep = waiting
    slow.take_turn()
    assert refused
    assert slow._waiting == 0


def test_people_who_mistype_do_not_wait(slow):
    assert [slow.take_turn() for _ in range(100)] == [0.0] * 100
    miss(slow, 5)
    assert slow.take_turn() == 0.0


def test_many_misses_slow_every_try_down_to_one_in_four_seconds(clock, slow):
    miss(slow, 40)
    began = clock.at
    miss(slow, 100)
    assert 4.0 * 99 <= clock.at - began <= 4.0 * 101


def test_two_words_out_of_twelve_take_days(clock, slow):
    """Rule: 2048 * 2048 pairs, of which the checksum lets one in sixteen through; a sample of the pace they are tried at."""
    miss(slow, 40)
    began = clock.at
    miss(slow, 200)
    days = (clock.at - began) / 200 * (2048 * 2048 / 16) / 86_400
    assert days > 10


def test_misses_are_forgotten(clock, slow):
    miss(slow, 12)
    clock.at += 30 * 12
    assert [slow.take_turn(), slow.take_turn()] == [0.0, 0.0]


def test_nothing_tells_apart_who_tries():
    """Rule: the pace knows no request, no address and no word."""
    assert set(inspect.signature(Patience.take_turn).parameters) == {"self"}
    assert set(inspect.signature(Patience.note_miss).parameters) == {"self"}
    source = inspect.getsource(patience)
    assert not any(word in source for word in ("META", "REMOTE", "cache", "models"))


def test_receipt_still_opens_after_many_misses_only_later(cast, now, clock, served):
    receipt, client = give(make_door(cast, now), now), Client()
    for _ in range(20):
        assert send(client, client.get("/give/receipt/"), receipt=UNKNOWN).status_code == 422
    before = clock.at
    page = send(client, client.get("/give/receipt/"), receipt=receipt.words.reveal())
    assert (page.status_code, receipt.testimony_ref in page.content.decode()) == (200, True)
    assert clock.at > before


def test_words_that_are_no_receipt_slow_nobody(db, clock, served):
    client = Client()
    for _ in range(20):
        send(client, client.get("/give/receipt/"), receipt="abandon " * 12)
    assert (clock.at, served.take_turn()) == (1000.0, 0.0)


def test_full_line_keeps_the_words_on_the_page(db, clock, served):
    miss(served, 40)
    served.line = 0
    client = Client()
    page = send(client, client.get("/give/receipt/"), receipt=UNKNOWN)
    assert page.status_code == 422
    assert "press “Open” again" in page.content.decode()
    assert UNKNOWN in page.content.decode()


def test_who_was_let_in_once_does_not_wait_again_and_loses_nothing(cast, now, clock, served):
    """Rule: a flood of wrong words must not eat what somebody is writing behind the right ones."""
    receipt, client = give(make_door(cast, now), now), Client()
    page = send(client, client.get("/give/receipt/"), receipt=receipt.words.reveal())
    page = send(client, page, form=form_to(page, "/write/"))
    miss(served, 40)
    served.line, before = 0, clock.at
    assert "with the team" in send(client, page, words="More.").content.decode()
    assert clock.at == before


@pytest.mark.parametrize("sign", ["", "forged", None])
def test_sign_of_one_receipt_lets_no_other_in(cast, now, clock, served, sign):
    door, client = make_door(cast, now), Client()
    first, second = give(door, now), give(door, now)
    page = send(client, client.get("/give/receipt/"), receipt=first.words.reveal())
    sign = dict(forms_on(page)[0].fields)["seen"] if sign is None else sign
    miss(served, 40)
    served.line = 0
    for words in (second.words.reveal(), UNKNOWN):
        answer = client.post("/give/receipt/", {"receipt": words, "seen": sign})
        assert (answer.status_code, "press “Open” again" in answer.content.decode()) == (422, True)
