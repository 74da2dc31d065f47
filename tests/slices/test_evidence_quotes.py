"""Quotes: lifting, clearing, refusing, taking back; and that no word stands anywhere before it is cleared."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from tests.slices.evidence_stage import ALL, CANARY, Stage

from firsthand.core.consent import Audience, Use
from firsthand.core.hidden import Hidden
from firsthand.core.lineage import Carries, Edge
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.evidence import actions
from firsthand.evidence.hints import Sign, hints_in
from firsthand.evidence.models import Batch, Incident, Quote
from firsthand.evidence.queries import (
    batches_for,
    descriptions_for,
    quote_for,
    quotes_for,
    quotes_for_print,
    waiting_for,
    why_not_printable,
)
from firsthand.foundation.consents.actions import give, withdraw
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.ledger.queries import edges_below, first_break
from firsthand.foundation.people.models import Role
from firsthand.foundation.vault.opening import KeyDestroyed
from firsthand.foundation.vault.queries import is_key_destroyed
from firsthand.intake.actions import withdraw_by_receipt


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


def _open(stage, ref, by):
    return actions.open_quote(quote_ref=ref, with_key=stage.key_of(by), by=by, now=stage.now)


def _clear(stage, ref, by):
    actions.clear_quote(quote_ref=ref, with_key=stage.key_of(by), by=by, now=stage.now)


def _refuse(stage, ref, by, reason="points-at-giver"):
    actions.refuse_quote(quote_ref=ref, reason=reason, by=by, now=stage.now)


def _expire(stage, ref, use):
    Grant.objects.filter(subject=ref, use=use).update(until=stage.now.date())


def _tables_holding(words):
    """Every table in which these words stand as plain text."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any(words in _as_text(value) for row in cursor.fetchall() for value in row):
                found.add(table)
    return found


def _as_text(value):
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)


def test_quote_is_not_lifted_without_a_live_grant(stage):
    never = stage.give(uses=ALL - {Use.ANONYMOUS_QUOTE})
    ended = stage.give()
    withdraw(subject=ended, uses=[Use.ANONYMOUS_QUOTE], by="", now=stage.now)
    for ref, reason in ((never, "never-given"), (ended, "withdrawn")):
        with pytest.raises(actions.QuotingNotAgreed) as refused:
            stage.lift(ref)
        assert refused.value.facts == {"reason": reason}
    assert not Quote.objects.exists()


def test_quote_is_not_lifted_by_someone_outside_the_team(stage):
    ref = stage.give()
    for person in (stage.cast.finch, stage.cast.reed, stage.cast.lark, stage.cast.moss):
        with pytest.raises(NotFound):
            stage.lift(ref, by=person)


@pytest.mark.parametrize("words", ["", "   ", "x" * 2001])
def test_quote_is_neither_empty_nor_a_whole_testimony(stage, words):
    with pytest.raises(actions.QuoteEmpty):
        stage.lift(stage.give(), words=words)


def test_attribution_is_chosen_from_safe_ones_when_no_name_was_agreed(stage):
    ref = stage.give()
    for attribution in ("Amina, 24, Mombasa", "", "Someone in Kenya"):
        with pytest.raises(actions.AttributionNotSafe):
            stage.lift(ref, attribution=attribution)
    give(subject=ref, uses=[Use.ATTRIBUTED_QUOTE], audience=Audience.PUBLIC, text_version="t", by="", now=stage.now)
    quote = stage.lift(ref, attribution="Amina")
    assert {edge.use for edge in edges_below([quote])} == {Use.ANONYMOUS_QUOTE, Use.ATTRIBUTED_QUOTE}
    _expire(stage, ref, Use.ATTRIBUTED_QUOTE)
    with pytest.raises(actions.QuotingNotAgreed):
        _clear(stage, quote, stage.cast.reed)


def test_country_stands_beside_a_quote_only_where_enough_people_spoke(stage):
    refs = stage.people(4, country="KE")
    assert "Someone in Kenya" not in descriptions_for(refs[0], language="en")
    stage.people(1, country="KE")
    assert "Someone in Kenya" in descriptions_for(refs[0], language="en")
    quote = stage.lift(refs[0], attribution="Someone in Kenya")
    actions.take_back_testimony(testimony_ref=refs[1], by="", now=stage.now)
    with pytest.raises(actions.AttributionNotSafe):
        _clear(stage, quote, stage.cast.reed)


