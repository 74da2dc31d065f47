"""Who binds: where an expression is evaluated, what it reads, and the names it may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from firsthand.core.questionnaire.expressions.reading import Unreadable
from firsthand.core.questionnaire.expressions.tree import Tree
from firsthand.core.questionnaire.expressions.values import Value
from firsthand.core.questionnaire.places import Form, Node, Place, Row, Rows, Setting


class At:
    """Where an expression is evaluated: the node it stands at, the question that asked, and its place among candidates in a predicate."""

    __slots__ = ("node", "origin", "position", "setting", "size")

    def __init__(self, origin: Node, setting: Setting, *, node: Node | Row | None = None, position: int = 1, size: int = 1) -> None:
        self.origin, self.setting = origin, setting
        self.node: Node | Row = origin if node is None else node
        self.position, self.size = position, size


Run = Callable[[At], Value]
Spot = Place | Rows  # what the context node is an instance of


@dataclass(slots=True)
class Reading:
    """What an expression looks at: places by index, and what it must be handed ("now", "chance", "language")."""

    places: set[int] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)


class Binder:
    """Binds trees at one place. `spot` is what relative paths start from: the place itself, or in a predicate what is filtered."""

    def __init__(self, form: Form, place: Place, reading: Reading, *, spot: Spot, bind_tree: Callable[[Binder, Tree], Run]) -> None:
        self.form, self.place, self.reading, self.spot, self.bind_tree = form, place, reading, spot, bind_tree

    def bind(self, tree: Tree) -> Run:
        """The function of a tree."""
        return self.bind_tree(self, tree)

    def within(self, spot: Spot) -> Binder:
        """For the predicates of a path that reached this spot."""
        return Binder(self.form, self.place, self.reading, spot=spot, bind_tree=self.bind_tree)

    def named(self, name: str) -> Place:
        """The one place of this name."""
        found = self.form.named.get(name, [])
        if name.startswith("last-saved#"):
            raise Unreadable("Answers of the last form that was saved are not at hand here: they may be another person’s.")
        if not found:
            raise Unreadable(f"There is no question or group called “{name}”.")
        if len(found) > 1:
            raise Unreadable(f"More than one question or group is called “{name}”.")
        return found[0]
