"""Words in several languages, and what a language is called and how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku-arab", "ps", "sd", "ug", "ur", "yi"})
_code = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\)\s*\Z")
_bare_code = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?\Z")


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in several languages, as pairs sorted by language. The language "" is that of a column without one."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, words: str | Mapping[str, str] | Iterable[tuple[str, str]]) -> Words:
        """From one string, or from a string for each language; empty strings are left out."""
        pairs = [("", words)] if isinstance(words, str) else list(words.items() if isinstance(words, Mapping) else words)
        return cls(tuple(sorted((language, text) for language, text in pairs if text)))

    def __bool__(self) -> bool:
        return bool(self.pairs)

    def within(self, language: str, default: str = "") -> str:
        """In this language; else in the default one, else in the one without a name, else in any. Empty where nothing was written."""
        found = dict(self.pairs)
        for candidate in (language, default, ""):
            if candidate in found:
                return found[candidate]
        return self.pairs[0][1] if self.pairs else ""

    def has(self, language: str) -> bool:
        """Whether somebody wrote them in exactly this language."""
        return any(known == language for known, _ in self.pairs)

    def put(self, language: str, text: str) -> Words:
        """With these words in this language; empty words take the language away."""
        return Words.of({**dict(self.pairs), language: text})


NO_WORDS = Words()


def language_code(language: str) -> str:
    """The code for an HTML `lang`: "ar" of "العربية (ar)" and of "ar"; empty where none is written."""
    found = _code.search(language)
    if found:
        return found[1].replace("_", "-")
    return language if _bare_code.match(language) else ""


def is_right_to_left(language: str) -> bool:
    """Whether the language is written from right to left."""
    code = language_code(language).lower()
    return code in RIGHT_TO_LEFT or code.split("-")[0] in RIGHT_TO_LEFT
