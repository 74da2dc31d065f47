"""Warnings to peers: nothing is out before a person released it, only members see it, and it goes with the consent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import at_desk
from tests.slices.evidence_stage import PASSPHRASE, Stage

from firsthand.core.consent import Use
from firsthand.core.refusal import NotFound
from firsthand.evidence.actions import (
    TestimonyWithdrawn,
    WarningDecided,
    WarningNotAgreed,
    WarningNotRight,
    end_alert,
    end_alerts_over,
    keep_alert_back,
    release_alert,
)
from firsthand.evidence.models import Alert
from firsthand.evidence.queries import alerts_for, alerts_waiting_for
from firsthand.foundation.ledger.models import Entry
from firsthand.intake.actions import withdraw_by_receipt
from firsthand.site.desk_items import warnings_that_are_out, warnings_to_decide

WARN = frozenset({Use.STORE, Use.PEER_ALERT})
COARSE = "Mind grey cars without plates near the bridges."


@pytest.fixture
def stage(cast, now) -> Stage:
    return Stage(cast, now)


def release(stage, ref, *, by=None, words=COARSE, country="KE", days=30, now=None):
    now = now or stage.now
    until = now.date() + timedelta(days=days)
    release_alert(testimony_ref=ref, words=words, country=country, until=until, by=by or stage.cast.teal, now=now)


def seen_by(stage, person, *, now=None):
    return [card.words for card in alerts_for(person, now=now or stage.now)]


def test_nothing_is_out_before_somebody_released_it(stage):
    ref = stage.give(uses=WARN)
    assert seen_by(stage, stage.cast.dove) == []
    assert [each.testimony for each in alerts_waiting_for(stage.cast.teal, now=stage.now)] == [ref]
    assert [item.sentence for item in warnings_to_decide(stage.cast.wren, stage.now)] == ["1 person wants others to be warned."]


def test_without_this_very_yes_nobody_is_warned(stage):
    ref = stage.give(uses=frozenset(Use) - {Use.PEER_ALERT})
    assert alerts_waiting_for(stage.cast.teal, now=stage.now) == ()
    with pytest.raises(WarningNotAgreed):
        release(stage, ref)
    assert Alert.objects.count() == 0


def test_only_the_team_decides_and_only_once(stage):
    ref = stage.give(uses=WARN)
    for person in (stage.cast.dove, stage.cast.finch, stage.cast.moss, stage.cast.stone):
        with pytest.raises(NotFound):
            release(stage, ref, by=person)
        assert alerts_waiting_for(person, now=stage.now) == ()
    keep_alert_back(testimony_ref=ref, by=stage.cast.wren, now=stage.now)
    with pytest.raises(WarningDecided):
        release(stage, ref)
    assert alerts_waiting_for(stage.cast.teal, now=stage.now) == ()
    assert seen_by(stage, stage.cast.teal) == []


@pytest.mark.parametrize("wrong", [{"words": " "}, {"words": "x" * 501}, {"country": "XX"}, {"days": 0}, {"days": 91}])
def test_warning_that_is_not_right_is_refused(stage, wrong):
    ref = stage.give(uses=WARN)
    with pytest.raises(WarningNotRight):
        release(stage, ref, **wrong)
    assert Alert.objects.count() == 0


def test_members_of_community_led_organisations_see_it_and_nobody_else(stage):
    ref = stage.give(uses=WARN)
    release(stage, ref)
    cast = stage.cast
    for person in (cast.teal, cast.dove, cast.finch):
        assert seen_by(stage, person) == [COARSE]
        assert [item.sentence for item in warnings_that_are_out(person, stage.now)] == ["1 warning is out."]
    for person in (cast.stone, cast.moss):
        assert seen_by(stage, person) == []
        assert COARSE not in at_desk(person).get("/desk/evidence/alerts/").content.decode()
    assert [card.testimony for card in alerts_for(cast.finch, now=stage.now)] == [""]
    assert Entry.objects.latest("pk").facts == {"until": (stage.now.date() + timedelta(days=30)).isoformat()}


@pytest.mark.parametrize("uses", [frozenset({Use.PEER_ALERT}), None])
def test_warning_goes_with_the_consent_at_once(stage, uses):
    ref = stage.give(uses=WARN)
    release(stage, ref)
    withdraw_by_receipt(receipt=stage.receipts[ref], uses=uses, destroy=False, now=stage.now)
    assert seen_by(stage, stage.cast.dove) == []
    row = Alert.objects.get()
    assert (row.words, row.ended_on) == ("", stage.now.date())


def test_nobody_is_warned_of_what_was_taken_back_while_it_waited(stage):
    ref = stage.give(uses=WARN)
    withdraw_by_receipt(receipt=stage.receipts[ref], uses=None, destroy=False, now=stage.now)
    assert alerts_waiting_for(stage.cast.teal, now=stage.now) == ()
    with pytest.raises(TestimonyWithdrawn):
        release(stage, ref)


def test_other_uses_that_end_leave_the_warning(stage):
    ref = stage.give(uses=WARN | {Use.STATISTICS})
    release(stage, ref)
    withdraw_by_receipt(receipt=stage.receipts[ref], uses=frozenset({Use.STATISTICS}), destroy=False, now=stage.now)
    assert seen_by(stage, stage.cast.dove) == [COARSE]


def test_warning_ends_on_its_day_and_can_be_taken_down_before(stage):
    ref = stage.give(uses=WARN)
    release(stage, ref, days=3)
    late = stage.now + timedelta(days=4)
    assert seen_by(stage, stage.cast.dove, now=late) == []
    assert [end_alerts_over(now=late) for _ in range(2)] == [1, 0]
    assert Alert.objects.get().words == ""
    other = stage.give(uses=WARN)
    release(stage, other)
    for person in (stage.cast.finch, stage.cast.dove):
        with pytest.raises(NotFound):
            end_alert(testimony_ref=other, by=person, now=stage.now)
    end_alert(testimony_ref=other, by=stage.cast.wren, now=stage.now)
    assert seen_by(stage, stage.cast.dove) == []


def test_warning_is_written_beside_the_opened_words_and_looked_through_first(stage):
    ref = stage.give(words="The bailiff Heronson stopped me.", uses=WARN)
    browser = at_desk(stage.cast.teal)
    address = f"/desk/evidence/testimonies/{ref}/alert/"
    assert browser.get(address)["Location"].startswith("/desk/evidence/unlock/")
    browser.post("/desk/evidence/unlock/", {"passphrase": PASSPHRASE})
    assert "The bailiff Heronson stopped me." in browser.get(address).content.decode()
    form = {"words": "Call +254 700 000 000 when you see it.", "country": "KE", "until": stage.now.date() + timedelta(days=9)}
    checked = browser.post(address, form | {"step": "check"}).content.decode()
    assert "looks like a telephone number" in checked
    assert Alert.objects.count() == 0
    assert browser.post(address, form | {"words": "", "step": "release"}).status_code == 422


def test_list_costs_the_same_for_one_and_for_three(stage):
    browser, costs = at_desk(stage.cast.teal), []
    for more in (1, 2):
        for _ in range(more):
            release(stage, stage.give(uses=WARN), now=timezone.now())  # the page asks the clock
            stage.give(uses=WARN)
        with CaptureQueriesContext(connection) as asked:
            text = browser.get("/desk/evidence/alerts/").content.decode()
        costs.append(len(asked))
    assert text.count(COARSE) == 3
    assert costs[0] == costs[1]
