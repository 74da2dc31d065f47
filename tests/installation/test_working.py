"""Later work: none is lost, none is told of, and it stops when asked without leaving anything half done."""

import io
import logging
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from firsthand.site.logs import WithoutValues
from firsthand.site.working import ATTEMPTS, only_worker, tidy, work
from tests.installation.tasks_for_tests import fail_with_value, leave_mark, take_a_moment


def running(*, started_at, workers=1):
    leave_mark.enqueue("T-7K3M9Q", "/nowhere")
    task = DBTaskResult.objects.latest("enqueued_at")
    task.status, task.started_at, task.worker_ids = TaskResultStatus.RUNNING, started_at, ["w"] * workers
    task.save()
    return task


@pytest.mark.django_db(transaction=True)
def test_worker_does_what_waits(tmp_path):
    leave_mark.enqueue("T-7K3M9Q", str(tmp_path))
    leave_mark.enqueue("T-7K3M9R", str(tmp_path))
    work(clock=timezone.now, until_empty=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["T-7K3M9Q", "T-7K3M9R"]
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {TaskResultStatus.SUCCESSFUL}


@pytest.mark.django_db(transaction=True)
def test_failure_keeps_kind_and_place_and_no_value():
    """The message of an exception may hold a value, so neither the table nor the log has it."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.addFilter(WithoutValues())
    logging.getLogger("django_tasks").addHandler(handler)
    fail_with_value.enqueue("T-7K3M9Q")
    try:
        work(clock=timezone.now, until_empty=True)
    finally:
        logging.getLogger("django_tasks").removeHandler(handler)
    task = DBTaskResult.objects.get()
    assert task.status == TaskResultStatus.FAILED
    assert task.exception_class_path == "builtins.ValueError"
    assert task.traceback.startswith("ValueError at tests.installation.tasks_for_tests:")
    assert "marigold" not in task.traceback
    assert heard.getvalue().startswith("ValueError at tests.installation.tasks_for_tests:")
    assert "marigold" not in heard.getvalue()
    assert "T-7K3M9Q" not in heard.getvalue()


def test_task_of_a_dead_worker_is_given_back(db, now):
    task = running(started_at=now - timedelta(minutes=31))
    assert tidy(now=now, is_only_worker=False) == 1
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY


def test_task_that_may_still_be_in_hand_is_left(db, now):
    task = running(started_at=now - timedelta(minutes=29))
    assert tidy(now=now, is_only_worker=False) == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING


def test_only_worker_gives_back_at_once(db, now):
    running(started_at=now)
    assert tidy(now=now, is_only_worker=True) == 1


def test_task_that_ends_its_workers_is_left_as_failed(db, now):
    task = running(started_at=now - timedelta(hours=2), workers=ATTEMPTS)
    assert tidy(now=now, is_only_worker=False) == 0
    task.refresh_from_db()
    assert (task.status, task.finished_at) == (TaskResultStatus.FAILED, now)


def test_done_work_is_forgotten_after_a_day(db, now):
    for hours in (23, 25):
        task = running(started_at=now)
        task.status, task.finished_at = TaskResultStatus.SUCCESSFUL, now - timedelta(hours=hours)
        task.save()
    tidy(now=now, is_only_worker=False)
    assert [row.finished_at for row in DBTaskResult.objects.all()] == [now - timedelta(hours=23)]


def test_second_worker_on_sqlite_is_told_to_go(tmp_path):
    with override_settings(IS_SQLITE=True, DATA_DIR=tmp_path), only_worker() as first, only_worker() as second:
        assert (first, second) == (True, False)
    with override_settings(IS_SQLITE=True, DATA_DIR=tmp_path), only_worker() as after:
        assert after


def test_workers_on_postgresql_are_many(tmp_path):
    with override_settings(IS_SQLITE=False, DATA_DIR=tmp_path), only_worker() as first, only_worker() as second:
        assert (first, second) == (True, True)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.django_db(transaction=True)
def test_worker_finishes_the_task_in_hand_when_asked_twice_to_stop(tmp_path, signum):
    """The library's own worker marks the task as failed at the second request."""
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite is in memory, and no other process can see it; PostgreSQL's run covers this")
    take_a_moment.enqueue(str(tmp_path))
    settings = connection.settings_dict
    address = f"postgres://{settings['USER']}@/{settings['HOST']}/{settings['NAME']}"
    code = "from django.utils import timezone; from firsthand.site.working import work; work(clock=timezone.now)"
    program = f"import django; django.setup(); {code}"
    environment = os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    worker = subprocess.Popen([sys.executable, "-c", program], env=environment)
    try:
        until = time.monotonic() + 30
        while not (tmp_path / "begun").exists():
            assert time.monotonic() < until
            time.sleep(0.05)
        worker.send_signal(signum)
        time.sleep(0.2)
        worker.send_signal(signum)
        assert worker.wait(timeout=30) == 0
    finally:
        worker.kill()
    assert (tmp_path / "ended").exists()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
