"""What each kind of rule finds in a situation, and what would satisfy it, in plain words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil

from firsthand.core.parity.rules import (
    LeadWritersMixed,
    MajorityOf,
    NeverMoreThan,
    ObjectionsAnswered,
    OwnSession,
    QuorumOf,
    RoleFromEach,
    Rule,
    SeatPerRegion,
)
from firsthand.core.parity.seats import Role, Seat, Table, count_of
from firsthand.core.parity.verdict import Breach, Moment

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ROLES = {
    Role.CO_CHAIR: "a co-chair",
    Role.LEAD_WRITER: "a lead writer",
    Role.SECRETARIAT: "a place in the secretariat",
    Role.MEMBER: "a member",
    Role.OBSERVER: "an observer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a check looks at: `seats` are those that count at this moment, held or present."""

    table: Table
    on: date
    seats: tuple[Seat, ...]
    unanswered: tuple[str, ...] = ()
    own_sessions_held: tuple[frozenset[str], ...] = ()
    own_session_of: frozenset[str] = frozenset()
    strangers: int = 0


def breach_of(rule: Rule, moment: Moment, situation: Situation) -> Breach | None:
    """What is the matter with this rule here, or None."""
    is_alone = moment is Moment.ATTENDANCE and bool(situation.own_session_of)
    match rule:
        case NeverMoreThan():
            found = None if is_alone else _outnumbered(rule, moment, situation)
        case MajorityOf():
            found = None if is_alone else _no_majority(rule, moment, situation)
        case RoleFromEach():
            found = _role_missing(rule, situation)
        case LeadWritersMixed():
            found = _writers_alike(rule, situation)
        case SeatPerRegion():
            found = _region_missing(rule, situation)
        case QuorumOf():
            found = _no_quorum(rule, situation)
        case ObjectionsAnswered():
            found = _unanswered(situation)
        case OwnSession():
            found = _not_alone(rule, situation) if moment is Moment.ATTENDANCE else _never_alone(rule, situation)
    if found is None:
        return None
    objectors = situation.unanswered if isinstance(rule, ObjectionsAnswered) else ()
    return Breach(rule=rule.kind, found=found[0], remedy=found[1], objectors=objectors)


Found = tuple[str, str] | None


def _outnumbered(rule: NeverMoreThan, moment: Moment, situation: Situation) -> Found:
    these = count_of(situation.seats, rule.these, all_seats=rule.counts_observers)
    those = count_of(situation.seats, rule.those, all_seats=rule.counts_observers)
    if these <= those:
        return None
    found = f"There {_are(these)} {_seats(these, rule.these, situation)} and {_seats(those, rule.those, situation)}{_where(moment)}."
    more, fewer = _seats(these - those, rule.those, situation, more=True), _seats(these - those, rule.these, situation, fewer=True)
    return found, f"What would satisfy the rule: {more}, or {fewer}."


def _no_majority(rule: MajorityOf, moment: Moment, situation: Situation) -> Found:
    others = _all_but(rule.of, situation)
    ours, theirs = count_of(situation.seats, rule.of), count_of(situation.seats, others)
    if ours > theirs:
        return None
    needed = theirs - ours + 1
    found = f"{_capital(_seats(ours, rule.of, situation))} and {_seats(theirs, others, situation)}{_where(moment)} make no majority."
    fewer = f", or {_seats(needed, others, situation, fewer=True)}" if theirs >= needed else ""
    return found, f"What would satisfy the rule: {_seats(needed, rule.of, situation, more=True)}{fewer}."


def _role_missing(rule: RoleFromEach, situation: Situation) -> Found:
    missing = sorted(rule.of - {seat.constituency for seat in situation.seats if rule.role in seat.roles})
    if not missing:
        return None
    names = _list(f"“{situation.table.constituency(key).label}”" for key in missing)
    remedy = _list(f"{_ROLES[rule.role]} among the {situation.table.constituency(key).seats}" for key in missing)
    return f"{_capital(_ROLES[rule.role])} is missing from {names}.", f"What would satisfy the rule: {remedy}."


