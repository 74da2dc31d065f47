"""An intake whose process is killed at any step, whose disk is full, whose database is locked, whose clock is set back.

After a restart nothing accepted is lost, nothing half-written is visible, nothing readable was left, and the same form can be sent again.
"""

import json
import os
import secrets
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings

from firsthand.site.settings import IS_SQLITE
from tests.installation.test_serving import environment_of, firsthand

OF_SQLITE = {"disk full", "locked", "swept"}
on_sqlite = pytest.mark.skipif(not IS_SQLITE, reason="on PostgreSQL this is between the server and its disk")
EVERY = int(os.environ.get("FIRSTHAND_EVERY_STEP", "3"))  # 1: killed at each statement; else at every third


def new_database():
    """A database of its own on the server that these tests use; it goes when that server goes."""
    known, name = settings.DATABASES["default"], f"faults_{secrets.token_hex(4)}"
    parts = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"], "password": known["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **{part: value for part, value in parts.items() if value}) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"


@pytest.fixture(scope="module")
def tries(tmp_path_factory):
    """What `faults_of_intake.py` found, by the name of the try."""
    folder = tmp_path_factory.mktemp("faults")
    (folder / "scratch").mkdir()
    environment = environment_of(folder / "data") | {
        "TMPDIR": str(folder / "scratch"),
        "FIRSTHAND_ARGON2_PASSES": "1",
        "FIRSTHAND_ARGON2_BYTES": "8192",
        "FIRSTHAND_HOSTS": "testserver",
        "FIRSTHAND_SURFACE": "intake",
        "FIRSTHAND_POOL": "0",
    }
    if not IS_SQLITE:
        environment |= {"DATABASE_URL": new_database(), "FAULTS_PGDATA": os.environ.get("FIRSTHAND_TESTS_PGDATA", "")}
    assert firsthand("migrate", environment=environment).returncode == 0
    command = [sys.executable, "-m", "tests.installation.faults_of_intake", str(EVERY)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "Quagmire" not in ran.stderr
    return {line["name"]: line for line in map(json.loads, ran.stdout.splitlines())}


def is_whole(found):
    """Each testimony with its giver, its item and key, three grants and three entries, all of which open."""
    count = found["rows"][0]
    return found["rows"] == [count] * 4 and (found["granted"], found["entries"], found["opened"]) == (3 * count, 3 * count, count)


def test_every_kind_of_fault_was_tried(tries):
    killed = [name for name in tries if name.startswith("killed")]
    assert len(killed) >= 6
    assert set(tries) - set(killed) == {"clock set back", "at once"} | (OF_SQLITE if IS_SQLITE else set())
    assert all(tries[name]["code"] == 9 for name in killed)
    assert not any(tries[name]["shown"] for name in killed)


def test_nothing_half_written_is_visible_after_any_fault(tries):
    found = {name: line[when] for name, line in tries.items() for when in ("found", "in_all") if when in line}
    assert {name: each for name, each in found.items() if not is_whole(each) or each["chain"] != "None"} == {}


def test_nothing_readable_is_left_on_the_disk_by_any_fault(tries):
    assert {name: line["in_all"]["readable"] for name, line in tries.items() if line["in_all"]["readable"]} == {}


def test_killed_before_the_commit_keeps_nothing_and_after_it_loses_nothing(tries):
    kept = {name: line["found"]["rows"][0] - line["before"] for name, line in tries.items() if name.startswith("killed")}
    assert kept.pop("killed after commit") == 1
    assert set(kept.values()) == {0}


def test_form_sent_again_after_a_fault_is_kept_once(tries):
    assert {line["again"] for line in tries.values()} == {200}
    assert {line["after"] for line in tries.values() if "after" in line} == {1}


def test_every_receipt_that_was_ever_shown_opens(tries):
    last = list(tries.values())[-1]["in_all"]
    assert last["receipts"] >= last["rows"][0] == last["opened"]


@on_sqlite
@pytest.mark.parametrize("fault", ["disk full", "locked"])
def test_what_could_not_be_kept_is_said_and_no_receipt_is_shown(tries, fault):
    assert tries[fault]["status"] >= 500
    assert not tries[fault]["shown"]


def test_clock_that_was_set_back_changes_nothing_but_the_day(tries):
    assert (tries["clock set back"]["status"], tries["clock set back"]["shown"]) == (200, True)
    assert tries["clock set back"]["found"]["chain"] == "None"


def test_forms_sent_at_the_same_moment_stand_in_line_and_are_all_kept(tries):
    assert (tries["at once"]["codes"], tries["at once"]["again"], tries["at once"]["words"]) == ([0] * 6, 200, 6)


@on_sqlite
def test_log_in_which_what_was_overwritten_lies_on_can_be_emptied(tries):
    assert tries["swept"]["log"] == 0
