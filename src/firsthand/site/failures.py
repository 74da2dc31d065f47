"""What is kept of a task that failed: the kind of exception and its place. Its message could hold a value, so it is never stored."""

from __future__ import annotations

import sys
from typing import Any

from django.db.models.signals import pre_save
from django_tasks_db.models import DBTaskResult

from firsthand.core.failing import kind_and_place


def connect() -> None:
    """From here on no message of an exception reaches the table of tasks."""
    pre_save.connect(_keep_place_only, sender=DBTaskResult, dispatch_uid="firsthand.failures")


def _keep_place_only(*, instance: Any, **_kwargs: object) -> None:
    if instance.traceback:
        raised = sys.exc_info()[1]
        instance.traceback = kind_and_place(raised) if raised is not None else ""
