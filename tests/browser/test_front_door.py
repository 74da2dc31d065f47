"""The door as a giver meets it: help first, then a choice, in a real browser with and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from firsthand.core.puzzle import solve
from firsthand.foundation.consents.models import Grant
from firsthand.intake import floods
from firsthand.intake.jurisdictions import write_limits
from firsthand.intake.models import Testimony
from tests.slices.intake_parts import make_door

pytestmark = pytest.mark.browser

WORDS = "A grey car without plates stops at the bridge."


@pytest.fixture
def cast(transactional_db):
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def door(cast):
    return make_door(cast, timezone.now())


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def test_who_only_wants_to_talk_sees_who_listens_and_leaves_nothing(page_at, door):
    page = page_at(360, scripts=False)
    page.goto(f"/give/{door.code}/")
    press(page, "I only want to talk")
    assert page.get_by_role("heading", name="Night line").is_visible()
    assert not page.get_by_role("heading", name="Alder clinic").is_visible()
    assert page.context.cookies() == []
    assert page.url == page.url.split("?")[0]


def test_list_is_narrowed_without_scripts(page_at, door):
    page = page_at(360, scripts=False)
    page.goto(f"/give/{door.code}/")
    page.get_by_text("Show only some of these").click()
    page.get_by_label("What kind of help?").select_option("medical")
    press(page, "Show")
    assert page.get_by_role("heading", name="Alder clinic").is_visible()
    assert not page.get_by_role("heading", name="Night line").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_warning_asks_three_questions_and_is_kept_as_one(page_at, door, scripts):
    page = page_at(360, scripts=scripts)
    page.goto(f"/give/{door.code}/")
    press(page, "Warn others")
    press(page, "I understand: go on")
    page.get_by_role("heading", name="What should others look out for?").wait_for()
    assert page.url.endswith("/tell/" if scripts else "/words/")
    page.get_by_label("Your words").fill(WORDS)
    press(page, "Go on")
    page.get_by_label("Country (optional)").select_option("KE")
    press(page, "Go on")
    page.locator("[name=use-store][value=yes]").check()
    press(page, "Go on")
    page.locator(".field-error:visible, .error-summary").get_by_text("nobody can be warned").first.wait_for()
    page.locator("[name=use-peer-alert][value=yes]").check()
    press(page, "Go on")
    press(page, "Send")
    page.get_by_role("heading", name="Write down these twelve words").wait_for()
    assert Testimony.objects.get().path == "warn"


@pytest.mark.parametrize(("width", "language", "dark"), [(360, "en", False), (1280, "en", True), (360, "ar", False)])
def test_door_has_no_barrier_and_is_not_wider_than_the_screen(page_at, door, photograph, axe, width, language, dark):
    page = page_at(width, language=language, dark=dark)
    page.goto(f"/give/{door.code}/")
    page.locator("summary").last.click()
    photograph(page, f"door-{width}-{language}")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("button[name=path][value=warn]").click()
    photograph(page, f"door-limits-{width}-{language}")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_country_decides_which_text_is_read_and_which_is_recorded(page_at, cast, door, photograph, axe):
    said = {"jurisdiction": "KE", "language": "en", "text": "A child in danger must be reported."}
    write_limits(organisation_id=cast.alder.pk, by=cast.wren, now=timezone.now(), **said)
    page = page_at(360)
    page.goto(f"/give/{door.code}/")
    press(page, "Record what happened")
    page.get_by_label("By the law of which country?").select_option("KE")
    press(page, "Show")
    page.get_by_text("A child in danger must be reported.").wait_for()
    photograph(page, "door-law-360")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    press(page, "I understand: go on")
    page.get_by_label("Your words").fill(WORDS)
    for _ in range(4):
        press(page, "Go on")
    page.locator("[name=use-store][value=yes]").check()
    press(page, "Go on")
    press(page, "Send")
    page.get_by_text("locked on your device").wait_for()
    assert Grant.objects.get().limits_shown == "KE/en/1"


@pytest.fixture
def flooded(door, settings, monkeypatch):
    """The door in a flood, with a puzzle that a busy machine solves soon, too."""
    settings.DOOR_FLOOD = 1
    monkeypatch.setattr(floods, "BITS", 8)
    floods.note_taken(door)
    return door


def record(page, door):
    """From the door to the press of "Send"."""
    page.goto(f"/give/{door.code}/")
    press(page, "Record what happened")
    press(page, "I understand: go on")
    page.get_by_label("Your words").fill(WORDS)
    for _ in range(4):
        press(page, "Go on")
    page.locator("[name=use-store][value=yes]").check()
    press(page, "Go on")
    press(page, "Send")


def test_browser_and_server_find_the_same_answer_to_a_puzzle(page_at, door):
    page = page_at(800)
    page.goto(f"/give/{door.code}/")
    found = page.evaluate("async () => (await import('/static/intake/puzzle.js')).solve('door.2026-11-24.ab', 12)")
    assert found == solve("door.2026-11-24.ab", bits=12)


def test_in_a_flood_a_browser_with_scripts_works_in_silence(page_at, flooded):
    page = page_at(360)
    record(page, flooded)
    page.get_by_text("locked on your device").wait_for()
    assert Testimony.objects.get().apart == "flood"


def test_in_a_flood_the_waiting_page_sends_by_itself_where_there_are_scripts(page_at, flooded):
    page = page_at(360)
    page.goto(f"/give/{flooded.code}/words/")
    page.get_by_label("Your words").fill(WORDS)
    for _ in range(4):
        press(page, "Go on")
    page.locator("[name=use-store][value=yes]").check()
    press(page, "Go on")
    press(page, "Send")
    page.get_by_role("heading", name="Write down these twelve words").wait_for()
    assert Testimony.objects.count() == 1


def test_in_a_flood_time_is_the_price_without_scripts_and_no_word_is_lost(page_at, flooded, photograph, monkeypatch):
    page = page_at(360, scripts=False)
    record(page, flooded)
    assert page.get_by_role("heading", name="Please wait a minute").is_visible()
    photograph(page, "door-wait-360")
    press(page, "Send")
    assert page.get_by_text("That was a little early").is_visible()
    later = timezone.now() + timedelta(seconds=floods.WAIT_SECONDS + 1)
    monkeypatch.setattr("firsthand.intake.views.giving.timezone.now", lambda: later)
    press(page, "Send")
    assert page.get_by_role("heading", name="Write down these twelve words").is_visible()
    assert Testimony.objects.count() == 1
