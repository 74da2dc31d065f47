"""Work for later: a row written in the transaction of the action that asked for it, done by a worker, put back when it fails.

What a failure leaves in the task table is its kind and place, never its message, because a message may hold words.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

ATTEMPTS = 4


class TaskFailed(Exception):  # noqa: N818 -- it says what happened
    """A task could not be done. Holds the kind and place of the cause, and no value."""


def later(work: Callable[[str], None]) -> Task[..., None]:
    """Make a task of work on one Ref. The work must be such that doing it twice does no harm; a failed try is put back, later each time."""

    @functools.wraps(work)
    def tried(ref: str, attempt: int = 1) -> None:
        try:
            work(ref)
        except Exception as error:  # noqa: BLE001 -- whatever it is, its message must not be stored; the task still fails
            failed = TaskFailed(f"{type(error).__name__} at {_place_of(error)}")
        else:
            return
        if attempt < ATTEMPTS:
            made.using(run_after=timezone.now() + timedelta(minutes=4**attempt)).enqueue(ref, attempt=attempt + 1)
        raise failed

    made: Task[..., None] = task()(tried)
    return made


def _place_of(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
