"""Counts of involvement, each with its denominator, for every constituency beside the others.

Nothing is averaged and nothing is added up into a score: a share of seats and a share of words are two facts, and stay two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from firsthand.core.deciding import Position
from firsthand.core.involvement.records import Money, ProposalRecord, Records


class Measure(StrEnum):
    """What is counted; `NAMES` says it in words, `DENOMINATORS` out of what."""

    SEATS = "seats"
    SEATS_SELF_CHOSEN = "seats-self-chosen"
    LEADING_SEATS = "leading-seats"
    ATTENDANCE = "attendance"
    SPEAKING = "speaking"
    AGENDA = "agenda"
    COMMENTS = "comments"
    COMMENTS_ANSWERED = "comments-answered"
    COMMENTS_TAKEN = "comments-taken"
    AMENDMENTS = "amendments"
    AMENDMENTS_ANSWERED = "amendments-answered"
    AMENDMENTS_TAKEN = "amendments-taken"
    WORDS = "words"
    WORDS_OF_OTHERS = "words-of-others"
    OBJECTIONS_ANSWERED = "objections-answered"
    OBJECTIONS_CHANGED_TEXT = "objections-changed-text"
    DECISIONS_WITH = "decisions-with"
    DECISIONS_AGAINST = "decisions-against"
    DECISIONS_COULD_BLOCK = "decisions-could-block"
    MONEY_PAID = "money-paid"


DENOMINATORS = {
    Measure.SEATS: "seats that decide",
    Measure.SEATS_SELF_CHOSEN: "its seats",
    Measure.LEADING_SEATS: "co-chairs and lead writers",
    Measure.ATTENDANCE: "times one of its seats could have been present",
    Measure.SPEAKING: "seconds of recorded speaking",
    Measure.AGENDA: "agenda items",
    Measure.COMMENTS: "comments",
    Measure.COMMENTS_ANSWERED: "its comments",
    Measure.COMMENTS_TAKEN: "its comments",
    Measure.AMENDMENTS: "amendments",
    Measure.AMENDMENTS_ANSWERED: "its amendments",
    Measure.AMENDMENTS_TAKEN: "its amendments",
    Measure.WORDS: "words that stand",
    Measure.WORDS_OF_OTHERS: "words that stand",
    Measure.OBJECTIONS_ANSWERED: "its objections",
    Measure.OBJECTIONS_CHANGED_TEXT: "its objections",
    Measure.DECISIONS_WITH: "decisions adopted",
    Measure.DECISIONS_AGAINST: "decisions adopted",
    Measure.DECISIONS_COULD_BLOCK: "decisions",
    Measure.MONEY_PAID: "its requests for costs of taking part",
}
NAMES = {
    Measure.SEATS: "Seats",
    Measure.SEATS_SELF_CHOSEN: "Seats whose holders it chose itself",
    Measure.LEADING_SEATS: "Co-chairs and lead writers",
    Measure.ATTENDANCE: "Attendance",
    Measure.SPEAKING: "Speaking time",
    Measure.AGENDA: "Agenda items it proposed",
    Measure.COMMENTS: "Comments it made",
    Measure.COMMENTS_ANSWERED: "Comments answered",
    Measure.COMMENTS_TAKEN: "Comments taken over",
    Measure.AMENDMENTS: "Amendments it proposed",
    Measure.AMENDMENTS_ANSWERED: "Amendments answered",
    Measure.AMENDMENTS_TAKEN: "Amendments accepted",
    Measure.WORDS: "Its words that stand",
    Measure.WORDS_OF_OTHERS: "Words of others that carry its amendments",
    Measure.OBJECTIONS_ANSWERED: "Objections answered",
    Measure.OBJECTIONS_CHANGED_TEXT: "Objections that changed the text",
    Measure.DECISIONS_WITH: "Decisions with it",
    Measure.DECISIONS_AGAINST: "Decisions against it",
    Measure.DECISIONS_COULD_BLOCK: "Decisions it could have blocked",
    Measure.MONEY_PAID: "Requests for costs that were paid",
}
_YES = frozenset({Position.SUPPORT, Position.CAN_LIVE_WITH})


@dataclass(frozen=True, slots=True)
class Share:
    """`count` out of `of`. Where there was nothing to count out of, there is no share: that is not the same as none."""

    count: int
    of: int

    @property
    def fraction(self) -> Fraction | None:
        return Fraction(self.count, self.of) if self.of else None


Involvement = Mapping[Measure, Share]


def measure_involvement(records: Records) -> Mapping[str, Involvement]:
    """Every measure for every constituency, in the order in which the constituencies are named."""
    return {constituency: _of(constituency, records) for constituency in records.constituencies}


def _of(who: str, records: Records) -> Involvement:
    return {
        **_of_seats(who, records),
        **_of_meetings(who, records),
        **_of_proposals(who, records.comments, (Measure.COMMENTS, Measure.COMMENTS_ANSWERED, Measure.COMMENTS_TAKEN)),
        **_of_proposals(who, records.amendments, (Measure.AMENDMENTS, Measure.AMENDMENTS_ANSWERED, Measure.AMENDMENTS_TAKEN)),
        Measure.WORDS: Share(records.words.get(who, 0), sum(records.words.values())),
        Measure.WORDS_OF_OTHERS: Share(records.other_words.get(who, 0), sum(records.words.values())),
        **_of_decisions(who, records),
        Measure.MONEY_PAID: _count(each.answer is Money.PAID for each in records.money if each.constituency == who),
    }


def _of_seats(who: str, records: Records) -> Involvement:
    own = [seat for seat in records.seats if seat.constituency == who]
    return {
        Measure.SEATS: Share(len(own), len(records.seats)),
        Measure.SEATS_SELF_CHOSEN: _count(seat.chosen_by == who for seat in own),
        Measure.LEADING_SEATS: _count(seat.constituency == who for seat in records.seats if seat.leads),
    }


def _of_meetings(who: str, records: Records) -> Involvement:
    own = [seat.seat for seat in records.seats if seat.constituency == who]
    spoken = [meeting.spoken for meeting in records.meetings]
    return {
        Measure.ATTENDANCE: _count(seat in meeting.present for meeting in records.meetings for seat in own),
        Measure.SPEAKING: Share(sum(each.get(who, 0) for each in spoken), sum(sum(each.values()) for each in spoken)),
        Measure.AGENDA: _count(proposer == who for proposer in records.agenda),
    }


def _of_proposals(who: str, proposals: Iterable[ProposalRecord], measures: tuple[Measure, Measure, Measure]) -> Involvement:
    everybodys = list(proposals)
    own = [each for each in everybodys if each.constituency == who]
    made, answered, taken = measures
    return {
        made: Share(len(own), len(everybodys)),
        answered: _count(each.disposition is not None for each in own),
        taken: _count(each.is_taken for each in own),
    }


def _of_decisions(who: str, records: Records) -> Involvement:
    """A decision was with a constituency if most of its seats that said yes or no said yes, and against it if most said no."""
    adopted = [_leaning(decision.positions.get(who, ())) for decision in records.decisions if decision.is_adopted]
    own = [objection for objection in records.objections if objection.constituency == who]
    return {
        Measure.OBJECTIONS_ANSWERED: _count(each.is_answered for each in own),
        Measure.OBJECTIONS_CHANGED_TEXT: _count(each.changed_text for each in own),
        Measure.DECISIONS_WITH: _count(leaning > 0 for leaning in adopted),
        Measure.DECISIONS_AGAINST: _count(leaning < 0 for leaning in adopted),
        Measure.DECISIONS_COULD_BLOCK: _count(who in decision.could_block for decision in records.decisions),
    }


def _leaning(positions: Iterable[Position]) -> int:
    return sum((position in _YES) - (position is Position.OBJECT) for position in positions)


def _count(answers: Iterable[bool]) -> Share:
    counted = list(answers)
    return Share(sum(counted), len(counted))
