"""Dates and times. They are words in ISO 8601 and count as days since 1970-01-01; `today` and `now` come from the setting."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime

from firsthand.core.questionnaire.expressions.functions.signature import Function
from firsthand.core.questionnaire.expressions.values import EPOCH, Value, days_of, moment_of, number_of, text_of, time_of
from firsthand.core.questionnaire.places import Setting


def today(setting: Setting) -> str:
    return setting.now.date().isoformat()


def now(setting: Setting) -> str:
    return setting.now.isoformat(timespec="milliseconds")


def as_date(setting: Setting, value: Value) -> str:
    """ODK `date`: of a number of days, or of words that begin with a date; empty where it is neither."""
    found = _moment(setting, value)
    return found.date().isoformat() if found else ""


def as_moment(setting: Setting, value: Value) -> str:
    """JavaRosa `date-time`, as `date` with the time of day."""
    found = _moment(setting, value)
    return found.isoformat(timespec="milliseconds") if found else ""


def decimal_moment(setting: Setting, value: Value) -> float:
    """ODK `decimal-date-time`: days since 1970-01-01 in UTC. A date alone means its midnight where the answer is given."""
    text = text_of(value)
    return number_of(value) if len(text) == 10 else days_of(text, setting.now.tzinfo or UTC)


def decimal_time(text: str) -> float:
    """ODK `decimal-time`: noon is 0.5."""
    found = time_of(text)
    if found is None:
        return math.nan
    return (found.hour * 3600 + found.minute * 60 + found.second + found.microsecond / 1_000_000) / 86_400


def formatted(setting: Setting, value: Value, form: str) -> str:
    """ODK `format-date` and `format-date-time`. A sign that is not in its list is printed as it stands."""
    found = _moment(setting, value)
    if found is None:
        return ""
    signs = {
        "Y": f"{found.year:04}", "y": f"{found.year % 100:02}", "m": f"{found.month:02}", "n": str(found.month),
        "b": setting.months[found.month - 1], "d": f"{found.day:02}", "e": str(found.day), "a": setting.days[found.weekday()],
        "H": f"{found.hour:02}", "h": str(found.hour), "M": f"{found.minute:02}", "S": f"{found.second:02}",
        "3": f"{found.microsecond // 1000:03}",
    }  # fmt: skip
    printed, is_sign = [], False
    for letter in form:
        if is_sign:
            printed.append(signs.get(letter, f"%{letter}"))
            is_sign = False
        elif letter == "%":
            is_sign = True
        else:
            printed.append(letter)
    return "".join(printed)


def _moment(setting: Setting, value: Value) -> datetime | None:
    zone = setting.now.tzinfo
    text = text_of(value)
    found = moment_of(text, zone or UTC)
    if found is not None:
        return found
    number = number_of(value)
    if math.isnan(number) or not 0 < number + EPOCH < date.max.toordinal():
        return None
    whole = math.floor(number)
    start = datetime.combine(date.fromordinal(whole + EPOCH), datetime.min.time(), zone or UTC)
    seconds = round((number - whole) * 86_400)
    return start.replace(hour=seconds // 3600 % 24, minute=seconds // 60 % 60, second=seconds % 60)


FAMILY = (
    Function("today", "", today, needs="now"),
    Function("now", "", now, needs="now"),
    Function("date", "v", as_date, needs="zone"),
    Function("date-time", "v", as_moment, needs="zone"),
    Function("decimal-date-time", "v", decimal_moment, needs="zone"),
    Function("decimal-time", "t", decimal_time),
    Function("format-date", "vt", formatted, needs="zone language"),
    Function("format-date-time", "vt", formatted, needs="zone language"),
)
