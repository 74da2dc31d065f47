"""What stands before and after the text: title, language, who wrote it, which edition this is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from firsthand.core.refusal import NotValid

# Languages written from right to left, by ISO 639 code (Unicode CLDR, character order "right-to-left").
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku-arab", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})

_RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg"})  # ISO 15924

# The shape of a BCP 47 tag (RFC 5646, section 2.1), without checking its parts against the registry.
_language_tag = re.compile(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")


class Direction(StrEnum):
    """Which way the lines run; the value is HTML's `dir`."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


class LanguageMalformed(NotValid):
    code = "language-malformed"
    sentence = "“{given}” is not a language tag: it should look like en, pt-BR or zh-Hans."


def check_language(tag: str) -> None:
    """Let a language tag pass if it has the shape of one.

    Raises:
        LanguageMalformed: it has not.

    """
    if not _language_tag.match(tag):
        raise LanguageMalformed(given=tag[:40])


def direction_of(language: str) -> Direction:
    """The direction in which a language is written, by its tag; a script subtag (`az-Arab`) decides before the language does."""
    lowered = language.lower()
    parts = lowered.split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    is_right_to_left = scripts[0] in _RIGHT_TO_LEFT_SCRIPTS if scripts else parts[0] in _RIGHT_TO_LEFT
    return Direction.RIGHT_TO_LEFT if is_right_to_left else Direction.LEFT_TO_RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionMark:
    """Which edition a reader holds: its Ref, its number as printed, and its state in words (“Draft, not for circulation”)."""

    ref: str
    number: str
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A short section about the edition itself: who we heard, how people are protected, how to cite. Plain paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What a title page and the last page say. `language` is a BCP 47 tag; the direction follows from it.

    Raises:
        LanguageMalformed: `language` has not the shape of a language tag.

    """

    title: str
    language: str
    subtitle: str = ""
    dated_on: date | None = None
    organisations: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    edition: EditionMark | None = None
    licence: str = ""
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        check_language(self.language)

    @property
    def direction(self) -> Direction:
        return direction_of(self.language)
