"""Saying yes later by receipt: use by use, to the words that were on the page; and being asked before a yes ends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.slices.evidence_stage import Stage
from tests.slices.intake_pages import form_to, form_with, send

from firsthand.core.consent import Use
from firsthand.foundation.consents.models import Grant, ReAsk
from firsthand.foundation.consents.wording import ASKED, TEXT_VERSION
from firsthand.foundation.ledger.models import Entry
from firsthand.intake import agreeing

URL = "/give/receipt/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def stage(cast, now):
    return Stage(cast, now)


@pytest.fixture
def ref(stage):
    return stage.give(words="The marked heron stood in the water.")


def opened(client, stage, ref):
    return send(client, client.get(URL), receipt=stage.receipts[ref].reveal())


def text(page):
    return page.content.decode()


def questions(client, page):
    return send(client, page, form=form_to(page, "/agree/"))


def live(ref):
    return set(Grant.objects.filter(subject=ref, withdrawn_at=None).values_list("use", flat=True))


def test_questions_are_all_no_and_a_no_changes_nothing(client, stage, ref):
    page = questions(client, opened(client, stage, ref))
    assert text(page).count('value="no"') == len(ASKED) - 3
    before = live(ref)
    assert "Nothing was changed" in text(send(client, page))
    assert live(ref) == before


def test_use_is_said_yes_to_later_with_the_words_that_were_shown(client, stage, ref):
    client.cookies["language"] = "fr"
    page = questions(client, opened(client, stage, ref))
    send(client, page, use__media="yes")
    grant = Grant.objects.get(subject=ref, use=Use.MEDIA)
    assert (grant.text_version, grant.text_language, grant.granted_on) == (TEXT_VERSION, "fr", stage.now.date())
    assert grant.until is not None
    assert Entry.objects.filter(kind="consent-given", subject=ref).latest("number").facts["uses"] == ["media"]


def test_same_yes_sent_twice_is_stored_once(client, stage, ref):
    page = questions(client, opened(client, stage, ref))
    send(client, page, use__media="yes")
    assert "Nothing was changed" in text(send(client, page, use__media="yes"))
    assert Grant.objects.filter(use=Use.MEDIA).count() == 1


def test_use_that_was_taken_back_can_be_given_again(client, stage, ref):
    page = opened(client, stage, ref)
    send(client, send(client, page, form=form_with(page, "some"), extent="some", uses=["statistics"]))
    send(client, questions(client, opened(client, stage, ref)), use__statistics="yes")
    assert Use.STATISTICS in live(ref)
    assert text(opened(client, stage, ref)).count("Yes, since") == 3


def test_words_that_changed_since_are_read_once_more(client, stage, ref, monkeypatch):
    page = questions(client, opened(client, stage, ref))
    monkeypatch.setattr(agreeing, "TEXT_VERSION", "2027-01")
    refused = send(client, page, use__media="yes")
    assert (refused.status_code, "Please read them once more" in text(refused), Use.MEDIA in live(ref)) == (409, True, False)


def test_after_everything_was_taken_back_there_is_nothing_to_agree_to(client, stage, ref):
    page = questions(client, opened(client, stage, ref))
    given = opened(client, stage, ref)
    send(client, send(client, given, form=form_with(given, "all"), extent="all"))
    refused = send(client, page, use__media="yes")
    assert live(ref) == set()
    assert "Nothing was changed" in text(refused) or refused.status_code == 409
    assert "/agree/" not in text(opened(client, stage, ref))


def test_keeping_and_what_is_asked_in_person_are_never_asked_here(client, stage, ref):
    page = text(questions(client, opened(client, stage, ref)))
    assert not any(f"use-{use.value}" in page for use in (Use.STORE, Use.LEGAL_REFERRAL, Use.ALLY, Use.CONTACT))


def test_yes_that_ends_soon_is_asked_on_the_page_and_renewed(client, stage, ref):
    Grant.objects.filter(subject=ref, use=Use.STATISTICS).update(until=stage.now.date() + timedelta(days=20))
    ReAsk.objects.create(subject=ref, use=Use.STATISTICS, until=stage.now.date() + timedelta(days=20), noticed_on=stage.now.date())
    page = opened(client, stage, ref)
    assert "A yes of yours ends soon" in text(page)
    assert ReAsk.objects.get().asked_on == stage.now.date()
    page = questions(client, page)
    assert "ends on" in text(page)
    send(client, page, use__statistics="yes")
    assert "A yes of yours ends soon" not in text(opened(client, stage, ref))
    assert Grant.objects.filter(subject=ref, use=Use.STATISTICS, until=None).count() == 1


def test_yes_that_ran_out_is_shown_as_ended_even_if_nobody_ran_anything(client, stage, ref):
    Grant.objects.filter(subject=ref, use=Use.STATISTICS).update(until=stage.now.date())
    assert "Ended on" in text(opened(client, stage, ref))
