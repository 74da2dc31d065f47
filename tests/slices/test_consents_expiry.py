"""A yes given for a time: it ends on its day like one taken back, and its giver is asked again before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.cast import at_desk
from tests.later import do_later_work
from tests.slices.documents_stage import FIRST, SECOND, TextStage

from firsthand.core.consent import Allowed, Audience, Reason, Refused, Use, years_after
from firsthand.documents import queries as documents
from firsthand.evidence.models import Quote
from firsthand.flows import daily
from firsthand.flows.expiry import announce_ends, end_expired
from firsthand.foundation.consents.actions import give, keep_texts, mark_asked_again
from firsthand.foundation.consents.models import ConsentText, Grant, ReAsk
from firsthand.foundation.consents.queries import record_of, verdict_on_use
from firsthand.foundation.ledger.models import Entry

SUBJECT = "T-7K3M9Q"
MEDIA_TOO = frozenset({Use.STORE, Use.STATISTICS, Use.MEDIA})


@pytest.fixture
def stage(cast, now) -> TextStage:
    return TextStage(cast=cast, now=now)


def give_media(now) -> None:
    give(subject=SUBJECT, uses=[Use.MEDIA, Use.STATISTICS], audience=Audience.PUBLIC, text_version="2026-11", by="", now=now)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("kind", flat=True))


def test_nothing_ends_before_its_day(db, now):
    give_media(now)
    assert end_expired(now=now + timedelta(days=729)) == 0
    assert kinds() == ["consent-given"]


def test_yes_to_media_ends_after_two_years_and_is_told_once(db, now):
    give_media(now)
    over = now.replace(year=now.year + 2)
    answer = verdict_on_use(subject=SUBJECT, use=Use.MEDIA, audience=Audience.PUBLIC, now=over)
    assert answer == Refused(subject=SUBJECT, use=Use.MEDIA, reason=Reason.EXPIRED)
    assert (end_expired(now=over), end_expired(now=over)) == (1, 0)
    assert [(entry.kind, entry.facts["uses"]) for entry in Entry.objects.order_by("number")][1:] == [("consent-expired", ["media"])]
    assert isinstance(verdict_on_use(subject=SUBJECT, use=Use.STATISTICS, audience=Audience.PUBLIC, now=over), Allowed)


def test_a_new_yes_keeps_the_use_alive_and_nothing_is_told(db, now):
    give_media(now)
    give_media(now + timedelta(days=700))
    assert end_expired(now=now + timedelta(days=731)) == 0
    assert "consent-expired" not in kinds()


def test_expired_quoting_takes_the_words_out_of_editions_and_leaves_the_rest(stage):
    first = stage.edition
    Grant.objects.filter(subject=stage.first_testimony, use=Use.ANONYMOUS_QUOTE).update(until=stage.now.date())
    assert end_expired(now=stage.now) == 1
    quote = Quote.objects.get(ref=stage.first_quote)
    assert (quote.text, Quote.objects.get(ref=stage.second_quote).text) == ("", SECOND)
    successor = documents.public_edition(first, now=stage.now).successor
    assert documents.content_of(first) is None
    assert documents.content_of(successor).left_out == (stage.first_quote,)
    assert FIRST not in str(documents.content_of(successor))


def test_expired_counting_closes_the_batch_and_leaves_the_figures(stage):
    from firsthand.evidence.models import Batch, Figure

    stage.people(12, "arrest")
    batch = stage.open_batch()
    figure = stage.make_figure(batch)
    subject = Batch.objects.get(ref=batch).members.first().testimony.ref
    Grant.objects.filter(subject=subject, use=Use.STATISTICS).update(until=stage.now.date())
    end_expired(now=stage.now)
    assert Batch.objects.get(ref=batch).closed_because == Batch.Ending.MEMBER_LEFT
    assert Figure.objects.filter(ref=figure).exists()


def test_giver_is_put_on_the_list_once_and_comes_off_it_when_asked(db, now):
    give_media(now)
    assert announce_ends(now=now) == 0
    soon = now + timedelta(days=690)
    assert (announce_ends(now=soon), announce_ends(now=soon)) == (1, 0)
    assert ReAsk.objects.get().until == date(2028, 11, 24)
    assert mark_asked_again(subject=SUBJECT, by="P-7K3M9Q", now=soon) == (Use.MEDIA,)
    assert mark_asked_again(subject=SUBJECT, by="P-7K3M9Q", now=soon) == ()
    assert kinds() == ["consent-given", "consent-expiring", "consent-asked-again"]


def test_list_of_whom_to_ask_again_is_the_teams_and_costs_the_same_for_three(stage, django_assert_num_queries, settings):
    from firsthand.evidence.queries import ask_again_for

    soon = stage.now + timedelta(days=700)
    stage.give(uses=MEDIA_TOO)
    announce_ends(now=soon)
    with django_assert_num_queries(4):
        assert len(ask_again_for(stage.cast.teal, now=soon)) == 1
    stage.give(uses=MEDIA_TOO)
    stage.give(uses=MEDIA_TOO)
    announce_ends(now=soon)
    with django_assert_num_queries(4):
        assert len(ask_again_for(stage.cast.teal, now=soon)) == 3
    assert ask_again_for(stage.cast.finch, now=soon) == ()


def test_only_the_team_writes_down_that_a_giver_was_asked(stage):
    ref = stage.give(uses=MEDIA_TOO)
    Grant.objects.filter(subject=ref, use=Use.MEDIA).update(until=timezone.now().date() + timedelta(days=9))
    announce_ends(now=timezone.now())
    assert at_desk(stage.cast.finch).post(f"/desk/evidence/ask-again/{ref}/").status_code == 404
    assert ReAsk.objects.get().asked_on is None
    page = at_desk(stage.cast.teal).get("/desk/evidence/ask-again/").content.decode()
    assert ref in page
    assert at_desk(stage.cast.teal).post(f"/desk/evidence/ask-again/{ref}/").status_code == 302
    assert ReAsk.objects.get().asked_by == stage.cast.teal.ref
    assert at_desk(stage.cast.teal).get("/desk/evidence/ask-again/").context["rows"] == ()


def test_version_and_language_that_were_shown_are_kept_with_the_answer(stage):
    assert keep_texts(now=stage.now) > 0
    assert keep_texts(now=stage.now) == 0
    ref = stage.give(language="es", uses=MEDIA_TOO)
    answers = {answer.use: answer for answer in record_of(ref, now=stage.now)}
    asked = ConsentText.objects.get(language="es", use=Use.MEDIA)
    assert (answers[Use.MEDIA].text_language, answers[Use.MEDIA].question) == ("es", asked.question)
    assert answers[Use.MEDIA].until == date(2028, 11, 24)
    page = at_desk(stage.cast.teal).get(f"/desk/evidence/testimonies/{ref}/consent/").content.decode()
    assert "language es" in page
    assert at_desk(stage.cast.finch).get(f"/desk/evidence/testimonies/{ref}/consent/").status_code == 404


def test_years_after_the_last_of_february_begin_in_march():
    assert years_after(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_each_day_plans_the_next_once(db):
    assert daily.plan_daily() is True
    assert daily.plan_daily() is False
    do_later_work()
    waiting = DBTaskResult.objects.filter(task_path=daily.every_day.module_path, finished_at=None)
    assert waiting.count() == 1
    daily.every_day.call()
    assert waiting.count() == 1


def test_duty_that_breaks_leaves_the_others_done(db, now, monkeypatch):
    def fail(*, now):
        raise OSError("the disk is full")

    give_media(now)
    monkeypatch.setattr(daily, "DUTIES", {"broken": fail, **daily.DUTIES})
    with pytest.raises(OSError, match="disk"):
        daily.do_daily(now=now + timedelta(days=800))
    assert "consent-expired" in kinds()
