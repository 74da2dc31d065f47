from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from firsthand.core.deciding import (
    TRANSITIONS,
    AnswerMissing,
    Judgement,
    JudgementMissing,
    Kind,
    MayNotBlock,
    Method,
    NoSuchObjection,
    Objection,
    ObjectionIncomplete,
    Position,
    SeatDoesNotDecide,
    SideWithoutSeats,
    State,
    Step,
    StepNotPossible,
    after,
    answer_objection,
    close_round,
    conclude,
    diagram,
    open_round,
    propose,
    take_back_objection,
    take_position,
    withdraw,
)
from firsthand.core.parity import (
    Consent,
    ConsentMissing,
    ConstituencyUnknown,
    NeverMoreThan,
    ObjectionsAnswered,
    Override,
    ParityNotMet,
    QuorumOf,
    Role,
    SeatUnknown,
)
from tests.core.roundtable import DAY, room, seat, table

COMMUNITIES, INSTITUTIONS = frozenset({"community"}), frozenset({"institution"})
EVERYBODY = room("C1", "C2", "I1", "I2")
RULES = (QuorumOf(of=COMMUNITIES), ObjectionsAnswered())
YES = {"C1": "support", "C2": "can-live-with", "I1": "support", "I2": "support"}
CHAIRS = tuple(Judgement(seat=ref, person=f"{ref} holder", is_reached=True, words="We heard everyone.") for ref in ("C1", "I1"))


def proposed(kind=Kind.NO_OBJECTION, around=None, **said):
    sides = (COMMUNITIES, INSTITUTIONS) if kind is Kind.DOUBLE_MAJORITY else ()
    return propose(ref="D-1", question="Adopt the draft?", method=Method(kind=kind, sides=sides, **said), table=around or table())


def objection(ref, **said):
    return Objection(**{"seat": ref, "words": "It leaves migrants out.", "would_satisfy": "Name them in section 2.", **said})


def says(decision, ref, position, around=None, **said):
    position = Position(position)
    if position is Position.OBJECT:
        said.setdefault("objection", objection(ref))
    return take_position(decision, position, seat=ref, table=around or table(), on=DAY, **said)


def counted(kind, positions, *, answered=True, blocks=(), **said):
    decision = open_round(proposed(kind, **said), is_blind=False)
    for ref, position in positions.items():
        more = {"objection": objection(ref, is_block=ref in blocks)} if position == "object" else {}
        decision = says(decision, ref, position, **more)
    for ref in decision.unanswered if answered else ():
        decision = answer_objection(decision, seat=ref, answer="They are named in section 4.", by="I1" if ref != "I1" else "C1")
    return close_round(decision)


def ended(decision, *, rules=RULES, present=EVERYBODY, **said):
    return conclude(decision, table=table(), rules=rules, on=DAY, room=present, **{"judgements": CHAIRS, **said})


def test_a_method_of_nobodys_is_refused():
    with pytest.raises(ConstituencyUnknown):
        proposed(may_block=frozenset({"martians"}))


@pytest.mark.parametrize(
    "sides", [(), (COMMUNITIES,), (COMMUNITIES, frozenset()), (COMMUNITIES, COMMUNITIES), (COMMUNITIES, COMMUNITIES | INSTITUTIONS)]
)
def test_a_double_majority_needs_two_sides_apart(sides):
    with pytest.raises(SideWithoutSeats):
        propose(ref="D", question="?", method=Method(kind=Kind.DOUBLE_MAJORITY, sides=sides), table=table())


@pytest.mark.parametrize(("state", "step"), sorted(set(product(State, Step)) - set(TRANSITIONS)))
def test_no_step_leads_where_the_table_has_none(state, step):
    with pytest.raises(StepNotPossible, match=state.value):
        after(state, step)


