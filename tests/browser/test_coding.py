"""Marking words and reading twice in a browser: at a phone's width and a desk's, with a script and without."""

from __future__ import annotations

import pytest
from django.urls import reverse

from firsthand.core.anchoring import Span
from firsthand.evidence import actions
from firsthand.evidence.coding import Coding
from firsthand.evidence.models import Highlight
from tests.slices.evidence_stage import PASSPHRASE, Stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "They came at night. They took my bag and my telephone.\n\nI did not go to the station."


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


def _unlock(page):
    page.goto(reverse("evidence:unlock"))
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    page.wait_for_url("**/desk/evidence/")


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_coding_fit_and_are_open_to_everyone(stage, page_at, photograph, axe, width):
    ref, other = stage.give(words=WORDS), stage.give(words=WORDS)
    key, by = stage.key_of(stage.cast.teal), stage.cast.teal
    for start, end, code in ((25, 40, "act=raid"), (30, 53, "act=threats")):
        actions.mark_words(testimony_ref=ref, span=Span(start, end), code=code, with_key=key, by=by, now=stage.now)
    people = {"first": by, "second": stage.cast.wren, "by": by}
    sample = actions.draw(organisation=stage.cast.alder, size=9, now=stage.now, seed="oak", **people)
    page = page_at(width, by=by)
    _unlock(page)
    read = reverse("evidence:read-for-sample", args=[sample.pk, ref])
    looked = [
        ("mark", reverse("evidence:mark-words", args=[ref])),
        ("read", read),
        ("follow-up", reverse("evidence:follow-up", args=[ref])),
    ]
    looked.append(("sources", reverse("research:list-sources")))
    for name, address in looked:
        page.goto(address)
        photograph(page, f"coding-{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        axe(page)
    for each in (ref, other):
        for coder, acts in ((by, {"arrest"}), (stage.cast.wren, {"arrest", "raid"} if each == ref else {"arrest"})):
            coding = Coding(acts=frozenset(acts))
            actions.keep_reading(sample_id=sample.pk, testimony_ref=each, coding=coding, by=coder, now=stage.now)
    page.goto(reverse("evidence:show-sample", args=[sample.pk]))
    assert page.get_by_role("heading", name="How far they agree").is_visible()
    photograph(page, f"coding-sample-{width}")
    axe(page)


def test_selected_words_are_marked_with_a_script(stage, page_at):
    ref = stage.give(words=WORDS)
    page = page_at(1280, by=stage.cast.teal)
    _unlock(page)
    page.goto(reverse("evidence:mark-words", args=[ref]))
    page.evaluate(
        "() => { const node = document.querySelector('[data-start]').firstChild; const range = document.createRange();"
        " range.setStart(node, 25); range.setEnd(node, 36); const s = getSelection(); s.removeAllRanges(); s.addRange(range); }"
    )
    page.wait_for_function("document.querySelector('[name=words]').value === 'took my bag'")
    page.get_by_role("button", name="Mark them").click()
    page.get_by_text("Marked.").wait_for()
    assert page.locator("mark.evidence-mark").inner_text().startswith("took my bag")
    assert Highlight.objects.count() == 1
