"""The inbox in a real browser: a team writes, a giver reads, answers and adds (with scripts or not), says yes later; the team reads."""

import pytest
from django.utils import timezone

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.evidence.actions import open_messages, write_to_giver
from firsthand.foundation.consents.models import Grant
from firsthand.intake.models import Message
from firsthand.intake.said import Sort
from tests.slices.evidence_stage import PASSPHRASE, Stage

pytestmark = pytest.mark.browser

ASKED = "You wrote of two men. Were both in uniform?\n\nWe ask because a lawyer would."
TOLD = "Only the older one. The marked cap was his."


@pytest.fixture
def cast(transactional_db):
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def stage(cast):
    return Stage(cast=cast, now=timezone.now())


@pytest.fixture
def ref(stage):
    return stage.give(words="Two of them came at night.", uses=frozenset({Use.STORE, Use.STATISTICS}))


def write(stage, ref, words=ASKED, sort=Sort.QUESTION):
    teal = stage.cast.teal
    write_to_giver(
        testimony_ref=ref, sort=sort, words=Hidden(words), language="en", with_key=stage.key_of(teal), by=teal, now=timezone.now()
    )  # fmt: skip


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def fill(page):
    """Write as somebody does who waits until the page is there."""
    page.locator("textarea[name=words]").fill(TOLD)
    page.wait_for_load_state("load")


def open_receipt(page, stage, ref):
    page.goto("/give/receipt/")
    page.get_by_role("textbox").fill(stage.receipts[ref].reveal())
    page.locator("main form button").first.click()


def go_through(page, stage, ref, visit):
    """Every page of a giver behind their receipt, by what the forms are sent to, so that any language will do."""
    open_receipt(page, stage, ref)
    visit(page, "01-given")
    page.locator("form[action$='/write/']").first.locator("button").click()
    visit(page, "02-answer")
    page.locator("#send").click()
    visit(page, "03-answer-missing")
    page.locator("textarea[name=words]").fill(TOLD)
    page.locator("#send").click()
    page.locator(".sealed-where").wait_for()
    visit(page, "04-answered")
    page.locator("main form button").first.click()
    visit(page, "05-given-again")
    page.locator("form[action$='/write/']").last.locator("button").click()
    visit(page, "06-add")
    page.locator("button[name=back]").click()
    page.locator("form[action$='/agree/'] button").first.click()
    visit(page, "07-questions")
    page.locator("[name=use-media][value=yes]").check()
    page.locator("form[action$='/agree/'] button").first.click()
    visit(page, "08-agreed")
    page.locator("main form button").first.click()
    page.locator(".sent summary").first.click()
    visit(page, "09-destroy")
    page.locator("form[action$='/destroy/'] button").first.click()
    visit(page, "10-destroyed")


def test_giver_reads_answers_and_agrees_without_scripts(page_at, stage, ref, photograph):
    write(stage, ref)
    page = page_at(360, scripts=False)
    go_through(page, stage, ref, lambda shown, name: photograph(shown, f"inbox-360-{name}"))
    assert "It was destroyed." in page.content()
    assert Grant.objects.filter(subject=ref, use=Use.MEDIA).count() == 1
    assert [cookie["name"] for cookie in page.context.cookies()] == ["token"]


def test_browser_with_scripts_sends_what_is_added_sealed(page_at, stage, ref):
    write(stage, ref)
    page = page_at(1280)
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    open_receipt(page, stage, ref)
    press(page, "Answer")
    fill(page)
    page.locator("#send").click()
    page.get_by_text("locked on your device").wait_for()
    assert any("content=" in body and "key=" in body for body in sent)
    assert not any("marked" in body for body in sent)
    teal = stage.cast.teal
    opened = open_messages(testimony_ref=ref, with_key=stage.key_of(teal), by=teal, now=timezone.now())
    assert [(each.said.sort, each.said.words) for each in opened if not each.card.is_to_giver] == [(Sort.ANSWER, TOLD)]
    assert opened[1].said.to == opened[0].card.ref
    press(page, "Back to your receipt")
    press(page, "Write to the team")
    page.get_by_label("Something that I told wrongly").check()
    fill(page)
    page.locator("#send").click()
    page.get_by_text("locked on your device").wait_for()
    opened = open_messages(testimony_ref=ref, with_key=stage.key_of(teal), by=teal, now=timezone.now())
    assert opened[-1].said.sort == Sort.CORRECTION


def test_browser_that_cannot_fetch_what_seals_says_so_before_it_sends_open_words(page_at, stage, ref):
    page = page_at(1280)
    page.route("**/intake/wire.js", lambda route: route.fulfill(body="export const seal = ;", content_type="text/javascript"))
    open_receipt(page, stage, ref)
    press(page, "Write to the team")
    fill(page)
    page.locator("#send").click()
    page.locator("#complaint", has_text="so nothing was sent").wait_for()
    assert Message.objects.count() == 0
    page.locator("#send").click()
    page.get_by_text("locked by our server when they arrived").wait_for()
    assert Message.objects.count() == 1


def test_page_that_was_open_while_keys_changed_seals_once_more(page_at, stage, ref):
    from firsthand.foundation.vault.actions import change_keys
    from firsthand.foundation.vault.models import Team

    page = page_at(1280)
    open_receipt(page, stage, ref)
    press(page, "Write to the team")
    fill(page)
    teal = stage.cast.teal
    change_keys(team=Team.objects.get(), with_key=stage.key_of(teal), by=teal.ref, now=timezone.now())
    page.locator("#send").click()
    page.get_by_text("locked on your device").wait_for()
    assert Message.objects.count() == 1


def test_no_page_behind_a_receipt_has_a_barrier_or_is_wider_than_the_screen(page_at, stage, ref, photograph, axe):
    """From right to left and in the dark on a telephone; the same pages then as wide as a desk."""
    page = page_at(360, language="ar", dark=True)

    def visit(shown, name):
        axe(shown)
        for width in (1280, 360):
            shown.set_viewport_size({"width": width, "height": 900})
            photograph(shown, f"inbox-{width}-ar-{name}")
            assert shown.evaluate("document.documentElement.scrollWidth") <= width, name

    write(stage, ref)
    write(stage, ref, words="The minister answered. It is in the second edition.", sort=Sort.NEWS)
    go_through(page, stage, ref, visit)


def test_team_writes_and_reads_at_the_desk(page_at, stage, ref, photograph, axe):
    giver = page_at(360, scripts=False)
    open_receipt(giver, stage, ref)
    giver.locator("form[action$='/write/'] button").last.click()
    giver.locator("textarea[name=words]").fill(TOLD)
    giver.locator("#send").click()
    page = page_at(1280, by=stage.cast.teal)

    def visit(name):
        axe(page)
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            photograph(page, f"inbox-desk-{width}-{name}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    page.goto("/desk/")
    visit("01-desk")
    page.get_by_role("link", name="Read it").click()
    visit("02-list")
    page.goto(f"/desk/evidence/testimonies/{ref}/")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    press(page, "Unlock")
    visit("03-testimony")
    assert TOLD in page.content()
    page.get_by_role("link", name="Write to the giver").click()
    visit("04-write")
    page.get_by_role("textbox", name="Your words").fill(ASKED)
    press(page, "Seal and leave it for them")
    visit("05-written")
    assert "We asked" in page.content()
