"""Later work done now, inside a test's own transaction (the worker itself closes and opens connections; tests/installation runs it)."""

from __future__ import annotations

from django_tasks_db.models import DBTaskResult

from firsthand.site.working import PatientWorker


def do_later_work() -> None:
    """Do every task that is ready, until none is."""
    worker = PatientWorker()
    while (task := DBTaskResult.objects.ready().first()) is not None:
        task.claim(worker.worker_id)
        worker.run_task(task)
