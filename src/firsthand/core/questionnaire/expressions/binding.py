"""From a tree to a function: every name is looked up once, when the questionnaire is read, and never again while people answer."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from firsthand.core.questionnaire.expressions.binder import Binder, Reading, Run
from firsthand.core.questionnaire.expressions.calling import bind_call
from firsthand.core.questionnaire.expressions.paths import bind_path
from firsthand.core.questionnaire.expressions.reading import read_expression
from firsthand.core.questionnaire.expressions.tree import Binary, Call, Literal, Named, Negative, Number, Path, Tree
from firsthand.core.questionnaire.expressions.values import (
    Value,
    Valued,
    are_equal,
    are_ordered,
    are_unequal,
    number_of,
    truth_of,
)
from firsthand.core.questionnaire.places import Form, Place, Rows


@dataclass(frozen=True, slots=True)
class Bound:
    """An expression that can be evaluated, and what it looks at."""

    run: Run
    reads: frozenset[int]
    needs: frozenset[str]


def bind_expression(text: str, form: Form, place: Place, *, rows: Rows | None = None) -> Bound:
    """The expression at this place; with `rows`, a filter evaluated at each of them.

    Raises:
        Unreadable: it is not an expression, names what is not there, or calls what we do not know.

    """
    reading = Reading()
    run = Binder(form, place, reading, spot=rows or place, bind_tree=_bind).bind(read_expression(text))
    return Bound(run, frozenset(reading.places), frozenset(reading.needs))


def _bind(binder: Binder, tree: Tree) -> Run:
    match tree:
        case Number(value):
            return lambda at: value
        case Literal(text):
            return lambda at: text
        case Negative(operand):
            number = binder.bind(operand)
            return lambda at: -number_of(number(at))
        case Binary(sign, left, right):
            return _binary(sign, binder.bind(left), binder.bind(right))
        case Call(name, arguments):
            return bind_call(binder, name, arguments)
        case Named() | Path():
            return bind_path(binder, tree)


def _binary(sign: str, left: Run, right: Run) -> Run:  # noqa: PLR0911 -- one line for each operator
    match sign:
        case "or":
            return lambda at: truth_of(left(at)) or truth_of(right(at))
        case "and":
            return lambda at: truth_of(left(at)) and truth_of(right(at))
        case "=":
            return lambda at: are_equal(left(at), right(at))
        case "!=":
            return lambda at: are_unequal(left(at), right(at))
        case "|":
            return lambda at: _union(left(at), right(at))
        case "<" | "<=" | ">" | ">=":
            holds = _orders[sign]
            return lambda at: are_ordered(left(at), right(at), holds)
        case _:
            figure = _arithmetic[sign]
            return lambda at: figure(number_of(left(at)), number_of(right(at)))


def _union(left: Value, right: Value) -> Sequence[Valued]:
    nodes: list[Valued] = []
    for side in (left, right):
        if not isinstance(side, str | float | bool):
            nodes += [node for node in side if all(node is not known for known in nodes)]
    return nodes


def _divide(left: float, right: float) -> float:
    if right == 0:
        return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left) * math.copysign(1, right)
    return left / right


def _remainder(left: float, right: float) -> float:
    """XPath 1.0, 3.5: the sign of the dividend."""
    return math.nan if right == 0 or math.isinf(left) or math.isnan(left + right) else math.fmod(left, right)


_orders: dict[str, Callable[[float, float], bool]] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_arithmetic: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divide,
    "mod": _remainder,
}
