"""Logs that cannot tell on anyone: a record keeps its place and kind; paths, values and tracebacks' messages are dropped."""

from __future__ import annotations

import logging
import re

from firsthand.core.failing import kind_and_place
from firsthand.core.ref import PATTERN

_ref = re.compile(rf"^{PATTERN}$")


class WithoutValues(logging.Filter):
    """Rewrites a record to type and place.

    What other libraries say is dropped but for where they said it: their sentences hold paths, addresses and values. Our own
    sentences stand, with nothing filled in but numbers and Refs.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, emptied of values, exception text, stack and request. A record that passes twice is emptied once."""
        if getattr(record, "is_without_values", False):
            return True
        record.is_without_values = True
        if record.name.startswith("firsthand"):
            given = record.args if isinstance(record.args, tuple) else ()
            record.args = tuple(_harmless(value) for value in given)
            if record.exc_info and record.exc_info[1]:
                record.msg, record.args = f"{record.msg} (%s)", (*record.args, kind_and_place(record.exc_info[1]))
        else:
            record.msg, record.args = _said_where(record), ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def _said_where(record: logging.LogRecord) -> str:
    status = str(getattr(record, "status_code", ""))
    exception = record.exc_info[1] if record.exc_info else None
    if exception is not None:
        return f"{status} {kind_and_place(exception)}".strip()
    return status or f"said at {record.module}:{record.lineno}"


def _harmless(value: object) -> object:
    return value if isinstance(value, int) or (isinstance(value, str) and _ref.match(value)) else "…"