def test_quote_is_sealed_until_it_is_cleared(stage):
    words = f"They took my bag. {CANARY}"
    quote = stage.lift(stage.give(), words=words)
    assert _tables_holding(CANARY) == set()
    assert quotes_for_print([quote], now=stage.now) == {}
    assert edges_below([quote]) == (
        Edge(derived=quote, source=Quote.objects.get().testimony.ref, carries=Carries.WORDS, use=Use.ANONYMOUS_QUOTE),
    )
    stage.clear(quote)
    assert _tables_holding(CANARY) == {"evidence_quote"}
    assert quotes_for_print([quote], now=stage.now)[quote].text == words
    assert first_break() is None


def test_quote_is_cleared_by_a_second_person_only(stage):
    quote = stage.lift(stage.give())
    Role.objects.create(person=stage.cast.teal, organisation=stage.cast.alder, name=Role.Name.SECOND_READER)
    with pytest.raises(actions.SecondPersonNeeded):
        _clear(stage, quote, stage.cast.teal)
    by_wren = stage.lift(stage.give(), by=stage.cast.wren)
    with pytest.raises(actions.SecondPersonNeeded):
        _refuse(stage, by_wren, stage.cast.wren)
    Role.objects.filter(person=stage.cast.teal, name=Role.Name.SECOND_READER).delete()
    with pytest.raises(NotPermitted):
        _refuse(stage, by_wren, stage.cast.teal)
    for outsider in (stage.cast.finch, stage.cast.lark, stage.cast.moss):
        with pytest.raises(NotFound):
            _refuse(stage, quote, outsider)
    row = Quote.objects.get(ref=quote)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.filter(pk=row.pk).update(verdict="approved", verdict_by=row.lifted_by, verdict_at=stage.now)


def test_quote_with_a_verdict_keeps_it(stage):
    quote = stage.lift(stage.give())
    stage.clear(quote)
    for judge in (_clear, _refuse):
        with pytest.raises(actions.VerdictGiven):
            judge(stage, quote, stage.cast.reed)


def test_refused_quote_is_forgotten_and_says_why_from_a_list(stage):
    quote = stage.lift(stage.give())
    with pytest.raises(actions.ReasonUnknown):
        _refuse(stage, quote, stage.cast.reed, reason="she is easy to recognise")
    _refuse(stage, quote, stage.cast.reed)
    card = quote_for(stage.cast.teal, quote, now=stage.now)
    assert (card.reason, card.may_open) == ("It could point at the person who gave it", False)
    with pytest.raises(KeyDestroyed):
        _open(stage, quote, stage.cast.reed)


def test_consent_that_ran_out_blocks_clearing_and_printing(stage):
    """Nobody withdrew, so nothing was told to anyone: the grants are asked at every use."""
    waiting, cleared = stage.lift(stage.give()), stage.lift(stage.give())
    stage.clear(cleared)
    for quote in (waiting, cleared):
        _expire(stage, Quote.objects.get(ref=quote).testimony.ref, Use.ANONYMOUS_QUOTE)
    with pytest.raises(actions.QuotingNotAgreed):
        _clear(stage, waiting, stage.cast.reed)
    assert quotes_for_print([waiting, cleared], now=stage.now) == {}
    reasons = why_not_printable([cleared], organisation_id=stage.cast.alder.pk, now=stage.now)
    assert reasons == {cleared: "Consent for these words is not live."}
    assert [row.text for row in quotes_for(stage.cast.lark, now=stage.now)] == ["", ""]


def test_taking_back_empties_everything_at_once(stage):
    stage.people(11)
    ref = stage.people(1)[0]
    quote, waiting = stage.lift(ref, words=f"One. {CANARY}"), stage.lift(ref)
    stage.clear(quote)
    stage.open_batch()
    actions.take_back_testimony(testimony_ref=ref, by="", now=stage.now)
    assert _tables_holding(CANARY) == set()
    row = Quote.objects.get(ref=quote)
    assert (row.text, row.withdrawn_at, is_key_destroyed(row.item.ref)) == ("", stage.now, True)
    assert not Incident.objects.filter(informations__testimony__ref=ref).exists()
    assert Batch.objects.get().closed_because == Batch.Ending.MEMBER_LEFT
    assert [row.people for row in batches_for(stage.cast.wren)] == [12]
    with pytest.raises(actions.QuoteTakenBack):
        _open(stage, waiting, stage.cast.reed)
    assert [quote_row.is_taken_back for quote_row in quotes_for(stage.cast.reed, now=stage.now)] == [True, True]
    actions.take_back_testimony(testimony_ref=ref, by="", now=stage.now)
    with pytest.raises(NotFound):
        actions.take_back_testimony(testimony_ref="T-000000", by="", now=stage.now)


