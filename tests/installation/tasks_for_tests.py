"""Tasks that only tests enqueue: one that succeeds, one that fails with a value in its message, one that takes a moment."""

from __future__ import annotations

import time
from pathlib import Path

from django_tasks import task


@task()
def leave_mark(ref: str, where: str) -> None:
    Path(where, ref).touch()


@task()
def fail_with_value(ref: str) -> None:
    raise ValueError(f"marigold was said by {ref}")


@task()
def take_a_moment(where: str) -> None:
    Path(where, "begun").touch()
    time.sleep(1.5)
    Path(where, "ended").touch()
