"""Searching the register, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Length

from firsthand.commitments.models import Commitment, Position, Theme
from firsthand.commitments.territories import name_of
from firsthand.core.searching import Expansion, Question, Wording, ask

PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is looked for; empty means any. `as_typed` turns off the words that institutions use instead of ours."""

    words: str = ""
    as_typed: bool = False
    state: str = ""
    session: str = ""
    position: str = ""
    theme: str = ""
    goal: str = ""
    persons: str = ""

    @property
    def is_any(self) -> bool:
        """Whether nothing in particular is looked for."""
        return not any((self.words, self.state, self.session, self.position, self.theme, self.goal, self.persons))


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentLine:
    """A commitment in a list."""

    ref: str
    number: str
    state: str
    session: str
    text: str
    language: str
    asked_by: tuple[str, ...]
    position: str
    position_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    """`page` holds `CommitmentLine`s; `expansions` were searched besides what was typed, or would be if that were turned on."""

    page: Page[Any]
    expansions: tuple[Expansion, ...]


def register_page(filters: Filters, *, number: str | int | None, language: str) -> RegisterPage:
    """One page of what is found. Three queries, however many rows. A page number that does not exist gives the nearest."""
    question = ask(filters.words, () if filters.as_typed else wordings())
    found: Page[Any] = Paginator(_matching(filters, question), PER_PAGE).get_page(number)
    found.object_list = [_line(row, language) for row in found.object_list]
    return RegisterPage(page=found, expansions=ask(filters.words, wordings()).expansions if filters.as_typed else question.expansions)


@lru_cache(maxsize=1)
def wordings() -> tuple[Wording, ...]:
    """What we say and what they say (thesaurus.json)."""
    stored = json.loads(files("firsthand.commitments").joinpath("thesaurus.json").read_text(encoding="utf-8"))
    return tuple(Wording(we_say=tuple(entry["we_say"]), they_say=tuple(entry["they_say"])) for entry in stored)


def asking_states(asks: Iterable[dict[str, list[dict[str, str]]]]) -> tuple[str, ...]:
    """The States that made any of these recommendations, as printed, each once."""
    return tuple(dict.fromkeys(state["name"] for one in asks for state in one["states"]))


def _matching(filters: Filters, question: Question) -> QuerySet[Commitment]:
    latest = Prefetch("positions", queryset=Position.objects.filter(is_latest=True))
    newest_first = ("state", Length("session").desc(), "-session", "order")  # sessions are words that mostly are numbers
    found = Commitment.objects.prefetch_related(latest).order_by(*newest_first)
    for needles in question.groups:
        any_of = Q()
        for needle in needles:
            any_of |= Q(searched__contains=needle)
        found = found.filter(any_of)
    if filters.words and not question.groups:
        return found.none()
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.session:
        found = found.filter(session=filters.session)
    if filters.position:
        found = found.filter(Exists(Position.objects.filter(commitment=OuterRef("pk"), is_latest=True, value=filters.position)))
    if filters.theme:
        found = found.filter(_under(Theme.Scheme.THEME, folded=filters.theme))
    if filters.goal:
        found = found.filter(_under(Theme.Scheme.SDG, code=filters.goal))
    if filters.persons:
        found = found.filter(_under(Theme.Scheme.PERSONS, folded=filters.persons))
    return found


def _under(scheme: str, **theme: str) -> Exists:
    """Whether a commitment stands under a classification, without the row appearing once for each that fits."""
    through = Commitment.themes.through
    named = {f"theme__{name}": value for name, value in theme.items()}
    return Exists(through.objects.filter(commitment=OuterRef("pk"), theme__scheme=scheme, **named))


def _line(row: Commitment, language: str) -> CommitmentLine:
    position = next(iter(row.positions.all()), None)
    return CommitmentLine(
        ref=row.ref,
        number=f"{row.number}{row.part}",
        state=name_of(row.state, language),
        session=row.session,
        text=row.text.rstrip("; \n"),
        language=row.language,
        asked_by=asking_states(row.asks),
        position=position.value if position else "",
        position_label=position.get_value_display() if position else "",
    )
