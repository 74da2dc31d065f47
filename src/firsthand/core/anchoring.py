"""Where in a text something is said of it: anchors that find their place again after the text was changed.

An anchor is a W3C text-quote selector (the exact words with some words before and after) together with a text-position selector
(Web Annotation Data Model, 2017, sections 4.2.4 and 4.2.5). Positions count Unicode code points and stand between characters: 0 is before
the first. The position is tried first and only believed where the words agree; then the words are looked for, and which of several
places is meant is told by what stands around them; then the place is looked for from what stands around it, for words that were edited.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import Any

from firsthand.core.refusal import NotValid

AROUND = 32
_LIKE_ENOUGH = 0.6
_LEAST_AROUND = 8


class SpanOutside(NotValid):
    code = "span-outside"
    sentence = "This part is not in the text: choose words that stand in it."


class AnchorMalformed(NotValid):
    code = "anchor-malformed"
    sentence = "This does not say which words of the text are meant."


class How(StrEnum):
    """How a place was found: where it was, elsewhere with the same words, or with words that were edited since."""

    THERE = "there"
    MOVED = "moved"
    EDITED = "edited"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` up to and without `end`, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Words of a text with what stands around them and where they stood."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    span: Span
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text that the same marks cover, in the order in which they were given; `begins` are those that start here."""

    text: str
    span: Span
    marks: tuple[Hashable, ...]
    begins: tuple[Hashable, ...]


def anchor_at(text: str, span: Span, *, around: int = AROUND) -> Anchor:
    """The anchor of these words, without blanks at either end.

    Raises:
        SpanOutside: nothing of the text, or nothing but blanks.
    """
    if not 0 <= span.start < span.end <= len(text) or not text[span.start : span.end].strip():
        raise SpanOutside
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    end = span.end - len(words) + len(words.rstrip())
    return Anchor(exact=text[start:end], prefix=text[max(0, start - around) : start], suffix=text[end : end + around], start=start, end=end)


def find_again(text: str, anchor: Anchor) -> Found | None:
    """Where the anchor's words stand in this text now; None where they are gone."""
    here = text[anchor.start : anchor.end] == anchor.exact
    if here and _agrees(text, anchor, anchor.start) == len(anchor.prefix) + len(anchor.suffix):
        return Found(span=Span(anchor.start, anchor.end), how=How.THERE)
    places = list(_places(text, anchor.exact))
    if places:
        start = max(places, key=lambda at: (_agrees(text, anchor, at), -abs(at - anchor.start)))
        how = How.THERE if start == anchor.start else How.MOVED
        return Found(span=Span(start, start + len(anchor.exact)), how=how)
    return _find_edited(text, anchor)


def anchor_to_json(anchor: Anchor) -> dict[str, Any]:
    """The two selectors as plain values."""
    return asdict(anchor)


def anchor_from_json(stored: Any) -> Anchor:
    """What `anchor_to_json` gave.

    Raises:
        AnchorMalformed: it is something else.
    """
    try:
        anchor = Anchor(
            exact=str(stored["exact"]),
            prefix=str(stored["prefix"]),
            suffix=str(stored["suffix"]),
            start=int(stored["start"]),
            end=int(stored["end"]),
        )
    except (KeyError, TypeError, ValueError):
        raise AnchorMalformed from None
    if not anchor.exact or anchor.start < 0 or anchor.end - anchor.start != len(anchor.exact):
        raise AnchorMalformed
    return anchor


def paragraphs_of(text: str) -> tuple[Span, ...]:
    """Each paragraph, without the empty lines between."""
    return tuple(Span(*match.span()) for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text))


_SENTENCE = re.compile(r"\S.*?(?:[.!?…؟۔।]+[\"”’»)\]]*(?=\s|$)|[。！？]+[」』”]?|(?=\n)|$)", re.DOTALL)


def sentences_of(text: str) -> tuple[Span, ...]:
    """Each sentence, in scripts with and without blanks; a line ends one. A shortened word may cut one in two: both are there to choose."""
    found = []
    for match in _SENTENCE.finditer(text):
        words = match.group()
        if words.strip():
            found.append(Span(match.start(), match.start() + len(words.rstrip())))
    return tuple(found)


def pieces_of(text: str, marks: Iterable[tuple[Hashable, Span]]) -> tuple[Piece, ...]:
    """The whole text cut where a mark begins or ends, so that marks that overlap can be shown. Marks outside the text are cut off at it."""
    kept = [(name, Span(max(0, span.start), min(len(text), span.end))) for name, span in marks]
    kept = [(name, span) for name, span in kept if span.start < span.end]
    cuts = sorted({0, len(text), *(span.start for _, span in kept), *(span.end for _, span in kept)})
    pieces = []
    for start, end in pairwise(cuts):
        over = [(name, span) for name, span in kept if span.start <= start and end <= span.end]
        pieces.append(
            Piece(
                text=text[start:end],
                span=Span(start, end),
                marks=tuple(name for name, _ in over),
                begins=tuple(name for name, span in over if span.start == start),
            )
        )
    return tuple(pieces)


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _agrees(text: str, anchor: Anchor, start: int) -> int:
    """How many characters just before and just after this place are those of the anchor."""
    before, after = text[:start], text[start + len(anchor.exact) :]
    return _same_from(before[::-1][: len(anchor.prefix)], anchor.prefix[::-1]) + _same_from(after, anchor.suffix)


def _same_from(one: Sequence[str], other: Sequence[str]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _find_edited(text: str, anchor: Anchor) -> Found | None:
    """The stretch between what stood before and what stood after, if what stands there now is much like the words."""
    best: tuple[float, Span] | None = None
    longest = 2 * len(anchor.exact) + AROUND
    for start in _ends_of(text, anchor.prefix) or ([0] if not anchor.prefix else []):
        for end in _starts_of(text, anchor.suffix, start, longest) or ([len(text)] if not anchor.suffix else []):
            if not start < end <= start + longest:
                continue
            like = SequenceMatcher(None, anchor.exact, text[start:end], autojunk=False).ratio()
            if like >= _LIKE_ENOUGH and (best is None or like > best[0]):
                best = (like, Span(start, end))
    return Found(span=best[1], how=How.EDITED) if best else None


def _ends_of(text: str, prefix: str) -> list[int]:
    for kept in (len(prefix), len(prefix) // 2, len(prefix) // 4):
        tail = prefix[-kept:]
        if kept >= min(_LEAST_AROUND, len(prefix)) and kept:
            found = [at + kept for at in _places(text, tail)]
            if found:
                return found
    return []


def _starts_of(text: str, suffix: str, after: int, within: int) -> list[int]:
    for kept in (len(suffix), len(suffix) // 2, len(suffix) // 4):
        if kept >= min(_LEAST_AROUND, len(suffix)) and kept:
            found = [at for at in _places(text[: after + within + kept], suffix[:kept]) if at > after]
            if found:
                return found
    return []
