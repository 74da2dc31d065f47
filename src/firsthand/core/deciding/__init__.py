"""Deciding together: a method chosen beforehand, positions and objections by seat, and an outcome that keeps the dissent.

`propose` -> `open_round` -> `take_position`, `answer_objection`, `take_back_objection` -> `close_round` -> `conclude`, or another round.
`TRANSITIONS` is the life of a decision, and `diagram` draws it.
"""

from firsthand.core.deciding.decision import (
    AnswerMissing,
    Decision,
    Judgement,
    JudgementMissing,
    MayNotBlock,
    NoSuchObjection,
    ObjectionIncomplete,
    Outcome,
    Round,
    SeatDoesNotDecide,
    SideWithoutSeats,
    answer_objection,
    close_round,
    conclude,
    open_round,
    propose,
    take_back_objection,
    take_position,
    withdraw,
)
from firsthand.core.deciding.life import TRANSITIONS, State, Step, StepNotPossible, after, diagram
from firsthand.core.deciding.methods import MEANS, Finding, Kind, Method, Objection, Position, apply_method

__all__ = [
    "MEANS",
    "TRANSITIONS",
    "AnswerMissing",
    "Decision",
    "Finding",
    "Judgement",
    "JudgementMissing",
    "Kind",
    "MayNotBlock",
    "Method",
    "NoSuchObjection",
    "Objection",
    "ObjectionIncomplete",
    "Outcome",
    "Position",
    "Round",
    "SeatDoesNotDecide",
    "SideWithoutSeats",
    "State",
    "Step",
    "StepNotPossible",
    "after",
    "answer_objection",
    "apply_method",
    "close_round",
    "conclude",
    "diagram",
    "open_round",
    "propose",
    "take_back_objection",
    "take_position",
    "withdraw",
]
