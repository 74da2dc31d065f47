"""How far involvement went, as rungs of a ladder. A rung is not given by anyone: it follows from rules over the records, shown beside it.

The rungs are ours. They say in our words what Arnstein (1969) found in citizen participation and what GIPA and IAP2 promise: being told is
less than being asked, being asked less than a share in the decision, and a place at the table without a way to change anything is a token.
A network may write a ladder of its own; it is data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from firsthand.core.involvement.measuring import DENOMINATORS, NAMES, Involvement, Measure, Share


class Rung(StrEnum):
    """From the foot upwards."""

    NONE = "none"
    INFORMED = "informed"
    CONSULTED = "consulted"
    TOKEN = "token"  # noqa: S105 -- a token seat
    PARTNER = "partner"
    DECIDING = "deciding"
    COMMUNITY_LED = "community-led"


MEANS = {
    Rung.NONE: "Nothing recorded shows that this constituency had any part.",
    Rung.INFORMED: "It was told: somebody of it was present.",
    Rung.CONSULTED: "It was asked and answered: what it said got an answer.",
    Rung.TOKEN: "It sits at the table, without what would let it change the result.",
    Rung.PARTNER: "It shares in the work and the decision, on terms that others cannot change alone.",
    Rung.DECIDING: "It holds the greater part of the decision.",
    Rung.COMMUNITY_LED: "It leads: it chose who speaks for it, set the agenda, and wrote the greater part of what stands.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One measure, and what share of it there must be; `is_more` asks for more than that share. No share at all never satisfies it."""

    measure: Measure
    share: Fraction
    is_more: bool = False

    def holds(self, found: Share) -> bool:
        if found.fraction is None:
            return False
        return found.fraction > self.share if self.is_more else found.fraction >= self.share


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What must hold for a rung: of each group, at least one condition."""

    rung: Rung
    needs: tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One condition beside what was found. `said` is both, in a sentence."""

    condition: Condition
    found: Share
    holds: bool

    @property
    def said(self) -> str:
        bound = "more than" if self.condition.is_more else "at least"
        of = DENOMINATORS[self.condition.measure]
        asked = f"{bound} {self.condition.share} of {of}" if self.condition.share else "at least one"
        counted = f"{self.found.count} of {self.found.of} ({of})" if self.found.of else "nothing was recorded"
        return f"{NAMES[self.condition.measure]}: {counted}; the rule asks for {asked}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The rung that was reached, the checks that led there, and those that failed for the next."""

    rung: Rung
    met: tuple[Check, ...]
    not_met: tuple[Check, ...]


def _any(measure: Measure) -> Condition:
    return Condition(measure=measure, share=Fraction(0), is_more=True)


_HALF, _THIRD = Fraction(1, 2), Fraction(1, 3)
LADDER = (
    Step(rung=Rung.INFORMED, needs=((_any(Measure.ATTENDANCE), _any(Measure.COMMENTS), _any(Measure.SEATS)),)),
    Step(
        rung=Rung.CONSULTED,
        needs=((_any(Measure.COMMENTS_ANSWERED), _any(Measure.AMENDMENTS_ANSWERED), _any(Measure.OBJECTIONS_ANSWERED)),),
    ),
    Step(rung=Rung.TOKEN, needs=((_any(Measure.SEATS),), (_any(Measure.ATTENDANCE),))),
    Step(
        rung=Rung.PARTNER,
        needs=(
            (Condition(measure=Measure.SEATS, share=_HALF), _any(Measure.DECISIONS_COULD_BLOCK)),
            (Condition(measure=Measure.SEATS_SELF_CHOSEN, share=_HALF, is_more=True),),
            (_any(Measure.LEADING_SEATS),),
            (_any(Measure.AMENDMENTS_TAKEN), _any(Measure.OBJECTIONS_CHANGED_TEXT), _any(Measure.WORDS)),
        ),
    ),
    Step(
        rung=Rung.DECIDING,
        needs=(
            (Condition(measure=Measure.SEATS, share=_HALF, is_more=True),),
            (Condition(measure=Measure.ATTENDANCE, share=_HALF),),
            (Condition(measure=Measure.DECISIONS_WITH, share=_HALF, is_more=True),),
            (Condition(measure=Measure.WORDS, share=_THIRD),),
        ),
    ),
    Step(
        rung=Rung.COMMUNITY_LED,
        needs=(
            (Condition(measure=Measure.SEATS_SELF_CHOSEN, share=Fraction(1)),),
            (Condition(measure=Measure.LEADING_SEATS, share=_HALF, is_more=True),),
            (Condition(measure=Measure.AGENDA, share=_HALF, is_more=True),),
            (Condition(measure=Measure.WORDS, share=_HALF, is_more=True),),
        ),
    ),
)


def place(involvement: Involvement, ladder: Sequence[Step] = LADDER) -> Placement:
    """The highest rung whose needs, and those of every rung below it, are met."""
    reached, met = Rung.NONE, tuple[Check, ...]()
    for step in ladder:
        checks = [[_checked(condition, involvement) for condition in group] for group in step.needs]
        lacking = tuple(check for group in checks if not any(each.holds for each in group) for check in group)
        if lacking:
            return Placement(rung=reached, met=met, not_met=lacking)
        reached, met = step.rung, (*met, *(check for group in checks for check in group if check.holds))
    return Placement(rung=reached, met=met, not_met=())


def _checked(condition: Condition, involvement: Involvement) -> Check:
    found = involvement[condition.measure]
    return Check(condition=condition, found=found, holds=condition.holds(found))
