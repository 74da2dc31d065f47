"""A decision from its proposal to its outcome: rounds, positions, objections, the chairs' judgement, dissent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from firsthand.core.deciding.life import State, Step, StepNotPossible, after
from firsthand.core.deciding.methods import Finding, Kind, Method, Objection, Position, apply_method
from firsthand.core.parity import Override, Role, Rule, Seat, Table, Verdict, check_decision, overridden
from firsthand.core.refusal import NotNow, NotValid


class SeatDoesNotDecide(NotValid):
    code = "seat-does-not-decide"
    sentence = "Seat {seat} takes no part in decisions."


class SideWithoutSeats(NotValid):
    code = "side-without-seats"
    sentence = "A double majority needs at least two sides, of constituencies of this roundtable, and no constituency on two of them."


class ObjectionIncomplete(NotValid):
    code = "objection-incomplete"
    sentence = "An objection says what is wrong and what would satisfy you."


class MayNotBlock(NotValid):
    code = "may-not-block"
    sentence = "By the rule chosen for this decision, seat {seat} can object but not block."


class NoSuchObjection(NotNow):
    code = "no-such-objection"
    sentence = "Seat {seat} has no objection that stands."


class AnswerMissing(NotValid):
    code = "answer-missing"
    sentence = "An objection is answered in words, by somebody other than its objector."


class JudgementMissing(NotNow):
    code = "judgement-missing"
    sentence = "The chairs’ judgement is missing: {missing}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Positions by seat. In a blind round nobody sees another's until it is closed."""

    is_blind: bool
    positions: Mapping[str, Position] = field(default_factory=lambda: MappingProxyType({}))
    is_closed: bool = False

    def seen_by(self, seat: str | None) -> Mapping[str, Position]:
        """What this seat (or None, who has none) may see of it now."""
        if self.is_closed or not self.is_blind:
            return self.positions
        return {ref: position for ref, position in self.positions.items() if ref == seat}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a chair says: whether consensus was reached, and why, in words of their own and under their name."""

    seat: str
    person: str
    is_reached: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it ended: what the method found, whether the rules were met or overridden, what the chairs said, and all dissent."""

    finding: Finding
    verdict: Verdict
    judgements: tuple[Judgement, ...]
    dissent: tuple[Objection, ...]
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A question put to the table under a method that was chosen beforehand. Each function below gives another decision."""

    ref: str
    question: str
    method: Method
    state: State = State.PROPOSED
    rounds: tuple[Round, ...] = ()
    objections: tuple[Objection, ...] = ()
    outcome: Outcome | None = None

    @property
    def unanswered(self) -> tuple[str, ...]:
        return tuple(objection.seat for objection in self.objections if objection.is_unanswered)

    def objections_seen_by(self, seat: str | None) -> tuple[Objection, ...]:
        """The objections that this seat may see now: while a blind round is open, others' new ones are not among them."""
        is_hidden = self.state is State.IN_ROUND and self.rounds[-1].is_blind
        return tuple(each for each in self.objections if not is_hidden or each.seat == seat or each.made_in < len(self.rounds))

    def standing_objection(self, seat: str) -> Objection:
        for objection in self.objections:
            if objection.seat == seat and not objection.is_taken_back:
                return objection
        raise NoSuchObjection(seat=seat)


def propose(*, ref: str, question: str, method: Method, table: Table) -> Decision:
    """A question with the method by which it will be decided; neither changes any more.

    Raises:
        SideWithoutSeats: a double majority has fewer than two sides, or they overlap.
        ConstituencyUnknown: the method names a constituency that is not at the table.

    """
    for key in frozenset().union(*method.sides, method.may_block, method.judges):
        table.constituency(key)
    if method.kind is Kind.DOUBLE_MAJORITY:
        named = [key for side in method.sides for key in side]
        if len(method.sides) < 2 or not all(method.sides) or len(set(named)) < len(named):
            raise SideWithoutSeats
    return Decision(ref=ref, question=question, method=method)


def open_round(decision: Decision, *, is_blind: bool) -> Decision:
    """A first round, or another one after the last was counted and talked about."""
    state = after(decision.state, Step.OPEN_ROUND)
    return replace(decision, state=state, rounds=(*decision.rounds, Round(is_blind=is_blind)))


def take_position(
    decision: Decision, position: Position, *, seat: str, table: Table, on: date, objection: Objection | None = None
) -> Decision:
    """This seat's position in the open round, instead of any it took in it before.

    To object, say what is wrong and what would satisfy you; whose earlier objection still stands may stand by it without saying it again.
    Any other position but absence takes an earlier objection back.

    Raises:
        StepNotPossible: no round is open.
        SeatUnknown, SeatDoesNotDecide: nobody holds this seat, or it takes no part.
        ObjectionIncomplete, MayNotBlock: the objection is not one that this seat can make.

    """
    if decision.state is not State.IN_ROUND:
        raise StepNotPossible(state=decision.state.value, step="take a position")
    holder = table.seat(seat, on=on)
    if not holder.decides:
        raise SeatDoesNotDecide(seat=seat)
    current = decision.rounds[-1]
    changed = replace(current, positions=MappingProxyType({**current.positions, seat: position}))
    return replace(
        decision,
        rounds=(*decision.rounds[:-1], changed),
        objections=_objections_after(decision, holder, position, objection),
    )


