"""What can be told wrong about a questionnaire before any expression is read: names, lists, files, and what must not be asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from firsthand.core.questionnaire.kinds import FROM_FILE, TRAITS, WITH_CHOICES, Kind, Shape
from firsthand.core.questionnaire.model import ChoiceList, Group, Item, Question, Questionnaire, Repeat, Where, walk_items
from firsthand.core.questionnaire.problems import Problem

MOST_ITEMS = 5_000
MOST_DEPTH = 20
_name = re.compile(r"[^\W\d][\w.\-]*\Z")
_app = re.compile(r"(?:^|\s)ex:|(?:^|\s)(?:search|rapid)\(")
_reserved = {"meta"}


def problems_of_items(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Everything that is wrong whatever the expressions say."""
    if not questionnaire.items:
        yield Problem(sheet="survey", reason="Nothing is asked.")
    if not _name.match(questionnaire.root):
        yield Problem(sheet="settings", column="name", reason=f"“{questionnaire.root}” cannot be a name.")
    walked = list(walk_items(questionnaire.items))
    if len(walked) > MOST_ITEMS:
        yield Problem(sheet="survey", reason=f"There are {len(walked)} rows; {MOST_ITEMS} can be carried.")
        return
    yield from _twice(questionnaire.items, ())
    for where, item in walked:
        for column, reason in _of_item(where, item, questionnaire):
            yield Problem(sheet="survey", where=where, column=column, reason=reason)
    for found in questionnaire.lists:
        yield from _of_list(found, questionnaire)


def _twice(items: tuple[Item, ...], within: Where) -> Iterator[Problem]:
    counted = Counter(item.name for item in items)
    for item in items:
        if counted[item.name] > 1:
            yield Problem(sheet="survey", where=(*within, item.name), column="name", reason="The name stands twice in the same group.")
        if isinstance(item, Group):
            yield from _twice(item.items, (*within, item.name))


def _of_item(where: Where, item: Item, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    if not _name.match(item.name):
        yield "name", "A name begins with a letter or an underscore and has only letters, digits, hyphens, underscores and points."
    elif item.name in _reserved and len(where) == 1:
        yield "name", f"“{item.name}” is kept for what a device says about the answers."
    if len(where) > MOST_DEPTH:
        yield "type", "There are too many groups within groups."
    if _app.search(item.appearance):
        yield "appearance", "The answer would come from an application that only some devices have."
    if isinstance(item, Group):
        if item.is_one_page and any(isinstance(inner, Repeat) for _, inner in walk_items(item.items)):
            yield "appearance", "A repeat cannot stand on one page with other questions. Take field-list away, or put it on the repeat."
    else:
        yield from _of_question(item, questionnaire)


def _of_question(item: Question, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    if TRAITS[item.kind].points_at_people and not item.purpose:
        yield "type", f"“{item.kind.value}” can lead to a person. Say in the column “purpose” what it is for, or leave it out."
    if item.kind is Kind.CALCULATE and not (item.calculation or item.default):
        yield "calculation", "Nothing is calculated here."
    if item.kind is Kind.RANGE:
        yield from _of_range(item)
    if item.shape in WITH_CHOICES:
        yield from _of_choices(item, questionnaire)
    elif item.choice_filter:
        yield "choice_filter", "There are no choices to filter."
    if item.kind is Kind.CSV_EXTERNAL and questionnaire.table_named(f"{item.name}.csv") is None:
        yield "type", f"The file “{item.name}.csv” was not uploaded with the questionnaire."


def _of_range(item: Question) -> Iterator[tuple[str, str]]:
    try:
        start, end, step = (float(item.parameter(name, default)) for name, default in (("start", "1"), ("end", "10"), ("step", "1")))
    except ValueError:
        yield "parameters", "A range has numbers for start, end and step."
        return
    if step == 0 or start == end or not all(-1e9 < number < 1e9 for number in (start, end, step)):
        yield "parameters", "A range goes from one number to another in steps that are not 0."
    elif (end - start) / step > 1_000:
        yield "parameters", "A range has at most 1,000 steps."


def _of_choices(item: Question, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    if item.kind in FROM_FILE:
        table = questionnaire.table_named(item.choices)
        if not item.choices.casefold().endswith(".csv"):
            yield "type", "Choices are read from CSV files only."
        elif table is None:
            yield "type", f"The file “{item.choices}” was not uploaded with the questionnaire."
        elif not {item.parameter("value", "name"), item.parameter("label", "label")} <= set(table.columns):
            yield "type", f"The file “{item.choices}” needs the columns name and label, or the column parameters say which are meant."
    elif item.choices.startswith("${"):
        yield "type", "Choices made of earlier answers are not carried. Ask in words, or write a list."
    elif questionnaire.list_named(item.choices) is None:
        yield "type", f"There is no list of choices called “{item.choices}”."
    if item.or_other and item.choice_filter:
        yield "type", "or_other does not go with a filter of choices. Put the other choice into the list."
    if item.or_other and item.shape is Shape.RANKED:
        yield "type", "or_other does not go with ranking."


def _of_list(found: ChoiceList, questionnaire: Questionnaire) -> Iterator[Problem]:
    counted = Counter(choice.name for choice in found.choices)
    for choice in found.choices:
        where = (found.name, choice.name)
        if not choice.name:
            yield Problem(sheet="choices", where=where, column="name", reason=f"A choice of the list “{found.name}” has no name.")
        elif " " in choice.name and _is_many(found.name, questionnaire):
            yield Problem(
                sheet="choices", where=where, column="name", reason="A name with a space cannot be one of several that are selected."
            )
        elif counted[choice.name] > 1 and not questionnaire.may_repeat_choices:
            yield Problem(sheet="choices", where=where, column="name", reason=f"The name stands twice in the list “{found.name}”.")


def _is_many(name: str, questionnaire: Questionnaire) -> bool:
    return any(
        isinstance(item, Question) and item.choices == name and item.shape in {Shape.MANY, Shape.RANKED}
        for _, item in walk_items(questionnaire.items)
    )
