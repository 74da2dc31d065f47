"""Where a claim comes from: nothing of a draft, nothing of a person in public, everything for those who hold it."""

from __future__ import annotations

import pytest
from tests.slices.documents_stage import TextStage

from firsthand.core.refusal import NotFound
from firsthand.flows.tracing import public_trace, trace_for
from firsthand.intake.actions import withdraw_by_receipt


@pytest.fixture
def stage(cast, now) -> TextStage:
    return TextStage(cast=cast, now=now)


@pytest.mark.parametrize("ref", ["", "nonsense", "Q-000000", "T-000000", "Z-000000"])
def test_public_trace_knows_nothing_of_what_was_never_printed(stage, ref):
    with pytest.raises(NotFound):
        public_trace(ref, now=stage.now)


def test_public_trace_is_silent_about_drafts_and_testimonies(stage):
    draft = stage.lift(stage.give())
    assert stage.edition
    for ref in (draft, stage.first_testimony):
        with pytest.raises(NotFound):
            public_trace(ref, now=stage.now)


def test_public_trace_tells_where_it_is_printed_and_no_ref_of_a_person(stage):
    assert stage.edition
    trace = public_trace(stage.first_quote.lower(), now=stage.now)
    assert (trace.kind, trace.is_whole, [card.ref for card in trace.editions]) == ("quote", True, [stage.edition])
    assert stage.first_testimony not in repr(trace)
    figure = public_trace(stage.figure, now=stage.now).figure
    assert figure.title == "What was told"
    assert public_trace(stage.commitment, now=stage.now).citation.ref == stage.commitment


def test_public_trace_says_that_words_were_taken_back(stage):
    assert stage.edition
    withdraw_by_receipt(receipt=stage.receipts[stage.first_testimony], uses=None, destroy=False, now=stage.now)
    trace = public_trace(stage.first_quote, now=stage.now)
    assert (trace.is_whole, [card.is_shown for card in trace.editions]) == (False, [False])


@pytest.mark.parametrize("who", ["finch", "moss", "stone"])
def test_trace_at_the_desk_is_for_those_who_hold_it(stage, who):
    for ref in (stage.first_quote, stage.figure, stage.edition, stage.first_testimony):
        with pytest.raises(NotFound):
            trace_for(getattr(stage.cast, who), ref, now=stage.now)


def test_trace_leads_the_evidence_team_down_to_the_testimony(stage):
    trace = trace_for(stage.cast.teal, stage.edition, now=stage.now)
    assert trace.steps[0].derived == stage.edition
    assert (stage.first_quote, stage.first_testimony, "words", "anonymous-quote", True) in {
        (step.derived, step.source, step.carries, step.use, step.is_live) for step in trace.steps
    }


def test_trace_stops_above_the_testimonies_for_everyone_else(stage):
    trace = trace_for(stage.cast.lark, stage.edition, now=stage.now)
    assert {step.source for step in trace.steps if step.derived == stage.edition} == {
        stage.first_quote,
        stage.second_quote,
        stage.figure,
        stage.commitment,
    }
    assert not any(step.source.startswith("T-") for step in trace.steps)
    assert trace.more == 2 + 12


def test_trace_shows_which_consent_ended(stage):
    quote = stage.first_quote
    withdraw_by_receipt(receipt=stage.receipts[stage.first_testimony], uses=None, destroy=False, now=stage.now)
    (step,) = trace_for(stage.cast.teal, quote, now=stage.now).steps
    assert step.is_live is False
    assert [event.kind for event in trace_for(stage.cast.teal, quote, now=stage.now).history] == ["quote-lifted", "quote-cleared"]
