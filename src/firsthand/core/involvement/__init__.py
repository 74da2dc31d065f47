"""Involvement, measured from what happened at the table.

`measure_involvement(records)` counts for each constituency beside the others; `place` finds the rung that the counts reach, with the checks
that led there and those that failed; `say_involvement` puts it in sentences. Nothing is averaged into a score.
"""

from firsthand.core.involvement.ladder import LADDER, MEANS, Check, Condition, Placement, Rung, Step, place
from firsthand.core.involvement.measuring import DENOMINATORS, NAMES, Involvement, Measure, Share, measure_involvement
from firsthand.core.involvement.records import (
    DecisionRecord,
    MeetingRecord,
    Money,
    MoneyRecord,
    ObjectionRecord,
    ProposalRecord,
    Records,
    SeatRecord,
)
from firsthand.core.involvement.saying import changed_nothing, say_involvement

__all__ = [
    "DENOMINATORS",
    "LADDER",
    "MEANS",
    "NAMES",
    "Check",
    "Condition",
    "DecisionRecord",
    "Involvement",
    "Measure",
    "MeetingRecord",
    "Money",
    "MoneyRecord",
    "ObjectionRecord",
    "Placement",
    "ProposalRecord",
    "Records",
    "Rung",
    "SeatRecord",
    "Share",
    "Step",
    "changed_nothing",
    "measure_involvement",
    "place",
    "say_involvement",
]
