"""Whoever writes to SQLite waits for whoever writes now. SQLite's own waiting is by sleeping and trying again, which lets some wait for
seconds while others pass them by. Here they stand in line: the kernel wakes the next as soon as the one before is done.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def in_turn() -> Iterator[None]:
    """Hold the place at the front of the line, across threads and processes; it ends with the process, however that ends.

    On PostgreSQL, and inside a transaction that has begun already, there is no line.
    """
    if not settings.IS_SQLITE or connection.in_atomic_block:
        yield
        return
    with (settings.DATA_DIR / "intake.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
