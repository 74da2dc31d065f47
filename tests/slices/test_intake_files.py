"""Files that a giver adds: refusals first; nothing arrives in the clear, and nothing refused stays."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.slices.evidence_stage import Stage
from tests.slices.file_parts import add_file, write_file

from firsthand.core.hidden import Hidden
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault import files
from firsthand.foundation.vault.models import ItemKey
from firsthand.intake import attachments, uploading
from firsthand.intake.actions import end_keeping, withdraw_by_receipt
from firsthand.intake.models import Attachment

PAGE = "/give/receipt/files/"


@pytest.fixture
def place(tmp_path, settings):
    settings.SEALED_DIR = tmp_path / "sealed"
    return files.folder()


@pytest.fixture
def stage(cast, now):
    return Stage(cast, now)


@pytest.fixture
def receipt(stage, place):
    return stage.receipts[stage.give()]


def post(receipt, *contents, client=None, **more):
    sent = [SimpleUploadedFile(f"heron-{number}.jpg", content) for number, content in enumerate(contents)]
    data = {"receipt": receipt.reveal(), "sent": "yes", **more} | ({"files": sent} if sent else {})
    return (client or Client()).post(PAGE, data)


def left(place):
    return sorted(path.name for path in place.iterdir())


def test_page_without_a_form_leads_to_the_receipt(db):
    assert Client().get(PAGE)["Location"] == "/give/receipt/"


def test_unknown_receipt_keeps_nothing(place, receipt):
    wrong = Hidden(" ".join(reversed(receipt.reveal().split())))
    assert post(wrong, b"one", b"two").status_code == 422
    assert (left(place), Attachment.objects.count()) == ([], 0)


def test_forged_form_keeps_nothing(place, receipt):
    assert post(receipt, b"one", client=Client(enforce_csrf_checks=True)).status_code == 403
    assert (left(place), Attachment.objects.count()) == ([], 0)


def test_file_that_is_too_large_is_refused_and_so_are_those_before_it(place, receipt, monkeypatch):
    monkeypatch.setattr(uploading, "FileWriter", lambda: files.FileWriter(largest=100_000))
    answer = post(receipt, b"small", b"x" * 100_001)
    assert (answer.status_code, "500 MB at most" in answer.content.decode()) == (422, True)
    assert (left(place), Attachment.objects.count()) == ([], 0)


def test_no_room_is_told_and_keeps_nothing(place, receipt, monkeypatch):
    monkeypatch.setattr(files, "LEAST_ROOM", 1 << 60)
    answer = post(receipt, b"small")
    assert (answer.status_code, "no room" in answer.content.decode()) == (409, True)
    assert left(place) == []


def test_disk_that_fails_is_told_as_broken_and_keeps_nothing(place, receipt):
    place.chmod(0o500)
    place.rmdir()
    place.write_bytes(b"in the way")
    with pytest.raises(FileExistsError):
        post(receipt, b"small")
    assert Attachment.objects.count() == 0


def test_nothing_is_added_to_what_was_taken_back(place, receipt, now):
    withdraw_by_receipt(receipt=receipt, uses=None, destroy=False, now=now)
    answer = post(receipt, b"one")
    assert (answer.status_code, "You took back" in answer.content.decode()) == (409, True)
    assert (left(place), Attachment.objects.count()) == ([], 0)


def test_more_files_than_can_be_kept_are_refused(place, receipt, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_FILES", 2)
    answer = post(receipt, b"one", b"two", b"three")
    assert (answer.status_code, left(place), Attachment.objects.count()) == (422, [], 0)


def test_form_without_a_file_says_so(place, receipt):
    assert post(receipt).status_code == 422
    assert post(receipt, b"").status_code == 422
    assert left(place) == []


def test_failure_while_keeping_leaves_no_file(place, receipt, monkeypatch):
    def fail(*_args, **_given):
        raise RuntimeError

    monkeypatch.setattr(attachments, "record_all", fail)
    with pytest.raises(RuntimeError):
        post(receipt, b"one")
    assert (left(place), Attachment.objects.count(), ItemKey.objects.count()) == ([], 0, 1)


def test_files_are_kept_sealed_with_a_row_each_that_tells_no_name(place, receipt):
    answer = post(receipt, b"one heron", b"two herons")
    page = answer.content.decode()
    assert (answer.status_code, "2 files were received and locked" in page, "heron-0" in page) == (200, True, False)
    assert (len(left(place)), Attachment.objects.count()) == (2, 2)
    entries = Entry.objects.filter(kind="file-received")
    assert [set(entry.facts) for entry in entries] == [{"to", "commitment"}] * 2
    assert entries[0].facts["commitment"] != entries[1].facts["commitment"]
    assert not any(b"heron" in (place / name).read_bytes() for name in left(place))


def test_receipt_page_leads_to_files(place, receipt):
    page = Client().post("/give/receipt/", {"receipt": receipt.reveal()}).content.decode()
    assert PAGE in page


@pytest.mark.parametrize("end", ["receipt", "time"])
def test_destroying_the_words_destroys_the_files(end, stage, place, receipt, django_capture_on_commit_callbacks):
    post(receipt, b"one", b"two")
    with django_capture_on_commit_callbacks(execute=True):
        if end == "receipt":
            withdraw_by_receipt(receipt=receipt, uses=None, destroy=True, now=stage.now)
        else:
            end_keeping(testimony_ref=Attachment.objects.all()[0].testimony.ref, now=stage.now)
    assert (left(place), ItemKey.objects.count(), Attachment.objects.count()) == ([], 0, 2)
    assert Entry.objects.filter(kind="file-destroyed").count() == 2


def test_taking_back_without_destroying_keeps_the_files_locked(stage, place, receipt, django_capture_on_commit_callbacks):
    post(receipt, b"one")
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_by_receipt(receipt=receipt, uses=None, destroy=False, now=stage.now)
    assert (len(left(place)), ItemKey.objects.count()) == (1, 2)


def test_both_ways_in_keep_the_same(stage, place, receipt):
    add_file(receipt, b"one", now=stage.now)
    written = write_file(b"one", now=stage.now)
    files.discard(written)
    assert (Attachment.objects.count(), len(left(place))) == (1, 1)
