"""The disk of an installation that serves: what whoever takes it would find, on either engine, in journals and temporary files too."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.guard.canary import files_holding, is_in
from tests.installation.browser import Browser
from tests.installation.test_serving import environment_of, firsthand, free_port, is_answering, wait_for
from tests.slices.evidence_stage import PASSPHRASE
from tests.slices.intake_pages import send, walk_to_check

MARK = "bittern-under-the-bridge-2288"
NAME = "firsthand_canary"


@pytest.fixture
def database(tmp_path, db) -> Iterator[tuple[dict[str, str], Path]]:
    """An empty database of the engine of this run, as an environment, and the folder in which that engine keeps it."""
    if settings.IS_SQLITE:
        yield {}, tmp_path
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    if not os.access(folder, os.R_OK | os.X_OK):
        pytest.skip("part missing: the right to read the files of the database server")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
        cursor.execute(f"CREATE DATABASE {NAME}")
    yield {"DATABASE_URL": os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{NAME}"}, folder
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def test_whoever_takes_the_disk_finds_no_word_no_receipt_and_no_passphrase(database, tmp_path):
    chosen, folder = database
    (tmp_path / "temporary").mkdir()
    environment = (
        environment_of(tmp_path / "data")
        | chosen
        | {
            "TMPDIR": str(tmp_path / "temporary"),
            "FIRSTHAND_ARGON2_PASSES": "1",
            "FIRSTHAND_ARGON2_BYTES": "8192",
        }
    )
    assert firsthand("migrate", environment=environment).returncode == 0
    made = subprocess.run([sys.executable, "-m", "tests.installation.a_door"], env=environment, capture_output=True, text=True, check=True)
    port = free_port()
    command = [sys.executable, "-m", "firsthand", "serve", "--port", str(port), "--processes", "1"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        wait_for(lambda: is_answering(port), server)
        giver = Browser(f"http://127.0.0.1:{port}")
        page = send(giver, walk_to_check(giver, made.stdout.strip(), words=f"It was {MARK}, I swear."))
        receipt = " ".join(re.findall(r"<li>([^<\s]+)</li>", page.content.decode())[:12])
        assert len(receipt.split()) == 12
        assert send(giver, giver.get("/give/receipt/"), receipt=receipt).status_code == 200
        while_serving = holding(folder, tmp_path, MARK, receipt, PASSPHRASE)
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=120)
    finally:
        server.kill()
    assert while_serving == set()
    assert holding(folder, tmp_path, MARK, receipt, PASSPHRASE) == set()
    assert not any(is_in(said, mark) for mark in (MARK, receipt, PASSPHRASE))
    assert holding(folder, tmp_path, "Alder House"), "what is stored in the open must be found, or this search guards nothing"


def holding(folder: Path, other: Path, *marks: str) -> set[str]:
    """The files in which any of these marks is found."""
    return {name for mark in marks for name in files_holding(other, mark) | files_holding(folder, mark)}
