"""The tree of nodes in which one set of answers stands: growing it, finding a node by its path, answers in and out.

Answers are a plain nested value: names to strings, names of groups to the same again, names of repeats to lists of the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from firsthand.core.questionnaire.kinds import Kind, Shape
from firsthand.core.questionnaire.places import Node, Place, Setting
from firsthand.core.questionnaire.planning import Plan, Rule, places_within
from firsthand.core.refusal import NotValid

Answers = Mapping[str, Any]  # str, or the same again, or a list of the same
MOST_INSTANCES = 500
_part = re.compile(r"([^\[/]+)(?:\[(\d{1,4})\])?\Z")


class AnswersForeign(NotValid):
    code = "answers-foreign"
    sentence = "These answers belong to another questionnaire: “{path}” is not asked here."


class TooManyInstances(NotValid):
    code = "too-many-instances"
    sentence = "“{name}” can be given {most} times at most."


class Standing:
    """The nodes of one set of answers. `at[place.index]` lists those of a place, in order."""

    def __init__(self, plan: Plan, setting: Setting) -> None:
        self.plan, self.setting = plan, setting
        self.at: list[list[Node]] = [[] for _ in plan.form.places]
        self.root = self._grow(plan.form.root, None, 1, is_new=False)

    def begin(self) -> None:
        """For answers that nobody gave yet: defaults, and one instance of each repeat that no rule counts."""
        for place in self.plan.form.places:
            for node in self.at[place.index]:
                self._fill_new(node)
        for kid in self.plan.form.root.kids:
            self._open(self.root, kid)

    def load(self, answers: Answers) -> None:
        """Put in what was answered before.

        Raises:
            AnswersForeign: something in it is not asked here.
            TooManyInstances: a repeat has more than 500.

        """
        self._load(self.root, answers)

    def answers(self) -> dict[str, Any]:
        """What is asked and answered, as a plain nested value."""
        return _plain(self.root, is_everything=False)

    def everything(self) -> dict[str, Any]:
        """Also what is not asked at present, so that a draft loses nothing when somebody changes their mind."""
        return _plain(self.root, is_everything=True)

    def node(self, path: str) -> Node:
        """The node at a path such as `household/members[2]/age`.

        Raises:
            AnswersForeign: there is none.

        """
        node = self.root
        for part in filter(None, path.split("/")):
            found = _part.match(part)
            place = node.place.by_name.get(found[1]) if found else None
            if found is None or place is None:
                raise AnswersForeign(path=path[:80])
            kid = node.kids[place.slot]
            if isinstance(kid, list):
                nth = int(found[2] or 1)
                if not 1 <= nth <= len(kid):
                    raise AnswersForeign(path=path[:80])
                kid = kid[nth - 1]
            node = kid
        return node

    def instances(self, parent: Node, place: Place) -> list[Node]:
        """The instances of a repeat in this node."""
        return cast("list[Node]", parent.kids[place.slot])

    def resize(self, parent: Node, place: Place, size: int, *, is_new: bool = True) -> None:
        """As many instances as that; new ones get their defaults where `is_new`.

        Raises:
            TooManyInstances: more than 500 are wanted.

        """
        if size > MOST_INSTANCES:
            raise TooManyInstances(name=place.name, most=MOST_INSTANCES)
        kids = self.instances(parent, place)
        del kids[size:]
        for nth in range(len(kids) + 1, size + 1):
            node = self._grow(place, parent, nth, is_new=is_new)
            kids.append(node)
            if is_new:
                for kid in place.kids:
                    self._open(node, kid)
        self._recollect(place)

    def drop(self, node: Node) -> None:
        """Take one instance away; those after it move up."""
        kids = self.instances(cast("Node", node.parent), node.place)
        kids.remove(node)
        for nth, kid in enumerate(kids, start=1):
            kid.nth = nth
        self._recollect(node.place)

    def live(self, node: Node | None = None) -> Iterator[Node]:
        """Every question that is asked at present, in order, in this node or in all."""
        node = self.root if node is None else node
        if not node.is_relevant:
            return
        if node.place.question is not None:
            yield node
        for kid in inner_nodes(node):
            yield from self.live(kid)

    def _grow(self, place: Place, parent: Node | None, nth: int, *, is_new: bool) -> Node:
        node = Node(place, parent, nth)
        self.at[place.index].append(node)
        if is_new:
            self._fill_new(node)
        node.kids = [[] if kid.is_repeat else self._grow(kid, node, 1, is_new=is_new) for kid in place.kids]
        return node

    def _open(self, parent: Node, place: Place) -> None:
        if place.is_repeat:
            if self.plan.rule(place, Rule.COUNT) is None:
                self.resize(parent, place, 1)
            return
        node = cast("Node", parent.kids[place.slot])
        for kid in place.kids:
            self._open(node, kid)

    def _fill_new(self, node: Node) -> None:
        question = node.place.question
        if question is None:
            return
        if question.default and self.plan.rule(node.place, Rule.DEFAULT) is None:
            node.value = question.default
        elif question.kind in {Kind.START, Kind.TODAY}:
            node.value = clock_value(node.place, self.setting)

    def _load(self, node: Node, answers: Answers) -> None:
        for name, given in answers.items():
            place = node.place.by_name.get(name)
            if place is None:
                raise AnswersForeign(path="/".join((*node.place.where, str(name)))[:80])
            kid = node.kids[place.slot]
            if isinstance(kid, list) and isinstance(given, list | tuple):
                self.resize(node, place, len(given), is_new=False)
                for instance, inner in zip(kid, given, strict=True):
                    self._load(instance, inner)
            elif isinstance(kid, Node) and place.question is None and isinstance(given, Mapping):
                self._load(kid, given)
            elif isinstance(kid, Node) and place.question is not None and isinstance(given, str):
                kid.value = given
            else:
                raise AnswersForeign(path="/".join(place.where)[:80])

    def _recollect(self, place: Place) -> None:
        for found in places_within(place):
            above = self.at[cast("Place", found.parent).index]
            if found.is_repeat:
                self.at[found.index] = [kid for node in above for kid in self.instances(node, found)]
            else:
                self.at[found.index] = [cast("Node", node.kids[found.slot]) for node in above]


def clock_value(place: Place, setting: Setting) -> str:
    """What a question answers that the clock fills in."""
    return setting.now.date().isoformat() if place.shape is Shape.DATE else setting.now.isoformat(timespec="milliseconds")


def inner_nodes(node: Node) -> Iterator[Node]:
    """The nodes right inside this one, all instances of repeats among them."""
    for kid in node.kids:
        if isinstance(kid, list):
            yield from kid
        else:
            yield kid


def _plain(node: Node, *, is_everything: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place, kid in zip(node.place.kids, node.kids, strict=True):
        if isinstance(kid, list):
            inner: Any = [_plain(instance, is_everything=is_everything) for instance in kid if is_everything or instance.is_relevant]
        elif not is_everything and not kid.is_relevant:
            continue
        else:
            inner = kid.value if place.question is not None else _plain(kid, is_everything=is_everything)
        if inner:
            found[place.name] = inner
    return found
