"""Marked words are planted in a testimony, a receipt, a passphrase and a file name, and looked for everywhere they could have been left."""

from __future__ import annotations

import logging
import re
import tempfile
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firsthand.documents.queries import public_edition
from firsthand.evidence.models import Quote
from firsthand.flows.publication import publish
from firsthand.intake.models import Testimony
from firsthand.site.logs import WithoutValues
from tests.cast import at_desk
from tests.guard.canary import faces, files_holding, is_in, public_pages, tables_holding
from tests.later import do_later_work
from tests.slices.documents_stage import SECOND, TextStage
from tests.slices.evidence_stage import PASSPHRASE
from tests.slices.intake_pages import form_to, form_with, send, walk_to_check
from tests.slices.matrix_files import matrix_file

MARK = "heron-in-the-reeds-4471"
ASKED = "grebe-on-the-nest-7714"
ANSWERED = "dipper-under-the-bridge-2865"
FILE_NAME = "kingfisher-at-the-weir-9032"


@pytest.fixture
def written(tmp_path, monkeypatch, caplog):
    """What this test writes beside the database: temporary files and logs, these as the real handler would let them out."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.handler.addFilter(WithoutValues())
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)  # statements with their values, never let out
    return tmp_path


@pytest.fixture
def stage(cast) -> TextStage:
    return TextStage(cast=cast, now=timezone.now())


def given(stage: TextStage) -> str:
    """Someone gives the marked words at a door; their receipt is returned."""
    giver = Client()
    page = walk_to_check(giver, stage.alder_door.code, words=f"It was {MARK}, I swear.", **{"use__anonymous-quote": "yes"})
    shown = send(giver, page).content.decode()
    words = re.findall(r"<li>([^<\s]+)</li>", shown)[:12]
    assert len(words) == 12
    return " ".join(words)


def nowhere(mark: str, written, caplog) -> None:
    """The mark is in no row, no file, no log, no mail, no public page."""
    assert tables_holding(mark) == set()
    assert files_holding(written, mark) == set()
    assert not is_in(caplog.text.encode(), mark)
    assert not any(is_in(f"{each.subject}\n{each.body}\n{each.to}".encode(), mark) for each in mail.outbox)
    assert files_holding(Path(default_storage.location), mark) == set()
    assert [address for address, page in public_pages() if is_in(page, mark)] == []


@pytest.mark.parametrize("mark", [MARK, "a", "ab", "abc"])
def test_the_search_would_find_the_mark_in_any_of_its_faces(mark):
    """Rule: a guard that cannot find what it looks for guards nothing."""
    for face in faces(mark):
        assert is_in(b"before" + face + b"after", mark)


def test_the_search_would_find_what_is_stored_in_the_open(stage):
    """Rule: as above; a cleared quote is meant to be read, and is found where it stands."""
    assert stage.second_quote
    assert tables_holding(SECOND) == {"evidence_quote"}
    edition = publish(manuscript_ref=stage.write(f"{{{{quote:{stage.second_quote}}}}}"), number=1, by=stage.cast.lark, now=stage.now)
    assert tables_holding(SECOND) == {"evidence_quote", "documents_edition"}
    assert [address for address, page in public_pages() if is_in(page, SECOND)] == [f"/publications/{edition}/"]


def test_words_receipt_and_passphrase_are_left_nowhere(stage, written, caplog):
    """Rule: sealed before anything is written; opened only into the page of whoever unlocked."""
    receipt = given(stage)
    assert Testimony.objects.count() == 1
    coder = at_desk(stage.cast.teal)
    coder.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE})
    testimony = Testimony.objects.get().ref
    assert MARK in coder.get(reverse("evidence:show-testimony", args=[testimony])).content.decode()
    coder.post(reverse("evidence:code-testimony", args=[testimony]), {"acts": ["arrest"], "year": "2025"})
    lift = {"words": f"It was {MARK}.", "language": "en", "attribution": "A sex worker", "step": "seal"}
    coder.post(reverse("evidence:lift-quote", args=[testimony]), lift)
    assert Quote.objects.count() == 1
    giver = Client()
    send(giver, giver.get("/give/receipt/"), receipt=receipt)
    for mark in (MARK, receipt, " ".join(receipt.split()[:3]), PASSPHRASE):
        nowhere(mark, written, caplog)


def test_words_of_messages_are_left_nowhere(stage, written, caplog):
    """Rule: what a team writes to a giver and what a giver adds are sealed like the testimony itself, both ways."""
    receipt = given(stage)
    testimony = Testimony.objects.get().ref
    coder = at_desk(stage.cast.teal)
    coder.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE})
    letter = {"sort": "question", "language": "en", "letter": f"Was it {ASKED}?"}
    coder.post(reverse("evidence:write-letter", args=[testimony]), letter)
    giver = Client()
    page = send(giver, giver.get("/give/receipt/"), receipt=receipt)
    assert ASKED in page.content.decode()
    page = send(giver, page, form=form_to(page, "/write/"))
    assert "Your answer is with the team" in send(giver, page, words=f"No, it was {ANSWERED}.").content.decode()
    assert ANSWERED in coder.get(reverse("evidence:show-testimony", args=[testimony])).content.decode()
    for mark in (ASKED, ANSWERED, receipt, " ".join(receipt.split()[:3])):
        nowhere(mark, written, caplog)


def test_words_that_were_printed_are_left_nowhere_once_taken_back(stage, written, caplog, django_capture_on_commit_callbacks):
    """Rule: a withdrawal reaches every row, file and page, and does not wait for a worker."""
    receipt = given(stage)
    testimony = Testimony.objects.get().ref
    quote = stage.lift(testimony, words=f"It was {MARK}.")
    stage.clear(quote)
    manuscript = stage.write(f"{{{{quote:{quote}}}}}\n\n{{{{quote:{stage.second_quote}}}}}")
    edition = publish(manuscript_ref=manuscript, number=1, by=stage.cast.lark, now=stage.now)
    do_later_work()
    assert tables_holding(MARK) == {"evidence_quote", "documents_edition"}
    assert [address for address, page in public_pages() if is_in(page, MARK)]
    giver = Client()
    page = send(giver, giver.get("/give/receipt/"), receipt=receipt)
    page = send(giver, page, form=form_with(page, "all"), extent="all")
    with django_capture_on_commit_callbacks(execute=True):
        send(giver, page)
    assert public_edition(edition, now=timezone.now()).successor
    nowhere(MARK, written, caplog)
    do_later_work()
    nowhere(MARK, written, caplog)
    assert [address for address, page in public_pages() if is_in(page, SECOND)]


def test_a_failure_while_words_are_in_hand_tells_nothing(stage, written, caplog, monkeypatch):
    """Rule: a bug is logged by kind and place, its page says nothing, and no word is kept."""
    from firsthand.intake import receiving

    def fail(**given: object) -> None:
        raise ValueError(given)

    giver = Client(raise_request_exception=False)
    page = walk_to_check(giver, stage.alder_door.code, words=f"It was {MARK}, I swear.")
    monkeypatch.setattr(receiving, "seal", fail)
    broken = send(giver, page)
    assert broken.status_code == 500
    assert not is_in(broken.content, MARK)
    assert "ValueError" in caplog.text
    assert Testimony.objects.count() == 0
    nowhere(MARK, written, caplog)


def test_a_file_name_is_left_nowhere(stage, written, caplog):
    """Rule: what a file was called on somebody's machine is not kept: it may name a person."""
    editor, page, data = at_desk(stage.cast.lark), reverse("commitments:import-matrix"), matrix_file()

    def sent(**more: str) -> dict[str, object]:
        return {"state": "PE", "session": "12", "file": SimpleUploadedFile(f"{FILE_NAME}.docx", data), **more}

    looked = editor.post(page, sent())
    assert editor.post(page, sent(sha256=looked.context["report"].sha256)).status_code == 302
    nowhere(FILE_NAME, written, caplog)


