"""Questionnaires for tests, invented."""

from datetime import UTC, datetime
from itertools import count

from firsthand.core.questionnaire import (
    Choice,
    ChoiceList,
    Kind,
    Question,
    Questionnaire,
    Setting,
    Words,
    begin_filling,
    plan_questionnaire,
    resume_filling,
)

NOW = datetime(2026, 3, 31, 14, 30, 15, 250_000, tzinfo=UTC)


def setting(**changed):
    turns = count(1)
    return Setting(**{"now": NOW, "chance": lambda: (next(turns) * 0.37) % 1.0, "language": "", **changed})


def ask(name, kind=Kind.TEXT, **more):
    more = {
        key: Words.of(value) if key in {"label", "hint", "constraint_message", "required_message"} else value for key, value in more.items()
    }
    return Question(kind=kind, name=name, **more)


def list_of(name, *choices):
    """A list of names, or of names with further columns."""
    made = [choice if isinstance(choice, tuple) else (choice, {}) for choice in choices]
    return ChoiceList(
        name=name,
        choices=tuple(Choice(name=key, label=Words.of(key.title()), columns=tuple(columns.items())) for key, columns in made),
    )


def questionnaire(*items, lists=(), **more):
    return Questionnaire(**{"form_id": "invented", "title": "Invented", "items": items, "lists": lists, **more})


def plan_of(*items, lists=(), **more):
    return plan_questionnaire(questionnaire(*items, lists=lists, **more))


def begin(*items, lists=(), at=None, **more):
    return begin_filling(plan_of(*items, lists=lists, **more), at or setting())


def resume(plan, answers, **more):
    return resume_filling(plan, answers, setting(), **more)


def value_of(expression, *items, answers=None, lists=(), tables=(), at=None):
    """What an expression comes to, in a form with these questions and answers."""
    filling = begin(*items, ask("result", Kind.CALCULATE, calculation=expression), lists=lists, tables=tables, at=at)
    filling.change(answers or {})
    return filling.node("result").value
