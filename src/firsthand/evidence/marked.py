"""Marked words while someone reads them: where each mark is in the opened text, and the text cut where marks begin and end."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from firsthand.core.anchoring import Anchor, AnchorMalformed, How, Piece, Span, anchor_from_json, find_again, pieces_of, sentences_of
from firsthand.core.hidden import Hidden
from firsthand.evidence.opened import NotReadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A code on words. `anchor` holds words and is shown to nobody who did not unlock."""

    guid: uuid.UUID
    code: str
    label: str
    coder: str
    is_mine: bool
    made_at: datetime
    anchor: Hidden[Anchor]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMark:
    """A mark as the page lists it; `number` is its place in the list, `words` what it covers now, `is_lost` that its words are gone."""

    number: int
    mark: Mark
    words: Hidden[str]
    is_moved: bool
    is_lost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPiece:
    """A stretch of the text with the numbers of the marks over it; `start` is where it begins, for a script that reads a selection."""

    text: str
    start: int
    numbers: tuple[int, ...]
    begins: tuple[int, ...]
    labels: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence to choose, by where it begins and ends."""

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """An opened text with its marks."""

    pieces: tuple[ShownPiece, ...]
    marks: tuple[ShownMark, ...]
    sentences: tuple[Sentence, ...]


def marked_text(words: Hidden[str], marks: Sequence[Mark]) -> MarkedText:
    """The text with every mark that still finds its words, in the order in which they stand."""
    text = words.reveal()
    placed = [(mark, find_again(text, mark.anchor.reveal())) for mark in marks]
    placed.sort(key=lambda each: (each[1] is None, each[1].span if each[1] else Span(0, 0)))
    shown = tuple(
        ShownMark(
            number=number,
            mark=mark,
            words=Hidden(text[found.span.start : found.span.end] if found else mark.anchor.reveal().exact),
            is_moved=found is not None and found.how is not How.THERE,
            is_lost=found is None,
        )
        for number, (mark, found) in enumerate(placed, start=1)
    )
    spans = [(number, found.span) for number, (_mark, found) in enumerate(placed, start=1) if found]
    labels = {each.number: f"{each.mark.label} ({each.mark.coder})" for each in shown}
    return MarkedText(
        pieces=tuple(_piece(piece, labels) for piece in pieces_of(text, spans)),
        marks=shown,
        sentences=tuple(
            Sentence(number=number, start=span.start, end=span.end, text=text[span.start : span.end])
            for number, span in enumerate(sentences_of(text), start=1)
        ),
    )


def span_of(text: Hidden[str], *, words: str) -> tuple[Span, ...]:
    """Every place at which these words stand; blanks and line ends between them may differ, since a field of one line loses them."""
    wanted = r"\s+".join(map(re.escape, words.split()))
    return tuple(Span(*found.span()) for found in re.finditer(wanted, text.reveal())) if wanted else ()


def read_anchor(content: Hidden[bytes]) -> Hidden[Anchor]:
    """A sealed anchor, read.

    Raises:
        NotReadable: it is none. Nothing of it is repeated.
    """
    try:
        return Hidden(anchor_from_json(json.loads(content.reveal())))
    except (ValueError, AnchorMalformed):
        raise NotReadable from None


def _piece(piece: Piece, labels: dict[int, str]) -> ShownPiece:
    numbers = tuple(number for number in piece.marks if isinstance(number, int))
    return ShownPiece(
        text=piece.text,
        start=piece.span.start,
        numbers=numbers,
        begins=tuple(number for number in piece.begins if isinstance(number, int)),
        labels="; ".join(labels[number] for number in numbers),
    )
