"""Words with answers in them: `Hello, ${name}`. They are read once; a name that is not there is refused like in an expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.core.questionnaire.expressions import At, Bound, Unreadable, bind_expression, text_of
from firsthand.core.questionnaire.model import Group, Item, Question
from firsthand.core.questionnaire.places import Form, Place
from firsthand.core.questionnaire.wording import Words

_named = re.compile(r"\$\{[^}]*\}")
_trigger = re.compile(r"\$\{\s*([^}]*?)\s*\}")


@dataclass(frozen=True, slots=True)
class Template:
    """Words in each language, in parts: fixed words, and names whose answers are put in."""

    words: Words
    parts: dict[str, tuple[str | Bound, ...]]

    def filled(self, at: At, language: str, default: str) -> str:
        """The words in this language with today's answers."""
        for candidate in (language, default, "", *self.parts):
            if candidate in self.parts:
                return "".join(part if isinstance(part, str) else text_of(part.run(at)) for part in self.parts[candidate])
        return ""


def bind_templates(form: Form, place: Place, templates: dict[tuple[int, str], Template]) -> Iterator[tuple[str, str]]:
    """Put a template beside each of the words of a place that mention answers; give column and reason where that fails."""
    for column, words in _all_words(place.item):
        if not any("${" in text for _, text in words.pairs):
            continue
        try:
            parts = {language: tuple(_parts(text, form, place)) for language, text in words.pairs}
        except Unreadable as reason:
            yield column, str(reason)
        else:
            templates[place.index, column] = Template(words, parts)


def names_in_trigger(trigger: str) -> list[str]:
    """The names in a cell such as `${a}, ${b}`."""
    return _trigger.findall(trigger)


def _parts(text: str, form: Form, place: Place) -> Iterator[str | Bound]:
    done = 0
    for found in _named.finditer(text):
        yield text[done : found.start()]
        yield bind_expression(found.group(), form, place)
        done = found.end()
    yield text[done:]


def _all_words(item: Item | None) -> Iterator[tuple[str, Words]]:
    match item:
        case Question():
            yield "label", item.label
            yield "hint", item.hint
            yield "guidance_hint", item.guidance
            yield "constraint_message", item.constraint_message
            yield "required_message", item.required_message
        case Group():
            yield "label", item.label
        case _:
            return
