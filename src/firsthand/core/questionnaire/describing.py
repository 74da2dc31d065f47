"""A questionnaire described: every variable with its label, its values and when it is asked, for a codebook and for paper.

Rules are said in words as far as people put them: comparisons with an answer, choices, and, or, not. What goes further stands as it is
written.
"""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.core.questionnaire.answering import scale_of
from firsthand.core.questionnaire.expressions import read_expression
from firsthand.core.questionnaire.expressions.tree import Binary, Call, Literal, Named, Negative, Number, Path, Tree
from firsthand.core.questionnaire.expressions.values import number_text
from firsthand.core.questionnaire.kinds import TRAITS, WITH_CHOICES, Filled, Kind, Shape
from firsthand.core.questionnaire.model import Group, Question, Repeat
from firsthand.core.questionnaire.places import Place
from firsthand.core.questionnaire.planning import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """How rules are said, so that a surface can hand in its own language. `{0}` is the question, `{1}` what it is held against."""

    answered: str = "{0} is answered"
    unanswered: str = "{0} is not answered"
    equal: str = "{0} is {1}"
    unequal: str = "{0} is not {1}"
    less: str = "{0} is less than {1}"
    at_most: str = "{0} is at most {1}"
    more: str = "{0} is more than {1}"
    at_least: str = "{0} is at least {1}"
    includes: str = "{0} includes {1}"
    both: str = "{0} and {1}"
    either: str = "{0} or {1}"
    negated: str = "not ({0})"
    this_answer: str = "this answer"
    as_written: str = "{0}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a codebook. `depth` is how many groups are around it; `number` counts what is asked, 0 for what is not.

    `values` are names and labels; `asked_if` and `must_be` are rules in words, `rules` the same as they are written.
    """

    path: str
    number: int
    depth: int
    kind: str
    shape: Shape
    label: str
    hint: str
    values: tuple[tuple[str, str], ...]
    is_required: bool
    is_repeat: bool
    asked_if: str
    must_be: str
    rules: tuple[tuple[str, str], ...]


def describe_questionnaire(plan: Plan, language: str = "", phrases: Phrases | None = None) -> tuple[Entry, ...]:
    """Every group and question in order, in this language."""
    phrases, entries, number = phrases or Phrases(), [], 0
    for place in plan.form.places[1:]:
        question = place.question
        if question is not None and TRAITS[question.kind].filled is Filled.BY_READER and question.shape is not Shape.NOTHING:
            number += 1
            entries.append(_entry(plan, place, number, language, phrases))
        else:
            entries.append(_entry(plan, place, 0, language, phrases))
    return tuple(entries)


def _entry(plan: Plan, place: Place, number: int, language: str, phrases: Phrases) -> Entry:
    item, default = place.item, plan.questionnaire.default_language
    assert isinstance(item, Question | Group)  # noqa: S101 -- only the whole form has no item
    question = item if isinstance(item, Question) else None
    written = (
        ("relevant", item.relevant),
        *((name, getattr(question, name)) for name in ("constraint", "calculation", "choice_filter") if question),
    )
    teller = _Teller(plan, place, language, phrases)
    return Entry(
        path="/".join(place.where),
        number=number,
        depth=place.depth - 1,
        kind=question.kind.value if question else "repeat" if isinstance(item, Repeat) else "group",
        shape=place.shape,
        label=item.label.within(language, default),
        hint=item.hint.within(language, default),
        values=_values(plan, question, language),
        is_required=bool(question and question.required not in {"", "false()"}),
        is_repeat=place.is_repeat,
        asked_if=teller.told(item.relevant),
        must_be=teller.told(question.constraint) if question else "",
        rules=tuple((name, text) for name, text in written if text),
    )


def _values(plan: Plan, question: Question | None, language: str) -> tuple[tuple[str, str], ...]:
    if question is None or (question.shape not in WITH_CHOICES and question.kind is not Kind.RANGE):
        return ()
    if question.kind is Kind.RANGE:
        return tuple((mark, "") for mark in scale_of(question))
    rows = plan.form.lists[question.choices].rows
    return tuple((row.name, row.label.within(language, plan.questionnaire.default_language)) for row in rows)


class _Teller:
    """Says the rules of one place."""

    def __init__(self, plan: Plan, place: Place, language: str, phrases: Phrases) -> None:
        self.plan, self.place, self.language, self.phrases = plan, place, language, phrases

    def told(self, text: str) -> str:
        if not text or text in {"true()", "false()"}:
            return ""
        said = self._said(read_expression(text))
        return said if said is not None else self.phrases.as_written.format(text)

    def _said(self, tree: Tree) -> str | None:
        match tree:
            case Binary("and" | "or", left, right):
                one, two = self._said(left), self._said(right)
                phrase = self.phrases.both if tree.operator == "and" else self.phrases.either
                return phrase.format(one, two) if one is not None and two is not None else None
            case Binary(_, left, right) if tree.operator in _comparisons:
                return self._compared(tree.operator, left, right)
            case Call("selected", (asked, Literal(name))):
                question = self._question(asked)
                return self.phrases.includes.format(self._name(asked), self._value(question, name)) if self._name(asked) else None
            case Call("not", (inner,)):
                said = self._said(inner)
                return None if said is None else self.phrases.negated.format(said)
            case _:
                return None

    def _compared(self, operator: str, left: Tree, right: Tree) -> str | None:
        if not self._name(left) and self._name(right):
            left, right, operator = right, left, _turned.get(operator, operator)
        name, value = self._name(left), self._constant(right)
        if not name or value is None:
            return None
        if value == "" and operator in {"=", "!="}:
            return (self.phrases.unanswered if operator == "=" else self.phrases.answered).format(name)
        phrase: str = getattr(self.phrases, _comparisons[operator])
        return phrase.format(name, self._value(self._question(left), value))

    def _name(self, tree: Tree) -> str:
        if isinstance(tree, Path) and not tree.is_absolute and tree.start is None and [step.name for step in tree.steps] == ["."]:
            return self.phrases.this_answer
        question = self._question(tree)
        if question is None:
            return ""
        return f"“{question.label.within(self.language, self.plan.questionnaire.default_language) or question.name}”"

    def _question(self, tree: Tree) -> Question | None:
        if not isinstance(tree, Named):
            return None
        found = self.plan.form.named.get(tree.name, [])
        return found[0].question if found else None

    def _constant(self, tree: Tree) -> str | None:
        match tree:
            case Literal(text):
                return text
            case Number(value):
                return number_text(value)
            case Negative(Number(value)):
                return number_text(-value)
            case _:
                return None

    def _value(self, question: Question | None, name: str) -> str:
        rows = self.plan.form.lists.get(question.choices) if question and question.choices else None
        if rows is None or name not in rows.by_name:
            return name
        return f"“{rows.by_name[name].label.within(self.language, self.plan.questionnaire.default_language) or name}”"


_comparisons = {"=": "equal", "!=": "unequal", "<": "less", "<=": "at_most", ">": "more", ">=": "at_least"}
_turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
