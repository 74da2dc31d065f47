"""Later work, done: the library's worker, made patient.

It finishes the task in hand before it stops, however often it is asked to. A task whose worker died is given back, so none is lost;
therefore every task may be run twice and must come to the same. What is done is forgotten after a day.
"""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import FrameType

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

log = logging.getLogger(__name__)
ATTEMPTS = 3  # a task that ended its worker so often is left as failed
REST = 1.0  # seconds between two looks at an empty table
BETWEEN_TIDYING = 60.0
BETWEEN_SWEEPING = 30.0


class PatientWorker(Worker):
    """One process that does tasks one after the other."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            backend_name="default",
            worker_id=secrets.token_hex(16),
            batch=True,
            interval=0,
            startup_delay=False,
            max_tasks=None,
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:  # noqa: ARG002 -- a signal handler's signature
        """Stop after the task in hand."""
        self.running = False


def work(*, clock: Callable[[], datetime], until_empty: bool = False, parent: int | None = None) -> None:
    """Do tasks until asked to stop, until none is left, or until the process that started this one is gone."""
    worker = PatientWorker()
    tidied: float | None = None
    swept: float | None = None
    with _asked_to_stop(worker):
        while worker.running:
            try:
                if tidied is None or time.monotonic() - tidied > BETWEEN_TIDYING:
                    tidy(now=clock(), is_only_worker=settings.IS_SQLITE and tidied is None)
                    tidied = time.monotonic()
                if swept is None or time.monotonic() - swept > BETWEEN_SWEEPING:
                    sweep()
                    swept = time.monotonic()
                worker.run()
            except OperationalError as refused:
                log.warning("The database does not answer; trying again.", exc_info=refused)
                _rest(worker, seconds=5 * REST, parent=parent)
            if until_empty:
                return
            _rest(worker, seconds=REST, parent=parent)


def tidy(*, now: datetime, is_only_worker: bool) -> int:
    """Give back what a dead worker held, forget what was done more than a day ago. Returns how many were given back."""
    with transaction.atomic():
        held = DBTaskResult.objects.running().select_for_update()
        if not is_only_worker:
            held = held.filter(started_at__lt=now - timedelta(minutes=settings.TASK_MINUTES))
        given_back = 0
        for task in held:
            is_hopeless = len(task.worker_ids) >= ATTEMPTS
            task.status = TaskResultStatus.FAILED if is_hopeless else TaskResultStatus.READY
            task.finished_at = now if is_hopeless else None
            task.save(update_fields=["status", "finished_at"])
            given_back += not is_hopeless
        DBTaskResult.objects.successful().filter(finished_at__lt=now - timedelta(days=1)).delete()
    return given_back


def sweep() -> None:
    """On SQLite: bring what was written into the database's own file and empty its log, in which what was overwritten lies on till then."""
    if settings.IS_SQLITE and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def only_worker() -> Iterator[bool]:
    """On SQLite one worker at a time: yields whether it is this one. The lock ends with the process, however that ends."""
    if not settings.IS_SQLITE:
        yield True
        return
    with (settings.DATA_DIR / "worker.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _asked_to_stop(worker: PatientWorker) -> Iterator[None]:
    """Signals reach the worker while it works, and whoever had them before when it is done."""
    before = {signum: signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    worker.configure_signals()
    try:
        yield
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)


def _rest(worker: PatientWorker, *, seconds: float, parent: int | None) -> None:
    until = time.monotonic() + seconds
    while worker.running and time.monotonic() < until:
        time.sleep(0.1)
        if parent is not None and os.getppid() != parent:
            worker.running = False
