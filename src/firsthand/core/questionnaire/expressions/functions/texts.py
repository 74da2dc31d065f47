"""Words: XPath 1.0 section 4.2, and what the XForms specification of ODK adds."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math

from firsthand.core.questionnaire.expressions.functions.patterns import matches
from firsthand.core.questionnaire.expressions.functions.signature import Function
from firsthand.core.questionnaire.expressions.values import Value, text_of, truth_of

_algorithms = {"md5": "md5", "sha-1": "sha1", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}


def digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    """XForms 1.1 `digest`; empty where the algorithm or encoding is not one of ODK's."""
    name = _algorithms.get(algorithm.casefold())
    if name is None or encoding not in {"base64", "hex"}:
        return ""
    made = hashlib.new(name, text.encode(), usedforsecurity=False)
    return made.hexdigest() if encoding == "hex" else base64.b64encode(made.digest()).decode()


def decode(text: str) -> str:
    """ODK `base64-decode`; empty where the text is not base64 of UTF-8."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def cut(text: str, start: float, end: float = math.inf) -> str:
    """ODK `substr`: from `start` (counted from 0) up to `end`, which is left out; negative numbers count from the end."""
    if math.isnan(start) or math.isnan(end):
        return ""
    return text[_index(start, len(text)) : _index(end, len(text))]


def _index(number: float, length: int) -> int:
    if math.isinf(number):
        return length if number > 0 else 0
    return int(number) if number >= 0 else max(0, length + int(number))


def substring(text: str, start: float, length: float = math.inf) -> str:
    """XPath 1.0 `substring`: the first character is number 1, numbers are rounded, anything not a number takes nothing."""
    first = _rounded(start)
    last = first + _rounded(length)
    return "".join(letter for place, letter in enumerate(text, start=1) if first <= place < last)


def _rounded(number: float) -> float:
    return math.floor(number + 0.5) if math.isfinite(number) else number


def translate(text: str, old: str, new: str) -> str:
    """XPath 1.0 `translate`: the first mention of a letter counts."""
    swapped: dict[str, str] = {}
    for place, letter in enumerate(old):
        swapped.setdefault(letter, new[place : place + 1])
    return "".join(swapped.get(letter, letter) for letter in text)


def words_of(*values: Value) -> list[str]:
    """Every value as words; of nodes, each of them."""
    found: list[str] = []
    for value in values:
        found += [text_of(value)] if isinstance(value, str | float | bool) else [node.value for node in value]
    return found


def join(separator: str, *values: Value) -> str:
    """ODK `join`: the words of all nodes with the separator between."""
    return separator.join(words_of(*values))


def coalesce(first: str, second: str) -> str:
    """ODK `coalesce`: the first if it is not empty."""
    return first or second


FAMILY = (
    Function("string", "v", text_of),
    Function("concat", "?v*", lambda *values: "".join(words_of(*values))),
    Function("join", "t?v*", join),
    Function("substr", "tn?n", cut),
    Function("substring", "tn?n", substring),
    Function("substring-before", "tt", lambda text, target: text.partition(target)[0] if target and target in text else ""),
    Function("substring-after", "tt", lambda text, target: text.partition(target)[2] if target in text else ""),
    Function("translate", "ttt", translate),
    Function("string-length", "t", lambda text: float(len(text))),
    Function("normalize-space", "t", lambda text: " ".join(text.split())),
    Function("contains", "tt", lambda text, part: part in text),
    Function("starts-with", "tt", lambda text, part: text.startswith(part)),
    Function("ends-with", "tt", lambda text, part: text.endswith(part)),
    Function("regex", "tt", matches),
    Function("digest", "tt?t", digest),
    Function("base64-decode", "t", decode),
    Function("upper-case", "t", str.upper),
    Function("lower-case", "t", str.lower),
    Function("coalesce", "tt", coalesce),
    Function("boolean", "b", truth_of),
    Function("boolean-from-string", "t", lambda text: text in {"true", "1"}),
    Function("not", "b", lambda truth: not truth),
    Function("true", "", lambda: True),
    Function("false", "", lambda: False),
)
