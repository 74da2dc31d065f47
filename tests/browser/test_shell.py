"""The shell in a real browser: every page of its own at a phone's and a desk's width, in both lights and both directions."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

WIDTHS = (360, 1280)
PUBLIC_PAGES = {"front": "/", "nothing-here": "/no-such-page/"}
DESK_PAGES = {"desk": "/desk/", "components": "/desk/components/", "second-factor": "/desk/account/2fa/"}


def overflow(page) -> int:
    """How many pixels the page is wider than the window: more than none, and a reader on a phone must scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_public_page_is_open_to_everyone(page_at, axe, photograph, width, dark, name):
    page = page_at(width, dark=dark)
    page.goto(PUBLIC_PAGES[name])
    photograph(page, f"{name}-{width}-{'dark' if dark else 'light'}")
    axe(page)
    assert page.locator("h1").count() == 1
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", DESK_PAGES)
def test_desk_page_is_open_to_everyone(page_at, axe, photograph, cast, width, dark, name):
    page = page_at(width, by=cast.lark, dark=dark)
    page.goto(DESK_PAGES[name])
    photograph(page, f"{name}-{width}-{'dark' if dark else 'light'}")
    axe(page)
    assert page.locator("h1").count() == 1
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_components_page_stands_the_other_way_round_in_arabic(page_at, axe, photograph, cast, width):
    page = page_at(width, by=cast.lark, language="ar")
    page.goto("/desk/components/")
    photograph(page, f"components-{width}-arabic")
    axe(page)
    assert page.locator("html").get_attribute("dir") == "rtl"
    mark, end = page.locator(".wordmark").bounding_box(), page.locator(".languages").first.bounding_box()
    assert mark["x"] > end["x"]
    assert overflow(page) <= 0


def test_language_is_chosen_without_scripts(page_at):
    page = page_at(360, scripts=False)
    page.goto("/")
    page.locator(".languages summary").click()
    page.get_by_role("button", name="Français").click()
    assert page.url.endswith("/")
    assert page.locator("html").get_attribute("lang") == "fr"


def test_public_page_sets_no_cookie(page_at):
    page = page_at(1280)
    page.goto("/")
    assert page.context.cookies() == []


def test_cold_visit_weighs_under_100_kilobytes(page_at):
    page = page_at(1280)
    sizes = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto("/", wait_until="networkidle")
    assert len(sizes) > 5, "the sheets were not counted"
    assert sum(sizes) < 100_000


def test_skip_link_is_the_first_stop_of_the_keyboard(page_at):
    page = page_at(1280)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_lost_page_of_intake_keeps_its_way_out(page_at, axe, photograph, width, dark):
    page = page_at(width, dark=dark)
    page.goto("/give/no/such/page/")
    photograph(page, f"intake-lost-{width}-{'dark' if dark else 'light'}")
    axe(page)
    assert page.title() == "Form"
    assert [script.get_attribute("src").rpartition("/")[2].split(".")[0] for script in page.locator("script").all()] == ["leave"]
    assert page.locator("nav").count() == 0
    assert page.get_by_role("link", name="Leave this page now").is_visible()
    assert overflow(page) <= 0


def test_way_out_of_intake_stays_in_sight_when_one_reads_on(page_at):
    page = page_at(360, scripts=False)
    page.set_viewport_size({"width": 360, "height": 200})
    page.goto("/give/no/such/page/")
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(100)
    box = page.get_by_role("link", name="Leave this page now").bounding_box()
    assert 0 <= box["y"] < 100


def test_first_visit_leads_to_a_second_factor(page_at, axe, photograph, cast):
    cast.lark.authenticator_set.all().delete()
    page = page_at(360, by=cast.lark)
    page.goto("/desk/")
    assert page.url.endswith("/desk/account/2fa/")
    page.goto("/desk/account/2fa/totp/activate/")
    photograph(page, "code-generator-360-light")
    axe(page)
    assert page.locator("img.scan").bounding_box()["width"] > 150
    assert overflow(page) <= 0


def test_paper_holds_what_was_read_and_nothing_to_press(page_at, photograph, cast):
    page = page_at(1280, by=cast.lark)
    page.goto("/desk/components/")
    page.emulate_media(media="print")
    photograph(page, "components-print")
    assert not page.locator(".masthead").is_visible()
    assert not page.get_by_role("button", name="It may be printed").is_visible()
    assert page.get_by_role("table").is_visible()
