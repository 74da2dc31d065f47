"""Files in pieces: refusals first; a piece sent twice, a line that breaks and a form sent twice keep one file."""

import hashlib
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.slices.evidence_stage import Stage

from firsthand.core.hidden import Hidden
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault import files, resuming
from firsthand.foundation.vault.models import SealedFile
from firsthand.foundation.vault.opened_files import content_of, describe
from firsthand.intake import attachments
from firsthand.intake.actions import withdraw_by_receipt
from firsthand.intake.models import Attachment

PIECE, FORM = "/give/receipt/files/piece/", "/give/receipt/files/"
CONTENT = os.urandom(200_000)
PARTS = [(0, CONTENT[:70_000]), (70_000, CONTENT[70_000:140_000]), (140_000, CONTENT[140_000:])]


@pytest.fixture
def place(tmp_path, settings):
    settings.SEALED_DIR = tmp_path / "sealed"
    return files.folder()


@pytest.fixture
def stage(cast, now, place):
    return Stage(cast, now)


@pytest.fixture
def receipt(stage):
    return stage.receipts[stage.give()]


def send(receipt, at=0, content=b"", *, client=None, **more):
    said = {"receipt": receipt.reveal(), "name": "heron.mp4", "type": "video/mp4", "stamp": "17", "size": len(CONTENT), "at": at} | more
    sent = {"piece": SimpleUploadedFile("blob", content)} if content else {}
    return (client or Client()).post(PIECE, said | sent)


def left(place):
    return sorted(path.name for path in place.iterdir())


def opened(stage):
    row = SealedFile.objects.select_related("item").get()
    described = describe(row.item.ref, with_key=stage.key_of(stage.cast.teal))
    assert described.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert described.name.reveal() == "heron.mp4"
    return b"".join(content_of(described, place=row.place))


def test_unknown_receipt_keeps_nothing(place, receipt):
    wrong = Hidden(" ".join(reversed(receipt.reveal().split())))
    assert (send(wrong, 0, CONTENT).status_code, left(place)) == (422, [])


def test_forged_piece_keeps_nothing(place, receipt):
    assert (send(receipt, 0, CONTENT, client=Client(enforce_csrf_checks=True)).status_code, left(place)) == (403, [])


@pytest.mark.parametrize("said", [{"size": 0}, {"size": "many"}, {"at": -1}, {"name": "x" * 2000}])
def test_piece_that_makes_no_sense_is_refused(place, receipt, said):
    assert (send(receipt, content=b"x", **said).status_code, left(place)) == (422, [])


def test_file_that_will_be_too_large_is_refused_at_its_first_piece(place, receipt):
    answer = send(receipt, 0, b"x", size=files.LARGEST_FILE + 1)
    assert (answer.status_code, "500 MB at most" in answer.json()["says"], left(place)) == (422, True, [])


def test_no_room_is_told_and_keeps_nothing(place, receipt, monkeypatch):
    monkeypatch.setattr(files, "LEAST_ROOM", 1 << 60)
    assert (send(receipt, *PARTS[0]).status_code, left(place)) == (409, [])


def test_flood_of_unfinished_files_stops_new_ones_and_not_the_form(place, receipt, monkeypatch):
    monkeypatch.setattr(resuming, "MOST_UNFINISHED", 1)
    assert send(receipt, *PARTS[0]).status_code == 200
    before = left(place)
    assert (send(receipt, *PARTS[0], name="other").status_code, left(place)) == (409, before)
    assert send(receipt, *PARTS[1]).json() == {"at": 140_000, "whole": False}
    form = {"receipt": receipt.reveal(), "sent": "yes", "files": SimpleUploadedFile("a.txt", b"plain")}
    assert Client().post(FORM, form).status_code == 200
    assert Attachment.objects.count() == 1


def test_nothing_is_added_to_what_was_taken_back(place, receipt, now):
    send(receipt, *PARTS[0])
    withdraw_by_receipt(receipt=receipt, uses=None, destroy=False, now=now)
    answer = send(receipt, *PARTS[1])
    assert (answer.status_code, "You took back" in answer.json()["says"]) == (409, True)
    assert Attachment.objects.count() == 0


