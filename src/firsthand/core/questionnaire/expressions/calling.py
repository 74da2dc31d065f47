"""Calls: most functions take values; a few are forms of their own, because they choose what is evaluated or look at places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from firsthand.core.questionnaire.expressions.binder import At, Binder, Run
from firsthand.core.questionnaire.expressions.functions import FUNCTIONS, NOT_CARRIED, Function
from firsthand.core.questionnaire.expressions.functions.patterns import pattern_of
from firsthand.core.questionnaire.expressions.paths import place_of
from firsthand.core.questionnaire.expressions.reading import Unreadable, read_expression
from firsthand.core.questionnaire.expressions.tree import Literal, Named, Path, Tree
from firsthand.core.questionnaire.expressions.values import Value, Valued, number_of, text_of, truth_of
from firsthand.core.questionnaire.places import Cell, Node

_needs_own_value = {"string-length", "normalize-space", "string", "number", "boolean"}  # without an argument: of the question itself


def bind_call(binder: Binder, name: str, arguments: tuple[Tree, ...]) -> Run:
    """The function of a call.

    Raises:
        Unreadable: nobody knows the function, it is not carried, or it was given too few or too many arguments.

    """
    if name in _FORMS:
        return _FORMS[name](binder, arguments)
    function = FUNCTIONS.get(name)
    if function is None:
        raise Unreadable(NOT_CARRIED.get(name, f"There is no function called “{name}”."))
    if not arguments and name in _needs_own_value:
        arguments = (read_expression("."),)
    _check_count(function, arguments)
    if name == "regex" and isinstance(arguments[1], Literal) and pattern_of(arguments[1].text) is None:
        raise Unreadable(f"“{arguments[1].text}” is not a regular expression, or one that a few letters could keep busy for hours.")
    binder.reading.needs.update(function.needs.split())
    return _applied(function, [_as_taken(binder, function, place, tree) for place, tree in enumerate(arguments)])


def _check_count(function: Function, arguments: tuple[Tree, ...]) -> None:
    if len(arguments) < function.least or (function.most is not None and len(arguments) > function.most):
        most = "more" if function.most is None else str(function.most)
        allowed = str(function.least) if most == str(function.least) else f"{function.least} to {most}"
        raise Unreadable(f"{function.name}() takes {allowed} arguments, and {len(arguments)} are given.")


def _as_taken(binder: Binder, function: Function, place: int, tree: Tree) -> Callable[[At], Any]:
    letter = function.letter(place)
    run = binder.bind(tree)
    if letter == "s":
        if not isinstance(tree, Named | Path) and not _gives_nodes(tree):
            raise Unreadable(f"{function.name}() takes answers, and is given a value.")
        return run
    turned = {"t": text_of, "n": number_of, "b": truth_of}.get(letter)
    return run if turned is None else lambda at: turned(run(at))


def _gives_nodes(tree: Tree) -> bool:
    return getattr(tree, "operator", "") == "|" or getattr(tree, "name", "") == "randomize"


def _applied(function: Function, runs: list[Callable[[At], Any]]) -> Run:
    run = function.run
    if function.needs:
        return lambda at: run(at.setting, *[argument(at) for argument in runs])
    if len(runs) == 1:
        (only,) = runs
        return lambda at: run(only(at))
    if len(runs) == 2:
        first, second = runs
        return lambda at: run(first(at), second(at))
    return lambda at: run(*[argument(at) for argument in runs])


def _if(binder: Binder, arguments: tuple[Tree, ...]) -> Run:
    if len(arguments) != 3:
        raise Unreadable("if() takes a condition and two values.")
    condition, then, otherwise = (binder.bind(argument) for argument in arguments)
    return lambda at: then(at) if truth_of(condition(at)) else otherwise(at)


def _once(binder: Binder, arguments: tuple[Tree, ...]) -> Run:
    if len(arguments) != 1:
        raise Unreadable("once() takes one value.")
    run = binder.bind(arguments[0])
    binder.reading.needs.add("once")
    return lambda at: at.origin.value or run(at)


def _position(binder: Binder, arguments: tuple[Tree, ...]) -> Run:
    if not arguments:
        return lambda at: float(at.position)
    if len(arguments) > 1 or not isinstance(arguments[0], Named | Path):
        raise Unreadable("position() takes one question or group.")
    run = binder.bind(arguments[0])
    return lambda at: _nth(run(at))


def _nth(value: Value) -> float:
    node = value[0] if value and not isinstance(value, str | float | bool) else None
    return float(node.nth) if isinstance(node, Node) else 1.0


def _last(_: Binder, arguments: tuple[Tree, ...]) -> Run:
    if arguments:
        raise Unreadable("last() takes nothing.")
    return lambda at: float(at.size)


def _indexed(binder: Binder, arguments: tuple[Tree, ...]) -> Run:
    """`indexed-repeat(question, repeat, number, ...)`: the answer in that instance."""
    if len(arguments) not in {3, 5, 7} or not all(isinstance(tree, Named | Path) for tree in (arguments[0], *arguments[1::2])):
        raise Unreadable("indexed-repeat() takes a question, then a repeat and a number, up to three times.")
    target = place_of(binder, cast("Named | Path", arguments[0]))
    chosen = {
        place_of(binder, cast("Named | Path", tree)).index: binder.bind(number)
        for tree, number in zip(arguments[1::2], arguments[2::2], strict=True)
    }
    chain = list(target.upward())[:-1][::-1]
    if not {place.index for place in chain if place.is_repeat} >= set(chosen):
        raise Unreadable(f"“{target.name}” does not stand in the repeat that is named.")
    binder.reading.places.add(target.index)
    depth = binder.place.depth

    def run(at: At) -> Value:
        nodes = [_top(at.origin, depth)]
        for place in chain:
            if not place.is_repeat:
                nodes = [cast("Node", node.kids[place.slot]) for node in nodes]
                continue
            nodes = [kid for node in nodes for kid in cast("list[Node]", node.kids[place.slot])]
            if place.index in chosen:
                wanted = number_of(chosen[place.index](at))
                nodes = [node for node in nodes if node.nth == wanted]
        return [node for node in nodes if node.is_live]

    return run


def _top(node: Node, levels: int) -> Node:
    for _ in range(levels):
        node = cast("Node", node.parent)
    return node


def _choice_name(binder: Binder, arguments: tuple[Tree, ...]) -> Run:
    """`jr:choice-name(value, '${question}')`: the label of a choice in the language of whoever reads."""
    if len(arguments) != 2 or not isinstance(arguments[1], Literal):
        raise Unreadable("jr:choice-name() takes a value and the name of a question in quotes.")
    path = read_expression(arguments[1].text)
    if not isinstance(path, Named | Path):
        raise Unreadable("jr:choice-name() takes the name of a question in quotes.")
    question = place_of(binder, path).question
    rows = binder.form.lists.get(question.choices) if question else None
    if rows is None:
        raise Unreadable("jr:choice-name() is about a question with choices.")
    binder.reading.needs.add("language")
    value, default = binder.bind(arguments[0]), binder.form.questionnaire.default_language

    def run(at: At) -> Value:
        row = rows.by_name.get(text_of(value(at)))
        return row.label.within(at.setting.language, default) if row else ""

    return run


def _pulldata(binder: Binder, arguments: tuple[Tree, ...]) -> Run:
    """`pulldata('file', 'column', 'key column', key)`: one word of an uploaded CSV file."""
    names = [tree.text if isinstance(tree, Literal) else "" for tree in arguments[:3]]
    if len(arguments) != 4 or not all(names):
        raise Unreadable("pulldata() takes the name of a file, two columns in quotes, and a value.")
    rows = binder.form.lists.get(names[0])
    if rows is None:
        raise Unreadable(f"The file “{names[0].removesuffix('.csv')}.csv” was not uploaded with the questionnaire.")
    missing = [column for column in names[1:] if column not in rows.columns]
    if missing:
        raise Unreadable(f"The file “{rows.name}” has no column “{missing[0]}”.")
    empty = Cell("")
    found = {row.cells.get(names[2], empty).value: row.cells.get(names[1], empty).value for row in reversed(rows.rows)}
    key = binder.bind(arguments[3])
    return lambda at: found.get(text_of(key(at)), "")


def _current(binder: Binder, arguments: tuple[Tree, ...]) -> Run:
    if arguments:
        raise Unreadable("current() takes nothing.")
    binder.reading.places.add(binder.place.index)
    return lambda at: cast("Sequence[Valued]", (at.origin,))


def _instance(_: Binder, arguments: tuple[Tree, ...]) -> Run:
    raise Unreadable("A list is read as instance('its name')/root/item." if arguments else "instance() takes the name of a list in quotes.")


_FORMS: dict[str, Callable[[Binder, tuple[Tree, ...]], Run]] = {
    "if": _if,
    "once": _once,
    "position": _position,
    "last": _last,
    "indexed-repeat": _indexed,
    "jr:choice-name": _choice_name,
    "pulldata": _pulldata,
    "current": _current,
    "instance": _instance,
}
KNOWN_FUNCTIONS = frozenset(FUNCTIONS) | frozenset(_FORMS)
