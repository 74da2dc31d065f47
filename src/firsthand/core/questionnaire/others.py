"""`or_other`, written out: one more choice, and a question that asks what the other is (as pyxform does)."""

from __future__ import annotations

from dataclasses import replace

from firsthand.core.questionnaire.kinds import Kind
from firsthand.core.questionnaire.model import Choice, ChoiceList, Group, Item, Question, Questionnaire, walk_items
from firsthand.core.questionnaire.wording import Words

OTHER = "other"
OTHER_LABEL = "Other"
SPECIFY_LABEL = "Specify other."


def write_out_others(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire with a choice and a question in place of each `or_other`. Without one it is the same value."""
    named = {item.choices for _, item in walk_items(questionnaire.items) if isinstance(item, Question) and item.or_other}
    if not named:
        return questionnaire
    lists = tuple(_with_other(found, questionnaire) if found.name in named else found for found in questionnaire.lists)
    return replace(questionnaire, items=_written_out(questionnaire.items, questionnaire), lists=lists)


def _with_other(found: ChoiceList, questionnaire: Questionnaire) -> ChoiceList:
    if any(choice.name == OTHER for choice in found.choices):
        return found
    return replace(found, choices=(*found.choices, Choice(name=OTHER, label=_in_all(OTHER_LABEL, questionnaire))))


def _written_out(items: tuple[Item, ...], questionnaire: Questionnaire) -> tuple[Item, ...]:
    written: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            written.append(replace(item, items=_written_out(item.items, questionnaire)))
            continue
        written.append(item)
        if item.or_other:
            label = _in_all(SPECIFY_LABEL, questionnaire)
            relevant = f"selected(../{item.name}, '{OTHER}')"
            written.append(Question(kind=Kind.TEXT, name=f"{item.name}_other", label=label, relevant=relevant))
    return tuple(written)


def _in_all(words: str, questionnaire: Questionnaire) -> Words:
    return Words.of(dict.fromkeys(questionnaire.languages or ("",), words))
