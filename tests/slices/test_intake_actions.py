"""Opening a door, receiving, and taking back: sealed before it is written, kept once, ended at once."""

import json
from datetime import UTC, date, datetime

import pytest
from tests.slices.intake_parts import HELP, PASSPHRASE, TOLD, USES, give, make_door, make_team

from firsthand.core.consent import Audience, Use
from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.ledger.queries import first_break
from firsthand.foundation.vault.models import Item, ItemKey
from firsthand.foundation.vault.opening import KeyDestroyed, open_item, open_team_by_passphrase
from firsthand.intake.actions import (
    Because,
    DestroyingEndsAll,
    DoorClosed,
    NoHelpNamed,
    NothingMayBeKept,
    NothingTold,
    Offer,
    open_door,
    withdraw_by_receipt,
    withdraw_for_giver,
)
from firsthand.intake.models import Door, Giver, Testimony
from firsthand.intake.queries import ReceiptUnknown, sealed_item_of, team_of_testimony
from firsthand.intake.receipts import ReceiptWrongLength
from firsthand.intake.testified import Testified

ONCE = Hidden(b"one form, 16 b.!")


def opened(door, ref, person):
    key = open_team_by_passphrase(team=door.team, holder=person.ref, passphrase=PASSPHRASE)
    return json.loads(open_item(sealed_item_of(ref), with_key=key).reveal())


def test_door_is_opened_by_a_coordinator_only(cast, now):
    team = make_team(cast, now)
    for person in (cast.teal, cast.finch, cast.moss):
        with pytest.raises(NotPermitted):
            open_door(organisation=cast.alder, team=team, help_now=HELP, limits="", by=person, now=now)
    assert Door.objects.count() == 0


@pytest.mark.parametrize("help_now", [[], [Offer(name="Night line", how=" ")], [Offer(name="", how="112")]])
def test_door_without_help_is_refused(cast, now, help_now):
    with pytest.raises(NoHelpNamed):
        open_door(organisation=cast.alder, team=make_team(cast, now), help_now=help_now, limits="", by=cast.wren, now=now)


def test_closed_door_keeps_nothing(cast, now):
    door = make_door(cast, now)
    Door.objects.update(is_open=False)
    with pytest.raises(DoorClosed):
        give(door, now)
    assert (Testimony.objects.count(), Giver.objects.count(), Item.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("told", "uses", "refusal"),
    [
        (Testified(words=" \n"), USES, NothingTold),
        (TOLD, frozenset(), NothingMayBeKept),
        (TOLD, frozenset({Use.STATISTICS}), NothingMayBeKept),
    ],
)
def test_nothing_is_kept_without_words_or_without_a_yes_to_keeping(cast, now, told, uses, refusal):
    door = make_door(cast, now)
    with pytest.raises(refusal):
        give(door, now, told=told, uses=uses)
    assert (Testimony.objects.count(), Giver.objects.count(), Item.objects.count(), Grant.objects.count()) == (0, 0, 0, 0)


def test_same_form_sent_twice_is_kept_once(cast, now):
    door = make_door(cast, now)
    first, second = (give(door, now, once=ONCE) for _ in range(2))
    assert (first.words.reveal(), first.testimony_ref) == (second.words.reveal(), second.testimony_ref)
    assert (first.is_new, second.is_new) == (True, False)
    assert (Testimony.objects.count(), Item.objects.count(), Grant.objects.count()) == (1, 1, 3)


def test_testimony_opens_as_it_was_told(cast, now):
    door = make_door(cast, now)
    receipt = give(door, now)
    assert opened(door, receipt.testimony_ref, cast.teal) == {
        "words": "The marked heron stood in the water.",
        "when": {"year": 2025, "month": 3, "day": None, "precision": "month"},
        "country": "KE",
        "area": "town",
        "acts": ["arrest", "extortion"],
        "language": "en",
    }
    assert team_of_testimony(receipt.testimony_ref) == door.team


def test_testimony_keeps_its_day_and_its_grants(cast, now):
    receipt = give(make_door(cast, now), now)
    assert list(Testimony.objects.values_list("ref", "received_on", "withdrawn_at")) == [(receipt.testimony_ref, date(2026, 11, 24), None)]
    grants = Grant.objects.order_by("use").values_list("subject", "use", "audience", "text_version", "withdrawn_at")
    assert list(grants) == [
        (receipt.testimony_ref, Use.ANONYMOUS_QUOTE, Audience.PUBLIC, "2026-11", None),
        (receipt.testimony_ref, Use.STATISTICS, Audience.PUBLIC, "2026-11", None),
        (receipt.testimony_ref, Use.STORE, Audience.TEAM, "2026-11", None),
    ]
    kinds = ["service-named", "service-named", "door-opened", "testimony-received", "consent-given", "consent-given"]
    assert [entry.kind for entry in Entry.objects.all()] == kinds
    assert first_break() is None


