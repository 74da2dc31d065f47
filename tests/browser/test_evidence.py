"""The desk of evidence in a browser, at a phone's width and a desk's: nothing spills over, nothing shuts anyone out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.slices.evidence_stage import PASSPHRASE, Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = (
    "They came to the house at night and asked for money. When I said I had none, two of them took my bag and my telephone, and one told "
    "me that next time it would be worse.\n\nI did not go to the station. Nobody there would have written it down."
)


@pytest.fixture
def stage(cast, now):
    """People enough for figures, one figure and one quote that wait, one testimony to code."""
    stage = Stage(cast=cast, now=now)
    stage.people(10, "arrest", "extortion", country="KE", year=2025)
    stage.people(9, "threats", country="PE", year=2024)
    stage.people(3, "raid", country="KE", year=2023)
    return stage


def _unlock(page):
    page.goto(reverse("evidence:unlock"))
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    page.wait_for_url("**/desk/evidence/")


def _look(page, name, photograph, axe):
    photograph(page, f"evidence-{name}-{page.viewport_size['width']}")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    axe(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_evidence_pages_fit_and_are_open_to_everyone(stage, page_at, photograph, axe, width):
    testimony = stage.give(words=WORDS, country="KE", acts=("extortion",))
    figure = stage.make_figure(stage.open_batch(), "act", "country", title="What was done, by country")
    quote = stage.lift(testimony, words="One told me that next time it would be worse. Ask Amina in March Street.")
    coder, reader = page_at(width, by=stage.cast.teal), page_at(width, by=stage.cast.reed)
    for page in (coder, reader):
        _unlock(page)
    for page, name, address in (
        (coder, "testimonies", reverse("evidence:list-testimonies")),
        (coder, "coded", reverse("evidence:list-testimonies") + "?state=coded"),
        (coder, "codebook", reverse("evidence:show-codebook")),
        (coder, "testimony", reverse("evidence:show-testimony", args=[testimony])),
        (coder, "lift", reverse("evidence:lift-quote", args=[testimony])),
        (coder, "batches", reverse("evidence:list-batches")),
        (coder, "figures", reverse("evidence:list-figures")),
        (reader, "figure", reverse("evidence:show-figure", args=[figure])),
        (reader, "quotes", reverse("evidence:list-quotes")),
        (reader, "quote", reverse("evidence:show-quote", args=[quote])),
        (reader, "unlocked", reverse("evidence:unlock")),
    ):
        page.goto(address)
        _look(page, name, photograph, axe)
    assert page_at(width, by=stage.cast.lark).goto(reverse("evidence:make-key")).status == 200


@pytest.mark.parametrize("width", [360, 1280])
def test_figure_is_designed_without_scripts(stage, page_at, photograph, axe, width):
    batch = stage.open_batch(now=stage.now + timedelta(minutes=1))
    page = page_at(width, by=stage.cast.teal, scripts=False)
    page.goto(reverse("evidence:new-figure", args=[batch]))
    page.get_by_label("Title").fill("What was done, by country")
    page.locator("#id_first").select_option("act")
    page.locator("#id_second").select_option("country")
    page.get_by_role("button", name="See what would be printed").click()
    assert page.get_by_role("heading", name="Coarser tables").is_visible()
    photograph(page, f"evidence-preview-{width}")
    page.get_by_role("button", name="Make this figure").click()
    assert page.get_by_role("heading", level=1).inner_text() == "What was done, by country"
