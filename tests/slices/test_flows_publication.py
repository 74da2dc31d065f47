"""Publishing: each cause of a refusal first, then what an edition is made of."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult
from tests.slices.documents_stage import FIRST, TextStage

from firsthand.core.lineage import Carries
from firsthand.core.refusal import NotFound
from firsthand.documents import queries
from firsthand.documents.models import Edition
from firsthand.flows.publication import NotPublishable, TextIsEmpty, publish
from firsthand.foundation.ledger.queries import edges_below
from firsthand.render.markdown import MarkdownRefused


@pytest.fixture
def stage(cast, now) -> TextStage:
    return TextStage(cast=cast, now=now)


def causes_of(stage: TextStage, body: str) -> dict[str, str]:
    with pytest.raises(NotPublishable) as refused:
        publish(manuscript_ref=stage.write(body), number=1, by=stage.cast.lark, now=stage.now)
    assert not Edition.objects.exists()
    assert not DBTaskResult.objects.exists()
    return {cause.ref: cause.reason for cause in refused.value.causes}


@pytest.mark.parametrize("who", ["teal", "dove", "finch", "moss"])
def test_publish_hides_the_text_from_whoever_may_not(stage, who):
    manuscript = stage.write("Words.")
    with pytest.raises(NotFound):
        publish(manuscript_ref=manuscript, number=1, by=getattr(stage.cast, who), now=stage.now)


def test_publish_refuses_a_version_that_is_not_there(stage):
    with pytest.raises(NotFound):
        publish(manuscript_ref=stage.write("Words."), number=7, by=stage.cast.lark, now=stage.now)


@pytest.mark.parametrize("body", ["", "  \n\n"])
def test_publish_refuses_an_empty_text(stage, body):
    with pytest.raises(TextIsEmpty):
        publish(manuscript_ref=stage.write(body), number=1, by=stage.cast.lark, now=stage.now)


def test_publish_refuses_what_cannot_be_read_with_lines(stage):
    with pytest.raises(MarkdownRefused) as refused:
        publish(manuscript_ref=stage.write("One.\n\n![x](y.png)"), number=1, by=stage.cast.lark, now=stage.now)
    assert [problem.line for problem in refused.value.problems] == [3]


def test_publish_names_every_claim_that_has_nothing_behind_it(stage):
    waiting = stage.lift(stage.give())
    stage.people(12)
    unread = stage.make_figure(stage.open_batch())
    body = f"{{{{quote:{waiting}}}}}\n\n{{{{figure:{unread}}}}}\n\nA promise [@C-000000], a work [@S-000000], a text [@E-000000]."
    assert causes_of(stage, body) == {
        waiting: "Nobody has cleared this quote yet.",
        unread: "This figure has no verdict of a second reader yet.",
        "C-000000": "There is no commitment C-000000 in the register.",
        "S-000000": "There is no source S-000000.",
        "E-000000": "There is no such edition.",
    }


def test_publish_refuses_words_whose_consent_ended(stage):
    from firsthand.intake.actions import withdraw_by_receipt

    quote = stage.first_quote
    withdraw_by_receipt(receipt=stage.receipts[stage.first_testimony], uses=None, destroy=False, now=stage.now)
    assert causes_of(stage, f"{{{{quote:{quote}}}}}") == {quote: "Consent for these words is not live."}


def test_publish_refuses_evidence_of_another_organisation(stage):
    from firsthand.documents.actions import start_manuscript

    body = f"{{{{quote:{stage.first_quote}}}}}"
    manuscript = start_manuscript(organisation_id=stage.cast.birch.pk, title="Theirs", body=body, by=stage.cast.finch, now=stage.now)
    with pytest.raises(NotPublishable) as refused:
        publish(manuscript_ref=manuscript, number=1, by=stage.cast.finch, now=stage.now)
    assert [cause.reason for cause in refused.value.causes] == ["This quote belongs to another organisation."]


def test_publish_freezes_what_stands_and_says_what_it_was_made_from(stage):
    edition = stage.edition
    content = queries.content_of(edition)
    assert set(content.sources) == {stage.first_quote, stage.second_quote, stage.figure, stage.commitment}
    assert content.sources[stage.first_quote].text == FIRST
    made_from = {(edge.source, edge.carries) for edge in edges_below([edition]) if edge.derived == edition}
    assert made_from == {
        (stage.first_quote, Carries.WORDS),
        (stage.second_quote, Carries.WORDS),
        (stage.figure, Carries.COUNTS),
        (stage.commitment, Carries.CITES),
    }
    assert queries.public_edition(edition, now=stage.now).is_shown
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[edition]]


def test_an_edition_prints_the_same_after_what_it_cites_changed(stage):
    from firsthand.commitments.models import Commitment

    edition = stage.edition
    before = queries.content_of(edition)
    Commitment.objects.filter(ref=stage.commitment).update(text="Rewritten")
    assert queries.content_of(edition) == before
    assert "Rewritten" not in before.sources[stage.commitment].entry_text


def test_publishing_again_supersedes(stage):
    first = stage.edition
    second = publish(manuscript_ref=stage.manuscript, number=1, by=stage.cast.lark, now=stage.now)
    assert queries.public_edition(first, now=stage.now).successor == second
    assert [card.ref for card in queries.public_editions(now=stage.now)] == [second]


def test_an_edition_may_cite_a_live_one_and_not_an_ended_one(stage):
    first = stage.edition
    citing = stage.write(f"As we said before [@{first}].", title="Second text")
    assert publish(manuscript_ref=citing, number=1, by=stage.cast.lark, now=stage.now)
    publish(manuscript_ref=stage.manuscript, number=1, by=stage.cast.lark, now=stage.now)
    with pytest.raises(NotPublishable) as refused:
        publish(manuscript_ref=citing, number=1, by=stage.cast.lark, now=stage.now)
    assert [cause.reason for cause in refused.value.causes] == ["This edition is no longer live."]
