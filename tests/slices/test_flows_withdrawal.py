"""A withdrawal reaches everything made from the words, in its own transaction, and nothing else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from tests.later import do_later_work
from tests.slices.documents_stage import FIRST, SECOND, TextStage

from firsthand.core.consent import Use
from firsthand.documents import queries
from firsthand.documents.actions import name_recipient
from firsthand.documents.models import Edition, EditionFile
from firsthand.evidence.models import Figure, Incident, Quote
from firsthand.flows import tasks
from firsthand.flows.publication import publish
from firsthand.foundation.consents.actions import withdraw
from firsthand.foundation.ledger.queries import entries_about, first_break
from firsthand.foundation.vault.queries import is_key_destroyed
from firsthand.intake.actions import Because, withdraw_by_receipt, withdraw_for_giver
from firsthand.intake.models import Testimony
from firsthand.render.formats import FORMATS


@pytest.fixture
def stage(cast, now) -> TextStage:
    return TextStage(cast=cast, now=now)


def stored_bytes() -> str:
    """Everything the editions hold, as one text."""
    return json.dumps([row.content for row in Edition.objects.all()])


def take_back_first(stage: TextStage) -> None:
    withdraw_by_receipt(receipt=stage.receipts[stage.first_testimony], uses=None, destroy=True, now=stage.now)


def test_words_leave_the_live_edition_at_once_and_nothing_else_does(stage):
    first = stage.edition
    take_back_first(stage)
    old = queries.public_edition(first, now=stage.now)
    assert (old.status, old.is_shown, old.ended_because) == (Edition.Status.SUPERSEDED, False, "words-withdrawn")
    assert queries.content_of(first) is None
    content = queries.content_of(old.successor)
    assert content.left_out == (stage.first_quote,)
    assert set(content.sources) == {stage.second_quote, stage.figure, stage.commitment}
    assert FIRST not in stored_bytes()
    assert SECOND in stored_bytes()
    assert queries.public_edition(old.successor, now=stage.now).is_shown
    assert first_break() is None


def test_the_day_of_a_withdrawal_is_public_and_not_its_minute(stage):
    first = stage.edition
    take_back_first(stage)
    old = queries.public_edition(first, now=stage.now)
    new = queries.public_edition(old.successor, now=stage.now)
    midnight = stage.now.replace(hour=0, minute=0)
    assert (old.ended_at, new.published_at) == (midnight, midnight)


def test_evidence_is_taken_back_and_printed_figures_stand(stage):
    printed = Figure.objects.get(ref=stage.figure).released
    assert stage.edition
    take_back_first(stage)
    quote = Quote.objects.get(ref=stage.first_quote)
    assert (quote.text, quote.withdrawn_at, is_key_destroyed(quote.item.ref)) == ("", stage.now, True)
    assert is_key_destroyed(Testimony.objects.get(ref=stage.first_testimony).item.ref)
    assert not Incident.objects.filter(informations__testimony__ref=stage.first_testimony).exists()
    assert Figure.objects.get(ref=stage.figure).released == printed


def test_older_editions_that_printed_the_words_are_emptied_too(stage):
    first = stage.edition
    second = publish(manuscript_ref=stage.manuscript, number=1, by=stage.cast.lark, now=stage.now)
    take_back_first(stage)
    assert queries.content_of(first) is None
    assert queries.content_of(second) is None
    assert FIRST not in stored_bytes()
    assert Edition.objects.filter(status=Edition.Status.LIVE).count() == 1


def test_editions_that_never_printed_the_words_are_left_alone(stage):
    other = publish(
        manuscript_ref=stage.write(f"{{{{quote:{stage.second_quote}}}}}", title="Other"), number=1, by=stage.cast.lark, now=stage.now
    )
    assert stage.edition
    before = queries.public_edition(other, now=stage.now)
    take_back_first(stage)
    assert queries.public_edition(other, now=stage.now) == before


def test_two_withdrawals_leave_an_edition_without_either(stage):
    first = stage.edition
    take_back_first(stage)
    withdraw_by_receipt(receipt=stage.receipts[stage.second_testimony], uses=None, destroy=False, now=stage.now)
    second = queries.public_edition(first, now=stage.now).successor
    third = queries.public_edition(second, now=stage.now).successor
    assert queries.content_of(third).left_out == tuple(sorted((stage.first_quote, stage.second_quote)))
    assert SECOND not in stored_bytes()


def test_ending_quoting_alone_takes_the_quotes_and_keeps_the_codes(stage):
    first = stage.edition
    stage.code(stage.first_testimony)
    withdraw_by_receipt(receipt=stage.receipts[stage.first_testimony], uses=frozenset({Use.ANONYMOUS_QUOTE}), destroy=False, now=stage.now)
    assert queries.public_edition(first, now=stage.now).successor
    assert Incident.objects.filter(informations__testimony__ref=stage.first_testimony).exists()
    assert not is_key_destroyed(Testimony.objects.get(ref=stage.first_testimony).item.ref)


def test_ending_attributed_quoting_takes_only_what_was_attributed(stage):
    from firsthand.core.consent import Audience
    from firsthand.foundation.consents.actions import give

    give(subject=stage.first_testimony, uses=[Use.ATTRIBUTED_QUOTE], audience=Audience.PUBLIC, text_version="t", by="", now=stage.now)
    named = stage.lift(stage.first_testimony, words="Said with a name.", attribution="Amina")
    stage.clear(named)
    both = publish(
        manuscript_ref=stage.write(f"{{{{quote:{named}}}}}\n\n{{{{quote:{stage.first_quote}}}}}"),
        number=1,
        by=stage.cast.lark,
        now=stage.now,
    )
    withdraw_by_receipt(receipt=stage.receipts[stage.first_testimony], uses=frozenset({Use.ATTRIBUTED_QUOTE}), destroy=False, now=stage.now)
    successor = queries.public_edition(both, now=stage.now).successor
    assert set(queries.content_of(successor).sources) == {stage.first_quote}
    assert (Quote.objects.get(ref=named).text, Quote.objects.get(ref=stage.first_quote).text) == ("", FIRST)


def test_ending_another_use_leaves_quotes_and_editions(stage):
    first = stage.edition
    withdraw_by_receipt(receipt=stage.receipts[stage.first_testimony], uses=frozenset({Use.STATISTICS}), destroy=False, now=stage.now)
    assert queries.public_edition(first, now=stage.now).is_shown
    assert Quote.objects.get(ref=stage.first_quote).text == FIRST


def test_a_coordinator_takes_back_for_the_giver(stage):
    first = stage.edition
    withdraw_for_giver(testimony_ref=stage.first_testimony, by=stage.cast.wren, reason_code=Because.GIVER_ASKED, now=stage.now)
    successor = queries.public_edition(first, now=stage.now).successor
    assert successor
    assert [entry.actor for entry in entries_about(successor)] == [""]


def test_expired_consent_is_not_shown_even_before_anyone_acts(stage):
    """Fail closed: no flow ran, and still nothing is served."""
    from firsthand.foundation.consents.models import Grant

    first = stage.edition
    Grant.objects.filter(subject=stage.first_testimony).update(until=stage.now.date())
    card = queries.public_edition(first, now=stage.now)
    assert (card.status, card.is_shown) == (Edition.Status.LIVE, False)
    assert queries.public_editions(now=stage.now) == ()
    assert queries.public_edition(first, now=stage.now - timedelta(days=1)).is_shown


def test_withdrawal_that_cannot_reach_the_editions_does_not_happen(stage, monkeypatch):
    """All or nothing: a giver is never told that words are gone while they are still printed."""
    from firsthand.flows import withdrawal
    from firsthand.foundation.consents.queries import verdict_on_use

    first = stage.edition

    def fail(**_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(withdrawal, "take_words_back", fail)
    with pytest.raises(OSError, match="disk"):
        take_back_first(stage)
    assert queries.public_edition(first, now=stage.now).is_shown
    assert Testimony.objects.get(ref=stage.first_testimony).withdrawn_at is None
    assert verdict_on_use(subject=stage.first_testimony, use=Use.ANONYMOUS_QUOTE, audience="public", now=stage.now)


def test_files_are_made_once_and_leave_with_the_words(stage, django_capture_on_commit_callbacks):
    first = stage.edition
    do_later_work()
    kept = list(EditionFile.objects.filter(edition__ref=first))
    assert {file.format for file in kept} == set(FORMATS)
    assert FIRST.encode() in default_storage.open(next(file.stored_as for file in kept if file.format == "html")).read()
    with django_capture_on_commit_callbacks(execute=True):
        take_back_first(stage)
    assert not any(default_storage.exists(file.stored_as) for file in kept)
    do_later_work()
    successor = queries.public_edition(first, now=stage.now).successor
    new = EditionFile.objects.filter(edition__ref=successor)
    assert {file.format for file in new} == set(FORMATS)
    page = default_storage.open(next(file.stored_as for file in new if file.format == "html")).read()
    assert FIRST.encode() not in page
    assert SECOND.encode() in page


def test_a_late_task_makes_no_file_for_an_ended_edition(stage):
    first = stage.edition
    take_back_first(stage)
    tasks.render_files.call(first)
    assert not EditionFile.objects.filter(edition__ref=first).exists()


def test_recipients_are_told_once_in_a_mail_that_tells_nothing(stage):
    first = stage.edition
    name_recipient(edition_ref=first, organisation_id=None, address="desk@un.example", by=stage.cast.lark, now=stage.now)
    name_recipient(edition_ref=first, organisation_id=stage.cast.birch.pk, address="", by=stage.cast.lark, now=stage.now)
    take_back_first(stage)
    do_later_work()
    tasks.tell_recipients.call(first)
    (sent,) = mail.outbox
    successor = queries.public_edition(first, now=stage.now).successor
    assert sent.to == ["desk@un.example"]
    assert f"/publications/{successor}/" in sent.body
    for telling in ("A brief", stage.first_testimony, stage.first_quote, "withdr", "sex", "Alder"):
        assert telling not in sent.subject + sent.body
    assert [notice.successor for notice in queries.notices_for(stage.cast.finch)] == [successor]
    assert [row.name for row in queries.recipients_of(successor)] == ["desk@un.example", "Birch Collective"]


def test_withdrawing_twice_changes_nothing_more(stage):
    assert stage.edition
    take_back_first(stage)
    editions = Edition.objects.count()
    take_back_first(stage)
    withdraw(subject=stage.first_testimony, uses=None, by="", now=stage.now)
    assert Edition.objects.count() == editions