def test_positions_are_taken_in_an_open_round_only():
    with pytest.raises(StepNotPossible):
        says(proposed(), "C1", "support")
    with pytest.raises(StepNotPossible):
        says(close_round(open_round(proposed(), is_blind=False)), "C1", "support")


def test_only_seats_that_decide_take_positions():
    watching = table(more=(seat("community", 7, roles=frozenset({Role.OBSERVER})), seat("community", 8, withdrawn_on=DAY)))
    decision = open_round(proposed(around=watching), is_blind=False)
    with pytest.raises(SeatDoesNotDecide, match="C7"):
        says(decision, "C7", "support", watching)
    with pytest.raises(SeatUnknown):
        says(decision, "C8", "support", watching)


@pytest.mark.parametrize("said", [None, objection("C2"), objection("C1", words=" "), objection("C1", would_satisfy="")])
def test_an_objection_says_what_would_satisfy(said):
    with pytest.raises(ObjectionIncomplete):
        says(open_round(proposed(), is_blind=False), "C1", "object", objection=said)


def test_who_may_not_block_can_still_object():
    decision = open_round(proposed(may_block=COMMUNITIES), is_blind=False)
    with pytest.raises(MayNotBlock):
        says(decision, "I1", "object", objection=objection("I1", is_block=True))
    assert says(decision, "I1", "object").unanswered == ("I1",)
    assert says(decision, "C1", "object", objection=objection("C1", is_block=True)).objections[0].is_block


def test_an_objection_is_answered_in_words_by_somebody_else():
    decision = says(open_round(proposed(), is_blind=False), "C1", "object")
    for answer, by in ((" ", "I1"), ("No.", ""), ("No.", "C1")):
        with pytest.raises(AnswerMissing):
            answer_objection(decision, seat="C1", answer=answer, by=by)
    with pytest.raises(NoSuchObjection):
        answer_objection(decision, seat="C2", answer="No.", by="I1")
    with pytest.raises(NoSuchObjection):
        take_back_objection(decision, seat="C2", changed_text=False)


def test_nothing_is_concluded_before_the_round_is_closed_or_twice():
    decision = counted(Kind.NO_OBJECTION, YES)
    with pytest.raises(StepNotPossible):
        ended(open_round(decision, is_blind=True))
    with pytest.raises(StepNotPossible):
        ended(ended(decision))
    with pytest.raises(StepNotPossible):
        ended(withdraw(decision))


def test_nothing_is_concluded_against_the_rules_of_the_roundtable():
    decision = counted(Kind.NO_OBJECTION, YES)
    with pytest.raises(ParityNotMet, match="Of two community seats, none is in the room"):
        ended(decision, present=room("I1", "I2"))
    with pytest.raises(ParityNotMet, match="one more community seat"):
        ended(decision, present=room("C1", "I1", "I2"), rules=(NeverMoreThan(these=INSTITUTIONS, those=COMMUNITIES),))
    with pytest.raises(ParityNotMet, match="seat C1 is unanswered"):
        ended(counted(Kind.DOUBLE_MAJORITY, {**YES, "C1": "object"}, answered=False))


def test_an_override_of_a_rule_is_kept_with_the_outcome():
    decision = counted(Kind.NO_OBJECTION, YES)
    agreed = tuple(Consent(seat=ref, person="Somebody", given_on=DAY, words="Yes.") for ref in ("C1", "I1"))
    override = Override(rules=frozenset({"quorum-of"}), reason="A strike; they follow by phone.", consents=agreed)
    with pytest.raises(ConsentMissing):
        ended(decision, present=room("I1"), override=replace(override, consents=agreed[1:]))
    outcome = ended(decision, present=room("I1"), override=override).outcome
    assert outcome.verdict.override is override
    assert not outcome.verdict.is_met


