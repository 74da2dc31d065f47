"""Numbers: XPath 1.0 section 4.4 and the functions ODK took from later versions. What has no answer is not a number, never an error."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from firsthand.core.questionnaire.expressions.functions.signature import Function
from firsthand.core.questionnaire.expressions.functions.texts import words_of
from firsthand.core.questionnaire.expressions.values import Value, number_of
from firsthand.core.questionnaire.places import Setting


def rounded(number: float, places: float = 0.0) -> float:
    """ODK `round`: half away from zero at that many places as JavaRosa rounds; negative places round before the point."""
    if not math.isfinite(number) or not math.isfinite(places):
        return number if math.isfinite(places) else math.nan
    if places == 0:
        return float(math.floor(number + 0.5))  # XPath 1.0: half towards positive infinity
    unit = Decimal(1).scaleb(-int(places))
    return float((Decimal(repr(number)) / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit)


def guarded(figure: Callable[..., float]) -> Callable[..., float]:
    """The same function, not a number where it has no answer."""

    def run(*numbers: float) -> float:
        try:
            return float(figure(*numbers))
        except (ValueError, OverflowError, ZeroDivisionError, TypeError):
            return math.nan

    return run


def power(base: float, exponent: float) -> float:
    """A number to a power; a root of a negative number is not a number."""
    found = base**exponent
    return math.nan if isinstance(found, complex) else found


def numbers_of(*values: Value) -> list[float]:
    return [number_of(words) for words in words_of(*values)]


def least(*values: Value) -> float:
    """XPath 3.0 `min`, over nodes or arguments; not a number where there is none, or one of them is no number."""
    found = numbers_of(*values)
    return math.nan if not found or any(math.isnan(number) for number in found) else min(found)


def greatest(*values: Value) -> float:
    """XPath 3.0 `max`, as `min`."""
    found = numbers_of(*values)
    return math.nan if not found or any(math.isnan(number) for number in found) else max(found)


def checklist(least_of: float, most_of: float, *answers: Value) -> bool:
    """ODK `checklist`: how many of the answers are yes, between two numbers; -1 for either is no limit."""
    count = sum(is_yes(answer) for answer in words_of(*answers))
    return (least_of < 0 or count >= least_of) and (most_of < 0 or count <= most_of)


def weighted_checklist(least_of: float, most_of: float, *pairs: Value) -> bool:
    """ODK `weighted-checklist`: answers and weights in turn."""
    words = words_of(*pairs)
    weight = sum(number_of(words[place + 1]) for place in range(0, len(words) - 1, 2) if is_yes(words[place]))
    return (least_of < 0 or weight >= least_of) and (most_of < 0 or weight <= most_of)


def is_yes(words: str) -> bool:
    """What counts in a checklist: the word "yes" (documentation of ODK) or a number above 0 (its specification)."""
    return words in {"yes", "true"} or number_of(words) > 0


def chance(setting: Setting) -> float:
    return setting.chance()


FAMILY = (
    Function("number", "n", lambda number: number),
    Function("int", "n", lambda number: float(math.trunc(number)) if math.isfinite(number) else number),
    Function("round", "n?n", rounded),
    Function("floor", "n", guarded(math.floor)),
    Function("ceiling", "n", guarded(math.ceil)),
    Function("abs", "n", abs),
    Function("pow", "nn", guarded(power)),
    Function("log", "n", guarded(math.log)),
    Function("log10", "n", guarded(math.log10)),
    Function("sin", "n", guarded(math.sin)),
    Function("cos", "n", guarded(math.cos)),
    Function("tan", "n", guarded(math.tan)),
    Function("asin", "n", guarded(math.asin)),
    Function("acos", "n", guarded(math.acos)),
    Function("atan", "n", guarded(math.atan)),
    Function("atan2", "nn", guarded(math.atan2)),
    Function("sqrt", "n", guarded(math.sqrt)),
    Function("exp", "n", guarded(math.exp)),
    Function("exp10", "n", guarded(lambda number: power(10.0, number))),
    Function("pi", "", lambda: math.pi),
    Function("sum", "s", lambda nodes: float(sum(numbers_of(nodes)))),
    Function("min", "v*", least),
    Function("max", "v*", greatest),
    Function("checklist", "nnv*", checklist),
    Function("weighted-checklist", "nnvv*", weighted_checklist),
    Function("random", "", chance, needs="chance"),
)
