"""What an answer may look like, for each shape: reading what somebody typed, and checking what is stored.

Answers are stored as strings as the XForms specification writes them: numbers with a point, dates in ISO 8601, choices with spaces between.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation

from firsthand.core.questionnaire.expressions.values import moment_of, number_of, time_of
from firsthand.core.questionnaire.kinds import Kind, Shape
from firsthand.core.questionnaire.model import Question

MOST_CHARACTERS = 100_000
_whole = re.compile(r"-?\d{1,15}\Z", re.ASCII)
_decimal = re.compile(r"-?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})\Z", re.ASCII)
_date = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_clock = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?\Z", re.ASCII)
_file = re.compile(r"[^\x00-\x1f/\\:]{1,249}\Z")


class Unfit(Exception):  # noqa: N818 -- becomes a finding beside the question
    """What was typed is no answer of this shape. `shape` says of which."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        super().__init__(shape.value)


def read_typed(question: Question, typed: str, zone: tzinfo) -> str:
    """What somebody typed or chose, as it is stored. Digits of every script and a decimal comma are understood.

    Raises:
        Unfit: it is no answer of the shape that this question asks for.

    """
    text = typed.replace("\r\n", "\n").strip()
    if text == "":
        return ""
    if len(text) > MOST_CHARACTERS or "\x00" in text:
        raise Unfit(question.shape)
    match question.shape:
        case Shape.WHOLE | Shape.DECIMAL:
            found = _read_number(text)
        case Shape.DATE:
            found = _plain_digits(text)
        case Shape.TIME:
            found = _read_time(_plain_digits(text))
        case Shape.MOMENT:
            found = _read_moment(_plain_digits(text), zone)
        case Shape.POINT:
            found = " ".join(_read_number(part) for part in _plain_digits(text).split())
        case _:
            found = text
    if not is_fit(question, found):
        raise Unfit(question.shape)
    return found


def is_fit(question: Question, value: str) -> bool:  # noqa: PLR0911 -- one line for each shape
    """Whether a stored answer has the shape its question asks for. Choices are held against the list elsewhere."""
    match question.shape:
        case Shape.WHOLE:
            return _whole.match(value) is not None
        case Shape.DECIMAL:
            return (_decimal.match(value) is not None) and (question.kind is not Kind.RANGE or _is_on_scale(question, value))
        case Shape.DATE:
            return _date.match(value) is not None and _is_day(value)
        case Shape.TIME:
            return time_of(value) is not None and ":" in value
        case Shape.MOMENT:
            return len(value) > 10 and moment_of(value) is not None
        case Shape.POINT:
            return _is_point(value)
        case Shape.FILE:
            return _file.match(value) is not None and value not in {".", ".."}
        case Shape.OK:
            return value == "OK"
        case Shape.NOTHING:
            return value == ""
        case _:
            return len(value) <= MOST_CHARACTERS


def scale_of(question: Question) -> list[str]:
    """The steps of a range as they are stored, from start to end."""
    start, end, step = (Decimal(question.parameter(name, default)) for name, default in (("start", "1"), ("end", "10"), ("step", "1")))
    step = abs(step) if end >= start else -abs(step)
    return [format(start + step * number, "f") for number in range(int((end - start) / step) + 1)]


def _is_on_scale(question: Question, value: str) -> bool:
    try:
        return any(Decimal(value) == Decimal(mark) for mark in scale_of(question))
    except InvalidOperation:
        return False


def _plain_digits(text: str) -> str:
    """Digits of every script as those of ASCII; signs that only set a direction are left out."""
    plain = []
    for letter in text:
        if letter.isdecimal():
            plain.append(str(unicodedata.decimal(letter)))
        elif unicodedata.category(letter) != "Cf":
            plain.append(letter)
    return "".join(plain)


def _read_number(text: str) -> str:
    plain = _plain_digits(text).replace("\u2212", "-").replace("\u066b", ".").replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    return plain.removeprefix("+")


def _read_time(text: str) -> str:
    found = _clock.match(text)
    if found is None:
        return text
    return f"{int(found[1]):02}:{found[2]}:{found[3] or '00'}.000"


def _read_moment(text: str, zone: tzinfo) -> str:
    try:
        found = datetime.fromisoformat(text.replace(" ", "T", 1))
    except ValueError:
        return ""
    return (found if found.tzinfo else found.replace(tzinfo=zone)).isoformat(timespec="milliseconds")


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_point(value: str) -> bool:
    numbers = [number_of(part) for part in value.split()]
    if not 2 <= len(numbers) <= 4 or any(math.isnan(number) for number in numbers):
        return False
    return abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180
