"""Somebody's answers to a questionnaire, with its rules kept up to date.

Changing one answer evaluates the rules that look at it, then those that look at what changed, each once and in the plan's order.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from firsthand.core.questionnaire.expressions import At, Value, number_of, text_of, truth_of
from firsthand.core.questionnaire.kinds import Kind
from firsthand.core.questionnaire.places import Node, Place, Row, Setting
from firsthand.core.questionnaire.planning import Plan, Rule, Unit, places_within
from firsthand.core.questionnaire.standing import MOST_INSTANCES, Answers, AnswersForeign, Standing, clock_value, inner_nodes

_passing = frozenset({"now", "chance"})  # what differs every time it is asked
_attributes = {"guidance_hint": "guidance"}


def begin_filling(plan: Plan, setting: Setting) -> Filling:
    """A questionnaire that nobody answered yet, with its defaults."""
    filling = Filling(plan, setting)
    filling.standing.begin()
    filling.settle_all()
    filling.fill_defaults(filling.standing.root)
    return filling


def resume_filling(plan: Plan, answers: Answers, setting: Setting, *, is_received: bool = False) -> Filling:
    """Answers that were given before. With `is_received`, by a device: what it took from its clock or from chance stays as it came.

    Raises:
        AnswersForeign: something in it is not asked here.
        TooManyInstances: a repeat has more than 500.

    """
    filling = Filling(plan, setting, is_received=is_received)
    filling.standing.load(answers)
    filling.settle_all()
    return filling


class Filling:
    """One set of answers. `evaluations` counts what was evaluated, so that a law can hold it against what changed."""

    def __init__(self, plan: Plan, setting: Setting, *, is_received: bool = False) -> None:
        self.plan, self.setting, self.is_received = plan, setting, is_received
        self.standing = Standing(plan, setting)
        self.evaluations = 0

    def answers(self) -> dict[str, Any]:
        """What is asked and answered, as a plain nested value: this is what is sent."""
        return self.standing.answers()

    def everything(self) -> dict[str, Any]:
        """Also what is not asked at present: this is what a draft keeps."""
        return self.standing.everything()

    def node(self, path: str) -> Node:
        """The node at a path such as `household/members[2]/age`; raises `AnswersForeign`."""
        return self.standing.node(path)

    def live_nodes(self) -> Iterator[Node]:
        """Every question that is asked at present, in order; what is calculated is among them."""
        return self.standing.live()

    def instance_name(self) -> str:
        """The name that the questionnaire gives to a set of answers; empty where it gives none."""
        bound = self.plan.instance_name
        return text_of(bound.run(At(self.standing.root, self.setting))) if bound else ""

    # --- changes

    def change(self, values: Mapping[str, str]) -> None:
        """Put answers at these paths and bring every rule up to date; raises `AnswersForeign`."""
        touched: list[Node] = []
        for path, value in values.items():
            node = self.node(path)
            if node.value != value:
                node.value = value
                touched.append(node)
        changed = {node.place for node in touched}
        for node in touched:
            changed |= self._fire(node)
        self._settle(changed)

    def add(self, path: str, name: str) -> Node:
        """One more instance of the repeat `name` in the node at `path` (empty for the whole form), with its defaults.

        Raises:
            AnswersForeign: there is no such repeat, or a rule says how often it stands.
            TooManyInstances: there are 500.

        """
        parent = self.node(path)
        place = parent.place.by_name.get(name)
        if place is None or not place.is_repeat or self.plan.rule(place, Rule.COUNT):
            raise AnswersForeign(path=f"{path}/{name}"[:80])
        kids = self.standing.instances(parent, place)
        self.standing.resize(parent, place, len(kids) + 1)
        self._settle(places_within(place))
        self.fill_defaults(kids[-1])
        return kids[-1]

    def remove(self, path: str) -> None:
        """Take one instance of a repeat away; those after it move up.

        Raises:
            AnswersForeign: there is no such instance, or a rule says how often it stands.

        """
        node = self.node(path)
        if node.parent is None or not node.place.is_repeat or self.plan.rule(node.place, Rule.COUNT):
            raise AnswersForeign(path=path[:80])
        self.standing.drop(node)
        self._settle(places_within(node.place))

    def fill_defaults(self, within: Node) -> None:
        """Defaults that are rules, once, for what has no answer yet in this node."""
        if within.place.question is not None and not within.value:
            said = self.ask(within, Rule.DEFAULT)
            if said is not None and (text := text_of(said)):
                self.change({within.path: text})
        for kid in list(inner_nodes(within)):
            self.fill_defaults(kid)

    # --- questions to the rules

    def ask(self, node: Node, rule: Rule) -> Value | None:
        """What a rule says at a node just now; None where none is written."""
        bound = self.plan.rules.get((node.place.index, rule))
        return None if bound is None else bound.run(At(node, self.setting))

    def holds(self, node: Node, rule: Rule) -> bool:
        """Whether a rule says yes; no where none is written."""
        bound = self.plan.rules.get((node.place.index, rule))
        return bound is not None and truth_of(bound.run(At(node, self.setting)))

    def is_read_only(self, node: Node) -> bool:
        """Whether it is shown and cannot be changed: by its own rule, by that of a group around it, or because it is calculated."""
        question = node.place.question
        if question is not None and question.calculation and not question.trigger:
            return True
        walked: Node | None = node
        while walked is not None:
            if self.holds(walked, Rule.READ_ONLY):
                return True
            walked = walked.parent
        return False

    def choices(self, node: Node) -> list[Row]:
        """The choices that are open at a node, in the order of their list."""
        question = node.place.question
        rows = self.plan.form.lists[question.choices].rows if question and question.choices else ()
        bound = self.plan.rule(node.place, Rule.FILTER)
        if bound is None:
            return list(rows)
        size, setting = len(rows), self.setting
        return [row for nth, row in enumerate(rows, start=1) if truth_of(bound.run(At(node, setting, node=row, position=nth, size=size)))]

    def is_open(self, node: Node, name: str) -> bool:
        """Whether a choice of this name may be chosen just now."""
        question = node.place.question
        rows = self.plan.form.lists.get(question.choices) if question else None
        if rows is None or name not in rows.by_name:
            return False
        if self.plan.rule(node.place, Rule.FILTER) is None:
            return True
        return any(row.name == name for row in self.choices(node))

    def words(self, node: Node, column: str, language: str = "") -> str:
        """The label, hint, guidance or message of a node in a language, with answers put in. Empty where none is written."""
        language, default = language or self.setting.language, self.plan.questionnaire.default_language
        template = self.plan.templates.get((node.place.index, column))
        if template is not None:
            return template.filled(At(node, self.setting), language, default)
        words = getattr(node.place.item, _attributes.get(column, column), None)
        return words.within(language, default) if words else ""

    # --- keeping the rules

    def settle_all(self) -> None:
        """Evaluate every rule once, in order."""
        if not self.is_received:
            for place in self.plan.form.places:
                if place.question is not None and place.question.kind is Kind.END:
                    for node in self.standing.at[place.index]:
                        node.value = clock_value(place, self.setting)
        for unit in self.plan.units:
            self._evaluate(unit)

    def _settle(self, changed: Iterable[Place]) -> None:
        plan = self.plan
        waiting = sorted({number for place in changed for found in (plan.readers, plan.units_at) for number in found.get(place.index, ())})
        queued = set(waiting)
        while waiting:
            unit = plan.units[heapq.heappop(waiting)]
            for place in self._evaluate(unit):
                woken = plan.readers.get(place.index, ())
                if unit.rule is Rule.COUNT:
                    woken = (*woken, *plan.units_at.get(place.index, ()))
                for number in woken:
                    if number not in queued:
                        queued.add(number)
                        heapq.heappush(waiting, number)

    def _evaluate(self, unit: Unit) -> Iterable[Place]:
        """Evaluate one rule at all its nodes; the places whose answers are different now."""
        match unit.rule:
            case Rule.COUNT:
                return self._count(unit)
            case Rule.RELEVANT:
                return self._relevant(unit)
            case _:
                return self._calculate(unit)

    def _relevant(self, unit: Unit) -> Iterable[Place]:
        run, setting, is_changed = unit.bound.run, self.setting, False
        nodes = self.standing.at[unit.place.index]
        self.evaluations += len(nodes)
        for node in nodes:
            is_relevant = truth_of(run(At(node, setting)))
            if is_relevant is not node.is_relevant:
                node.is_relevant, is_changed = is_relevant, True
        return places_within(unit.place) if is_changed else ()

    def _calculate(self, unit: Unit) -> Iterable[Place]:
        run, setting = unit.bound.run, self.setting
        nodes = self.standing.at[unit.place.index]
        self.evaluations += len(nodes)
        may_keep = self.is_received and not unit.bound.needs.isdisjoint(_passing)
        changed: set[Place] = set()
        for node in nodes:
            if may_keep and node.value:
                continue
            value = text_of(run(At(node, setting)))
            if value != node.value:
                node.value = value
                changed |= {unit.place, *self._fire(node)}
        return changed

    def _count(self, unit: Unit) -> Iterable[Place]:
        place, is_changed = unit.place, False
        for parent in list(self.standing.at[cast("Place", place.parent).index]):
            self.evaluations += 1
            wanted = number_of(unit.bound.run(At(Node(place, parent), self.setting)))
            size = min(max(int(wanted), 0), MOST_INSTANCES) if abs(wanted) < 1e9 else 0
            if size != len(self.standing.instances(parent, place)):
                self.standing.resize(parent, place, size)
                is_changed = True
        return places_within(place) if is_changed else ()

    def _fire(self, node: Node) -> set[Place]:
        """Evaluate the calculations that wait for this answer to change (XForms specification, `xforms-value-changed`)."""
        fired: set[Place] = set()
        for place in self.plan.triggered.get(node.place.index, ()):
            for target in self._beside(node, place):
                said = self.ask(target, Rule.CALCULATION)
                value = "" if said is None else text_of(said)
                if value != target.value:
                    target.value = value
                    fired |= {place, *self._fire(target)}
        return fired

    def _beside(self, node: Node, place: Place) -> list[Node]:
        """The nodes of a place that stand in the same instances of repeats as this node."""
        instances = {found.place.index: found for found in _upward(node) if found.place.is_repeat}
        return [
            target
            for target in self.standing.at[place.index]
            if all(instances.get(found.place.index, found) is found for found in _upward(target))
        ]


def _upward(node: Node) -> Iterator[Node]:
    walked: Node | None = node
    while walked is not None:
        yield walked
        walked = walked.parent
