"""Places in a text at which a person may be recognised. Hints for the eye of whoever reads; finding nothing clears nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    DAY = "day"
    AGE = "age"
    STREET = "street"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What was seen and the words that look like it, in the order of the text."""

    sign: Sign
    words: str
    at: int


_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
_AGE = r"\b\d{1,2}[\s-]years?[\s-]old\b|\baged?\s+\d{1,2}\b|\b\d{1,2}\s+(?:ans|años)\b|\b\d{1,2}\s+(?:лет|года?)\b|\d{1,2}岁"
_PATTERNS = (
    (Sign.EMAIL, re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    (Sign.LINK, re.compile(r"(?:https?://|www\.)\S+|(?<!\w)@\w{3,}", re.IGNORECASE)),
    (
        Sign.DAY,
        re.compile(rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?(?:{_MONTH})|(?:{_MONTH})\s+\d{{1,2}}(?!\d))\b", re.IGNORECASE),
    ),
    (Sign.DAY, re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\d{1,2}月\d{1,2}日")),
    (Sign.PHONE, re.compile(r"(?<!\w)\+?\d(?:[\s().-]{0,2}\d){6,14}(?!\w)")),
    (
        Sign.AGE,
        re.compile(
            r"\b\d{1,2}[\s-]years?[\s-]old\b|\baged?\s+\d{1,2}\b|\b\d{1,2}\s+(?:ans|años)\b|\b\d{1,2}\s+(?:лет|года?)\b|\d{1,2}岁",
            re.IGNORECASE,
        ),
    ),
    (
        Sign.STREET,
        re.compile(
            r"\b(?:street|road|avenue|lane|boulevard|square|district|highway|rue|calle|avenida|barrio|улиц\w*|проспект\w*|район\w*)\b|[路街]\d*号?",
            re.IGNORECASE,
        ),
    ),
    # A capital letter inside a sentence: after a word and a space or comma, not after the end of a sentence, and not "I".
    (Sign.NAME, re.compile(r"(?<=[^\W\d_][ ,;])(?<=[a-zà-öø-ÿа-яё][ ,;])\s?[A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'-]+(?:\s+[A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'-]+)*")),
)


def hints_in(text: str) -> tuple[Hint, ...]:
    """What a reader should look at twice. A stretch of text is named once, by the first sign that it shows."""
    found: list[Hint] = []
    taken: list[tuple[int, int]] = []
    for sign, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                found.append(Hint(sign=sign, words=match.group().strip(), at=match.start()))
    return tuple(sorted(found, key=lambda hint: hint.at))
