"""Paths: from the node an expression stands at, so many levels up and then down by slots. Nodes that are not asked are not found.

An absolute path, like `${name}`, means the answers beside the one who asks: inside a repeat, those of the same instance (JavaRosa
contextualises so, and pyxform writes relative paths to the same end). A path to a repeat itself means all its instances.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from firsthand.core.questionnaire.expressions.binder import At, Binder, Run, Spot
from firsthand.core.questionnaire.expressions.reading import Unreadable
from firsthand.core.questionnaire.expressions.tree import Call, Literal, Named, Path, Step
from firsthand.core.questionnaire.expressions.values import Value, Valued, truth_of
from firsthand.core.questionnaire.places import Cell, Node, Place, Row, Rows

Move = Callable[[Sequence[Node | Row], At], Sequence[Node | Row]]


def bind_path(binder: Binder, tree: Named | Path) -> Run:  # noqa: PLR0911 -- one line for each beginning
    """The function that finds the nodes of a path."""
    if isinstance(tree, Named):
        return _direct(binder, binder.place, binder.named(tree.name), is_from_origin=True)
    if tree.is_absolute:
        return _absolute(binder, tree.steps)
    match tree.start:
        case None:
            return _walk(binder, tree.steps, binder.spot, first=lambda at: (at.node,))
        case Named(name):
            target = binder.named(name)
            return _walk(binder, tree.steps, target, first=_direct(binder, binder.place, target, is_from_origin=True))
        case Call("current", ()):
            return _walk(binder, tree.steps, binder.place, first=lambda at: (at.origin,))
        case Call("instance", arguments):
            return _instance(binder, arguments, tree.steps)
        case start:
            if all(step.name == "." for step in tree.steps):
                return _filtered_value(binder, binder.bind(start), tree.steps)
            raise Unreadable("A path can begin with a name, with current() or with instance(), not with anything else.")


def place_of(binder: Binder, tree: Named | Path) -> Place:
    """The place that a path without predicates leads to, for functions that need the question itself."""
    if isinstance(tree, Named):
        return binder.named(tree.name)
    spot: Spot = binder.form.root if tree.is_absolute else binder.place
    steps = tree.steps[1:] if tree.is_absolute and tree.steps and tree.steps[0].name == binder.form.root.name else tree.steps
    for step in steps:
        spot = _next_spot(spot, step.name)
    if not isinstance(spot, Place):
        raise Unreadable("This path does not lead to a question.")
    return spot


def _absolute(binder: Binder, steps: tuple[Step, ...]) -> Run:
    root = binder.form.root
    if not steps or steps[0].name != root.name:
        raise Unreadable(f"A path from the top begins with “/{root.name}/”.")
    if any(step.predicates for step in steps):
        climb = binder.place.depth
        return _walk(binder, steps[1:], root, first=lambda at: (_climbed(at.origin, climb),))
    target: Spot = root
    for step in steps[1:]:
        target = _next_spot(target, step.name)
    return _direct(binder, binder.place, cast("Place", target), is_from_origin=True)


def _direct(binder: Binder, start: Place, target: Place, *, is_from_origin: bool) -> Run:
    """Up to the nearest place that holds both, then down."""
    binder.reading.places.add(target.index)
    around = {place.index for place in start.upward()}
    chain: list[Place] = [target]
    while chain[-1].parent is not None and chain[-1].parent.index not in around:
        chain.append(chain[-1].parent)
    top = chain[-1].parent
    if top is None:  # the whole form
        climb, chain = start.depth, []
    else:
        climb = start.depth - top.depth
    slots = [(place.slot, place.is_repeat) for place in reversed(chain)]
    return _descend(climb, slots, is_gated=target.is_gated, is_from_origin=is_from_origin)


def _descend(climb: int, slots: list[tuple[int, bool]], *, is_gated: bool, is_from_origin: bool) -> Run:
    if any(is_repeat for _, is_repeat in slots):

        def several(at: At) -> Value:
            nodes = [_climbed(at.origin if is_from_origin else cast("Node", at.node), climb)]
            for slot, is_repeat in slots:
                nodes = (
                    [kid for node in nodes for kid in cast("list[Node]", node.kids[slot])]
                    if is_repeat
                    else [cast("Node", node.kids[slot]) for node in nodes]
                )
            return [node for node in nodes if node.is_live] if is_gated else nodes

        return several
    plain = [slot for slot, _ in slots]

    def single(at: At) -> Value:
        node = at.origin if is_from_origin else cast("Node", at.node)
        for _ in range(climb):
            node = cast("Node", node.parent)
        for slot in plain:
            node = cast("Node", node.kids[slot])
        return (node,) if not is_gated or node.is_live else ()

    return single


def _climbed(node: Node, levels: int) -> Node:
    for _ in range(levels):
        node = cast("Node", node.parent)
    return node


def _walk(binder: Binder, steps: tuple[Step, ...], spot: Spot, *, first: Run) -> Run:
    """Step by step, for paths with predicates and relative ones."""
    moves: list[Move] = []
    for step in steps:
        if isinstance(spot, Rows) and step.name not in {".", ".."}:
            return _column(binder, spot, step, first, moves)
        spot = _next_spot(spot, step.name)
        if step.name == "..":
            moves.append(_up)
        elif step.name != ".":
            place = cast("Place", spot)
            moves.append(_down_all(place.slot) if place.is_repeat else _down(place.slot))
        moves += [_filter(binder.within(spot).bind(predicate)) for predicate in step.predicates]
    if isinstance(spot, Place):
        binder.reading.places.add(spot.index)
        return _live(first, moves) if spot.is_gated else _moved(first, moves)
    return _moved(first, moves)


def _next_spot(spot: Spot, name: str) -> Spot:
    if name == ".":
        return spot
    if isinstance(spot, Rows):
        raise Unreadable("A row of a list has nothing around it.")
    if name == "..":
        if spot.parent is None:
            raise Unreadable("The path leads out of the form.")
        return spot.parent
    if name == "*":
        raise Unreadable("Name the question that is meant: “*” is not carried.")
    if name not in spot.by_name:
        raise Unreadable(f"There is no “{name}” in “{spot.name}”.")
    return spot.by_name[name]


def _moved(first: Run, moves: list[Move]) -> Run:
    def run(at: At) -> Value:
        nodes = cast("Sequence[Node | Row]", first(at))
        for move in moves:
            nodes = move(nodes, at)
        return nodes

    return run


def _live(first: Run, moves: list[Move]) -> Run:
    moved = _moved(first, moves)
    return lambda at: [node for node in cast("Sequence[Node]", moved(at)) if node.is_live]


def _up(nodes: Sequence[Node | Row], at: At) -> Sequence[Node | Row]:  # noqa: ARG001 -- every move takes both
    parents: dict[int, Node] = {}
    for node in nodes:
        parent = cast("Node", node).parent
        if parent is not None:
            parents.setdefault(id(parent), parent)
    return list(parents.values())


def _down(slot: int) -> Move:
    return lambda nodes, at: [cast("Node", cast("Node", node).kids[slot]) for node in nodes]


def _down_all(slot: int) -> Move:
    return lambda nodes, at: [kid for node in nodes for kid in cast("list[Node]", cast("Node", node).kids[slot])]


def _filter(predicate: Run) -> Move:
    def move(nodes: Sequence[Node | Row], at: At) -> Sequence[Node | Row]:
        kept = []
        for position, node in enumerate(nodes, start=1):
            said = predicate(At(at.origin, at.setting, node=node, position=position, size=len(nodes)))
            if said == position if isinstance(said, float) else truth_of(said):
                kept.append(node)
        return kept

    return move


def _filtered_value(binder: Binder, value: Run, steps: tuple[Step, ...]) -> Run:
    moves = [_filter(binder.bind(predicate)) for step in steps for predicate in step.predicates]
    return _moved(value, moves)


def _instance(binder: Binder, arguments: tuple[object, ...], steps: tuple[Step, ...]) -> Run:
    """`instance('list')/root/item[...]/column`."""
    name = arguments[0].text if len(arguments) == 1 and isinstance(arguments[0], Literal) else ""
    rows = binder.form.lists.get(name)
    if rows is None:
        raise Unreadable(f"There is no list and no file called “{name}”.")
    if len(steps) < 2 or steps[0].name != "root" or steps[0].predicates:
        raise Unreadable("A list is read as instance('its name')/root/item.")
    found = rows.rows
    item = Step(".", steps[1].predicates)
    return _walk(binder, (item, *steps[2:]), rows, first=lambda at: found)


def _column(binder: Binder, rows: Rows, step: Step, first: Run, moves: list[Move]) -> Run:
    if step.name not in rows.columns:
        raise Unreadable(f"The list “{rows.name}” has no column “{step.name}”.")
    if step.predicates:
        raise Unreadable("A column of a list takes no condition.")
    moved, column = _moved(first, moves), step.name
    if column == "label":
        binder.reading.needs.add("language")
        return lambda at: [Cell(row.label.within(at.setting.language)) for row in cast("Sequence[Row]", moved(at))]
    empty = Cell("")
    return lambda at: cast("Sequence[Valued]", [row.cells.get(column, empty) for row in cast("Sequence[Row]", moved(at))])
