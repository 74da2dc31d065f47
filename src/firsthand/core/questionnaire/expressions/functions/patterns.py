"""Regular expressions that somebody wrote into a questionnaire, held against what anybody may type into it.

Python's engine tries again and again where a pattern is ambiguous, so a few letters could keep a server busy for hours. A repetition inside
a repetition, or one over alternatives that begin alike, is refused; and the more repetitions a pattern has, the shorter the text that it is
tried on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from re import _constants as words  # type: ignore[attr-defined]  # the parser of the standard library has no public name
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MOST_CHARACTERS = 4_000
MOST_STEPS = 3e7  # about a second in the worst case
MANY = 4  # a repetition of up to so many times, or of a fixed number, is not an endless one
_repeats = (words.MAX_REPEAT, words.MIN_REPEAT)
_java = ((r"\p{L}", r"[^\W\d_]"), (r"\p{Alpha}", "[A-Za-z]"), (r"\p{Digit}", r"\d"))


@lru_cache(maxsize=512)
def pattern_of(expression: str) -> re.Pattern[str] | None:
    """A regular expression as Python has it, or None where it is none, or could keep a server busy. Java's classes of letters are known."""
    for java, python in _java:
        expression = expression.replace(java, python)
    try:
        return None if _is_ambiguous(parser.parse(expression)) else re.compile(expression)
    except (re.error, OverflowError, RecursionError):
        return None


@lru_cache(maxsize=512)
def longest_for(pattern: re.Pattern[str]) -> int:
    """The longest text that a pattern is tried on, so that trying every way to share it out ends soon."""
    repeats = sum(1 for _ in _endless(parser.parse(pattern.pattern)))
    return MOST_CHARACTERS if repeats < 2 else min(MOST_CHARACTERS, int(MOST_STEPS ** (1 / repeats)))


def matches(text: str, expression: str) -> bool:
    """ODK `regex`: whether the whole of the text matches. A text that is too long for the pattern matches nothing."""
    found = pattern_of(expression)
    return found is not None and len(text) <= longest_for(found) and found.fullmatch(text) is not None


def _endless(tree: Any) -> Iterator[Any]:
    """The bodies of repetitions without a near end, in a pattern and in its groups."""
    for operator, argument in tree:
        if operator in _repeats and argument[1] > MANY and argument[0] != argument[1]:
            yield argument[2]
        for inner in _inside(operator, argument):
            yield from _endless(inner)


def _is_ambiguous(tree: Any) -> bool:
    return any(next(_endless(body), None) is not None or _has_like_beginnings(body) for body in _endless(tree))


def _has_like_beginnings(tree: Any) -> bool:
    for operator, argument in tree:
        if operator is words.BRANCH:
            begins = [branch[0] if len(branch) else None for branch in argument[1]]
            letters = [begin[1] for begin in begins if begin is not None and begin[0] is words.LITERAL]
            if len(letters) < len(begins) or len(set(letters)) < len(letters):
                return True
        if any(_has_like_beginnings(inner) for inner in _inside(operator, argument)):
            return True
    return False


def _inside(operator: Any, argument: Any) -> list[Any]:
    if operator in _repeats or operator is words.POSSESSIVE_REPEAT:
        return [argument[2]]
    if operator is words.SUBPATTERN:
        return [argument[3]]
    if operator is words.BRANCH:
        return list(argument[1])
    if operator in {words.ASSERT, words.ASSERT_NOT}:
        return [argument[1]]
    if operator is words.ATOMIC_GROUP:
        return [argument]
    return []
