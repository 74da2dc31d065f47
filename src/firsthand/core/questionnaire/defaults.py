"""Whether a default is a value or a rule. XLSForm writes both into one column; pyxform tells them apart by what stands in it."""

from __future__ import annotations

import re

from firsthand.core.questionnaire.expressions.calling import KNOWN_FUNCTIONS
from firsthand.core.questionnaire.kinds import Shape
from firsthand.core.questionnaire.model import Question

_call = re.compile(r"([a-z][a-z0-9:\-]*)\(")
_sum = re.compile(r"[\d)]\s*(?:[+*]|\s-\s|\bdiv\b|\bmod\b)\s*[\d(]")
_counted = frozenset({Shape.WHOLE, Shape.DECIMAL})


def is_dynamic(question: Question) -> bool:
    """Whether the default is an expression: it names a question, calls a function that we know, or does a sum where a number is asked."""
    text = question.default
    if "${" in text:
        return True
    if any(found in KNOWN_FUNCTIONS for found in _call.findall(text)):
        return True
    return question.shape in _counted and _sum.search(text) is not None
