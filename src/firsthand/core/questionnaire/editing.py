"""Changing a questionnaire: add, move, remove, change, translate. Each gives a new one that can be asked, or refuses and changes nothing.

Whoever renames a question renames it in every rule and every sentence that speaks of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from firsthand.core.questionnaire.model import Choice, ChoiceList, Group, Item, Questionnaire, Where, walk_items
from firsthand.core.questionnaire.planning import plan_questionnaire
from firsthand.core.questionnaire.wording import Words
from firsthand.core.refusal import NotFound, NotValid

SPOKEN = ("label", "hint", "guidance", "required_message", "constraint_message")


class ItemMissing(NotFound):
    code = "item-missing"
    sentence = "There is no “{name}” in this questionnaire."


class CannotHoldItself(NotValid):
    code = "cannot-hold-itself"
    sentence = "“{name}” cannot be moved into itself."


def add_item(questionnaire: Questionnaire, item: Item, *, into: Where = (), before: str = "") -> Questionnaire:
    """With this item in a group (the whole questionnaire where `into` is empty), before the item of that name or at the end.

    Raises:
        ItemMissing: there is no such group, or nothing of that name in it.
        QuestionnaireRefused: it could not be asked so.

    """
    return _checked(_with_items(questionnaire, into, lambda items: _put(items, item, before)))


def remove_item(questionnaire: Questionnaire, where: Where) -> Questionnaire:
    """Without this item; refused while a rule speaks of it.

    Raises:
        ItemMissing: there is none.
        QuestionnaireRefused: something else needs it.

    """
    return _checked(_without(questionnaire, where))


def move_item(questionnaire: Questionnaire, where: Where, *, into: Where = (), before: str = "") -> Questionnaire:
    """With this item elsewhere.

    Raises:
        ItemMissing: there is no such item or place.
        CannotHoldItself: it would be moved into itself.
        QuestionnaireRefused: it could not be asked there.

    """
    if into[: len(where)] == where:
        raise CannotHoldItself(name=where[-1] if where else "")
    item = item_at(questionnaire, where)
    return _checked(_with_items(_without(questionnaire, where), into, lambda items: _put(items, item, before)))


def change_item(questionnaire: Questionnaire, where: Where, **changes: Any) -> Questionnaire:
    """With other fields of this item, by their names in the model; a new `name` is put into everything that speaks of the old one.

    Raises:
        ItemMissing: there is none.
        QuestionnaireRefused: it could not be asked so.

    """
    old = item_at(questionnaire, where)
    new = replace(old, **changes)
    changed = _with_items(questionnaire, where[:-1], lambda items: tuple(new if item.name == old.name else item for item in items))
    if new.name != old.name:
        changed = _renamed(changed, old.name, new.name)
    return _checked(changed)


def put_list(questionnaire: Questionnaire, found: ChoiceList) -> Questionnaire:
    """With this list of choices, in place of the one of its name if there is one; raises `QuestionnaireRefused`."""
    lists = questionnaire.lists
    if questionnaire.list_named(found.name):
        return _checked(replace(questionnaire, lists=tuple(found if known.name == found.name else known for known in lists)))
    return _checked(replace(questionnaire, lists=(*lists, found)))


def translate_item(questionnaire: Questionnaire, where: Where, field: str, language: str, text: str) -> Questionnaire:
    """With these words of an item in this language; a language that is new is added. `field` is one of `SPOKEN`.

    Raises:
        ItemMissing: there is no such item, or it has no such words.
        QuestionnaireRefused: the words name a question that is not there.

    """
    item = item_at(questionnaire, where)
    words = getattr(item, field, None) if field in SPOKEN else None
    if not isinstance(words, Words):
        raise ItemMissing(name=field)
    return change_item(_speaking(questionnaire, language), where, **{field: words.put(language, text)})


def translate_choice(questionnaire: Questionnaire, list_name: str, name: str, language: str, text: str) -> Questionnaire:
    """With this label of a choice in this language; raises `ItemMissing`."""
    found = questionnaire.list_named(list_name)
    if found is None or all(choice.name != name for choice in found.choices):
        raise ItemMissing(name=name)

    def spoken(choice: Choice) -> Choice:
        return replace(choice, label=choice.label.put(language, text)) if choice.name == name else choice

    return put_list(_speaking(questionnaire, language), replace(found, choices=tuple(map(spoken, found.choices))))


def item_at(questionnaire: Questionnaire, where: Where) -> Item:
    """The item at this place; raises `ItemMissing`."""
    for found, item in walk_items(questionnaire.items):
        if found == where:
            return item
    raise ItemMissing(name="/".join(where)[:80])


def _checked(questionnaire: Questionnaire) -> Questionnaire:
    plan_questionnaire(questionnaire)
    return questionnaire


def _speaking(questionnaire: Questionnaire, language: str) -> Questionnaire:
    if not language or language in questionnaire.languages:
        return questionnaire
    return replace(questionnaire, languages=(*questionnaire.languages, language))


def _with_items(questionnaire: Questionnaire, into: Where, change: Callable[[tuple[Item, ...]], tuple[Item, ...]]) -> Questionnaire:
    def within(items: tuple[Item, ...], path: Where) -> tuple[Item, ...]:
        if not path:
            return change(items)
        if not any(isinstance(item, Group) and item.name == path[0] for item in items):
            raise ItemMissing(name=path[0])
        return tuple(
            replace(item, items=within(item.items, path[1:])) if isinstance(item, Group) and item.name == path[0] else item
            for item in items
        )

    return replace(questionnaire, items=within(questionnaire.items, into))


def _without(questionnaire: Questionnaire, where: Where) -> Questionnaire:
    item_at(questionnaire, where)
    return _with_items(questionnaire, where[:-1], lambda items: tuple(item for item in items if item.name != where[-1]))


def _put(items: tuple[Item, ...], item: Item, before: str) -> tuple[Item, ...]:
    if not before:
        return (*items, item)
    for place, found in enumerate(items):
        if found.name == before:
            return (*items[:place], item, *items[place:])
    raise ItemMissing(name=before)


def _renamed(questionnaire: Questionnaire, old: str, new: str) -> Questionnaire:
    """`${old}` becomes `${new}`, and so does a step of a path; names within other names and words within quotation marks stay."""
    named = re.compile(rf"\$\{{\s*{re.escape(old)}\s*\}}|(?<=/){re.escape(old)}(?![\w.\-])")

    def text(value: str) -> str:
        return named.sub(lambda found: f"${{{new}}}" if found[0].startswith("$") else new, value)

    def renamed(item: Item) -> Item:
        changes: dict[str, Any] = {}
        for field in fields(item):
            value = getattr(item, field.name)
            if field.name == "items":
                changes[field.name] = tuple(map(renamed, value))
            elif isinstance(value, Words):
                changes[field.name] = Words(tuple((language, text(words)) for language, words in value.pairs))
            elif isinstance(value, str) and field.name not in {"name", "kind", "choices", "purpose", "appearance"}:
                changes[field.name] = text(value)
        return replace(item, **changes)

    items = tuple(map(renamed, questionnaire.items))
    return replace(questionnaire, items=items, instance_name=text(questionnaire.instance_name))
