"""What may be said of a failure: its kind and place, never its message, because a message may hold words."""

from __future__ import annotations


def kind_and_place(failure: BaseException) -> str:
    """The kind of an exception, and the module and line that raised it."""
    trace = failure.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"
    return f"{type(failure).__name__} at {where}"