def test_more_files_than_can_be_kept_leave_nothing_of_the_last(place, receipt, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_FILES", 0)
    for part in PARTS:
        answer = send(receipt, *part)
    assert (answer.status_code, left(place), Attachment.objects.count()) == (422, [], 0)


def test_two_who_send_the_same_at_once_do_not_mix(place, receipt):
    send(receipt, *PARTS[0])
    import fcntl

    with (place / next(name for name in left(place) if name.endswith(".part"))).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert send(receipt, *PARTS[1]).status_code == 409
    assert send(receipt, *PARTS[1]).status_code == 200


def test_pieces_become_one_file_and_nothing_between_is_readable(stage, place, receipt):
    marked = b"heron" * 14_000
    assert send(receipt, 0, marked).json() == {"at": 70_000, "whole": False}
    assert not any(b"heron" in (place / name).read_bytes() for name in left(place))
    for at, content in PARTS:
        send(receipt, at, content, stamp="18")
    assert Attachment.objects.count() == 1
    assert opened(stage) == CONTENT
    (entry,) = Entry.objects.filter(kind="file-received")
    assert set(entry.facts) == {"to", "commitment"}


def test_piece_sent_twice_and_piece_out_of_turn_change_nothing(stage, place, receipt):
    for part in (PARTS[0], PARTS[0], PARTS[2]):
        assert send(receipt, *part).json() == {"at": 70_000, "whole": False}
    assert send(receipt).json() == {"at": 70_000, "whole": False}
    send(receipt, *PARTS[1])
    for _ in range(2):  # the answer to the last piece was lost, and it is sent again
        assert send(receipt, *PARTS[2]).json() == {"at": 200_000, "whole": True}
    assert send(receipt).json() == {"at": 200_000, "whole": True}
    assert Attachment.objects.count() == 1
    assert opened(stage) == CONTENT


def test_tail_of_a_try_that_broke_off_is_written_again_the_same(stage, place, receipt, monkeypatch):
    send(receipt, *PARTS[0])

    def dies(*_args, **_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(resuming.Arriving, "_write_note", dies)
        with pytest.raises(KeyboardInterrupt):
            send(receipt, *PARTS[1])
    assert send(receipt).json()["at"] == 70_000
    for part in PARTS[1:]:
        send(receipt, *part)
    assert opened(stage) == CONTENT


def test_tail_that_would_be_another_begins_anew_under_another_key(stage, place, receipt, monkeypatch):
    send(receipt, *PARTS[0])
    part = place / next(name for name in left(place) if name.endswith(".part"))
    with part.open("ab") as tail:
        tail.write(b"not what would be sealed here")
    before = part.read_bytes()[:64]
    assert send(receipt, *PARTS[1]).json() == {"at": 0, "whole": False}
    assert left(place) == []
    for each in PARTS:
        send(receipt, *each)
    assert opened(stage) == CONTENT
    assert (place / SealedFile.objects.get().place).read_bytes()[:64] != before


def test_stream_that_lost_its_end_begins_anew(stage, place, receipt):
    send(receipt, *PARTS[0])
    part = place / next(name for name in left(place) if name.endswith(".part"))
    part.write_bytes(b"")
    assert send(receipt, *PARTS[1]).json() == {"at": 0, "whole": False}


def test_form_sent_twice_keeps_its_files_once(place, receipt):
    form = {"receipt": receipt.reveal(), "sent": "yes"}
    for _ in range(2):
        sent = [SimpleUploadedFile(name, b"the same") for name in ("a.txt", "b.txt", "a.txt")]
        page = Client().post(FORM, form | {"files": sent}).content.decode()
        assert "2 files were received and locked" in page
    assert (Attachment.objects.count(), len(left(place)), Entry.objects.filter(kind="file-received").count()) == (2, 2, 2)


def test_same_file_in_pieces_and_by_form_is_kept_once(stage, place, receipt):
    form = {"receipt": receipt.reveal(), "sent": "yes", "files": SimpleUploadedFile("heron.mp4", CONTENT)}
    Client().post(FORM, form)
    for part in PARTS:
        answer = send(receipt, *part)
    assert (answer.json()["whole"], Attachment.objects.count()) == (True, 1)
    assert [name for name in left(place) if "." not in name] == [SealedFile.objects.get().place]


def test_same_file_of_two_givers_leaves_nothing_in_common(stage, place):
    for _ in range(2):
        receipt = stage.receipts[stage.give()]
        for part in PARTS:
            send(receipt, *part)
    rows = list(Attachment.objects.all())
    assert len({row.sent_as for row in rows}) == 2
    assert len({path.read_bytes()[:64] for path in place.iterdir()}) == 4


def test_what_was_never_finished_is_swept(stage, place, receipt, now):
    from datetime import timedelta

    send(receipt, *PARTS[0])
    assert files.sweep(now=now) == 0
    assert files.sweep(now=now + timedelta(days=4)) == 2
    assert left(place) == []
