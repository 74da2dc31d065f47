"""What two batches show together.

Disclosure control checks a figure against everything printed about the same people. The people of two batches are not the same: a number
printed of both shows by how many they differ there. Where that is a few people, it points at those who joined or left. This compares
number with number; it does not solve for numbers that neither figure prints (that is the work of a joint audit over batches, which
core.disclosure does not do yet), so a batch must also differ from the one before by FIRSTHAND_BATCH_MINIMUM people.
"""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.core.crosstab import TOTAL
from firsthand.core.disclosure import Released

# A number, by what it counts: for each dimension that is not summed out, the categories.
Number = frozenset[tuple[str, frozenset[str]]]


def telling_changes(released: Released, *, printed_before: Iterable[Released]) -> int:
    """How many printed numbers of this figure differ from the same number of another batch by 1 to threshold - 1."""
    now = printed_numbers(released)
    found: set[Number] = set()
    for earlier in printed_before:
        then = printed_numbers(earlier)
        found |= {number for number in now.keys() & then.keys() if 0 < abs(now[number] - then[number]) < released.rules.threshold}
    return len(found)


def printed_numbers(released: Released) -> dict[Number, int]:
    """Every number that a figure prints, whatever the order of its dimensions; a filter is part of what a number counts."""
    narrowed = frozenset((each.dimension.key, each.keys) for each in released.within)
    found = {}
    for key, count in released.cells.items():
        parts = zip(released.dimensions, key, strict=True)
        if count is not None:
            found[narrowed | {(dimension.key, frozenset({part})) for dimension, part in parts if part != TOTAL}] = count
    return found
