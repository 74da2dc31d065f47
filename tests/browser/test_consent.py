"""Consent and sharing in a browser, at a phone's width and a desk's: nothing spills over, nothing shuts anyone out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from firsthand.core.consent import Audience, Use
from firsthand.flows.expiry import announce_ends
from firsthand.foundation.consents.actions import give, keep_texts
from firsthand.foundation.consents.models import Grant
from firsthand.intake.actions import withdraw_by_receipt
from firsthand.sharing import actions
from tests.slices.evidence_stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _shared(stage) -> str:
    """A protocol under which one case was handed over and has to be called back."""
    ref = stage.give()
    stage.code(ref)
    give(subject=ref, uses=[Use.ALLY], audience=Audience.NETWORK, text_version="t", by="", now=stage.now)
    terms = actions.Terms(
        recipient_ref=stage.cast.birch.ref,
        purpose="Lawyers for people who were arrested",
        level="case",
        use=Use.ALLY,
        fields=("case", "country", "acts"),
        schedule="on-request",
        until=stage.now.date() + timedelta(days=900),
    )
    protocol = actions.write_protocol(holder_id=stage.cast.alder.pk, terms=terms, by=stage.cast.wren, now=stage.now)
    for person in (stage.cast.wren, stage.cast.finch):
        actions.sign_protocol(ref=protocol, by=person, now=stage.now)
    actions.hand_over(ref=protocol, file_format="csv", by=stage.cast.wren, now=stage.now)
    withdraw_by_receipt(receipt=stage.receipts[ref], uses=None, destroy=False, now=stage.now)
    return protocol


@pytest.mark.parametrize("width", [360, 1280])
def test_consent_and_sharing_pages_fit_and_are_open_to_everyone(cast, now, page_at, photograph, axe, width):
    stage = Stage(cast=cast, now=now)
    keep_texts(now=now)
    given = stage.give(uses=frozenset({Use.STORE, Use.MEDIA}))
    Grant.objects.filter(subject=given, use=Use.MEDIA).update(until=timezone.now().date() + timedelta(days=20))
    announce_ends(now=timezone.now())
    protocol = _shared(stage)
    page = page_at(width, by=cast.wren)
    for name, path in {
        "record": f"evidence/testimonies/{given}/consent/",
        "assisted": "evidence/assisted/",
        "ask-again": "evidence/ask-again/",
        "sharing": "sharing/",
        "sharing-new": "sharing/new/",
        "sharing-one": f"sharing/{protocol}/",
    }.items():
        page.goto(f"/desk/{path}")
        photograph(page, f"consent-{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, name
        axe(page)


def test_helper_takes_testimony_and_turns_the_receipt_to_the_giver(cast, now, page_at, photograph, axe):
    stage = Stage(cast=cast, now=now)
    assert stage.alder_door
    page = page_at(360, by=cast.wren)
    page.goto("/desk/evidence/assisted/")
    page.get_by_label("Their own, spoken to me").check()
    page.get_by_label("The person whom it happened to is here with me").check()
    page.get_by_label("What happened, in the person's own words").fill("They took my papers.")
    for box in page.locator("input[type=radio][value=yes]").all():
        box.check()
    page.get_by_label("I read every question").check()
    page.get_by_role("button", name="Seal it").click()
    page.get_by_text("The receipt belongs to the person who told it").wait_for()
    photograph(page, "consent-receipt-360")
    axe(page)
