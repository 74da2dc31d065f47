"""The whole path of a giver in a real browser with scripts off, from telling to taking back; then each page under a checker of barriers."""

import pytest
from django.utils import timezone

from firsthand.foundation.vault.models import ItemKey
from firsthand.intake.models import Testimony
from tests.slices.intake_parts import make_door

pytestmark = pytest.mark.browser

WORDS = "Two of them came at night.\nThey took what I had earned."


@pytest.fixture
def door(transactional_db, cast):
    return make_door(cast, timezone.now())


@pytest.fixture
def cast(transactional_db):
    from tests.cast import Cast

    return Cast()


def press(page, name, visit, shot):
    page.get_by_role("button", name=name, exact=True).first.click()
    visit(page, shot)


def tell(page, door, visit):
    """From the door to the receipt; returns the twelve words."""
    page.goto(f"/give/{door.code}/")
    visit(page, "01-help")
    page.get_by_role("button", name="Give a full report").click()
    visit(page, "02-limits")
    assert page.get_by_role("button", name="I understand: go on").is_visible()
    page.goto(f"/give/{door.code}/words/")  # with scripts, the other form would begin here: test_sealing_there.py
    visit(page, "03-words")
    press(page, "Go on", visit, "04-words-missing")
    page.get_by_label("Your words").fill(WORDS)
    press(page, "Go on", visit, "05-when")
    page.get_by_label("Day").fill("31")
    press(page, "Go on", visit, "06-when-wrong")
    page.get_by_label("Year").fill("2025")
    page.get_by_label("Month").select_option("3")
    press(page, "Go on", visit, "07-place")
    page.get_by_label("Country (optional)").select_option("KE")
    page.get_by_label("A town").check()
    press(page, "Go on", visit, "08-acts")
    page.get_by_label("Arrest or detention").check()
    press(page, "Go on", visit, "09-uses")
    press(page, "Go on", visit, "10-uses-wrong")
    for use in ("store", "statistics"):
        page.locator(f"[name=use-{use}][value=yes]").check()
    press(page, "Go on", visit, "11-check")
    press(page, "Send", visit, "12-receipt")
    return page.locator(".receipt-words li").all_inner_texts()


def take_back(page, words, visit):
    page.goto("/give/receipt/")
    visit(page, "13-open")
    page.get_by_label("The twelve words of your receipt").fill(" ".join(words[:11]))
    press(page, "Open", visit, "14-open-wrong")
    page.get_by_label("The twelve words of your receipt").fill("\n".join(f"{n}. {word.upper()}" for n, word in enumerate(words, 1)))
    press(page, "Open", visit, "15-given")
    press(page, "Take everything back and destroy my words", visit, "16-confirm")
    press(page, "Yes, destroy them", visit, "17-done")
    press(page, "See what is left", visit, "18-nothing-left")


def test_giver_tells_and_takes_back_without_scripts(page_at, door, photograph):
    page = page_at(360, scripts=False)
    words = tell(page, door, lambda shown, name: photograph(shown, f"intake-360-{name}"))
    assert len(words) == 12
    assert (Testimony.objects.count(), ItemKey.objects.count()) == (1, 1)
    assert [cookie["name"] for cookie in page.context.cookies()] == ["token"]
    take_back(page, words, lambda shown, name: photograph(shown, f"intake-360-{name}"))
    assert Testimony.objects.get().withdrawn_at is not None
    assert ItemKey.objects.count() == 0


def test_what_was_typed_is_kept_when_going_back_without_scripts(page_at, door):
    page = page_at(360, scripts=False)
    page.goto(f"/give/{door.code}/words/")
    page.get_by_label("Your words").fill(WORDS)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Year").fill("2024")
    page.get_by_role("button", name="Back").click()
    assert page.get_by_label("Your words").input_value() == WORDS
    page.get_by_role("button", name="Go on").click()
    assert page.get_by_label("Year").input_value() == "2024"


@pytest.mark.parametrize(("width", "language", "dark"), [(1280, "en", False), (360, "ar", True)])
def test_no_page_of_a_giver_has_a_barrier_or_is_wider_than_the_screen(page_at, door, photograph, axe, width, language, dark):
    def visit(page, name):
        photograph(page, f"intake-{width}-{language}-{name}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    page = page_at(width, language=language, dark=dark)
    take_back(page, tell(page, door, visit), visit)
