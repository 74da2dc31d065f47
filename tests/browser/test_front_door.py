"""The door as a giver meets it: help first, then a choice, in a real browser with and without scripts."""

import pytest
from django.utils import timezone

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
