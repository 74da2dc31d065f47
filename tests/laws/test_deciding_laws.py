"""A machine of states: people come and go, seats are given up and taken, alternates stand in, seats object, answers are given, rounds are
opened and closed, and at any moment somebody tries to conclude. Whatever happened before, no decision is adopted that its rules forbid.

The machine keeps books of its own, in plain sets, and judges every adopted decision by them, not by what the product computed.
"""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from firsthand.core.deciding import (
    Judgement,
    Kind,
    MayNotBlock,
    Method,
    Objection,
    Position,
    State,
    answer_objection,
    close_round,
    conclude,
    open_round,
    propose,
    take_back_objection,
    take_position,
)
from firsthand.core.parity import (
    Consent,
    MajorityOf,
    NeverMoreThan,
    ObjectionsAnswered,
    Override,
    OwnSession,
    QuorumOf,
    SeatUnknown,
)
from firsthand.core.refusal import Refusal
from tests.core.roundtable import DAY, seat, table

COMMUNITIES, INSTITUTIONS = frozenset({"community"}), frozenset({"institution"})
RULES = {
    "never-more-than": NeverMoreThan(these=INSTITUTIONS, those=COMMUNITIES),
    "majority-of": MajorityOf(of=COMMUNITIES),
    "quorum-of": QuorumOf(of=COMMUNITIES, share=Fraction(1, 2)),
    "objections-answered": ObjectionsAnswered(),
    "own-session": OwnSession(of=COMMUNITIES),
}
REFS = ["C1", "C2", "C3", "C4", "I1", "I2", "D1"]
YES, SILENT = {"support", "can-live-with"}, {"absent", "recuse"}
seats_of_any = st.sampled_from(REFS)


def side(ref):
    return {"C": "community", "I": "institution", "D": "donor"}[ref[0]]


