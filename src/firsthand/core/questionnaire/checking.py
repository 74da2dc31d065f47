"""What is still wrong with a set of answers, question by question, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from firsthand.core.questionnaire.answering import is_fit
from firsthand.core.questionnaire.filling import Filling
from firsthand.core.questionnaire.kinds import TRAITS, WITH_CHOICES, Filled, Shape
from firsthand.core.questionnaire.places import Node
from firsthand.core.questionnaire.planning import Rule


class Fault(StrEnum):
    """What can be wrong with one answer."""

    MISSING = "missing"
    UNFIT = "unfit"  # not of the shape that is asked for
    NOT_A_CHOICE = "not-a-choice"
    TWICE = "twice"  # the same choice selected or ranked twice
    INCOMPLETE = "incomplete"  # a ranking that leaves choices out
    AGAINST_RULE = "against-rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing wrong with one answer. `message` is the questionnaire's own, or empty. Never holds the answer."""

    path: str
    fault: Fault
    shape: Shape
    message: str = ""


def check_answers(filling: Filling, language: str = "") -> tuple[Finding, ...]:
    """Everything that is wrong; empty when the answers may be sent."""
    return tuple(finding for node in filling.live_nodes() for finding in check_answer(filling, node, language))


def check_answer(filling: Filling, node: Node, language: str = "") -> Iterator[Finding]:
    """What is wrong with one answer that is asked for. At most one thing is said, the first that matters."""
    question = node.place.question
    if question is None or TRAITS[question.kind].filled is not Filled.BY_READER:
        return
    value, shape = node.value, question.shape
    if value == "":
        if question.required and shape is not Shape.NOTHING and filling.holds(node, Rule.REQUIRED):
            yield Finding(path=node.path, fault=Fault.MISSING, shape=shape, message=filling.words(node, "required_message", language))
        return
    if not is_fit(question, value):
        yield Finding(path=node.path, fault=Fault.UNFIT, shape=shape)
        return
    fault = _fault_of_choices(filling, node, shape) if shape in WITH_CHOICES else None
    if fault is not None:
        yield Finding(path=node.path, fault=fault, shape=shape)
    elif question.constraint and not filling.holds(node, Rule.CONSTRAINT):
        message = filling.words(node, "constraint_message", language)
        yield Finding(path=node.path, fault=Fault.AGAINST_RULE, shape=shape, message=message)


def _fault_of_choices(filling: Filling, node: Node, shape: Shape) -> Fault | None:
    chosen = [node.value] if shape is Shape.ONE else node.value.split()
    if len(set(chosen)) < len(chosen):
        return Fault.TWICE
    if not all(filling.is_open(node, name) for name in chosen):
        return Fault.NOT_A_CHOICE
    if shape is Shape.RANKED and len(chosen) < len(filling.choices(node)):
        return Fault.INCOMPLETE
    return None
