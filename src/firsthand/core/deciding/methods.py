"""How a decision is reached, chosen before anyone takes a position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from firsthand.core.parity import Seat


class Position(StrEnum):
    """What a seat says to a proposal. Who says nothing is absent; who has an interest of their own recuses themselves."""

    SUPPORT = "support"
    CAN_LIVE_WITH = "can-live-with"
    OBJECT = "object"
    ABSTAIN = "abstain"
    RECUSE = "recuse"
    ABSENT = "absent"


_YES = frozenset({Position.SUPPORT, Position.CAN_LIVE_WITH})
_NOT_COUNTED = frozenset({Position.RECUSE, Position.ABSENT})


class Kind(StrEnum):
    UNANIMITY = "unanimity"
    ISO_CONSENSUS = "iso-consensus"
    ROUGH_CONSENSUS = "rough-consensus"
    NO_OBJECTION = "no-objection"
    DOUBLE_MAJORITY = "double-majority"


MEANS = {
    Kind.UNANIMITY: "Every seat that counts supports it or can live with it; an abstention is not a yes.",
    Kind.ISO_CONSENSUS: (
        "More are for it than against, every objection is answered, and in no constituency do objections amount to an important part. "
        "The chairs say in writing that consensus was reached."
    ),
    Kind.ROUGH_CONSENSUS: (
        "Somebody supports it, every objection is answered, though perhaps not accommodated, and the chairs say in writing why what was "
        "objected does not stand in the way. Heads are not counted."
    ),
    Kind.NO_OBJECTION: "Nobody's objection stands.",
    Kind.DOUBLE_MAJORITY: "Of each side, more than half of the seats that count support it or can live with it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """The rule by which it is decided.

    `sides` are the groups of constituencies of which a double majority needs a majority each. In ISO consensus, objections of
    `important_part` of a constituency's seats are opposition of an important part of the interests. Seats of `may_block` can block;
    `blocks_needed` of them stop it, under any kind. A co-chair of each constituency in `judges` signs where chairs must judge.
    """

    kind: Kind
    sides: tuple[frozenset[str], ...] = ()
    important_part: Fraction = Fraction(1, 3)
    may_block: frozenset[str] = frozenset()
    blocks_needed: int = 1
    judges: frozenset[str] = frozenset()

    @property
    def needs_judgement(self) -> bool:
        return self.kind in {Kind.ISO_CONSENSUS, Kind.ROUGH_CONSENSUS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why a seat objects and what would satisfy it. It stands, answered or not, until its seat takes it back; absence takes nothing back.

    `changed_text` says whether the text was changed because of it, `made_in` in which round it was made.
    """

    seat: str
    words: str
    would_satisfy: str
    is_block: bool = False
    answer: str = ""
    answered_by: str = ""
    is_taken_back: bool = False
    changed_text: bool = False
    made_in: int = 0

    @property
    def is_unanswered(self) -> bool:
        return not self.is_taken_back and not self.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Whether the method is satisfied, why or why not, and how many seats took each position."""

    is_reached: bool
    why: str
    tally: Mapping[str, Mapping[Position, int]]


def apply_method(method: Method, seats: Iterable[Seat], said: Mapping[str, Position], objections: Iterable[Objection]) -> Finding:
    """What the method makes of these positions. `seats` are those that decide; who among them said nothing is absent.

    A seat whose objection stands counts as objecting, also where it is absent now.
    """
    standing = {objection.seat: objection for objection in objections if not objection.is_taken_back}
    positions: dict[str, list[Position]] = {}
    blocks = 0
    for seat in seats:
        position = Position.OBJECT if seat.ref in standing else said.get(seat.ref, Position.ABSENT)
        positions.setdefault(seat.constituency, []).append(position)
        blocks += seat.ref in standing and standing[seat.ref].is_block and seat.constituency in method.may_block
    tally = {constituency: Counter(each) for constituency, each in positions.items()}
    if blocks >= method.blocks_needed:
        return Finding(is_reached=False, why="It is blocked.", tally=tally)
    unanswered = any(objection.is_unanswered for objection in standing.values())
    why_not = _why_not(method, tally, unanswered=unanswered)
    return Finding(is_reached=not why_not, why=why_not or MEANS[method.kind], tally=tally)


def _why_not(method: Method, tally: Mapping[str, Counter[Position]], *, unanswered: bool) -> str:
    total = sum(tally.values(), Counter[Position]())
    yes, against = sum(total[each] for each in _YES), total[Position.OBJECT]
    match method.kind:
        case Kind.NO_OBJECTION:
            return "An objection stands." if against else ""
        case Kind.UNANIMITY:
            return "" if yes and yes == _counting(total) else "Not every seat that counts said yes."
        case Kind.DOUBLE_MAJORITY:
            lacking = [side for side in method.sides if not _has_majority(side, tally)]
            return "" if method.sides and not lacking else "Not every side has a majority for it."
        case Kind.ROUGH_CONSENSUS:
            return "Nobody supports it." if not total[Position.SUPPORT] else "An objection is unanswered." if unanswered else ""
        case Kind.ISO_CONSENSUS:
            if yes <= against:
                return "No more are for it than against it."
            opposed = [key for key, each in tally.items() if each[Position.OBJECT] >= method.important_part * _counting(each) > 0]
            return "An objection is unanswered." if unanswered else "An important part of the interests opposes it." if opposed else ""


def _counting(tally: Mapping[Position, int]) -> int:
    return sum(count for position, count in tally.items() if position not in _NOT_COUNTED)


def _has_majority(side: frozenset[str], tally: Mapping[str, Counter[Position]]) -> bool:
    of_side = sum((each for key, each in tally.items() if key in side), Counter[Position]())
    return 2 * sum(of_side[each] for each in _YES) > _counting(of_side)
