"""The checks: on seating, on who is in the room, on quorum, on a decision, on publication.

Each gives a `Verdict`. Whoever goes on calls `verdict.require()`, which refuses in words that say what would satisfy the rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from firsthand.core.parity.finding import Situation, breach_of
from firsthand.core.parity.rules import Rule
from firsthand.core.parity.seats import Table
from firsthand.core.parity.verdict import Breach, ConsentMissing, Moment, Override, Verdict


def check_seating(rules: Iterable[Rule], table: Table, *, on: date) -> Verdict:
    """Whether the seats that are held that day are as the rules ask."""
    return _checked(rules, Moment.SEATING, Situation(table=table, on=on, seats=table.held(on)))


def check_attendance(
    rules: Iterable[Rule], table: Table, *, on: date, room: Collection[str], own_session_of: frozenset[str] = frozenset()
) -> Verdict:
    """Whether the people in the room are as the rules ask; to be asked whenever someone comes or goes.

    During a session of their own (`own_session_of`), a constituency is alone, and nothing else is asked.
    """
    seats = table.present(room, on=on)
    strangers = len(set(room)) - len({person for seat in seats for person in (seat.holder, *seat.alternates)} & set(room))
    return _checked(
        rules,
        Moment.ATTENDANCE,
        Situation(table=table, on=on, seats=seats, own_session_of=own_session_of, strangers=strangers),
    )


def check_quorum(rules: Iterable[Rule], table: Table, *, on: date, room: Collection[str]) -> Verdict:
    """Whether enough of each side are in the room to decide anything."""
    return _checked(rules, Moment.QUORUM, Situation(table=table, on=on, seats=table.present(room, on=on)))


def check_decision(
    rules: Iterable[Rule],
    table: Table,
    *,
    on: date,
    room: Collection[str],
    unanswered: Collection[str] = (),
    own_sessions_held: Sequence[frozenset[str]] = (),
) -> Verdict:
    """Whether it may be decided now. `unanswered` are the seats whose objection has no answer; `own_sessions_held` says who met alone."""
    return _checked(
        rules,
        Moment.DECISION,
        Situation(
            table=table,
            on=on,
            seats=table.present(room, on=on),
            unanswered=tuple(sorted(unanswered)),
            own_sessions_held=tuple(own_sessions_held),
        ),
    )


def check_publication(
    rules: Iterable[Rule], table: Table, *, on: date, unanswered: Collection[str] = (), carried: Sequence[Verdict] = ()
) -> Verdict:
    """Whether the result may be printed. `carried` are the verdicts of its decisions: what none of them allowed is a breach here too."""
    situation = Situation(table=table, on=on, seats=table.held(on), unanswered=tuple(sorted(unanswered)))
    verdict = _checked(rules, Moment.PUBLICATION, situation)
    refused = tuple(breach for each in carried if not each.may_go_on for breach in each.breaches)
    return replace(verdict, breaches=(*verdict.breaches, *refused))


def overridden(verdict: Verdict, override: Override, table: Table, *, on: date) -> Verdict:
    """The same verdict with an override that holds: it names every rule that is not met, and somebody of each side agreed by name.

    Sides are the constituencies with a seat that decides. Where an objection is unanswered, its objector is among those who agree; if
    nobody holds that seat any more, the objection can only be answered.

    Raises:
        ConsentMissing: a rule, a side, an objector, a name or the reason is missing.

    """
    deciding = table.deciding(on)
    signed = {consent.seat for consent in override.consents if consent.person.strip() and consent.given_on <= on}
    agreed = signed & {seat.ref for seat in deciding}
    sides = {seat.constituency for seat in deciding} - {seat.constituency for seat in deciding if seat.ref in agreed}
    missing = [table.constituency(key).label for key in sorted(sides)]
    missing += [f"seat {ref}, whose objection is unanswered" for ref in _objectors(verdict.breaches) if ref not in agreed]
    missing += [f"the rule {rule}" for rule in sorted({breach.rule for breach in verdict.breaches} - override.rules)]
    if not override.reason.strip():
        missing.append("the reason")
    if missing:
        raise ConsentMissing(missing=", ".join(missing))
    return replace(verdict, override=override)


def _objectors(breaches: Iterable[Breach]) -> list[str]:
    return sorted({ref for breach in breaches for ref in breach.objectors})


def _checked(rules: Iterable[Rule], moment: Moment, situation: Situation) -> Verdict:
    found = (breach_of(rule, moment, situation) for rule in rules if moment in rule.moments)
    return Verdict(moment=moment, breaches=tuple(breach for breach in found if breach is not None))
