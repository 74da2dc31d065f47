"""What waits on a desk: for whom it waits, and never one question a row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import at_desk
from tests.slices.evidence_stage import Stage

from firsthand.documents import actions as documents
from firsthand.documents.content import Content
from firsthand.site.desk_items import ended_editions, evidence_to_move_on, texts_at_work


@pytest.fixture
def stage(cast, now) -> Stage:
    return Stage(cast=cast, now=now)


def publish(cast, now, *, title: str) -> tuple[str, str]:
    """Lark writes a text for Alder House and publishes it; the Refs of the text and the edition."""
    text = documents.start_manuscript(organisation_id=cast.alder.pk, title=title, body="One.", by=cast.lark, now=now)
    return text, freeze(cast, now, text, title=title)


def freeze(cast, now, text: str, *, title: str) -> str:
    content = Content(
        title=title,
        subtitle="",
        language="en",
        body="One.",
        dated_on=date(2026, 11, 24),
        organisations=("Alder House",),
        notes=(),
        licence="CC BY-SA 4.0",
        sources={},
    )
    return documents.freeze_edition(manuscript_ref=text, version=1, content=content, edges=(), because="published", by=cast.lark, now=now)


def send_to_birch(cast, now, edition: str) -> None:
    documents.name_recipient(edition_ref=edition, organisation_id=cast.birch.pk, address="", by=cast.lark, now=now)


@pytest.mark.parametrize("who", ["finch", "lark", "dove", "moss"])
def test_evidence_of_others_does_not_wait_on_a_desk(stage, cast, now, who):
    stage.lift(stage.give())
    assert list(evidence_to_move_on(getattr(cast, who), now)) == []


def test_quote_waits_for_a_second_reader_and_not_for_who_lifted_it(stage, cast, now):
    ref = stage.give()
    stage.code(ref)
    stage.lift(ref)
    assert [item.sentence for item in evidence_to_move_on(cast.reed, now)] == ["1 quote waits for a second reader."]
    assert list(evidence_to_move_on(cast.teal, now)) == []


def test_testimonies_wait_for_their_codes(stage, cast, now):
    stage.give()
    stage.give()
    found = [(item.sentence, item.url, item.act) for item in evidence_to_move_on(cast.teal, now)]
    assert found == [("2 testimonies are not coded yet.", "/desk/evidence/", "Read and code")]


def test_ended_edition_is_told_only_to_who_received_it(cast, now):
    _text, edition = publish(cast, now, title="A brief")
    send_to_birch(cast, now, edition)
    assert list(ended_editions(cast.finch, now)) == []
    documents.withdraw_edition(edition_ref=edition, because="A mistake.", by=cast.lark, now=now)
    [item] = ended_editions(cast.finch, now)
    assert (item.sentence, item.act) == ("“A brief” was taken back. Do not pass it on.", "See why")
    assert item.url == f"/publications/{edition}/"
    assert list(ended_editions(cast.stone, now)) == []


def test_replaced_edition_leads_to_the_new_one(cast, now):
    text, edition = publish(cast, now, title="A brief")
    send_to_birch(cast, now, edition)
    second = freeze(cast, now + timedelta(days=1), text, title="A brief")
    [item] = ended_editions(cast.finch, now)
    assert (item.url, item.act) == (f"/publications/{second}/", "See the new edition")


def test_texts_at_work_are_those_of_ones_organisations(cast, now):
    publish(cast, now, title="A brief")
    assert [item.sentence for item in texts_at_work(cast.lark, now)] == ["A brief"]
    assert list(texts_at_work(cast.finch, now)) == []


def test_desk_asks_the_same_number_of_questions_however_much_waits(stage, cast, now):
    def fill(number: int) -> None:
        text, edition = publish(cast, now, title=f"Brief {number}")
        send_to_birch(cast, now, edition)
        freeze(cast, now, text, title=f"Brief {number}")
        stage.lift(stage.give())

    def questions(person) -> int:
        browser = at_desk(person)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get("/desk/").status_code == 200
        return len(seen)

    fill(1)
    before = [questions(person) for person in (cast.wren, cast.finch)]
    for number in (2, 3):
        fill(number)
    assert [questions(person) for person in (cast.wren, cast.finch)] == before


def test_front_page_shows_the_latest_three_editions(client, cast, now):
    for number in range(1, 6):
        publish(cast, now + timedelta(days=number), title=f"Brief {number}")
    page = client.get("/").content.decode()
    assert [f"Brief {number}" in page for number in range(1, 6)] == [False, False, True, True, True]