@pytest.mark.parametrize(("typed", "refusal"), [("three words only", ReceiptWrongLength), ("abandon " * 11 + "about", ReceiptUnknown)])
def test_receipt_that_is_not_ours_takes_nothing_back(cast, now, typed, refusal):
    give(make_door(cast, now), now)
    with pytest.raises(refusal):
        withdraw_by_receipt(receipt=Hidden(typed), uses=None, destroy=True, now=now)
    assert (Grant.objects.filter(withdrawn_at=None).count(), ItemKey.objects.count()) == (3, 1)


def test_words_are_not_destroyed_while_a_use_goes_on(cast, now):
    receipt = give(make_door(cast, now), now)
    with pytest.raises(DestroyingEndsAll):
        withdraw_by_receipt(receipt=receipt.words, uses=frozenset({Use.MEDIA}), destroy=True, now=now)
    assert ItemKey.objects.count() == 1


def test_one_use_ends_and_the_others_go_on(cast, now):
    receipt = give(make_door(cast, now), now)
    done = withdraw_by_receipt(receipt=receipt.words, uses=frozenset({Use.STATISTICS, Use.MEDIA}), destroy=False, now=now)
    assert (done.ended, done.is_whole, done.is_destroyed) == ((Use.STATISTICS,), False, False)
    assert sorted(Grant.objects.filter(withdrawn_at=None).values_list("use", flat=True)) == ["anonymous-quote", "store"]
    assert Testimony.objects.get().withdrawn_at is None


@pytest.mark.parametrize("uses", [None, frozenset({Use.STORE})])
def test_taking_back_everything_or_the_keeping_ends_all(cast, now, uses):
    receipt = give(make_door(cast, now), now)
    done = withdraw_by_receipt(receipt=receipt.words, uses=uses, destroy=False, now=now)
    assert (done.ended, done.is_whole, done.is_destroyed) == ((Use.ANONYMOUS_QUOTE, Use.STATISTICS, Use.STORE), True, False)
    assert Testimony.objects.get().withdrawn_at == datetime(2026, 11, 24, tzinfo=UTC)
    assert [entry.kind for entry in Entry.objects.filter(subject=receipt.testimony_ref)][-2:] == [
        "consent-withdrawn",
        "testimony-withdrawn",
    ]


def test_destroyed_words_open_for_nobody(cast, now):
    door = make_door(cast, now)
    receipt = give(door, now)
    done = withdraw_by_receipt(receipt=receipt.words, uses=None, destroy=True, now=now)
    assert (done.is_whole, done.is_destroyed) == (True, True)
    with pytest.raises(KeyDestroyed):
        opened(door, receipt.testimony_ref, cast.teal)


def test_words_can_be_destroyed_after_everything_was_taken_back(cast, now):
    receipt = give(make_door(cast, now), now)
    steps = [withdraw_by_receipt(receipt=receipt.words, uses=None, destroy=destroy, now=now) for destroy in (False, True, True)]
    assert [(step.ended, step.is_destroyed) for step in steps] == [
        ((Use.ANONYMOUS_QUOTE, Use.STATISTICS, Use.STORE), False),
        ((), True),
        ((), False),
    ]
    kinds = [entry.kind for entry in Entry.objects.filter(subject=receipt.testimony_ref)]
    assert kinds[-3:] == ["consent-withdrawn", "testimony-withdrawn", "words-destroyed"]
    assert first_break() is None


def test_only_a_coordinator_of_the_teams_organisation_takes_back_for_a_giver(cast, now):
    receipt = give(make_door(cast, now), now)
    for person in (cast.teal, cast.finch, cast.moss):
        with pytest.raises(NotFound):
            withdraw_for_giver(testimony_ref=receipt.testimony_ref, by=person, reason_code=Because.GIVER_ASKED, now=now)
    with pytest.raises(NotFound):
        withdraw_for_giver(testimony_ref="T-000000", by=cast.wren, reason_code=Because.GIVER_ASKED, now=now)
    assert Testimony.objects.get().withdrawn_at is None


def test_coordinator_takes_back_for_a_giver_and_is_named_in_the_ledger(cast, now):
    receipt = give(make_door(cast, now), now)
    done = withdraw_for_giver(testimony_ref=receipt.testimony_ref, by=cast.wren, reason_code=Because.GIVER_IN_DANGER, now=now, destroy=True)
    assert (done.is_whole, done.is_destroyed) == (True, True)
    last = list(Entry.objects.values_list("kind", "actor", "facts"))[-2:]
    assert last == [("testimony-withdrawn", cast.wren.ref, {"because": "giver-in-danger"}), ("words-destroyed", cast.wren.ref, {})]


def test_told_words_are_not_in_the_repr():
    assert "heron" not in repr(TOLD)
    assert "KE" not in repr(TOLD)
