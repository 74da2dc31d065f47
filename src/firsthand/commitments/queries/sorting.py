"""By what the register can be sorted out: the states, sessions and classifications that stand in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.commitments.models import Commitment, Position, Theme
from firsthand.commitments.queries.permitting import may_import
from firsthand.commitments.territories import all_names, name_of
from firsthand.core.refusal import NotPermitted
from firsthand.core.searching import fold
from firsthand.foundation.people.models import Person

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be chosen in each filter: (value, words), in the order of the words."""

    states: tuple[Choice, ...]
    sessions: tuple[Choice, ...]
    positions: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    goals: tuple[Choice, ...]
    persons: tuple[Choice, ...]


def filter_choices(language: str) -> Choices:
    """Only what would find something. Two queries, however large the register. Labels that differ in case or code alone are one choice."""
    reviews = list(Commitment.objects.order_by().values_list("state", "session").distinct())
    themes = list(Theme.objects.values_list("scheme", "code", "label", "folded"))
    states = ((state, name_of(state, language)) for state in {state for state, _session in reviews})
    return Choices(
        states=tuple(sorted(states, key=lambda choice: fold(choice[1]))),
        sessions=tuple((session, session) for session in sorted({session for _state, session in reviews}, key=_by_number)),
        positions=tuple((value, str(label)) for value, label in Position.Value.choices),
        themes=_labelled(themes, Theme.Scheme.THEME),
        goals=_goals(themes),
        persons=_labelled(themes, Theme.Scheme.PERSONS),
    )


def states_to_import_for(person: Person, language: str) -> tuple[Choice, ...]:
    """Every state and territory, for someone who may import. Raises NotPermitted for anyone else."""
    if not may_import(person):
        raise NotPermitted
    return all_names(language)


def _labelled(themes: Iterable[tuple[str, str, str, str]], wanted: str) -> tuple[Choice, ...]:
    found: dict[str, str] = {}
    for scheme, _code, label, folded in themes:
        if scheme == wanted:
            found.setdefault(folded, label[:1].upper() + label[1:])
    return tuple(sorted(found.items()))


def _goals(themes: Iterable[tuple[str, str, str, str]]) -> tuple[Choice, ...]:
    found = {code: f"{code} {label.capitalize()}" for scheme, code, label, _folded in themes if scheme == Theme.Scheme.SDG and code}
    return tuple(sorted(found.items(), key=lambda choice: _by_number(choice[0])))


def _by_number(words: str) -> tuple[int, str]:
    """Numbers before words and by their size."""
    digits = words.partition(".")[0]
    return (int(digits), words) if digits.isdecimal() else (1_000_000, words)