@pytest.mark.parametrize("kind", [Kind.ISO_CONSENSUS, Kind.ROUGH_CONSENSUS])
def test_consensus_is_judged_by_the_chairs_in_writing(kind):
    decision = counted(kind, YES, judges=COMMUNITIES | INSTITUTIONS)
    for judgements in ((), CHAIRS[:1], (CHAIRS[0], replace(CHAIRS[1], words=" ")), (CHAIRS[0], replace(CHAIRS[1], seat="I2"))):
        with pytest.raises(JudgementMissing):
            ended(decision, judgements=judgements)
    assert ended(decision).state is State.ADOPTED
    against = ended(decision, judgements=(CHAIRS[0], replace(CHAIRS[1], is_reached=False)))
    assert against.state is State.NOT_ADOPTED
    assert against.outcome.judgements[1].words == "We heard everyone."


CASES = [
    (Kind.NO_OBJECTION, {}, True),
    (Kind.NO_OBJECTION, {"C1": "abstain", "I1": "recuse"}, True),
    (Kind.NO_OBJECTION, {**YES, "I2": "object"}, False),
    (Kind.UNANIMITY, YES, True),
    (Kind.UNANIMITY, {"C1": "support"}, True),
    (Kind.UNANIMITY, {**YES, "I2": "recuse"}, True),
    (Kind.UNANIMITY, {**YES, "I2": "abstain"}, False),
    (Kind.UNANIMITY, {**YES, "I2": "object"}, False),
    (Kind.UNANIMITY, {}, False),
    (Kind.DOUBLE_MAJORITY, YES, True),
    (Kind.DOUBLE_MAJORITY, {"C1": "support", "C2": "support", "I1": "support", "I2": "object"}, False),
    (Kind.DOUBLE_MAJORITY, {"C1": "support", "C2": "support"}, False),
    (Kind.DOUBLE_MAJORITY, {"C1": "support", "I1": "can-live-with", "I2": "absent"}, True),
    (Kind.DOUBLE_MAJORITY, {"C1": "support", "C2": "abstain", "I1": "support"}, False),
    (Kind.ROUGH_CONSENSUS, {**YES, "I2": "object", "C2": "object"}, True),
    (Kind.ROUGH_CONSENSUS, {"C1": "can-live-with"}, False),
    (Kind.ISO_CONSENSUS, YES, True),
    (Kind.ISO_CONSENSUS, {**YES, "I2": "object"}, False),
    (Kind.ISO_CONSENSUS, {"C1": "abstain"}, False),
]


@pytest.mark.parametrize(("kind", "positions", "is_reached"), CASES)
def test_each_method_is_reached_as_it_says(kind, positions, is_reached):
    outcome = ended(counted(kind, positions))
    assert (outcome.state is State.ADOPTED) is outcome.outcome.finding.is_reached is is_reached


def test_opposition_counts_as_important_by_the_share_the_method_names():
    positions = {**YES, "I2": "object"}
    assert ended(counted(Kind.ISO_CONSENSUS, positions, important_part=Fraction(2, 3))).state is State.ADOPTED
    why = ended(counted(Kind.ISO_CONSENSUS, positions)).outcome.finding.why
    assert why == "An important part of the interests opposes it."


def test_rough_consensus_waits_for_answers_even_where_no_rule_asks():
    decision = counted(Kind.ROUGH_CONSENSUS, {**YES, "I2": "object"}, answered=False)
    assert ended(decision, rules=()).outcome.finding.why == "An objection is unanswered."


@pytest.mark.parametrize("kind", list(Kind))
def test_a_block_of_the_community_stops_any_method(kind):
    blocked = ended(counted(kind, {**YES, "C2": "object"}, blocks={"C2"}, may_block=COMMUNITIES))
    assert blocked.state is State.NOT_ADOPTED
    assert blocked.outcome.finding.why == "It is blocked."
    two = counted(kind, {**YES, "C2": "object"}, blocks={"C2"}, may_block=COMMUNITIES, blocks_needed=2)
    assert ended(two).outcome.finding.why != "It is blocked."


