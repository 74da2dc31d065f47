"""Incidents, the codebook's versions, areas and counts in a browser: at two widths, from right to left, with a script and without."""

from __future__ import annotations

import pytest
from django.urls import reverse

from firsthand.evidence import actions
from firsthand.evidence.codebooks import shipped_names
from firsthand.evidence.coding import Coding, When
from firsthand.evidence.forms import RetireForm
from firsthand.evidence.models import Likeness
from tests.slices.evidence_stage import PASSPHRASE, Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SPILLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def stage(cast, now):
    """Two accounts that may be of one incident, an area, a version that ended a code, a draft, and a batch to count."""
    stage = Stage(cast=cast, now=now)
    stage.people(10, "extortion", country="PE", year=2024)
    by, wren = stage.cast.teal, stage.cast.wren
    coding = Coding(acts=frozenset({"arrest", "raid"}), country="KE", when=When(year=2025, month=3, day=4))
    for ref in (stage.give(), stage.give()):
        actions.code_testimony(testimony_ref=ref, coding=coding, by=by, now=now)
    actions.name_area(country="KE", label="Coast", inhabitants=4_000_000, by=wren, now=now)
    ended = RetireForm({"list": "act", "value": "raid", "into": "arrest"})
    assert ended.is_valid(), ended.errors
    actions.draft_changes(changes=ended.changes(), by=wren, now=now)
    actions.publish_codebook(note="A raid is coded as an arrest.", by=wren, now=now)
    actions.take_in_shipped(name=shipped_names()[0][0], is_dry_run=False, by=wren, now=now)
    return stage


def _pages(stage):
    pair = Likeness.objects.get(verdict=Likeness.Verdict.WAITING, first__country="KE")
    testimony = reverse("evidence:show-testimony", args=[pair.first.testimony.ref])
    tally = reverse("evidence:show-tally", args=[stage.open_batch()])
    return {
        "testimony": testimony,
        "another": f"{testimony}?incident=another",
        "alike": reverse("evidence:list-likenesses"),
        "decide": reverse("evidence:decide-likeness", args=[pair.pk]),
        "codebook": reverse("evidence:show-codebook"),
        "change": reverse("evidence:change-codebook"),
        "worklist": reverse("evidence:list-worklist"),
        "areas": reverse("evidence:list-areas"),
        "tally": tally,
        "counted": f"{tally}?unit=people&first=act&second=country",
        "export": reverse("evidence:export-codes"),
        "sources": reverse("research:list-sources"),
        "import": reverse("research:import-sources"),
    }


def _unlock(page):
    page.goto(reverse("evidence:unlock"))
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    page.wait_for_url("**/desk/evidence/")


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_incidents_fit_in_both_directions_and_shut_nobody_out(stage, page_at, photograph, axe, width):
    page, plain = page_at(width, by=stage.cast.wren), page_at(width, by=stage.cast.wren, scripts=False)
    _unlock(page)
    _unlock(plain)
    for name, address in _pages(stage).items():
        assert page.goto(address).status == 200, name
        photograph(page, f"incidents-{name}-{width}")
        assert page.evaluate(SPILLS) <= 0, name
        axe(page)
        page.evaluate("document.documentElement.dir = 'rtl'")
        photograph(page, f"incidents-{name}-{width}-rtl")
        assert page.evaluate(SPILLS) <= 0, name
        assert plain.goto(address).status == 200, name
        assert plain.locator("main h1").is_visible(), name
