"""From a questionnaire to a plan: every expression bound, every problem found, and one order in which rules can be evaluated.

The order is worked out once. A rule that reads an answer comes after whatever decides that answer: its calculation, whether it and the
groups around it are asked, and how often a repeat around it stands. Rules that wait for one another in a circle are refused.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from firsthand.core.questionnaire.defaults import is_dynamic
from firsthand.core.questionnaire.expressions import Bound, Unreadable, bind_expression
from firsthand.core.questionnaire.inspecting import problems_of_items
from firsthand.core.questionnaire.model import Item, Question, Questionnaire, Repeat
from firsthand.core.questionnaire.others import write_out_others
from firsthand.core.questionnaire.places import Form, Place
from firsthand.core.questionnaire.problems import Problem, QuestionnaireRefused
from firsthand.core.questionnaire.referring import Template, bind_templates, names_in_trigger


class Rule(StrEnum):
    """What an expression decides. The first three are kept up to date; the others are asked when they are needed."""

    RELEVANT = "relevant"
    COUNT = "repeat_count"
    CALCULATION = "calculation"
    REQUIRED = "required"
    CONSTRAINT = "constraint"
    READ_ONLY = "read_only"
    DEFAULT = "default"
    FILTER = "choice_filter"


KEPT = (Rule.RELEVANT, Rule.COUNT, Rule.CALCULATION)


@dataclass(frozen=True, slots=True)
class Unit:
    """A rule that is kept up to date, and its number in the order."""

    place: Place
    rule: Rule
    bound: Bound
    number: int


@dataclass(slots=True)
class Plan:
    """A questionnaire that can be asked. `readers` has, for each place, the numbers of the units that look at it, lowest first."""

    questionnaire: Questionnaire
    form: Form
    rules: dict[tuple[int, Rule], Bound]
    templates: dict[tuple[int, str], Template]
    units: list[Unit] = field(default_factory=list)
    readers: dict[int, list[int]] = field(default_factory=dict)
    units_at: dict[int, list[int]] = field(default_factory=dict)
    triggered: dict[int, list[Place]] = field(default_factory=dict)
    instance_name: Bound | None = None

    def rule(self, place: Place, rule: Rule) -> Bound | None:
        """The expression that decides this at this place, if one is written."""
        return self.rules.get((place.index, rule))


def plan_questionnaire(questionnaire: Questionnaire, *, rows: Mapping[tuple[str, ...], int] | None = None) -> Plan:
    """Make a plan of a questionnaire. `rows` tells in which row what stands, for the problems (`Problem.with_row`).

    Raises:
        QuestionnaireRefused: with every problem that was found.

    """
    written = write_out_others(questionnaire)
    form = Form(written)
    problems = list(problems_of_items(written))
    plan = Plan(questionnaire, form, {}, {})
    for place in form.places[1:]:
        for rule, text in _written_rules(place):
            try:
                spot = form.lists[place.question.choices] if rule is Rule.FILTER and place.question else None
                plan.rules[place.index, rule] = bind_expression(text, form, place, rows=spot)
            except Unreadable as reason:
                problems.append(_problem(place, rule.value, str(reason)))
            except KeyError:
                continue  # the list is missing, which was said already
        problems += [_problem(place, column, reason) for column, reason in bind_templates(form, place, plan.templates)]
    problems += _bind_the_rest(plan)
    problems += _self_reading(plan)
    if not problems:
        problems += _put_in_order(plan)
    if problems:
        raise QuestionnaireRefused(problem.with_row(rows or {}) for problem in problems)
    return plan


def _problem(place: Place, column: str, reason: str) -> Problem:
    return Problem(sheet="survey", column=column, where=place.where, reason=reason)


def _written_rules(place: Place) -> Iterator[tuple[Rule, str]]:
    item: Item | None = place.item
    if item is None:
        return
    found: list[tuple[Rule, str]] = [(Rule.RELEVANT, item.relevant), (Rule.READ_ONLY, item.read_only)]
    if isinstance(item, Question):
        found += [
            (Rule.CALCULATION, item.calculation),
            (Rule.REQUIRED, item.required),
            (Rule.CONSTRAINT, item.constraint),
            (Rule.FILTER, item.choice_filter),
            (Rule.DEFAULT, item.default if is_dynamic(item) else ""),
        ]
    if isinstance(item, Repeat):
        found.append((Rule.COUNT, item.count))
    yield from ((rule, text) for rule, text in found if text)


def _bind_the_rest(plan: Plan) -> Iterator[Problem]:
    """What stands beside the questions: triggers, and the name of a set of answers."""
    form = plan.form
    for place in form.places:
        question = place.question
        for name in names_in_trigger(question.trigger) if question else ():
            found = form.named.get(name, [])
            if len(found) == 1:
                plan.triggered.setdefault(found[0].index, []).append(place)
            else:
                yield _problem(place, "trigger", f"There is no single question called “{name}”.")
    if plan.questionnaire.instance_name:
        try:
            plan.instance_name = bind_expression(plan.questionnaire.instance_name, form, form.root)
        except Unreadable as reason:
            yield Problem(sheet="settings", column="instance_name", reason=str(reason))


def _is_kept(place: Place, rule: Rule) -> bool:
    return rule in KEPT and not (rule is Rule.CALCULATION and place.question is not None and place.question.trigger)


def _self_reading(plan: Plan) -> Iterator[Problem]:
    for (index, rule), bound in plan.rules.items():
        place = plan.form.places[index]
        if index in bound.reads and _is_kept(place, rule):
            yield _problem(place, rule.value, "It looks at itself, so it could never be settled. once() keeps a first value.")


def _put_in_order(plan: Plan) -> Iterator[Problem]:
    """Kahn's order (1962) with the lowest row first; what cannot be placed waits in a circle."""
    keys = sorted(plan.rules, key=lambda key: (key[0], list(Rule).index(key[1])))
    kept = [(index, rule) for index, rule in keys if _is_kept(plan.form.places[index], rule)]
    number_of = {key: number for number, key in enumerate(kept)}
    waiting_for = [{number_of[key] for key in _deciders(plan, plan.rules[unit].reads) if key in number_of} for unit in kept]
    waited_by: dict[int, list[int]] = {}
    for number, found in enumerate(waiting_for):
        for decider in found:
            waited_by.setdefault(decider, []).append(number)
    left = [len(found) for found in waiting_for]
    ready = [number for number, count in enumerate(left) if count == 0]
    heapq.heapify(ready)
    while ready:
        number = heapq.heappop(ready)
        index, rule = kept[number]
        plan.units.append(Unit(plan.form.places[index], rule, plan.rules[index, rule], len(plan.units)))
        for follower in waited_by.get(number, []):
            left[follower] -= 1
            if left[follower] == 0:
                heapq.heappush(ready, follower)
    if len(plan.units) < len(kept):
        yield _circle(plan, kept, waiting_for, {number for number, count in enumerate(left) if count > 0})
    _note_readers(plan)


