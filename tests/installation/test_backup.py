"""`firsthand backup` and `firsthand restore`, between installations of their own: yesterday's content with today's keys."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from firsthand.site.backup.keys import APART, KeysNotReadable, key_files, put_back, write_keys
from firsthand.site.inventory import declared
from tests.guard.canary import files_holding
from tests.installation.test_serving import environment_of, firsthand
from tests.slices.evidence_stage import Stage

NAMES = ("firsthand_backup_a", "firsthand_backup_b", "firsthand_backup_c")


@pytest.fixture
def places(tmp_path, db):
    """The environments of three installations that nobody has used, of the engine of this run."""
    found = [environment_of(tmp_path / name) | {"FIRSTHAND_ARGON2_PASSES": "1", "FIRSTHAND_ARGON2_BYTES": "8192"} for name in NAMES]
    if settings.IS_SQLITE:
        yield found
        return
    with connection._nodb_cursor() as cursor:
        for name in NAMES:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    yield [each | {"DATABASE_URL": f"{server}/{name}"} for each, name in zip(found, NAMES, strict=True)]
    with connection._nodb_cursor() as cursor:
        for name in NAMES:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def step(name, environment):
    command = [sys.executable, "-m", "tests.installation.backup_story", name]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def done(*words, environment):
    answer = firsthand(*words, environment=environment)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_what_was_forgotten_today_does_not_come_back_with_yesterday(places, tmp_path):
    """Rule: yesterday's content with today's keys opens nothing that was forgotten today; nor does the content alone open anything."""
    here, there, alone = places
    store = tmp_path / "store"
    done("migrate", environment=here)
    step("begin", here)
    done("backup", str(store), environment=here)
    step("forget", here)
    done("backup", str(store), "--keys-only", environment=here)
    assert len(list((store / "keys").iterdir())) >= 1

    told = done("restore", str(store), environment=there)
    assert "4 sealed items open, 2 open for nobody" in told
    seen = json.loads(step("look", there))
    assert seen["stays"] == {
        "words": "Told: stays.", "file": "File: stays.", "withdrawn": False, "uses": ["anonymous-quote", "statistics", "store"]
    }  # fmt: skip
    assert seen["forgotten"] == {"words": "KeyDestroyed", "file": "KeyDestroyed", "withdrawn": True, "uses": []}
    assert (seen["fewer"]["words"], seen["fewer"]["uses"]) == ("Told: fewer.", ["anonymous-quote", "store"])
    assert (seen["unbroken"], seen["keys"], len(seen["files"])) == (True, 4, 2)

    again = firsthand("restore", str(store), environment=there)
    assert (again.returncode, "There are people in this installation" in again.stderr) == (1, True)

    with_no_keys = {"rows": [], "refs": {}, "taken_back": {"testimonies": {}, "uses": {}}}
    bare = shutil.copytree(store, tmp_path / "bare")
    shutil.rmtree(bare / "keys")
    assert firsthand("restore", str(bare), environment=alone).returncode == 1
    (bare / "keys").mkdir()
    (bare / "keys" / "keys-20260101T000000Z.json").write_text(json.dumps(with_no_keys))
    assert "0 sealed items open, 6 open for nobody" in done("restore", str(bare), environment=alone)
    done("backup", str(store), environment=here)
    assert len(list((store / "sealed").iterdir())) == 2
    assert files_holding(store, "Told: ") == set()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"rows": [], "refs": {}, "taken_back": 3}'])
def test_file_that_is_no_file_of_keys_is_refused(tmp_path, db, text):
    path = tmp_path / "keys.json"
    path.write_text(text)
    with pytest.raises(KeysNotReadable):
        put_back(path)


def test_folder_without_a_backup_is_refused(tmp_path):
    answer = firsthand("restore", str(tmp_path / "empty"), environment=environment_of(tmp_path / "data"))
    assert (answer.returncode, "no backup in this folder" in answer.stderr) == (1, True)


def test_every_column_that_holds_a_key_is_kept_apart():
    """Rule: what the inventory calls a key or a share stands in the part that is rotated, and in no other."""
    columns = [column for column in declared().values() if column.stands.startswith(("a key", "a trustee's share", "a letter's key"))]
    assert len(columns) > 8
    assert {column.table for column in columns} - {model._meta.db_table for model in APART} == set()


def test_old_keys_are_deleted_and_the_newest_always_stays(tmp_path, cast, now, settings):
    settings.KEY_BACKUP_DAYS = 7
    Stage(cast, now).give()
    for days in (30, 8, 7, 1, 0):
        write_keys(tmp_path, now=now - timedelta(days=days))
    assert [path.name[5:13] for path in key_files(tmp_path)] == ["20261117", "20261123", "20261124"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "keys").iterdir())


def test_keys_go_back_as_they_were_and_only_to_the_item_they_were_of(tmp_path, cast, now):
    stage = Stage(cast, now)
    stage.give()
    from firsthand.foundation.vault.models import Item, ItemKey

    path = write_keys(tmp_path, now=now)
    before = bytes(ItemKey.objects.get().sealed_key)
    ItemKey.objects.all().delete()
    put_back(path)
    assert bytes(ItemKey.objects.get().sealed_key) == before
    ItemKey.objects.all().delete()
    Item.objects.update(ref="V-000000")
    put_back(path)
    assert ItemKey.objects.count() == 0