def test_withdrawn_testimony_is_not_quoted_even_before_anything_else_runs(stage):
    ref = stage.give()
    quote = stage.lift(ref)
    stage.clear(quote)
    withdraw_by_receipt(receipt=stage.receipts[ref], uses=None, destroy=True, now=stage.now)
    assert quotes_for_print([quote], now=stage.now) == {}
    with pytest.raises(actions.TestimonyWithdrawn):
        stage.lift(ref)


def test_why_a_quote_is_not_printed_is_told_in_plain_words(stage):
    waiting, refused, cleared = (stage.lift(stage.give()) for _ in range(3))
    _refuse(stage, refused, stage.cast.reed)
    stage.clear(cleared)
    asked = [waiting, refused, cleared, "Q-000000"]
    assert why_not_printable(asked, organisation_id=stage.cast.alder.pk, now=stage.now) == {
        waiting: "Nobody has cleared this quote yet.",
        refused: "A second person refused this quote.",
        "Q-000000": "There is no such quote.",
    }
    elsewhere = why_not_printable([cleared], organisation_id=stage.cast.birch.pk, now=stage.now)
    assert elsewhere == {cleared: "This quote belongs to another organisation."}


def test_quotes_are_seen_by_their_organisation_and_ask_no_query_a_row(stage, django_assert_num_queries):
    first = stage.lift(stage.give())
    with django_assert_num_queries(6):
        rows = quotes_for(stage.cast.reed, now=stage.now)
    assert [(row.ref, row.is_mine_to_judge) for row in rows] == [(first, True)]
    for _ in range(2):
        stage.lift(stage.give())
    with django_assert_num_queries(6):
        assert len(quotes_for(stage.cast.reed, now=stage.now)) == 3
    with django_assert_num_queries(1):
        assert quotes_for_print([first], now=stage.now) == {}
    assert quotes_for(stage.cast.finch, now=stage.now) == ()
    with pytest.raises(NotFound):
        quote_for(stage.cast.finch, first, now=stage.now)
    assert [waiting_for(person).quotes for person in (stage.cast.reed, stage.cast.wren, stage.cast.teal)] == [3, 3, 0]


def test_second_reader_opens_a_quote_and_not_the_testimony(stage):
    ref = stage.give()
    quote = stage.lift(ref, words="Only this.")
    assert _open(stage, quote, stage.cast.reed).reveal() == "Only this."
    assert quote_for(stage.cast.reed, quote, now=stage.now).testimony_ref == ""
    with pytest.raises(NotFound):
        actions.open_testimony(testimony_ref=ref, with_key=stage.key_of(stage.cast.reed), by=stage.cast.reed, now=stage.now)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Call me on +254 712 345 678 or at a.b@c.example", [Sign.PHONE, Sign.EMAIL]),
        ("It was 14 March, I was 23 years old", [Sign.DAY, Sign.AGE]),
        ("Le 3 mai, rue des Lilas", [Sign.DAY, Sign.STREET, Sign.NAME]),
        ("He said Amina Otieno must go to Kasarani now", [Sign.NAME, Sign.NAME]),
        ("Мне было 25 лет, улица Ленина", [Sign.AGE, Sign.STREET, Sign.NAME]),
        ("They took 500 from us, and then I left. Nobody helped.", []),
        ("", []),
    ],
)
def test_hints_point_at_what_may_identify(text, signs):
    assert [hint.sign for hint in hints_in(text)] == signs


def test_hints_repeat_the_words_they_point_at():
    found = hints_in("Write to a.b@c.example today")
    assert [(hint.words, hint.at) for hint in found] == [("a.b@c.example", 9)]


def test_words_are_not_shown_by_what_holds_them(stage):
    assert CANARY not in repr(Hidden(CANARY))
    quote = stage.lift(stage.give(), words=CANARY)
    assert CANARY not in repr(_open(stage, quote, stage.cast.reed))