def _deciders(plan: Plan, reads: frozenset[int]) -> Iterator[tuple[int, Rule]]:
    for index in reads:
        yield index, Rule.CALCULATION
        for around in plan.form.places[index].upward():
            yield around.index, Rule.RELEVANT
            yield around.index, Rule.COUNT


def _circle(plan: Plan, kept: list[tuple[int, Rule]], waiting_for: list[set[int]], stuck: set[int]) -> Problem:
    """One circle, by walking from decider to decider until one comes back."""
    walked = [min(stuck)]
    while True:
        following = min(waiting_for[walked[-1]] & stuck)
        if following in walked:
            circle = walked[walked.index(following) :]
            break
        walked.append(following)
    first = min(circle)
    names = [plan.form.places[kept[number][0]].name for number in [*circle, circle[0]]]
    index, rule = kept[first]
    return _problem(plan.form.places[index], rule.value, f"These wait for one another in a circle: {' → '.join(names)}.")


def _note_readers(plan: Plan) -> None:
    for unit in plan.units:
        plan.units_at.setdefault(unit.place.index, []).append(unit.number)
        for index in unit.bound.reads:
            plan.readers.setdefault(index, []).append(unit.number)


def places_within(place: Place) -> Iterator[Place]:
    """The place and every place inside it."""
    yield place
    for kid in place.kids:
        yield from places_within(kid)
