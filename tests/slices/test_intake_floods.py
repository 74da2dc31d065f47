"""A flood at a door: nobody's words are lost, who was taken stays taken, and what comes in fills a queue that has an end."""

import base64
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.slices.intake_pages import forms_on, send, walk_to_check
from tests.slices.intake_parts import give, make_door
from tests.slices.test_intake_giving import receipt_on
from tests.slices.test_intake_sealed import sealed_for

from firsthand.core.puzzle import solve
from firsthand.foundation.ledger.models import Entry
from firsthand.intake import floods, slip
from firsthand.intake.models import Testimony

HOUR = 3600


class Clock:
    now = 100.0 * HOUR

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(floods, "TIDE", floods.Tide(clock=clock))
    monkeypatch.setattr(floods, "BITS", 6)
    return clock


@pytest.fixture
def door(cast, now, clock):
    return make_door(cast, now)


@pytest.fixture
def flooded(door, settings):
    settings.DOOR_FLOOD = 1
    floods.note_taken(door)
    return door


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


def work_for(door, form):
    return solve(floods.puzzle_for(door, form, timezone.now()), bits=floods.BITS)


def number_on(page):
    return dict(forms_on(page)[0].fields)["once"]


def test_level_falls_as_the_hour_before_passes(clock):
    tide = floods.TIDE
    for _ in range(10):
        tide.note("a")
    assert (tide.level("a"), tide.level("b")) == (10, 0)
    clock.now += HOUR
    assert tide.level("a") == 10
    clock.now += HOUR / 2
    assert tide.level("a") == 5
    tide.note("a")
    assert tide.level("a") == 6
    clock.now += 2 * HOUR
    assert tide.level("a") == 0


def test_usual_door_asks_nobody_to_wait_and_the_database_nothing(door, client):
    with CaptureQueriesContext(connection) as asked:
        assert floods.weather_at(door) == floods.Weather(is_flood=False, is_full=False)
    assert len(asked) == 0
    assert send(client, walk_to_check(client, door.code)).status_code == 200
    assert Testimony.objects.get().apart == ""
    assert floods.TIDE.level(door.code) == 1


def test_flood_can_be_switched_off(door, client, settings):
    settings.DOOR_FLOOD = 0
    for _ in range(50):
        floods.note_taken(door)
    assert send(client, walk_to_check(client, door.code)).status_code == 200


def test_in_a_flood_nothing_is_taken_before_work_or_time_and_every_answer_stays(flooded, client):
    check = walk_to_check(client, flooded.code, words="The heron.")
    page = send(client, check)
    assert (page.status_code, Testimony.objects.count()) == (429, 0)
    kept = dict(forms_on(page)[0].fields)
    assert {kept["words"], kept["once"], kept["path"]} == {"The heron.", number_on(check), "full"}
    early = send(client, page)
    assert (early.status_code, Testimony.objects.count()) == (429, 0)
    assert "That was a little early" in early.content.decode()
    assert dict(forms_on(early)[0].fields)["wait"] == kept["wait"]


@pytest.mark.parametrize("wrong", [{"work": "1"}, {"work": "x"}, {"wait": "forged"}, {"wait": ""}])
def test_what_is_neither_work_nor_time_is_asked_again(flooded, client, wrong, monkeypatch):
    monkeypatch.setattr(floods, "BITS", 30)
    page = send(client, send(client, walk_to_check(client, flooded.code)), **wrong)
    assert (page.status_code, Testimony.objects.count()) == (429, 0)


def test_who_works_is_taken_and_stands_apart(flooded, client):
    page = send(client, walk_to_check(client, flooded.code))
    done = send(client, page, work=work_for(flooded, number_on(page)))
    assert len(receipt_on(done)) == 12
    assert Testimony.objects.get().apart == "flood"
    again = send(client, page, work="")
    assert receipt_on(again) == receipt_on(done)
    assert Testimony.objects.count() == 1


def test_who_waits_is_taken_without_work(flooded, client, monkeypatch):
    page = send(client, walk_to_check(client, flooded.code))
    later = timezone.now() + timedelta(seconds=floods.WAIT_SECONDS)
    monkeypatch.setattr("firsthand.intake.views.giving.timezone.now", lambda: later)
    assert send(client, page).status_code == 200
    assert Testimony.objects.count() == 1


