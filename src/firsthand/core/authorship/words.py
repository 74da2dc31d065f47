"""Words and sentences of a text in any script.

Words are cut at the boundaries of Unicode's annex 29, with three differences that this use asks for: an underscore is a mark and no letter
(setting a word in emphasis does not make it somebody else's), scripts written without blanks are cut into characters, for which the annex
asks for a dictionary, and flags or joined emoji are no words. A text is its words, its marks, and blanks between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

# Hiragana, Han, Thai, Lao, Myanmar, Khmer: one character, with the signs above and below it, is one word.
_ALONE = (
    r"\u3005-\u3007\u3041-\u3096\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    r"\u0e01-\u0e4f\u0e5a-\u0ecf\u0eda-\u0eff\u1000-\u103f\u104a-\u108f\u109a-\u109f\u1780-\u17df\u17ea-\u17ff"  # not their digits
)
_KATAKANA = r"\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_AFTER_LETTERS, _AFTER_DIGITS = "'’‘.·:״", ".,;'٫٬"
_MARKS_STAND_IN = (range(0xAD, 0x1F000), range(0xE0020, 0xE01F0))
_ZERO_WIDTH_SPACE = 0x200B
_WITHIN_WORDS = "՛՜՞"  # Armenian sets its question and exclamation marks on the stressed vowel

_sentence_end = re.compile(
    r"(?<=[.!?…؟۔।॥։])[\"'”’»)\]*_]*\s+"  # a mark that ends sentences, perhaps a closing one, and a blank
    r"|(?<=[。！？])[」』”’）]*"  # in Chinese and Japanese no blank follows
    r"|\n(?=\s*(?:[-*+#>|]|\d+[.)]\s))"  # an entry of a list, a heading
)


def cut(paragraph: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a paragraph begins and ends. Together they are the paragraph."""
    start = 0
    for found in _sentence_end.finditer(paragraph):
        if found.end() > start:
            yield start, found.end()
            start = found.end()
    if start < len(paragraph):
        yield start, len(paragraph)


def words_and_marks(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """The words and marks of a part of a text as they are compared: without case, composed, with plain apostrophes."""
    return [fold_word(found) for found in _pattern().findall(text, start, len(text) if end is None else end)]


def find_words_and_marks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each word and mark stands; as many, in the same order, as `words_and_marks` gives."""
    return (found.span() for found in _pattern().finditer(text, start, end))


def fold_word(word: str) -> str:
    return unicodedata.normalize("NFC", word.casefold()).replace("’", "'")


def is_word(found: str) -> bool:
    """Whether it is a word and no mark: only words are counted."""
    return found[0].isalnum()


def is_one_character(word: str) -> bool:
    """Whether it is a character of a script written without blanks, of which about two make a word."""
    return _alone().match(word) is not None


def count_words(text: str) -> int:
    return sum(map(is_word, words_and_marks(text)))


@cache
def _alone() -> re.Pattern[str]:
    return re.compile(f"[{_ALONE}]")


@cache
def _pattern() -> re.Pattern[str]:
    marks = _class_of_marks()
    letter = rf"(?:[^\W_{_ALONE}{_KATAKANA}]{marks}*)"
    joint = rf"(?:(?<=\d)[{_AFTER_DIGITS}](?=\d)|(?<!\d)[{_AFTER_LETTERS}](?=[^\W\d_{_ALONE}{_KATAKANA}]))"
    return re.compile(rf"{letter}+(?:{joint}{letter}+)*(?:(?<=[א-ת])['׳])?|[{_KATAKANA}]{marks}*(?:[{_KATAKANA}]{marks}*)*|\S{marks}*")


def _class_of_marks() -> str:
    """Signs that belong to the letter before them (vowels, accents, joiners), as Unicode has them in this Python."""
    found: list[list[int]] = []
    for points in _MARKS_STAND_IN:
        for point in points:
            if unicodedata.category(chr(point)) in {"Mn", "Mc", "Me", "Cf"} and point != _ZERO_WIDTH_SPACE:
                if found and found[-1][1] == point - 1:
                    found[-1][1] = point
                else:
                    found.append([point, point])
    return f"[{_WITHIN_WORDS}" + "".join(f"{chr(first)}-{chr(last)}" for first, last in found) + "]"
