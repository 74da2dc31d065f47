"""Sealing in a real browser: the same bytes as the server's, and a whole path in which no word crosses the wire."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, quote_plus

import pytest
from django.utils import timezone

from firsthand.evidence.opened import read_content
from firsthand.foundation.vault import opening, sealing
from firsthand.foundation.vault.models import Team
from firsthand.intake.models import Testimony
from tests.slices.intake_parts import PASSPHRASE, make_door

pytestmark = pytest.mark.browser

VECTOR = json.loads((Path(__file__).parents[1] / "slices" / "vectors" / "sealed_in_browser_1.json").read_text("utf-8"))
MARK = "Quagmireheron7291"
WORDS = f"Two of them came at night.\nThey took what {MARK} had earned. Дождь."

SEAL_AND_OPEN = """async (vector) => {
  const wire = await import("/static/intake/wire.js");
  const { XWing } = await import("/static/intake/vendor/sealing.js");
  const raw = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const pair = await new XWing().importKey("raw", raw(vector.xwing_seed), false);
  const info = await wire.itemKeyInfo(raw(vector.public_key), vector.row);
  const open = (sealed) => wire.suite.open({ recipientKey: pair, enc: sealed.slice(1, 1121), info }, sealed.slice(1121));
  const fresh = await wire.sealKey(raw(vector.item_key), { publicKey: raw(vector.public_key), row: vector.row });
  const content = new TextEncoder().encode(vector.content);
  return {
    content_data: hex(wire.contentData(vector.row)),
    item_key_info: hex(info),
    sealed_content: hex(wire.encryptContent(content, { key: raw(vector.item_key), nonce: raw(vector.nonce), row: vector.row })),
    opened: await Promise.all(
      [raw(vector.sealed_key_by_server), raw(vector.sealed_key_by_browser), fresh].map(async (sealed) => hex(await open(sealed)))
    ),
    classes: vector.classes.map(([length]) => [length, wire.padded(new Uint8Array(length)).length]),
    text: hex(wire.fromText(wire.toText(Uint8Array.of(251, 255, 0, 62)))),
  };
}"""


@pytest.fixture
def cast(transactional_db):
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def door(cast):
    return make_door(cast, timezone.now())


def listen(page):
    """Everything that this page asks the network for, with what it sends."""
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url, request.post_data or "", str(request.headers))))
    return asked


def open_first(page, door):
    page.goto(f"/give/{door.code}/limits/")
    page.get_by_role("button", name="I understand: go on").click()
    page.wait_for_url("**/tell/")
    page.get_by_label("Your words").wait_for()


def go_on(page):
    page.get_by_role("button", name="Go on", exact=True).click()


def wrong(page):
    go_on(page)
    return page.get_by_role("alert").inner_text()


def mistake_the_day(page):
    for day, month, year, sentence in (
        ("31", "", "", "With a day"),
        ("31", "2", "", "With a month"),
        ("31", "2", "2025", "This month has no such day"),
        ("1", "2", "1066", "Please give a year"),
        ("1", "2", "2999", "Please give a year"),
    ):
        page.get_by_label("Day").fill(day)
        page.get_by_label("Month").select_option(month)
        page.get_by_label("Year").fill(year)
        assert wrong(page).startswith(sentence)


def fill(page, visit=lambda _name: None, *, mistaken=False):
    """From the first question to the page where all is checked; `mistaken` makes each kind of mistake once on the way."""
    assert not mistaken or wrong(page) == "Please write what happened, or leave this page."
    page.get_by_label("Your words").fill(WORDS)
    visit("words")
    go_on(page)
    if mistaken:
        mistake_the_day(page)
    page.get_by_label("Day").fill("1")
    page.get_by_label("Year").fill("2025")
    page.get_by_label("Month").select_option("3")
    visit("when")
    go_on(page)
    page.get_by_label("Country (optional)").select_option("KE")
    page.get_by_label("A town").check()
    go_on(page)
    page.get_by_label("Arrest or detention").check()
    go_on(page)
    assert not mistaken or wrong(page).startswith("You said no, so we keep nothing")
    for use in ("store", "statistics"):
        page.locator(f"[name=use-{use}][value=yes]").check()
    visit("uses")
    go_on(page)
    visit("check")


def opened(cast, door):
    team = opening.open_team_by_passphrase(team=door.team, holder=cast.teal.ref, passphrase=PASSPHRASE)
    return opening.open_item(Testimony.objects.get().item, with_key=team)


def test_browser_and_server_write_the_same_bytes_and_open_each_other(page_at, door):
    page = page_at(800)
    page.goto(f"/give/{door.code}/")
    made = page.evaluate(SEAL_AND_OPEN, VECTOR)
    assert {name: made[name] for name in ("content_data", "item_key_info", "sealed_content", "classes")} == {
        name: VECTOR[name] for name in ("content_data", "item_key_info", "sealed_content", "classes")
    }
    assert made["opened"] == [VECTOR["item_key"]] * 3
    assert made["text"] == "fbff003e"


def test_no_word_crosses_the_wire_where_the_browser_seals(page_at, cast, door, photograph):
    page = page_at(360)
    asked = listen(page)
    open_first(page, door)
    before = len(asked)
    page.context.set_offline(offline=True)  # between being opened and being sent, the page needs nobody
    fill(page, lambda name: photograph(page, f"sealing-360-{name}"), mistaken=True)
    said = page.locator("#summary").inner_text()
    assert MARK in said
    assert [part for part in ("Kenya", "A town", "March", "Arrest or detention") if part not in said] == []
    page.get_by_role("button", name="Send", exact=True).click()
    assert page.get_by_role("alert").inner_text().startswith("It could not be sent")
    assert Testimony.objects.count() == 0
    page.context.set_offline(offline=False)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("locked on your device").wait_for()
    photograph(page, "sealing-360-receipt")
    assert len(page.locator(".receipt-words li").all_inner_texts()) == 12
    sent = [(method, url, body) for method, url, body, _ in asked[before:]]
    assert {(method, url.rsplit("/give/")[-1]) for method, url, _ in sent} == {("POST", f"{door.code}/sealed/")}
    fields = parse_qs(sent[-1][2])
    assert {name for name in fields if not name.startswith("use-")} == {"csrfmiddlewaretoken", "path", "limits", "slip", "content", "key"}
    everything = "\n".join("\n".join(request) for request in asked)
    assert [word for word in (MARK, "night", "earned", "Дождь", quote_plus("Дождь")) if word in everything] == []
    sealed = {name: value for name, value in fields.items() if name not in {"content", "key"}}  # the rest, where chance has no letters
    outside = "\n".join(f"{method} {url}" for method, url, _, _ in asked) + json.dumps(sealed)
    assert [word for word in ("country", "area", "acts", "town", "arrest", "year") if word in outside] == []
    assert MARK not in page.content()  # nor does the page keep it
    content = read_content(opened(cast, door))
    assert (content.words.reveal(), content.area.reveal(), content.said.country) == (WORDS, "town", "KE")
    assert (content.said.acts, content.said.when.year, content.said.when.day) == (frozenset({"arrest"}), 2025, 1)


def test_answers_stay_when_changed_and_are_sealed_anew_where_the_key_changed_meanwhile(page_at, door):
    page = page_at(800)
    open_first(page, door)
    fill(page)
    page.get_by_role("button", name=re.compile("Change.*What happened")).click()
    assert page.get_by_label("Your words").input_value() == WORDS
    page.get_by_label("Your words").fill("Less.")
    for _ in range(5):
        go_on(page)
    assert "Less." in page.locator("#summary").inner_text()
    page.get_by_role("button", name="Back", exact=True).click()
    assert page.locator("[name=use-store][value=yes]").is_checked()
    go_on(page)
    public, _private = sealing.new_key_pair()
    Team.objects.filter(pk=door.team.pk).update(public_key=public, generation=2)
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("locked on your device").wait_for()
    assert Testimony.objects.get().item.key.generation == 2


def test_giver_can_leave_for_the_form_without_scripts(page_at, door):
    page = page_at(360)
    open_first(page, door)
    page.goto(f"/give/{door.code}/words/")
    page.get_by_label("Your words").fill(WORDS)
    go_on(page)
    page.get_by_label("Year").wait_for()
    assert page.url.endswith("/when/")


@pytest.mark.parametrize(("width", "language", "dark"), [(1280, "en", False), (360, "ar", True)])
def test_no_section_has_a_barrier_or_is_wider_than_the_screen(page_at, door, photograph, axe, width, language, dark):
    page = page_at(width, language=language, dark=dark)

    def visit(name):
        photograph(page, f"sealing-{width}-{language}-{name}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    open_first(page, door)
    fill(page, visit)
