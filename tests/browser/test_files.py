"""Files in a real browser: a giver adds them with the receipt, someone who unlocked takes clean copies; with scripts and without."""

from __future__ import annotations

import io
import os

import pytest
from django.urls import reverse
from PIL import Image

from firsthand.foundation.vault.files import folder
from firsthand.foundation.vault.models import SealedFile
from firsthand.foundation.vault.opened_files import content_of, describe
from firsthand.intake.models import Attachment
from tests.slices.evidence_stage import PASSPHRASE, Stage
from tests.slices.file_parts import MAKER
from tests.slices.file_parts import photograph as made_by_camera

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    settings.SEALED_DIR = tmp_path / "sealed"
    return folder()


@pytest.fixture
def stage(cast, now):
    return Stage(cast, now)


def _file(name, kind, content):
    return {"name": name, "mimeType": kind, "buffer": content}


def _open_receipt(page, receipt, visit):
    page.goto("/give/receipt/")
    page.get_by_label("The twelve words of your receipt").fill(receipt.reveal())
    page.get_by_role("button", name="Open").click()
    visit(page, "given")
    page.get_by_role("button", name="See or add files").click()
    visit(page, "none-yet")


def _send(page, *files):
    page.get_by_label("Files", exact=True).set_input_files(list(files))
    page.get_by_role("button", name="Send these files").click()


def _unlock(page):
    page.goto(reverse("evidence:unlock"))
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    page.wait_for_url("**/desk/evidence/")


def _taken(page, button):
    with page.expect_download() as taken:
        button.click()
    return taken.value.suggested_filename, taken.value.path().read_bytes()


@pytest.fixture
def look(photograph, axe):
    """Takes a picture of each page and holds it to the width of the screen; with scripts, also to a checker of barriers."""

    def visit_as(name, *, scripts):
        def visit(page, part):
            photograph(page, f"files-{name}-{part}")
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, part
            if scripts:
                axe(page)

        return visit

    return visit_as


@pytest.mark.parametrize(("width", "scripts", "language"), [(360, False, "en"), (1280, True, "ar")])
def test_files_go_in_by_receipt_and_come_out_clean(stage, page_at, look, width, scripts, language):
    testimony = stage.give(words="They took my telephone.")
    visit = look(f"{width}-{'scripts' if scripts else 'plain'}-{language}", scripts=scripts)
    giver = page_at(width, scripts=scripts, language=language)
    _open_receipt(giver, stage.receipts[testimony], visit)
    _send(giver)
    giver.get_by_text("Choose at least one file").wait_for()
    visit(giver, "nothing-chosen")
    picture, note = _file("heron at the weir.jpg", "image/jpeg", made_by_camera()), _file("note.txt", "text/plain", b"what he said")
    _send(giver, picture, note)
    giver.get_by_text("2 files were received and locked.").wait_for()
    visit(giver, "received")
    assert Attachment.objects.count() == 2
    assert "heron" not in giver.content()
    coder = page_at(width, by=stage.cast.teal, scripts=scripts, language=language)
    _unlock(coder)
    coder.goto(reverse("evidence:show-testimony", args=[testimony]))
    visit(coder, "opened")
    name, content = _taken(coder, coder.get_by_role("button", name="Cleaned copy").first)
    assert (name.endswith(".jpg"), "heron" in name, MAKER.encode() in content) == (True, False, False)
    assert Image.open(io.BytesIO(content)).size == (40, 30)
    assert _taken(coder, coder.get_by_role("button", name="The original").first) == ("heron at the weir.jpg", picture["buffer"])
    coder.get_by_role("button", name="Cleaned copy").last.click()
    coder.get_by_text("cannot be cleaned here").wait_for()
    visit(coder, "cannot-be-cleaned")
    coder.get_by_role("link", name="Back to the testimony").click()
    coder.get_by_text("In whose hands it was").first.click()
    visit(coder, "custody")
    assert "a cleaned copy was made by teal" in coder.content()


def test_line_that_breaks_costs_no_file_and_the_same_file_goes_on(stage, page_at, look, monkeypatch):
    """With scripts: pieces, a failure that is sat out, then one that is not; the same file chosen again goes on from there."""
    monkeypatch.setattr("firsthand.intake.views.attachments.PIECE", 100_000)
    content, testimony, begun = os.urandom(750_000), stage.give(words="They took my telephone."), []
    giver, film = page_at(360), _file("film of the heron.mp4", "video/mp4", content)

    def unsteady(route):
        begun.append(route.request.post_data_buffer or b"")
        lost = len(begun) in {3, 4} or 6 <= len(begun) < 20
        return route.abort() if lost else route.continue_()

    _open_receipt(giver, stage.receipts[testimony], lambda *_: None)
    giver.clock.install()
    giver.route("**/receipt/files/piece/", unsteady)
    _send(giver, film)
    for _ in range(40):
        giver.clock.run_for(31_000)
        if giver.locator("#state", has_text="The connection stays away").is_visible():
            break
        giver.wait_for_timeout(50)
    giver.locator("#state", has_text="The connection stays away").wait_for()
    look("360-scripts-en", scripts=True)(giver, "stopped")
    before = len(begun)
    assert Attachment.objects.count() == 0
    giver.unroute("**/receipt/files/piece/")
    giver.route("**/receipt/files/piece/", lambda route: (begun.append(route.request.post_data_buffer or b""), route.continue_()))
    giver.get_by_role("button", name="Send these files").click()
    giver.get_by_text("One file was received and locked.").wait_for()
    assert sum(len(body) for body in begun[before:]) < len(content)
    assert Attachment.objects.count() == 1
    row = SealedFile.objects.get()
    described = describe(row.item.ref, with_key=stage.key_of(stage.cast.teal))
    assert b"".join(content_of(described, place=row.place)) == content
