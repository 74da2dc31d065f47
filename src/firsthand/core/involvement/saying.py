"""Involvement in sentences: every number with its denominator, and the plainest finding first."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.core.involvement.measuring import DENOMINATORS, NAMES, Involvement, Measure

_CHANGES = (
    Measure.COMMENTS_TAKEN,
    Measure.AMENDMENTS_TAKEN,
    Measure.OBJECTIONS_CHANGED_TEXT,
    Measure.WORDS,
    Measure.WORDS_OF_OTHERS,
)


def changed_nothing(involvement: Involvement) -> bool:
    """Whether it was there, and no comment, amendment or objection of it was taken over and none of its words stand."""
    return involvement[Measure.ATTENDANCE].count > 0 and not any(involvement[measure].count for measure in _CHANGES)


def say_involvement(label: str, involvement: Involvement) -> tuple[str, ...]:
    """What was counted for the constituency of this name, one sentence each. What could not be counted is said as well."""
    return tuple(_sentences(label, involvement))


def _sentences(label: str, involvement: Involvement) -> Iterator[str]:
    attended = involvement[Measure.ATTENDANCE]
    if changed_nothing(involvement):
        yield f"{label} attended, and nothing changed."
    if attended.of and not attended.count:
        yield f"{label} never attended."
    for measure, share in involvement.items():
        counted = f"{share.count} of {share.of} ({DENOMINATORS[measure]})" if share.of else f"there were no {DENOMINATORS[measure]}"
        yield f"{NAMES[measure]}: {counted}."
