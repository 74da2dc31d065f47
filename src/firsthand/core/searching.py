"""Searching words in any script, the same on every database.

`fold` turns a text into one line of plain words with a blank before, between and after them. Whoever stores that line finds a word with
an ordinary "contains": `" word"` finds words that begin so, `" word "` the whole word. Accents, case, Arabic vowel marks and the seats
of hamza do not matter; scripts written without blanks (Chinese, Japanese, Thai and others) are cut into pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# Letters that Unicode does not take apart although readers type them plainly.
_plainly = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ـ": None,
    }
)  # fmt: skip
_VIRAMA = 9  # the combining class of signs that belong to the spelling of Indic words
_no_blanks = (
    r"\u3040-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
)
_piece = re.compile(rf"[{_no_blanks}]+|[^\W_{_no_blanks}]+")
_run = re.compile(rf"[{_no_blanks}]")
_asked = re.compile(r'"([^"]+)"|“([^”]+)”|«([^»]+)»|(\S+)')
_ARTICLE = "ال"
_SHORTEST_WITH_ARTICLE = 5
LONGEST_QUESTION = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words of the community and the words that institutions print for the same thing. A star ends a word that may go on."""

    we_say: tuple[str, ...]
    they_say: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """What was searched besides what was asked; always shown, and removable."""

    asked: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A search: of each group of needles at least one must be contained in the folded text."""

    groups: tuple[tuple[str, ...], ...]
    expansions: tuple[Expansion, ...] = ()


def fold(text: str) -> str:
    """The text as plain words with single blanks around them, for storing beside it."""
    words = [word for piece in _piece.findall(_plain(text)) for word in _words_of(piece, is_stored=True)]
    return f" {' '.join(words)} " if words else " "


def ask(typed: str, wordings: Iterable[Wording] = ()) -> Question:
    """What someone typed as a question to folded text. All words must be there; words in quotation marks stand side by side, whole.

    Where a wording fits, the words of both sides are searched and the expansion is told.
    """
    parts = list(_parts(typed[:LONGEST_QUESTION]))
    groups: list[tuple[str, ...]] = []
    expansions: list[Expansion] = []
    rules = [_needles((*rule.we_say, *rule.they_say)) for rule in wordings]
    while parts:
        taken, also, needles = _longest_fit(parts, rules)
        own = _joined(parts[:taken])
        groups.append(tuple(dict.fromkeys((own, *needles))))
        if also:
            expansions.append(Expansion(asked=" ".join(part.typed for part in parts[:taken]), also=also))
        parts = parts[taken:]
    return Question(groups=tuple(groups), expansions=tuple(expansions))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    typed: str
    needle: str  # with a blank before; a blank after only where whole words are meant


def _plain(text: str) -> str:
    taken_apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (letter for letter in taken_apart if unicodedata.combining(letter) in (0, _VIRAMA) and unicodedata.category(letter) != "Cf")
    return "".join(kept).translate(_plainly)


def _words_of(piece: str, *, is_stored: bool) -> Iterable[str]:
    """A run without blanks as overlapping pairs (with its last character alone, when stored); an Arabic word without its article."""
    if not _run.match(piece):
        has_article = piece.startswith(_ARTICLE) and len(piece) >= _SHORTEST_WITH_ARTICLE
        return (piece.removeprefix(_ARTICLE) if has_article else piece,)
    pairs = tuple(piece[start : start + 2] for start in range(len(piece) - 1))
    return (*pairs, piece[-1]) if is_stored or not pairs else pairs


def _parts(typed: str) -> Iterable[_Part]:
    for found in _asked.finditer(typed):
        whole = found[1] or found[2] or found[3]
        words = [word for piece in _piece.findall(_plain(whole or found[4])) for word in _words_of(piece, is_stored=False)]
        if words:
            yield _Part(typed=found[0], needle=f" {' '.join(words)}" + (" " if whole else ""))


def _joined(parts: list[_Part]) -> str:
    """The needle of several words side by side."""
    return "".join(part.needle.rstrip() for part in parts[:-1]) + parts[-1].needle


@lru_cache(maxsize=64)
def _needles(terms: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each term with its needle: whole words, unless a star ends it."""
    found = []
    for term in terms:
        words = [word for piece in _piece.findall(_plain(term)) for word in _words_of(piece, is_stored=False)]
        if words:
            is_open = term.rstrip().endswith("*") or bool(_run.match(words[-1]))
            found.append((term, f" {' '.join(words)}" + ("" if is_open else " ")))
    return tuple(found)


def _longest_fit(parts: list[_Part], rules: list[tuple[tuple[str, str], ...]]) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """How many of the first parts a wording covers (1 where none fits), the terms it adds, and all its needles."""
    for taken in range(len(parts), 0, -1):
        own = _joined(parts[:taken]).rstrip()
        for rule in rules:
            added = tuple(term for term, needle in rule if not _fits(own, needle))
            if len(added) < len(rule):
                return taken, added, tuple(needle for _term, needle in rule)
    return 1, (), ()


def _fits(own: str, needle: str) -> bool:
    return own == needle.rstrip() or (not needle.endswith(" ") and own.startswith(needle))
