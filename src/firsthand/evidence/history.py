"""What a new figure shows together with those printed before, beyond what disclosure control checks of one table.

*Filters.* `core.disclosure.release` protects the small numbers of the table that it is given. Two figures whose filters differ by one
category are each safe and show that category by subtraction, though it stands in neither. So for every figure printed before of other
people of the same batch, the table that holds both filters is attacked with everything printed; if a small number of it gives way,
the new figure is refused. Where the table that holds both has more than three dimensions it cannot be checked, and the filter is refused.

*Batches.* The people of two batches are not the same: a number printed of both shows by how many they differ there. Where that is a few
people, it points at those who joined or left, and the new figure is refused. This compares number with number; it does not solve for
numbers that neither figure prints, so a batch must also differ from the one before by FIRSTHAND_BATCH_MINIMUM people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.core.crosstab import TOTAL, Crosstab
from firsthand.core.disclosure import Proof, Released, attack
from firsthand.core.refusal import NotReleasable
from firsthand.evidence.counting import MOST_DIMENSIONS

# A number, by what it counts: for each dimension that is not summed out, the categories.
Number = frozenset[tuple[str, frozenset[str]]]


class FilterShowsDifference(NotReleasable):
    code = "filter-shows-difference"
    sentence = (
        "Beside a figure of this batch with another filter, this one would show few people by subtraction. "
        "Use the same filter as before, or count more coarsely."
    )


class FilterNotCheckable(NotReleasable):
    code = "filter-not-checkable"
    sentence = (
        "This filter and those of earlier figures of the batch ask too many things at once to be checked together. "
        "Use the same filter as before, or count by fewer things."
    )


class ChangeTooSmall(NotReleasable):
    code = "change-too-small"
    sentence = (
        "{numbers} numbers of this figure differ from the same number of an earlier batch by only a few people, who could be told from "
        "the difference. Count more coarsely, or wait for a batch with more people."
    )


def joint_questions(released: Released, *, printed_before: Iterable[Released]) -> frozenset[frozenset[str]]:
    """For each figure about other people of the batch, the dimensions of the table that holds both filters and what both count by.

    Raises:
        FilterNotCheckable: that table would have more than three.
    """
    mine = _narrowed(released)
    found = set()
    for earlier in printed_before:
        theirs = _narrowed(earlier)
        if mine != theirs:
            both = {each.key for each in released.dimensions} & {each.key for each in earlier.dimensions}
            found.add(frozenset(both | {key for key, _ in mine | theirs}))
    if any(len(keys) > MOST_DIMENSIONS for keys in found):
        raise FilterNotCheckable
    return frozenset(found)


def check_differences(joint: Crosstab, *, printed: Sequence[Released]) -> None:
    """Attack a table that is not printed with everything that is.

    Raises:
        FilterShowsDifference: a small number of it can be proved to be small, or not empty.
    """
    hidden = Released(
        dimensions=joint.dimensions,
        cells=dict.fromkeys(joint.cells),
        rules=printed[-1].rules,
        proof=Proof(withheld=len(joint.cells), witnesses=0, attacked=0),
    )
    if not attack(hidden, joint, rules=printed[-1].rules, printed_before=printed).is_failed:
        raise FilterShowsDifference


def check_changes(released: Released, *, printed_before: Iterable[Released]) -> None:
    """Compare with what was printed of other batches.

    Raises:
        ChangeTooSmall: a number differs from the same number of another batch by 1 to threshold - 1.
    """
    now = _numbers(released)
    found: set[Number] = set()
    for earlier in printed_before:
        then = _numbers(earlier)
        found |= {number for number in now.keys() & then.keys() if 0 < abs(now[number] - then[number]) < released.rules.threshold}
    if found:
        raise ChangeTooSmall(numbers=len(found))


def _narrowed(released: Released) -> Number:
    return frozenset((each.dimension.key, each.keys) for each in released.within)


def _numbers(released: Released) -> dict[Number, int]:
    """Every number that a figure prints, whatever the order of its dimensions; a filter is part of what a number counts."""
    narrowed = _narrowed(released)
    found = {}
    for key, count in released.cells.items():
        parts = zip(released.dimensions, key, strict=True)
        if count is not None:
            found[narrowed | {(dimension.key, frozenset({part})) for dimension, part in parts if part != TOTAL}] = count
    return found