def answer_objection(decision: Decision, *, seat: str, answer: str, by: str, changed_text: bool = False) -> Decision:
    """The answer to this seat's objection; whether it satisfies is for the objector to say.

    Raises:
        NoSuchObjection: none stands.
        AnswerMissing: nothing is said, or by the objector.

    """
    objection = decision.standing_objection(seat)
    if not answer.strip() or by in {"", seat}:
        raise AnswerMissing
    _require_open(decision, "answer an objection")
    answered = replace(objection, answer=answer, answered_by=by, changed_text=changed_text or objection.changed_text)
    return _with(decision, objection, answered)


def take_back_objection(decision: Decision, *, seat: str, changed_text: bool) -> Decision:
    """The objector is satisfied, or no longer objects; `changed_text` says whether the text was changed because of it."""
    objection = decision.standing_objection(seat)
    _require_open(decision, "take an objection back")
    return _with(decision, objection, replace(objection, is_taken_back=True, changed_text=changed_text or objection.changed_text))


def close_round(decision: Decision) -> Decision:
    """No more positions in this round; from now on everybody sees them all."""
    state = after(decision.state, Step.CLOSE_ROUND)
    return replace(decision, state=state, rounds=(*decision.rounds[:-1], replace(decision.rounds[-1], is_closed=True)))


def withdraw(decision: Decision) -> Decision:
    """The proposal is taken from the table; nothing was decided."""
    return replace(decision, state=after(decision.state, Step.WITHDRAW))


def conclude(
    decision: Decision,
    *,
    table: Table,
    rules: Iterable[Rule],
    on: date,
    room: Collection[str],
    judgements: Sequence[Judgement] = (),
    own_sessions_held: Sequence[frozenset[str]] = (),
    override: Override | None = None,
) -> Decision:
    """Adopted, or not: by the method, if the rules of the roundtable allow that anything is decided now.

    Positions of the last round count, of seats that are held today. In a written procedure the room is who took part in it.

    Raises:
        StepNotPossible: the last round is not closed, or the decision has ended.
        ParityNotMet, ConsentMissing: a rule of the roundtable is not met, or the override of it does not hold.
        JudgementMissing: the method needs the chairs' judgement.

    """
    after(decision.state, Step.ADOPT)
    verdict = check_decision(rules, table, on=on, room=room, unanswered=decision.unanswered, own_sessions_held=own_sessions_held)
    if override is not None and not verdict.is_met:
        verdict = overridden(verdict, override, table, on=on)
    verdict.require()
    signed = _signed(decision.method, table, judgements, on=on)
    finding = apply_method(decision.method, table.deciding(on), decision.rounds[-1].positions, decision.objections)
    if finding.is_reached and not all(judgement.is_reached for judgement in signed):
        finding = replace(finding, is_reached=False, why="A chair judges that consensus was not reached.")
    dissent = tuple(objection for objection in decision.objections if not objection.is_taken_back)
    return replace(
        decision,
        state=after(decision.state, Step.ADOPT if finding.is_reached else Step.TURN_DOWN),
        outcome=Outcome(finding=finding, verdict=verdict, judgements=signed, dissent=dissent, decided_on=on),
    )


def _objections_after(decision: Decision, seat: Seat, position: Position, new: Objection | None) -> tuple[Objection, ...]:
    earlier = [each for each in decision.objections if each.seat == seat.ref and not each.is_taken_back]
    if position is Position.ABSENT:
        return decision.objections
    if position is Position.OBJECT and new is None and earlier:
        return decision.objections
    others = tuple(replace(each, is_taken_back=True) if each in earlier else each for each in decision.objections)
    if position is not Position.OBJECT:
        return others
    if new is None or new.seat != seat.ref or not new.words.strip() or not new.would_satisfy.strip():
        raise ObjectionIncomplete
    if new.is_block and seat.constituency not in decision.method.may_block:
        raise MayNotBlock(seat=seat.ref)
    return (*others, replace(new, answer="", answered_by="", is_taken_back=False, changed_text=False, made_in=len(decision.rounds)))


def _with(decision: Decision, old: Objection, new: Objection) -> Decision:
    return replace(decision, objections=tuple(new if each is old else each for each in decision.objections))


def _require_open(decision: Decision, step: str) -> None:
    if decision.outcome is not None or decision.state is State.WITHDRAWN:
        raise StepNotPossible(state=decision.state.value, step=step)


def _signed(method: Method, table: Table, judgements: Sequence[Judgement], *, on: date) -> tuple[Judgement, ...]:
    """The judgements of co-chairs, if all that the method needs are there."""
    if not method.needs_judgement:
        return tuple(judgements)
    chairs = {seat.ref: seat.constituency for seat in table.held(on) if Role.CO_CHAIR in seat.roles}
    signed = tuple(each for each in judgements if each.seat in chairs and each.words.strip() and each.person.strip())
    missing = method.judges - {chairs[each.seat] for each in signed}
    if missing or not signed:
        names = ", ".join(table.constituency(key).label for key in sorted(missing)) or "any co-chair"
        raise JudgementMissing(missing=names)
    return signed