def test_a_givers_file_and_its_name_are_left_nowhere(stage, written, caplog, settings):
    """Rule: a file is sealed as it arrives; opened, it goes to whoever unlocked and nowhere else."""
    settings.SEALED_DIR = written / "sealed"
    receipt = given(stage)
    content = (MARK * 200_000).encode()
    sent = {"receipt": receipt, "sent": "yes", "files": SimpleUploadedFile(f"{FILE_NAME}.txt", content)}
    assert "One file was received" in Client().post(reverse("intake:add-files"), sent).content.decode()
    coder, testimony = at_desk(stage.cast.teal), Testimony.objects.get()
    coder.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE})
    assert FILE_NAME in coder.get(reverse("evidence:show-testimony", args=[testimony.ref])).content.decode()
    file = testimony.attachments.get().item.ref
    opened = coder.post(reverse("evidence:download-file", args=[testimony.ref, file]))
    assert b"".join(opened.streaming_content) == content
    for mark in (MARK, FILE_NAME):
        nowhere(mark, written, caplog)


def test_a_file_in_pieces_is_left_nowhere_while_it_arrives(stage, written, caplog, settings):
    """Rule: what arrived of a file lies sealed, under a key that is not on the disk."""
    settings.SEALED_DIR = written / "sealed"
    receipt, content = given(stage), (MARK * 9000).encode()
    said = {"receipt": receipt, "name": f"{FILE_NAME}.txt", "type": "text/plain", "stamp": "1", "size": len(content) * 2, "at": 0}
    sent = Client().post(reverse("intake:add-piece"), said | {"piece": SimpleUploadedFile("piece", content)})
    assert sent.json() == {"at": len(content), "whole": False}
    assert len(list((written / "sealed").iterdir())) == 2
    for mark in (MARK, FILE_NAME, receipt):
        nowhere(mark, written, caplog)


def test_a_file_that_breaks_off_is_left_nowhere(stage, written, caplog, settings, monkeypatch):
    """Rule: what fails in the middle of a file tells nothing of it."""
    from firsthand.intake import attachments

    def fail(*told: object, **given: object) -> None:
        raise ValueError(told, given)

    settings.SEALED_DIR = written / "sealed"
    receipt = given(stage)
    monkeypatch.setattr(attachments, "keep_file", fail)
    sent = {"receipt": receipt, "sent": "yes", "files": SimpleUploadedFile(f"{FILE_NAME}.txt", (MARK * 9000).encode())}
    assert Client(raise_request_exception=False).post(reverse("intake:add-files"), sent).status_code == 500
    assert list((written / "sealed").iterdir()) == []
    for mark in (MARK, FILE_NAME, receipt):
        nowhere(mark, written, caplog)
