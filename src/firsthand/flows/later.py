"""Work for later: a row written in the transaction of the action that asked for it, done by a worker, put back when it fails."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

ATTEMPTS = 4


def later(work: Callable[[str], None]) -> Task[..., None]:
    """Make a task of work on one Ref. The work must be such that doing it twice does no harm; a failed try is put back, later each time.

    What a failed try leaves in the task table is its kind and place, never its message (`site.failures`).
    """

    @functools.wraps(work)
    def tried(ref: str, attempt: int = 1) -> None:
        try:
            work(ref)
        except Exception:
            if attempt < ATTEMPTS:
                made.using(run_after=timezone.now() + timedelta(minutes=4**attempt)).enqueue(ref, attempt=attempt + 1)
            raise

    made: Task[..., None] = task()(tried)
    return made
