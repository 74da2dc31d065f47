"""Writing to a giver from the desk, and reading what they sent: only in an unlocked session, only by the team, each written down."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import at_desk
from tests.slices.evidence_stage import PASSPHRASE, Stage

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.evidence.actions import (
    LetterEmpty,
    NoInboxYet,
    NotForGivers,
    TestimonyWithdrawn,
    ask_again,
    open_messages,
    write_to_giver,
)
from firsthand.evidence.queries import page_of_testimonies_for, waiting_for
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.consents.models import ReAsk as Asked
from firsthand.foundation.consents.queries import waiting_to_be_asked
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault.models import InboxKey, Item
from firsthand.intake import slip as slips
from firsthand.intake.actions import withdraw_by_receipt
from firsthand.intake.adding import add_words
from firsthand.intake.models import Giver, Message
from firsthand.intake.said import Said, Sort

WORDS = "Was that before or after the rain?"
ADDED = "It was after the rain, in the marked boat."


@pytest.fixture
def stage(cast, now):
    return Stage(cast, now)


@pytest.fixture
def ref(stage):
    return stage.give()


def write(stage, ref, *, by=None, sort=Sort.QUESTION, words=WORDS):
    by = by or stage.cast.teal
    key = stage.key_of(stage.cast.teal)
    return write_to_giver(testimony_ref=ref, sort=sort, words=Hidden(words), language="en", with_key=key, by=by, now=stage.now)


def add(stage, ref, *, words=ADDED):
    own = slips.read(slips.drawn(stage.team)[0])
    return add_words(receipt=stage.receipts[ref], slip=own, said=Said(words=words, sort=Sort.ADDITION), now=stage.now).ref


def read(stage, ref, *, by=None):
    return open_messages(testimony_ref=ref, with_key=stage.key_of(stage.cast.teal), by=by or stage.cast.teal, now=stage.now)


@pytest.fixture
def desk(stage):
    client = at_desk(stage.cast.teal)
    assert stage.team
    client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE})
    return client


@pytest.mark.parametrize("who", ["moss", "finch", "lark", "reed"])
def test_nobody_outside_the_team_writes_or_reads(stage, ref, who):
    person = getattr(stage.cast, who)
    for does in (write, read):
        with pytest.raises((NotFound, NotPermitted)):
            does(stage, ref, by=person)
    assert not Message.objects.exists()


def test_key_of_another_team_writes_and_reads_nothing(stage, ref):
    from dataclasses import replace

    key = replace(stage.key_of(stage.cast.teal), team_id=stage.team.pk + 1)
    with pytest.raises(NotPermitted):
        open_messages(testimony_ref=ref, with_key=key, by=stage.cast.teal, now=stage.now)
    with pytest.raises(NotPermitted):
        write_to_giver(
            testimony_ref=ref, sort=Sort.NEWS, words=Hidden("x"), language="en", with_key=key, by=stage.cast.teal, now=stage.now
        )  # fmt: skip


@pytest.mark.parametrize(("sort", "words", "refused"), [
    (Sort.ANSWER, "x", NotForGivers), (Sort.NEWS, "  ", LetterEmpty), (Sort.NEWS, "x" * 5001, LetterEmpty),
])  # fmt: skip
def test_letter_is_one_of_ours_and_not_empty(stage, ref, sort, words, refused):
    with pytest.raises(refused):
        write(stage, ref, sort=sort, words=words)
    assert not Item.objects.filter(kind="letter").exists()


def test_who_has_no_inbox_yet_cannot_be_written_to(stage, ref):
    Giver.objects.update(inbox_key=b"")
    with pytest.raises(NoInboxYet):
        write(stage, ref)
    assert not InboxKey.objects.exists()


def test_who_took_it_back_is_not_written_to(stage, ref):
    add(stage, ref)
    withdraw_by_receipt(receipt=stage.receipts[ref], uses=None, destroy=False, now=stage.now)
    for does in (write, read):
        with pytest.raises(TestimonyWithdrawn):
            does(stage, ref)


def test_letter_is_sealed_twice_and_its_day_and_writer_kept(stage, ref):
    item = write(stage, ref)
    entry = Entry.objects.get(kind="letter-written")
    assert (entry.subject, entry.actor, entry.facts) == (ref, stage.cast.teal.ref, {"item": item})
    row = Message.objects.get()
    assert (row.is_to_giver, row.written_by, row.sent_on, row.read_on) == (True, stage.cast.teal.ref, stage.now.date(), None)
    assert InboxKey.objects.get().item.ref == item
    assert WORDS.encode() not in bytes(row.item.content)
    (mine,) = read(stage, ref)
    assert (mine.said.words, mine.card.who) == (WORDS, "teal")


def test_reading_is_written_down_and_what_was_added_counts_as_read(stage, ref):
    item = add(stage, ref)
    assert (waiting_for(stage.cast.teal).added, waiting_for(stage.cast.moss).added) == (1, 0)
    assert [row.ref for row in page_of_testimonies_for(stage.cast.teal, now=stage.now, state="added").rows] == [ref]
    read(stage, ref)
    entry = Entry.objects.get(kind="messages-opened")
    assert (entry.subject, entry.actor, entry.facts) == (ref, stage.cast.teal.ref, {"items": [item]})
    assert waiting_for(stage.cast.teal).added == 0


def test_opening_a_testimony_without_messages_writes_no_row_about_them(stage, ref):
    assert read(stage, ref) == ()
    assert not Entry.objects.filter(kind="messages-opened").exists()


def test_two_additions_are_one_line_of_the_list(stage, ref):
    add(stage, ref), add(stage, ref, words="And more.")
    page = page_of_testimonies_for(stage.cast.teal, now=stage.now, state="added")
    assert (len(page.rows), page.added) == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_opening_asks_the_database_as_often_for_three_as_for_one(stage, ref, count, django_assert_num_queries):
    for number in range(count):
        add(stage, ref, words=f"More {number}.")
    read(stage, ref)
    key = stage.key_of(stage.cast.teal)
    with django_assert_num_queries(11):
        open_messages(testimony_ref=ref, with_key=key, by=stage.cast.teal, now=stage.now)


def test_letter_about_a_yes_that_ends_marks_the_giver_as_asked(stage, ref):
    until = stage.now.date() + timedelta(days=20)
    Grant.objects.filter(subject=ref, use=Use.STATISTICS).update(until=until)
    Asked.objects.create(subject=ref, use=Use.STATISTICS, until=until, noticed_on=stage.now.date())
    assert waiting_to_be_asked([ref], now=stage.now)
    write(stage, ref, sort=Sort.CONSENT)
    assert (Asked.objects.get().asked_by, waiting_to_be_asked([ref], now=stage.now)) == (stage.cast.teal.ref, ())
    assert ask_again(testimony_ref=ref, by=stage.cast.teal, now=stage.now) == ()


# --- Pages -------------------------------------------------------------------------------------------------------------------


def test_locked_session_is_asked_to_unlock_and_writes_nothing(stage, ref):
    client = at_desk(stage.cast.teal)
    answer = client.post(reverse("evidence:write-letter", args=[ref]), {"sort": "question", "language": "en", "letter": WORDS})
    assert answer["Location"].startswith(reverse("evidence:unlock"))
    assert not Message.objects.exists()


def test_letter_is_written_on_its_page_and_shown_beside_the_testimony(stage, ref, desk):
    page = reverse("evidence:write-letter", args=[ref])
    assert re.search(r'value="consent"[^>]*checked', desk.get(f"{page}?sort=consent").content.decode())
    assert desk.post(page, {"sort": "question", "language": "en", "letter": ""}).status_code == 422
    assert desk.post(page, {"sort": "question", "language": "en", "letter": WORDS})["Location"].endswith(f"/{ref}/")
    shown = desk.get(reverse("evidence:show-testimony", args=[ref])).content.decode()
    assert ("We asked" in shown, WORDS in shown, "not read yet" in shown) == (True, True, True)


def test_what_was_added_is_on_top_of_the_desk_and_beside_the_testimony(stage, ref, desk):
    add(stage, ref)
    assert "1 person wrote again." in desk.get("/desk/").content.decode()
    assert ref in desk.get(f"{reverse('evidence:list-testimonies')}?state=added").content.decode()
    shown = desk.get(reverse("evidence:show-testimony", args=[ref])).content.decode()
    assert ("They added" in shown, ADDED in shown) == (True, True)
    assert "wrote again" not in desk.get("/desk/").content.decode()


def test_giver_without_an_inbox_is_said_so_on_the_page(stage, ref, desk):
    Giver.objects.update(inbox_key=b"")
    page = desk.get(reverse("evidence:write-letter", args=[ref])).content.decode()
    assert ("before there were inboxes" in page, "<textarea" in page) == (True, False)
    answer = desk.post(reverse("evidence:write-letter", args=[ref]), {"sort": "question", "language": "en", "letter": WORDS})
    assert (answer.status_code, Message.objects.count()) == (422, 0)


def test_page_of_what_was_taken_back_takes_no_letter(stage, ref, desk):
    withdraw_by_receipt(receipt=stage.receipts[ref], uses=None, destroy=True, now=stage.now)
    assert desk.get(reverse("evidence:write-letter", args=[ref])).status_code == 409


def test_whoever_lifts_words_sees_what_was_corrected_since(stage, ref, desk):
    """Rule: a correction must not be missed where words leave the house."""
    add(stage, ref)
    page = desk.get(reverse("evidence:lift-quote", args=[ref])).content.decode()
    assert ("They added" in page, ADDED in page) == (True, True)
