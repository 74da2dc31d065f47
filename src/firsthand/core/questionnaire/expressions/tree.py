"""What an expression says, as a tree. `${name}` is a `Named`; everything else is XPath 1.0 as the ODK XForms specification narrows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """`${name}`: a question or group by its name, wherever it stands."""

    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. `name` is a name, "*", "." or ".."; predicates come in the order they are written."""

    name: str
    predicates: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from a start: another tree, the root of the answers (`is_absolute`), or the question that the expression stands at."""

    start: Tree | None
    is_absolute: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Tree, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Tree


@dataclass(frozen=True, slots=True)
class Binary:
    """`operator` is one of: or and = != < <= > >= + - * div mod |"""

    operator: str
    left: Tree
    right: Tree


Tree = Number | Literal | Named | Path | Call | Negative | Binary


def walk_tree(tree: Tree) -> Iterator[Tree]:
    """The tree and everything in it, parents first."""
    yield tree
    match tree:
        case Negative(operand):
            yield from walk_tree(operand)
        case Binary(_, left, right):
            yield from walk_tree(left)
            yield from walk_tree(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from walk_tree(argument)
        case Path(start, _, steps):
            if start is not None:
                yield from walk_tree(start)
            for step in steps:
                for predicate in step.predicates:
                    yield from walk_tree(predicate)
        case _:
            pass
