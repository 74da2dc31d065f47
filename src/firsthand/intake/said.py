"""What is said after a testimony, both ways, in the form in which it is sealed: its sort and what it answers lie inside with the words."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import Fault

_longest_ref = 9


class Sort(StrEnum):
    """What a message is. The first three come from a team, the others from the giver."""

    QUESTION = "question"
    NEWS = "news"
    CONSENT = "consent"
    ANSWER = "answer"
    ADDITION = "addition"
    CORRECTION = "correction"


FROM_TEAM = (Sort.QUESTION, Sort.NEWS, Sort.CONSENT)
FROM_GIVER = (Sort.ANSWER, Sort.ADDITION, Sort.CORRECTION)


class SaidNotReadable(Fault):
    """What opened is not a message as either side seals it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message before it is sealed, or while somebody reads it. `to` is the Ref of the letter that it answers, or empty."""

    words: str = field(repr=False)
    sort: Sort = field(repr=False)
    to: str = field(default="", repr=False)
    language: str = "en"


def to_bytes(said: Said) -> bytes:
    """The UTF-8 JSON that is sealed. Its twin in the browser: static/intake/write.js."""
    content = {"words": said.words, "sort": said.sort.value, "to": said.to, "language": said.language}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def read(content: Hidden[bytes], *, allowed: tuple[Sort, ...]) -> Said:
    """The sealed JSON of a message, read.

    Raises:
        SaidNotReadable: it is not one, or of a sort that this side does not send. Nothing of it is repeated.
    """
    try:
        data = json.loads(content.reveal())
        sort, to = Sort(str(data["sort"])), str(data.get("to") or "")[:_longest_ref]
        words, language = str(data["words"]), str(data.get("language") or "")[:20]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):  # a browser may have sealed anything, as deep as it likes
        raise SaidNotReadable from None  # not chained: the parser's own message would repeat what it stumbled over
    if sort not in allowed:
        raise SaidNotReadable
    return Said(words=words, sort=sort, to=to, language=language)
