"""A real browser on a real server: pages at any width, in either light, signed in or not, with scripts or without.

Whatever page is opened here, the test fails at its end if the browser complained (a script, the content policy, a missing file) or
asked any other host for anything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from firsthand.foundation.people.models import Person
from tests.cast import at_desk
from tests.parts import require

# Playwright keeps an event loop running in this thread, which Django would take for asynchronous code at every query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

_arguments = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's own Chromium, started once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=require("chromium"), args=_arguments)
        yield browser
        browser.close()


@pytest.fixture
def page_at(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Opens a page of a given width: `page_at(360, by=cast.wren, dark=True, language="ar", scripts=False)`."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(width: int, *, by: Person | None = None, dark: bool = False, language: str = "en", scripts: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale=language,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if by is not None:
            cookie = at_desk(by).cookies["desk"]
            context.add_cookies([{"name": "desk", "value": cookie.value, "domain": urlsplit(live_server.url).hostname, "path": "/desk/"}])
        page = context.new_page()
        _listen(page, live_server.url, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _listen(page: Page, home: str, complaints: list[str]) -> None:
    """Keep what the browser complains about. That a page was answered with an error is the test's own business, so it is left out."""

    def hear(message) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(message.text)

    def see(response) -> None:
        if response.status >= 400 and response.status != 409 and not response.request.is_navigation_request():  # 409: asked to come again
            complaints.append(f"{response.status} for {response.url}")

    def ask(request) -> None:
        if not request.url.startswith((home, "data:")):
            complaints.append(f"asked another host: {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", see)
    page.on("request", ask)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails where a page has a serious or critical barrier for someone; needs a page with scripts on."""

    def check(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        serious = [
            f"{violation['id']} ({violation['impact']}): {node['html'][:160]}"
            for violation in found
            if violation["impact"] in {"serious", "critical"}
            for node in violation["nodes"]
        ]
        assert serious == []

    return check


@pytest.fixture
def photograph(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Page, str], Path]:
    """Takes a picture of the whole page, into FIRSTHAND_PICTURES or a temporary folder, for people to look at."""
    folder = Path(os.environ.get("FIRSTHAND_PICTURES") or tmp_path_factory.mktemp("pictures"))

    def take(page: Page, name: str) -> Path:
        picture = folder / f"{name}.png"
        page.screenshot(path=picture, full_page=True)
        return picture

    return take
