"""Which words of a new text are words of an old one that stayed in their order: a longest common subsequence, exactly.

The rows of the table are bits of one whole number each (Crochemore and others 2001, in Hyyrö's form of 2004), so that a row costs a few
machine operations for each 64 words. Nothing is guessed: no other pairing that keeps the order keeps more words.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST_BITS = 800_000_000
"""What the table may hold, 100 MB. Longer lists (some 28,000 words, all of them rewritten) are halved, and the halves aligned."""


def align(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each word of the new text, the place in the old text of the word that it is, or None."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    inner = _align_inner(old[start : len(old) - end], new[start : len(new) - end])
    shifted = [None if place is None else place + start for place in inner]
    return [*range(start), *shifted, *range(len(old) - end, len(old))]


def _align_inner(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    if not old or not new:
        return [None] * len(new)
    if len(old) * len(new) > MOST_BITS:
        half, middle = len(old) // 2, len(new) // 2
        later = align(old[half:], new[middle:])
        return [*align(old[:half], new[:middle]), *(None if place is None else place + half for place in later)]
    return _walk_back(_rows(old, new), len(old))


def _rows(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """For each word of the new text, a number whose zero bits are where the common subsequence with it becomes longer."""
    stands_at: dict[str, int] = {}
    for place, word in enumerate(old):
        stands_at[word] = stands_at.get(word, 0) | (1 << place)
    everywhere = (1 << len(old)) - 1
    row, rows = everywhere, []
    for word in new:
        found = row & stands_at.get(word, 0)
        row = ((row + found) | (row - found)) & everywhere
        rows.append(row)
    return rows


def _walk_back(rows: list[int], place: int) -> list[int | None]:
    paired: list[int | None] = [None] * len(rows)
    at = len(rows)
    while at and place:
        if rows[at - 1] >> (place - 1) & 1:
            place -= 1
            continue
        at -= 1
        if at and not rows[at - 1] >> (place - 1) & 1:
            continue
        place -= 1
        paired[at] = place
    return paired
