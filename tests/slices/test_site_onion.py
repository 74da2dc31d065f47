"""Where there is an onion address, pages that anyone may read name it; the desk and what is no page do not."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.cast import at_desk
from tests.slices.intake_parts import make_door

ONION = f"http://{'a' * 56}.onion"


@pytest.fixture
def onion(settings):
    settings.ONION_ADDRESS = ONION
    settings.ALLOWED_HOSTS = ["testserver", ONION.removeprefix("http://")]
    return ONION


def told(client, path, **extra):
    return client.get(path, **extra).get("Onion-Location")


def test_nothing_is_named_where_no_address_is_set(client, db):
    assert told(client, "/") is None


def test_desk_pages_and_what_is_no_page_name_nothing(client, cast, onion):
    assert told(at_desk(cast.wren), "/desk/") is None
    assert told(client, "/no-such-page/") is None
    assert told(client, "/static/site/icon.svg") is None
    assert client.post("/give/receipt/", {}).get("Onion-Location") is None


def test_reader_who_came_by_the_onion_address_is_not_sent_elsewhere(client, db, onion):
    assert told(client, "/", headers={"host": onion.removeprefix("http://")}) is None


def test_public_and_intake_pages_name_themselves_there(client, cast, now, onion):
    code = make_door(cast, now).code
    for path in ("/", "/commitments/", f"/give/{code}/", f"/give/{code}/words/", "/give/receipt/"):
        assert told(client, path) == onion + path


def test_what_was_asked_for_stays_in_the_address_and_cannot_break_the_header(client, db, onion):
    assert told(client, "/commitments/", data={"q": "ж\r\nSet-Cookie: x"}) == f"{onion}/commitments/?q=%D0%B6%0D%0ASet-Cookie%3A+x"


@pytest.mark.parametrize(
    "wrong", ["http://short.onion", "https://example.org", f"{ONION}/give/", "javascript:1", f"http://{'a' * 56}.onion.example.org"]
)
def test_what_is_no_onion_address_is_not_started_with(wrong, tmp_path):
    asked = os.environ | {"FIRSTHAND_ONION": wrong, "FIRSTHAND_DATA": str(tmp_path)}
    started = subprocess.run(
        [sys.executable, "-c", "import firsthand.site.settings"], env=asked, capture_output=True, text=True, check=False
    )
    assert started.returncode == 1
    assert "FIRSTHAND_ONION must be an address such as" in started.stderr