class Roundtable(RuleBasedStateMachine):
    kind = Kind.NO_OBJECTION
    adopted = []

    @initialize(
        rules=st.sets(st.sampled_from(sorted(RULES))),
        can_block=st.booleans(),
    )
    def sit_down(self, rules, can_block):
        self.table = table(community=3, institution=2, donor=1)
        self.day = DAY
        self.held = {ref for ref in REFS if ref != "C4"}
        self.people = set()
        self.put_a_question(rules, can_block)

    def put_a_question(self, rules, can_block):
        self.rules, self.can_block = rules, can_block
        sides = (COMMUNITIES, INSTITUTIONS) if self.kind is Kind.DOUBLE_MAJORITY else ()
        method = Method(kind=self.kind, sides=sides, may_block=COMMUNITIES if can_block else frozenset())
        self.decision = propose(ref="D-1", question="Adopt?", method=method, table=self.table)
        self.said, self.objecting, self.blocking, self.answered, self.met_alone = {}, set(), set(), set(), False

    @precondition(lambda self: self.decision.outcome is not None)
    @rule(rules=st.sets(st.sampled_from(sorted(RULES))), can_block=st.booleans())
    def next_question(self, rules, can_block):
        self.put_a_question(rules, can_block)

    @property
    def is_open(self):
        return self.decision.state is State.IN_ROUND

    @property
    def present(self):
        return {person.split(" ")[0] for person in self.people} & self.held

    def count(self, refs, constituency):
        return sum(side(ref) == constituency for ref in refs)

    @rule(ref=seats_of_any, who=st.sampled_from(["holder", "alternate"]))
    def arrive(self, ref, who):
        self.people.add(f"{ref} {who}")

    @rule(ref=seats_of_any, who=st.sampled_from(["holder", "alternate"]))
    def leave(self, ref, who):
        self.people.discard(f"{ref} {who}")

    @rule()
    def all_arrive(self):
        self.people |= {f"{ref} holder" for ref in REFS}

    @rule(ref=seats_of_any)
    def give_up(self, ref):
        if ref in self.held:
            seats = tuple(replace(each, withdrawn_on=self.day) if each.ref == ref else each for each in self.table.seats)
            self.table = replace(self.table, seats=seats)
            self.held.discard(ref)

    @precondition(lambda self: "C4" not in {each.ref for each in self.table.seats})
    @rule()
    def seat_a_fourth(self):
        self.table = replace(self.table, seats=(*self.table.seats, seat("community", 4)))
        self.held.add("C4")

    @rule(days=st.integers(1, 3))
    def time_passes(self, days):
        self.day += timedelta(days)

    @rule()
    def meet_alone(self):
        self.met_alone = True

    @precondition(lambda self: self.decision.state in {State.PROPOSED, State.COUNTED})
    @rule(is_blind=st.booleans())
    def start_round(self, is_blind):
        self.decision, self.said = open_round(self.decision, is_blind=is_blind), {}

    @precondition(lambda self: self.is_open)
    @rule(ref=seats_of_any, position=st.sampled_from([each for each in Position if each is not Position.OBJECT]))
    def say(self, ref, position):
        self.take(ref, position, None)

    @precondition(lambda self: self.is_open)
    @rule(data=st.data())
    def everybody_agrees(self, data):
        for ref in sorted(self.held):
            self.take(ref, data.draw(st.sampled_from([Position.SUPPORT, Position.CAN_LIVE_WITH])), None)

    @precondition(lambda self: self.is_open)
    @rule(ref=seats_of_any, is_block=st.booleans())
    def object(self, ref, is_block):
        self.take(ref, Position.OBJECT, Objection(seat=ref, words="No.", would_satisfy="Otherwise.", answer="Forged.", is_block=is_block))

    def take(self, ref, position, objection):
        try:
            self.decision = take_position(self.decision, position, seat=ref, table=self.table, on=self.day, objection=objection)
        except SeatUnknown:
            assert ref not in self.held
            return
        except MayNotBlock:
            assert objection.is_block
            assert not (self.can_block and side(ref) == "community")
            return
        assert ref in self.held
        self.said[ref] = position.value
        if position is Position.OBJECT:
            self.objecting.add(ref)
            self.answered.discard(ref)
            (self.blocking.add if objection.is_block else self.blocking.discard)(ref)
        elif position is not Position.ABSENT:
            self.forget(ref)

    def forget(self, ref):
        for book in (self.objecting, self.blocking, self.answered):
            book.discard(ref)

    @precondition(lambda self: self.objecting and self.decision.outcome is None)
    @rule(data=st.data())
    def answer(self, data):
        ref = data.draw(st.sampled_from(sorted(self.objecting)))
        self.decision = answer_objection(self.decision, seat=ref, answer="Because.", by="the chair")
        self.answered.add(ref)

    @precondition(lambda self: self.objecting and self.decision.outcome is None)
    @rule(data=st.data())
    def take_back(self, data):
        ref = data.draw(st.sampled_from(sorted(self.objecting)))
        self.decision = take_back_objection(self.decision, seat=ref, changed_text=True)
        self.forget(ref)

    @precondition(lambda self: self.is_open)
    @rule()
    def count_up(self):
        self.decision = close_round(self.decision)

    @rule(judges=st.sets(seats_of_any), agree=st.booleans(), overriding=st.one_of(st.none(), st.just(set(REFS)), st.sets(seats_of_any)))
    def try_to_conclude(self, judges, agree, overriding):
        was = self.decision.state
        judgements = [Judgement(seat=ref, person="Somebody", is_reached=agree, words="So it is.") for ref in sorted(judges)]
        override = None
        if overriding is not None:
            consents = tuple(Consent(seat=ref, person="Somebody", given_on=self.day, words="Yes.") for ref in sorted(overriding))
            override = Override(rules=frozenset(RULES), reason="A storm.", consents=consents)
        try:
            self.decision = conclude(
                self.decision,
                table=self.table,
                rules=[RULES[name] for name in sorted(self.rules)],
                on=self.day,
                room=self.people,
                judgements=judgements,
                own_sessions_held=[COMMUNITIES] if self.met_alone else [],
                override=override,
            )
        except Refusal:
            assert self.decision.state is was
            return
        assert was is State.COUNTED
        broken = self.broken_rules()
        if broken:
            assert overriding is not None
            assert {side(ref) for ref in overriding & self.held} == {side(ref) for ref in self.held}
            assert "objections-answered" not in broken or self.objecting - self.answered <= overriding & self.held
            assert self.decision.outcome.verdict.override is override
            assert {breach.rule for breach in self.decision.outcome.verdict.breaches} == broken
        else:
            assert self.decision.outcome.verdict.is_met
        if self.decision.state is State.ADOPTED:
            self.adopted.append(bool(broken))
            self.judge_method(judges, agree)
        assert {objection.seat for objection in self.decision.outcome.dissent} == self.objecting

    @precondition(lambda self: self.decision.state in {State.PROPOSED, State.COUNTED})
    @rule(
        said=st.one_of(
            st.just(["support", "can-live-with"]), st.lists(st.sampled_from(["support", "abstain", "object"]), min_size=1, max_size=7)
        ),
        everybody=st.booleans(),
        answers=st.booleans(),
        alone=st.booleans(),
        silent=st.one_of(st.just(set()), st.sets(seats_of_any, max_size=3)),
        is_block=st.booleans(),
        ending=st.sampled_from(["", "properly", "overriding"]),
    )
    def hold_a_meeting(self, said, everybody, answers, alone, silent, is_block, ending):
        """What happens when most goes well, so that decisions are reached: seats say something, the round is closed, they conclude."""
        self.start_round(is_blind=False)
        for number, ref in enumerate(REFS):
            position = said[number % len(said)]
            blocks = is_block and self.can_block and side(ref) == "community"
            objection = (
                Objection(seat=ref, words="No.", would_satisfy="Otherwise.", answer="Forged.", is_block=blocks)
                if position == "object"
                else None
            )
            if ref not in silent:
                self.take(ref, Position(position), objection)
        self.count_up()
        if everybody:
            self.all_arrive()
        for ref in sorted(self.objecting) if answers else ():
            self.decision = answer_objection(self.decision, seat=ref, answer="Because.", by="the chair")
            self.answered.add(ref)
        self.met_alone = self.met_alone or alone
        if ending:
            self.try_to_conclude(judges={"C1", "I1"}, agree=True, overriding=set(REFS) if ending == "overriding" else None)

    def broken_rules(self):
        """By the machine's own books."""
        community, institution = self.count(self.present, "community"), self.count(self.present, "institution")
        seated = self.count(self.held, "community")
        broken = {
            "never-more-than": institution > community,
            "majority-of": community <= len(self.present) - community,
            "quorum-of": not seated or 2 * community < seated or not community,
            "objections-answered": bool(self.objecting - self.answered),
            "own-session": not self.met_alone,
        }
        return {name for name in self.rules if broken[name]}

    def judge_method(self, judges, agree):
        """Whether an adopted decision could be adopted, by the machine's own books."""
        objecting = self.objecting & self.held
        said = {ref: "object" if ref in objecting else self.said.get(ref, "absent") for ref in self.held}
        yes = {ref for ref, position in said.items() if position in YES}
        voices = {ref for ref, position in said.items() if position not in SILENT}
        assert not self.blocking & self.held
        if self.kind is Kind.NO_OBJECTION:
            assert not objecting
        if self.kind is Kind.UNANIMITY:
            assert yes
            assert yes == voices
        if self.kind is Kind.DOUBLE_MAJORITY:
            for each in ("community", "institution"):
                assert 2 * self.count(yes, each) > self.count(voices, each)
        if self.kind in {Kind.ISO_CONSENSUS, Kind.ROUGH_CONSENSUS}:
            assert agree
            assert judges & {"C1", "I1", "D1"} & self.held
            assert not self.objecting - self.answered
        if self.kind is Kind.ROUGH_CONSENSUS:
            assert "support" in said.values()
        if self.kind is Kind.ISO_CONSENSUS:
            assert len(yes) > len(objecting)
            for each in ("community", "institution", "donor"):
                assert 3 * self.count(objecting, each) < self.count(voices, each) or not self.count(objecting, each)

    @invariant()
    def the_books_agree(self):
        standing = {each.seat for each in self.decision.objections if not each.is_taken_back}
        assert standing == self.objecting
        assert {each.seat for each in self.decision.objections if each.is_block and not each.is_taken_back} == self.blocking
        assert set(self.decision.unanswered) == self.objecting - self.answered
        assert {each.ref for each in self.table.present(self.people, on=self.day)} == self.present


@pytest.mark.parametrize("kind", list(Kind))
def test_no_sequence_reaches_a_decision_that_its_rules_forbid(kind):
    watched = type("Watched", (Roundtable,), {"kind": kind, "adopted": []})
    run_state_machine_as_test(watched, settings=settings(max_examples=120, stateful_step_count=30, deadline=None, derandomize=True))
    assert set(watched.adopted) == {True, False}, "decisions must be reached, with and without an override, or the law says nothing"