def test_token_is_for_one_form_and_one_day(now):
    token = floods.wait_for("one", now)
    assert floods.seconds_to_wait(token, "one", now) == floods.WAIT_SECONDS
    assert floods.seconds_to_wait(token, "one", now + timedelta(minutes=1)) == 0
    assert floods.seconds_to_wait(token, "other", now + timedelta(minutes=1)) is None
    assert floods.seconds_to_wait(token, "one", now + timedelta(days=2)) is None
    assert floods.seconds_to_wait(token + "x", "one", now + timedelta(minutes=1)) is None


def test_work_is_for_one_door_one_form_and_two_days(door, now, monkeypatch):
    monkeypatch.setattr(floods, "BITS", 16)
    work = solve(floods.puzzle_for(door, "one", now), bits=16)
    asked = {"work": work, "wait": ""}
    assert floods.is_let_through(door, "one", now=now, **asked)
    assert floods.is_let_through(door, "one", now=now + timedelta(days=1), **asked)
    assert not floods.is_let_through(door, "one", now=now + timedelta(days=2), **asked)
    assert not floods.is_let_through(door, "other", now=now, **asked)


def test_flood_fills_the_queue_to_its_end_and_loses_nothing_that_was_taken(flooded, client, settings):
    settings.DOOR_MOST_WAITING = 5
    receipts, refused = [], 0
    for number in range(9):
        page = send(client, walk_to_check(client, flooded.code, words=f"Heron {number}."))
        if page.status_code == 429 and "in an hour" not in page.content.decode():
            page = send(client, page, work=work_for(flooded, number_on(page)))
        if receipt_on(page):
            receipts.append(" ".join(receipt_on(page)))
        else:
            refused += 1
            assert dict(forms_on(page)[0].fields)["words"] == f"Heron {number}."
    assert (len(receipts), refused, Testimony.objects.count()) == (5, 4, 5)
    for receipt in receipts:
        assert send(client, client.get("/give/receipt/"), receipt=receipt).status_code == 200
    closed = client.post(f"/give/{flooded.code}/limits/", {})
    assert closed.status_code == 409
    assert "Please come back in an hour" in closed.content.decode()
    assert client.get(f"/give/{flooded.code}/").status_code == 200, "help is named in any weather"
    Testimony.objects.update(apart="")
    assert client.post(f"/give/{flooded.code}/limits/", {}).status_code == 200


def test_door_takes_no_more_than_the_most_an_hour_and_again_when_it_has_passed(door, client, settings, clock):
    settings.DOOR_FLOOD, settings.DOOR_MOST_AN_HOUR = 0, 2
    pages = [send(client, walk_to_check(client, door.code)) for _ in range(3)]
    assert [page.status_code for page in pages] == [200, 200, 429]
    assert receipt_on(send(client, walk_to_check(client, door.code))) == []
    clock.now += 2 * HOUR
    assert send(client, pages[2]).status_code == 200
    assert Testimony.objects.count() == 3


def test_one_door_in_a_flood_leaves_the_others_alone(flooded, cast, now, client, settings):
    from firsthand.intake.actions import Offer, open_door

    line = [Offer(name="Line", how="112")]
    other = open_door(organisation=cast.birch, team=flooded.team, help_now=line, limits="", by=cast.finch, now=now)
    assert send(client, walk_to_check(client, other.code)).status_code == 200


def test_browser_that_seals_gets_a_new_slip_with_a_puzzle_and_is_taken_with_its_answer(flooded):
    client = Client()
    token, ref = slip.drawn(flooded.team)
    sent = {name: wire_text(value) for name, value in sealed_for(flooded, ref).items()}
    body = {"slip": token, "content": sent["content"], "key": sent["sealed_key"], "use-store": "yes"}
    held = client.post(f"/give/{flooded.code}/sealed/", body)
    assert (held.status_code, Testimony.objects.count()) == (409, 0)
    assert 'data-puzzle="' + flooded.code in held.content.decode()
    answer = {"work": work_for(flooded, token)}
    done = [client.post(f"/give/{flooded.code}/sealed/", body | extra) for extra in (answer, {})]
    assert [page.status_code for page in done] == [200, 200]
    assert receipt_on(done[0]) == receipt_on(done[1])
    assert Testimony.objects.get().apart == "flood"


def test_what_is_counted_is_nowhere_in_the_database(flooded, cast, now):
    give(flooded, now)
    facts = list(Entry.objects.values_list("facts", flat=True))
    assert not [each for each in facts if "flood" in str(each) or "hour" in str(each)]
    assert {field.name for field in Testimony._meta.get_fields()} & {"hour", "address", "counted"} == set()


def wire_text(value):
    return base64.urlsafe_b64encode(value).decode()
