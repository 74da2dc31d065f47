"""How gunicorn serves the house (its configuration file), and how the web server and the worker are kept running together."""

from __future__ import annotations

import gc
import signal
import subprocess
import time
from collections.abc import Sequence
from types import FrameType
from typing import Any

from gunicorn.glogging import Logger

from firsthand.site.logs import WithoutValues

GRACE = 40.0  # seconds that a child has to finish what is in hand


class ServerLogger(Logger):  # type: ignore[misc]
    """gunicorn's own messages, through the same sieve as ours: they hold addresses and paths."""

    def setup(self, cfg: Any) -> None:
        """Sieve whatever the library set up."""
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.addFilter(WithoutValues())


# What gunicorn reads. Threads, because our pages wait for the database and the sealing library, which both let go of the interpreter.
worker_class = "gthread"
wsgi_app = "firsthand.site.wsgi:application"
logger_class = ServerLogger
loglevel = "warning"
accesslog = None  # who asked for what is not written down
control_socket_disable = True
timeout = 60
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500


def post_worker_init(_worker: Any) -> None:
    """What was loaded at the start stays: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()


def keep_running(web: Sequence[str], worker: Sequence[str] | None) -> int:
    """Run the web server and the worker until one is asked to stop or the web server ends. Returns the web server's exit code."""
    asked: list[int] = []

    def remember(signum: int, _frame: FrameType | None) -> None:
        asked.append(signum)

    for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(signum, remember)
    serving = subprocess.Popen(web)  # noqa: S603 -- our own command
    working = subprocess.Popen(worker) if worker else None  # noqa: S603
    while not asked and serving.poll() is None:
        time.sleep(0.2)
        if worker and working and working.poll() is not None:
            time.sleep(1)
            if not asked:
                working = subprocess.Popen(worker)  # noqa: S603
    codes = [_stop(child) for child in (serving, working) if child]
    return 0 if asked else codes[0]


def _stop(child: subprocess.Popen[bytes]) -> int:
    if child.poll() is None:
        child.terminate()
    try:
        return child.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()
