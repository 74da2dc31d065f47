"""The way out of a giver's pages: Escape pressed twice, the link, and the link without scripts."""

import pytest
from django.utils import timezone

from tests.slices.intake_parts import make_door

pytestmark = pytest.mark.browser

WORDS = "Two of them came at night."


@pytest.fixture
def cast(transactional_db):
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def door(cast):
    return make_door(cast, timezone.now())


@pytest.fixture
def harmless(settings, live_server):
    settings.QUICK_EXIT_URL = f"{live_server.url}/static/site/icon.svg"
    return settings.QUICK_EXIT_URL


def at_question(page, door):
    page.goto("/")
    page.goto(f"/give/{door.code}/words/")
    page.get_by_label("Your words").fill(WORDS)


def test_escape_once_or_slowly_changes_nothing(page_at, door, harmless):
    page = page_at(360)
    at_question(page, door)
    page.keyboard.press("Escape")
    page.wait_for_timeout(1600)
    page.keyboard.press("Escape")
    assert page.get_by_label("Your words").input_value() == WORDS


def test_escape_twice_leaves_and_the_page_left_is_not_behind_the_new_one(page_at, door, harmless):
    page = page_at(360)
    at_question(page, door)
    before = page.evaluate("history.length")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url(harmless)
    assert page.evaluate("history.length") == before
    page.go_back()
    assert "/give/" not in page.url


@pytest.mark.parametrize("path", ["", "limits/", "words/", "tell/", "nosuch/"])
def test_every_page_of_a_giver_is_left_by_escape(page_at, door, harmless, path):
    page = page_at(360)
    page.goto(f"/give/{door.code}/{path}")
    assert page.get_by_text("Pressing the Escape key twice leaves too.").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url(harmless)


def test_link_takes_the_place_of_the_page_too(page_at, door, harmless):
    page = page_at(360)
    at_question(page, door)
    before = page.evaluate("history.length")
    page.get_by_role("link", name="Leave this page now").click()
    page.wait_for_url(harmless)
    assert page.evaluate("history.length") == before


def test_link_leads_out_without_scripts(page_at, door, harmless):
    page = page_at(360, scripts=False)
    page.goto(f"/give/{door.code}/words/")
    assert not page.get_by_text("Pressing the Escape key twice").is_visible()
    page.get_by_role("link", name="Leave this page now").click()
    page.wait_for_url(harmless)
