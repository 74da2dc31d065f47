"""One command serves the pages and does later work; it starts on nothing unsafe, stops when asked, and writes down nobody's path."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from firsthand.site.settings import IS_SQLITE

pytestmark = pytest.mark.skipif(not IS_SQLITE, reason="an installation of its own, on SQLite")


def environment_of(data):
    """What a shell would hand on, without what other tests of this run put there for themselves."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "DJANGO_", "FIRSTHAND_"))} | {
        "FIRSTHAND_DATA": str(data),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DJANGO_SETTINGS_MODULE": "firsthand.site.settings",
    }


@pytest.fixture
def installation(tmp_path):
    """The environment of an installation that nobody has used."""
    return environment_of(tmp_path / "data")


@pytest.fixture(scope="module")
def up_to_date(tmp_path_factory):
    """A data folder that `firsthand migrate` made."""
    data = tmp_path_factory.mktemp("up-to-date") / "data"
    assert firsthand("migrate", environment=environment_of(data)).stdout == "The database is up to date.\n"
    return data


def firsthand(*words, environment):
    return subprocess.run([sys.executable, "-m", "firsthand", *words], env=environment, capture_output=True, text=True, check=False)


def enqueue(task, *given, environment):
    code = f"import sys, django; django.setup(); from tests.installation.tasks_for_tests import {task}; {task}.enqueue(*sys.argv[1:])"
    subprocess.run([sys.executable, "-c", code, *given], env=environment, check=True)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_serve_refuses_a_database_that_is_not_up_to_date(installation):
    refused = firsthand("serve", environment=installation)
    assert (refused.returncode, refused.stderr) == (1, "Error: The database is not up to date. Run: firsthand migrate\n")


def test_serve_refuses_an_unsafe_installation_and_says_why(installation):
    refused = firsthand("serve", environment=installation | {"FIRSTHAND_HOSTS": "desk.example.org"})
    assert refused.returncode == 1
    assert "firsthand.E002" in refused.stderr


def test_surface_that_does_not_exist_is_refused(installation):
    refused = firsthand("check", environment=installation | {"FIRSTHAND_SURFACE": "cellar"})
    assert refused.returncode == 1
    assert "FIRSTHAND_SURFACE must be all, public, intake or desk" in refused.stderr


def test_port_that_is_taken_is_refused(installation, up_to_date, tmp_path):
    shutil.copytree(up_to_date, tmp_path / "data")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = firsthand("serve", "--port", str(port), environment=installation)
    assert refused.returncode == 1
    assert refused.stderr == f"Error: 127.0.0.1:{port} cannot be listened on: Address already in use. Choose another with --port.\n"


def answer(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as got:
            return got.status
    except urllib.error.HTTPError as refused:
        return refused.code


def wait_for(happened, server):
    until = time.monotonic() + 240
    while not happened():
        assert server.poll() is None, server.stdout.read()
        assert time.monotonic() < until
        time.sleep(0.2)


def is_answering(port):
    try:
        return answer(f"http://127.0.0.1:{port}/") == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def test_serve_serves_works_and_stops_when_asked(installation, up_to_date, tmp_path):
    shutil.copytree(up_to_date, tmp_path / "data")
    enqueue("leave_mark", "T-7K3M9Q", str(tmp_path), environment=installation)
    port = free_port()
    command = [sys.executable, "-m", "firsthand", "serve", "--port", str(port), "--processes", "1"]
    server = subprocess.Popen(command, env=installation, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        wait_for(lambda: is_answering(port), server)
        wait_for((tmp_path / "T-7K3M9Q").exists, server)
        assert answer(f"http://127.0.0.1:{port}/marigold/") == 404
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=120)
    finally:
        server.kill()
    assert server.returncode == 0
    assert said.splitlines()[0] == f"Starting to serve on http://127.0.0.1:{port} (stop: Ctrl-C)"
    assert "marigold" not in said
    assert "T-7K3M9Q" not in said
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    with sqlite3.connect(tmp_path / "data" / "firsthand.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        rows = database.execute("SELECT task_path, status FROM django_tasks_database_dbtaskresult").fetchall()
    assert [status for path, status in rows if path.endswith(".leave_mark")] == ["SUCCESSFUL"]
    assert [status for path, status in rows if path.endswith(".every_day") and status != "SUCCESSFUL"] == ["READY"]


def test_task_of_a_worker_that_was_killed_is_done_by_the_next(installation, up_to_date, tmp_path):
    shutil.copytree(up_to_date, tmp_path / "data")
    enqueue("take_a_moment", str(tmp_path), environment=installation)
    first = subprocess.Popen([sys.executable, "-m", "firsthand", "worker"], env=installation)
    wait_for((tmp_path / "begun").exists, first)
    first.kill()
    first.wait()
    assert not (tmp_path / "ended").exists()
    assert firsthand("worker", "--until-empty", environment=installation).returncode == 0
    assert (tmp_path / "ended").exists()
