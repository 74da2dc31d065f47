"""The four kinds of value of XPath 1.0 and how one becomes another, with ODK's addition that dates count as days.

A value is a string, a float, a truth, or a list of nodes; a node is anything with a `value` (a string). An empty answer is an empty string.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Protocol


class Valued(Protocol):
    """A node: a place in the answers, or a cell of a list of choices."""

    value: str


Value = str | float | bool | Sequence[Valued]

EPOCH = date(1970, 1, 1).toordinal()
_number = re.compile(r"\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*\Z", re.ASCII)
_date_first = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def text_of(value: Value) -> str:
    """XPath 1.0, 4.2 `string()`; of nodes, the first."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return value[0].value if value else ""


def number_text(value: float) -> str:
    """A number as XPath prints it: whole numbers without a point, never with an exponent."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value))
    printed = repr(value)
    return printed if "e" not in printed else f"{value:.17f}".rstrip("0")


def number_of(value: Value) -> float:
    """XPath 1.0, 4.4 `number()`; a date is its days since 1970-01-01, a moment has a fraction (XForms specification)."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    text = value if isinstance(value, str) else value[0].value if value else ""
    if _number.match(text):
        return float(text)
    if _date_first.match(text):
        return days_of(text)
    return math.nan


def truth_of(value: Value) -> bool:
    """XPath 1.0, 4.3 `boolean()`. Of nodes it is that of the first node's words, as JavaRosa has it: an unanswered question is false."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    if isinstance(value, str):
        return value != ""
    return bool(value) and value[0].value != ""


def days_of(text: str, zone: tzinfo = UTC) -> float:
    """Days since 1970-01-01 of a date or a moment in ISO 8601; not a number where it is neither. `zone` is meant where none is written."""
    moment = moment_of(text, zone)
    if moment is None:
        return math.nan
    if len(text) == 10:
        return float(moment.toordinal() - EPOCH)
    return moment.timestamp() / 86_400


def moment_of(text: str, zone: tzinfo = UTC) -> datetime | None:
    """A date (its first moment) or a moment in ISO 8601, else None."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def time_of(text: str) -> time | None:
    """A time of day in ISO 8601, with or without its offset, else None."""
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def are_equal(left: Value, right: Value) -> bool:
    """XPath 1.0, 3.4: truths if one is a truth, numbers if one is a number, else words; of nodes one is enough."""
    if isinstance(left, bool) or isinstance(right, bool):
        return truth_of(left) == truth_of(right)
    if isinstance(left, float) or isinstance(right, float):
        return any(a == b for a in _numbers(left) for b in _numbers(right))
    return any(a == b for a in _texts(left) for b in _texts(right))


def are_unequal(left: Value, right: Value) -> bool:
    """XPath 1.0, 3.4, `!=`: with nodes it is enough that one differs, so it is not always the opposite of `=`."""
    if isinstance(left, bool) or isinstance(right, bool):
        return truth_of(left) != truth_of(right)
    if isinstance(left, float) or isinstance(right, float):
        return any(a != b for a in _numbers(left) for b in _numbers(right))
    return any(a != b for a in _texts(left) for b in _texts(right))


def are_ordered(left: Value, right: Value, holds: Callable[[float, float], bool]) -> bool:
    """XPath 1.0, 3.4, `<` and its kin: always numbers, so dates compare by days."""
    return any(holds(a, b) for a in _numbers(left) for b in _numbers(right))


def _numbers(value: Value) -> list[float]:
    """An unanswered question is an empty string, as everywhere in ODK, not an absent one."""
    if isinstance(value, str | float | bool):
        return [number_of(value)]
    return [number_of(node.value) for node in value] if value else [math.nan]


def _texts(value: Value) -> list[str]:
    if isinstance(value, str | float | bool):
        return [text_of(value)]
    return [node.value for node in value] if value else [""]
