"""Logs that cannot tell on anyone: a record keeps its place and kind; paths, values and tracebacks' messages are dropped."""

from __future__ import annotations

import logging


class WithoutValues(logging.Filter):
    """Rewrites a record to type and place. Django's request log would otherwise hold paths, and tracebacks hold values."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, emptied of arguments, exception text and request."""
        if record.name.startswith("django.request") or record.exc_info:
            record.msg = _place(record)
            record.args = ()
            record.exc_info = None
            record.exc_text = None
        return True


def _place(record: logging.LogRecord) -> str:
    status = getattr(record, "status_code", "")
    exception = record.exc_info[1] if record.exc_info else None
    if exception is None:
        return f"{status}".strip() or "request"
    trace = exception.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"
    return f"{status} {type(exception).__name__} at {where}".strip()