def _writers_alike(rule: LeadWritersMixed, situation: Situation) -> Found:
    writers = [seat for seat in situation.seats if Role.LEAD_WRITER in seat.roles]
    lacking = {
        part: sorted(rule.of - {seat.constituency for seat in writers if part in seat.leads})
        for part in sorted({part for seat in writers for part in seat.leads})
    }
    lacking = {part: missing for part, missing in lacking.items() if missing}
    if not lacking:
        return None
    remedy = _list(
        f"a lead writer for “{part}” from the {situation.table.constituency(key).seats}"
        for part, missing in lacking.items()
        for key in missing
    )
    return f"The lead writers of {_list(f'“{part}”' for part in lacking)} are not mixed.", f"What would satisfy the rule: {remedy}."


def _region_missing(rule: SeatPerRegion, situation: Situation) -> Found:
    has = {region: count_of((seat for seat in situation.seats if seat.region == region), rule.of) for region in rule.regions}
    short = {region: rule.at_least - count for region, count in has.items() if count < rule.at_least}
    if not short:
        return None
    remedy = _list(f"{_seats(count, rule.of, situation, more=True)} from {region}" for region, count in short.items())
    return f"Too few seats are from {_list(short)}.", f"What would satisfy the rule: {remedy}."


def _no_quorum(rule: QuorumOf, situation: Situation) -> Found:
    held = count_of(situation.table.held(situation.on), rule.of)
    needed = max(1, ceil(rule.share * held))
    present = count_of(situation.seats, rule.of)
    if present >= needed:
        return None
    if not held:
        return (
            f"Nobody holds {_any_seat(rule.of, situation)}.",
            f"What would satisfy the rule: {_seats(1, rule.of, situation)}, held and present.",
        )
    here = f"{_number(present)} are" if present > 1 else "one is" if present else "none is"
    found = f"Of {_seats(held, rule.of, situation)}, {here} in the room; {_number(needed)} must be."
    return found, f"What would satisfy the rule: {_seats(needed - present, rule.of, situation, more=True)} in the room."


def _unanswered(situation: Situation) -> Found:
    if not situation.unanswered:
        return None
    seats = _list(situation.unanswered)
    is_one = len(situation.unanswered) == 1
    found = f"The objection of seat {seats} is unanswered." if is_one else f"The objections of seats {seats} are unanswered."
    owner = "its objector takes it back" if is_one else "their objectors take them back"
    return found, f"What would satisfy the rule: an answer to {'it' if is_one else 'each'}, in writing, or that {owner}."


def _not_alone(rule: OwnSession, situation: Situation) -> Found:
    if situation.own_session_of != rule.of:
        return None
    others = sum(seat.constituency not in rule.of for seat in situation.seats) + situation.strangers
    if not others:
        return None
    alone = f"This is a session of the {_any_seats(rule.of, situation)} alone"
    found = f"{alone}, and {_number(others)} other{'s' if others > 1 else ''} {_are(others)} in the room."
    return found, f"What would satisfy the rule: {_number(others)} {'person leaves' if others == 1 else 'people leave'} the room."


def _never_alone(rule: OwnSession, situation: Situation) -> Found:
    if rule.of in situation.own_sessions_held:
        return None
    names = _any_seats(rule.of, situation)
    return (
        f"The {names} have not met among themselves yet.",
        f"What would satisfy the rule: a session of the {names} alone, before it is decided.",
    )


def _all_but(of: frozenset[str], situation: Situation) -> frozenset[str]:
    return frozenset(each.key for each in situation.table.constituencies) - of


def _seats(count: int, of: Collection[str], situation: Situation, *, more: bool = False, fewer: bool = False) -> str:
    """`one more community seat`, `two institution seats fewer`."""
    names = [situation.table.constituency(key) for key in sorted(of)]
    named = _list(((name.seat if count == 1 else name.seats) for name in names), joined_by="or") or (
        "other seat" if count == 1 else "other seats"
    )
    return f"{_number(count)}{' more' if more else ''} {named}{' fewer' if fewer else ''}"


def _any_seat(of: Collection[str], situation: Situation) -> str:
    return "a " + _list((situation.table.constituency(key).seat for key in sorted(of)), joined_by="or")


def _any_seats(of: Collection[str], situation: Situation) -> str:
    return _list(situation.table.constituency(key).seats for key in sorted(of))


def _where(moment: Moment) -> str:
    return "" if moment is Moment.SEATING else " in the room"


def _number(count: int) -> str:
    return _WORDS[count] if count < len(_WORDS) else str(count)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _list(names: Iterable[str], *, joined_by: str = "and") -> str:
    *first, last = [*names] or [""]
    return f"{', '.join(first)} {joined_by} {last}" if first else last
