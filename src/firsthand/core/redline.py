"""What changed between two texts, word by word: taking every change gives the new text, declining every change gives the old one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from firsthand.core.authorship.aligning import align
from firsthand.core.authorship.words import find_words_and_marks


class Change(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text that was kept, removed or added. What is removed stands before what is added in its place."""

    change: Change
    text: str


def redline(old: str, new: str) -> tuple[Stretch, ...]:
    """The stretches of both texts in reading order. No other way of keeping the order of words keeps more of them.

    A blank between two changed words is shown as changed with them, because a reader takes in phrases. Texts of 20,000 words take about as
    many machine operations as their changed middle parts have words, squared, divided by 64.
    """
    before, after = _pieces(old), _pieces(new)
    return tuple(_joined(_smoothed(_stretches(before, after))))


def taken(stretches: Sequence[Stretch]) -> str:
    """The text with every change taken: the new one."""
    return "".join(each.text for each in stretches if each.change is not Change.REMOVED)


def declined(stretches: Sequence[Stretch]) -> str:
    """The text with every change declined: the old one."""
    return "".join(each.text for each in stretches if each.change is not Change.ADDED)


def _pieces(text: str) -> list[str]:
    """Words, marks and what stands between them, in order and complete."""
    pieces, end = [], 0
    for start, stop in find_words_and_marks(text, 0, len(text)):
        if start > end:
            pieces.append(text[end:start])
        pieces.append(text[start:stop])
        end = stop
    if end < len(text):
        pieces.append(text[end:])
    return pieces


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    done = 0
    added: list[str] = []
    for piece, place in zip(new, align(old, new), strict=True):
        if place is None:
            added.append(piece)
            continue
        yield from _changed(old[done:place], added)
        yield Stretch(Change.KEPT, piece)
        added, done = [], place + 1
    yield from _changed(old[done:], added)


def _changed(removed: Sequence[str], added: Sequence[str]) -> Iterator[Stretch]:
    if removed:
        yield Stretch(Change.REMOVED, "".join(removed))
    if added:
        yield Stretch(Change.ADDED, "".join(added))


def _smoothed(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """Blanks (but not the ends of paragraphs) that were kept between two changes become part of both."""
    found = list(stretches)
    for at, each in enumerate(found):
        is_between = 0 < at < len(found) - 1 and Change.KEPT not in (found[at - 1].change, found[at + 1].change)
        if each.change is Change.KEPT and is_between and each.text.isspace() and "\n\n" not in each.text:
            yield Stretch(Change.REMOVED, each.text)
            yield Stretch(Change.ADDED, each.text)
        else:
            yield each


def _joined(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """Neighbouring changes gathered: all that was removed between two kept stretches, then all that was added."""
    for is_kept, group in groupby(stretches, key=lambda each: each.change is Change.KEPT):
        gathered = list(group)
        for change in (Change.KEPT,) if is_kept else (Change.REMOVED, Change.ADDED):
            text = "".join(each.text for each in gathered if each.change is change)
            if text:
                yield Stretch(change, text)