def test_dissent_is_kept_with_its_words_and_its_answer():
    outcome = ended(counted(Kind.ROUGH_CONSENSUS, {**YES, "I2": "object"})).outcome
    (dissent,) = outcome.dissent
    assert (dissent.seat, dissent.words, dissent.would_satisfy) == ("I2", "It leaves migrants out.", "Name them in section 2.")
    assert dissent.answer == "They are named in section 4."
    assert outcome.finding.tally["institution"][Position.OBJECT] == 1


def test_an_objection_outlasts_the_absence_of_its_seat():
    again = open_round(counted(Kind.NO_OBJECTION, {**YES, "C2": "object"}), is_blind=False)
    for ref in ("C1", "I1"):
        again = says(again, ref, "support")
    assert ended(close_round(again)).state is State.NOT_ADOPTED
    assert ended(close_round(says(again, "C2", "absent"))).state is State.NOT_ADOPTED
    assert ended(close_round(says(again, "C2", "can-live-with"))).state is State.ADOPTED


def test_standing_by_an_objection_keeps_its_answer_and_a_new_one_has_none():
    again = open_round(counted(Kind.NO_OBJECTION, {**YES, "C2": "object"}), is_blind=False)
    assert take_position(again, Position.OBJECT, seat="C2", table=table(), on=DAY).unanswered == ()
    renewed = says(again, "C2", "object", objection=objection("C2", words="And trans women too.", answer="Forged.", is_taken_back=True))
    assert renewed.unanswered == ("C2",)
    assert [each.is_taken_back for each in renewed.objections] == [True, False]


def test_an_objection_that_changed_the_text_says_so():
    decision = says(open_round(proposed(), is_blind=False), "C1", "object")
    answered = answer_objection(decision, seat="C1", answer="Section 2 names them now.", by="I1", changed_text=True)
    satisfied = take_back_objection(answered, seat="C1", changed_text=False)
    assert satisfied.objections[0].changed_text
    assert satisfied.objections[0].is_taken_back
    assert satisfied.unanswered == ()


def test_after_the_end_nothing_about_it_changes():
    decision = ended(counted(Kind.ROUGH_CONSENSUS, {**YES, "I2": "object"}))
    with pytest.raises(StepNotPossible):
        answer_objection(decision, seat="I2", answer="Too late.", by="C1")
    with pytest.raises(StepNotPossible):
        take_back_objection(decision, seat="I2", changed_text=False)


def test_a_blind_round_shows_each_seat_its_own_until_it_closes():
    blind = says(says(open_round(proposed(), is_blind=True), "C1", "object"), "I1", "support")
    assert blind.rounds[-1].seen_by("I1") == {"I1": Position.SUPPORT}
    assert blind.rounds[-1].seen_by(None) == {}
    assert blind.objections_seen_by("I1") == ()
    assert [each.seat for each in blind.objections_seen_by("C1")] == ["C1"]
    closed = close_round(blind)
    assert set(closed.rounds[-1].seen_by(None)) == {"C1", "I1"}
    assert len(closed.objections_seen_by(None)) == 1
    opened = says(open_round(proposed(), is_blind=False), "C1", "object")
    assert opened.rounds[-1].seen_by("I1") == {"C1": Position.OBJECT}
    assert len(opened.objections_seen_by("I1")) == 1


def test_a_seat_given_up_before_the_end_does_not_count():
    decision = counted(Kind.UNANIMITY, {**YES, "I2": "abstain"})
    left = replace(table(), seats=tuple(replace(each, withdrawn_on=DAY) if each.ref == "I2" else each for each in table().seats))
    assert conclude(decision, table=left, rules=RULES, on=DAY, room=EVERYBODY).state is State.ADOPTED


def test_the_diagram_has_every_step():
    drawn = diagram()
    assert drawn.count("-->") == len(TRANSITIONS) + 4
    assert "counted --> in_round: open round" in drawn
    assert "not_adopted --> [*]" in drawn
