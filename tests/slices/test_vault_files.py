"""Sealed files in their folder: what does not count is swept, what is damaged does not open, what is forgotten is gone."""

import json
import os
import stat
from datetime import timedelta
from types import SimpleNamespace

import pytest
from tests.slices.evidence_stage import Stage
from tests.slices.file_parts import write_file

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault import files
from firsthand.foundation.vault.actions import change_keys
from firsthand.foundation.vault.models import ItemKey, SealedFile
from firsthand.foundation.vault.opened_files import content_of, describe, describe_all
from firsthand.foundation.vault.opening import DoesNotOpen, KeyDestroyed

CONTENT = b"The marked heron stood in the water. " * 3000


@pytest.fixture
def place(tmp_path, settings):
    settings.SEALED_DIR = tmp_path / "sealed"
    return files.folder()


@pytest.fixture
def stage(cast, now):
    return Stage(cast, now)


def kept(stage, content=CONTENT, name="heron.txt"):
    return files.keep_file(write_file(content, name=name, now=stage.now), team=stage.team, by="", now=stage.now)


def read(ref, stage, place):
    return b"".join(content_of(describe(ref, with_key=stage.key_of(stage.cast.teal)), place=place))


def test_file_that_is_too_large_leaves_nothing(place):
    writer = files.FileWriter(largest=100)
    with pytest.raises(files.FileTooLarge):
        writer.write(b"x" * 101)
    assert list(place.iterdir()) == []


def test_no_file_is_begun_where_the_disk_is_nearly_full(place, monkeypatch):
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _path: SimpleNamespace(free=files.LEAST_ROOM - 1))
    with pytest.raises(files.NoRoom):
        files.FileWriter()
    assert list(place.iterdir()) == []


def test_disk_that_fills_in_the_middle_leaves_nothing(place):
    writer = files.FileWriter()
    writer.write(CONTENT)
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, writer._out.fileno())
    os.close(full)
    with pytest.raises(files.NotWritten):
        writer.write(CONTENT)
    assert list(place.iterdir()) == []


def test_file_moved_to_another_row_does_not_open(stage, place):
    one, other = kept(stage), kept(stage)
    with pytest.raises(DoesNotOpen):
        read(one.file.item.ref, stage, other.file.place)


def test_file_that_is_damaged_or_missing_does_not_open(stage, place):
    file = kept(stage).file
    path = place / file.place
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DoesNotOpen):
        read(file.item.ref, stage, file.place)
    path.unlink()
    with pytest.raises(DoesNotOpen):
        read(file.item.ref, stage, file.place)


def test_forgotten_file_opens_for_nobody_and_its_bytes_go(stage, place, django_capture_on_commit_callbacks):
    file = kept(stage).file
    with django_capture_on_commit_callbacks(execute=True):
        assert files.forget_file(item_ref=file.item.ref, by="", now=stage.now)
    assert (list(place.iterdir()), SealedFile.objects.count(), ItemKey.objects.count()) == ([], 0, 0)
    with pytest.raises(KeyDestroyed):
        describe(file.item.ref, with_key=stage.key_of(stage.cast.teal))
    assert not files.forget_file(item_ref=file.item.ref, by="", now=stage.now)


def test_description_that_was_damaged_does_not_hide_the_others(stage, place):
    good, bad = kept(stage).file.item, kept(stage).file.item
    bad.content = bytes(bad.content)[:-1] + b"\0"
    bad.save()
    found = describe_all([good.ref, bad.ref], with_key=stage.key_of(stage.cast.teal))
    assert set(found) == {good.ref}
    with pytest.raises(DoesNotOpen):
        describe(bad.ref, with_key=stage.key_of(stage.cast.teal))


def test_sweep_takes_what_counts_for_nothing_and_leaves_the_rest(stage, place):
    row = kept(stage).file
    begun, lost = files.FileWriter(), write_file(b"never kept", now=stage.now)
    begun.write(CONTENT)
    past = (stage.now - timedelta(days=1)).timestamp()
    for path in place.iterdir():
        os.utime(path, (past, past))
    assert files.sweep(now=stage.now) == 0
    assert files.sweep(now=stage.now + timedelta(days=2)) == 2
    assert [path.name for path in place.iterdir()] == [row.place]
    assert lost.place != row.place


def test_nothing_outside_tells_what_a_file_is(stage, place):
    row = kept(stage, name="heron-at-the-weir.txt").file
    path = place / row.place
    data = path.read_bytes() + bytes(row.item.content)
    assert not any(word in data for word in (b"heron", b"weir", b"text"))
    about = path.stat()
    assert (about.st_mtime % 86_400, stat.S_IMODE(about.st_mode), about.st_size % 65_553) == (0, 0o600, 25)


def test_file_opens_as_it_was_sent_and_after_new_keys(stage, place):
    kept_one = kept(stage)
    row = kept_one.file
    assert read(row.item.ref, stage, row.place) == CONTENT
    change_keys(team=stage.team, with_key=stage.key_of(stage.cast.teal), by=stage.cast.teal.ref, now=stage.now)
    stage.team.refresh_from_db()
    assert read(row.item.ref, stage, row.place) == CONTENT
    described = describe(row.item.ref, with_key=stage.key_of(stage.cast.teal))
    assert described.name.reveal() == "heron.txt"
    assert files.commitment_of(bytes.fromhex(described.sha256), bytes.fromhex(described.salt)) == kept_one.commitment


def test_what_is_written_shows_no_name_when_printed(place, now):
    written = write_file(b"x", name="heron.txt", now=now)
    assert "heron" not in repr(written)
    with pytest.raises(TypeError):
        json.dumps(Hidden("heron"))
