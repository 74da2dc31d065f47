"""Files at the desk: who opens them, what is written down, and what a cleaned copy has lost."""

import pytest
from django.urls import reverse
from tests.cast import at_desk
from tests.slices.evidence_stage import PASSPHRASE, Stage
from tests.slices.file_parts import MAKER, add_file, photograph

from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault import files
from firsthand.foundation.vault.models import SealedFile
from firsthand.intake.actions import withdraw_by_receipt


@pytest.fixture
def place(tmp_path, settings):
    settings.SEALED_DIR = tmp_path / "sealed"
    return files.folder()


@pytest.fixture
def stage(cast, now, place):
    return Stage(cast, now)


def given(stage, content=b"It was like this.", name="heron at the weir.txt"):
    testimony = stage.give()
    return testimony, add_file(stage.receipts[testimony], content, name=name, now=stage.now)


def asked(client, name, testimony, file):
    return client.post(reverse(f"evidence:{name}", args=[testimony, file]))


def unlocked(person):
    client = at_desk(person)
    client.post(reverse("evidence:unlock"), {"passphrase": PASSPHRASE})
    return client


def opened_rows():
    return list(Entry.objects.filter(kind__in=["file-opened", "file-cleaned"]).values_list("kind", "actor"))


@pytest.mark.parametrize("name", ["download-file", "clean-file"])
def test_another_organisation_finds_no_file(stage, name):
    testimony, file = given(stage)
    assert asked(at_desk(stage.cast.finch), name, testimony, file).status_code == 404
    assert opened_rows() == []


@pytest.mark.parametrize("name", ["download-file", "clean-file"])
def test_locked_vault_leads_to_unlocking(stage, name):
    testimony, file = given(stage)
    answer = asked(at_desk(stage.cast.teal), name, testimony, file)
    assert (answer.status_code, "/unlock/" in answer["Location"], opened_rows()) == (302, True, [])


def test_file_of_another_testimony_is_not_found(stage):
    testimony, _file = given(stage)
    _other, file = given(stage)
    assert asked(unlocked(stage.cast.teal), "download-file", testimony, file).status_code == 404


def test_file_of_what_was_taken_back_opens_for_nobody(stage):
    testimony, file = given(stage)
    withdraw_by_receipt(receipt=stage.receipts[testimony], uses=None, destroy=False, now=stage.now)
    assert asked(unlocked(stage.cast.teal), "download-file", testimony, file).status_code == 409
    assert opened_rows() == []


def test_file_that_cannot_be_cleaned_says_so_and_is_not_sent(stage):
    testimony, file = given(stage)
    answer = asked(unlocked(stage.cast.teal), "clean-file", testimony, file)
    assert (answer.status_code, "cannot be cleaned here" in answer.content.decode(), opened_rows()) == (409, True, [])


def test_damaged_file_breaks_off_before_its_end(stage, place):
    testimony, file = given(stage)
    path = place / SealedFile.objects.get().place
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    answer = asked(unlocked(stage.cast.teal), "download-file", testimony, file)
    with pytest.raises(files.Fault):
        b"".join(answer.streaming_content)


def test_original_is_sent_as_it_came_and_written_down(stage):
    testimony, file = given(stage)
    answer = asked(unlocked(stage.cast.teal), "download-file", testimony, file)
    assert b"".join(answer.streaming_content) == b"It was like this."
    assert (answer["Cache-Control"], answer["Content-Length"], answer["Content-Type"]) == ("no-store", "17", "application/octet-stream")
    assert 'filename="heron at the weir.txt"' in answer["Content-Disposition"]
    assert opened_rows() == [("file-opened", stage.cast.teal.ref)]


def test_cleaned_copy_has_lost_its_name_and_its_maker(stage):
    testimony, file = given(stage, photograph(), "heron.jpg")
    answer = asked(unlocked(stage.cast.teal), "clean-file", testimony, file)
    assert MAKER.encode() not in b"".join(answer.streaming_content)
    assert f'filename="{file}.jpg"' in answer["Content-Disposition"]
    assert opened_rows() == [("file-cleaned", stage.cast.teal.ref)]


def test_opened_page_lists_files_with_their_custody(stage, django_assert_max_num_queries):
    testimony, file = given(stage)
    client = unlocked(stage.cast.teal)
    asked(client, "download-file", testimony, file)
    page = client.get(reverse("evidence:show-testimony", args=[testimony])).content.decode()
    for told in ("heron at the weir.txt", file, "received and sealed", "the original was opened by teal"):
        assert told in page


def test_opened_page_asks_no_more_for_three_files_than_for_one(stage, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    testimony, _file = given(stage)
    client, page = unlocked(stage.cast.teal), reverse("evidence:show-testimony", args=[testimony])
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for _ in range(2):
        add_file(stage.receipts[testimony], b"more", now=stage.now)
    with django_assert_num_queries(len(one)):
        client.get(page)
