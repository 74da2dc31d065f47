from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from firsthand.core.parity import (
    Consent,
    ConsentMissing,
    ConstituencyUnknown,
    LeadWritersMixed,
    MajorityOf,
    Moment,
    NeverMoreThan,
    ObjectionsAnswered,
    Override,
    OwnSession,
    ParityNotMet,
    QuorumOf,
    Role,
    RoleFromEach,
    RuleMalformed,
    SeatedTwice,
    SeatPerRegion,
    SeatUnknown,
    Table,
    check_attendance,
    check_decision,
    check_publication,
    check_quorum,
    check_seating,
    overridden,
    rules_from_json,
    rules_to_json,
)
from tests.core.roundtable import COMMUNITY, DAY, DONOR, INSTITUTION, room, seat, table

COMMUNITIES, INSTITUTIONS = frozenset({"community"}), frozenset({"institution"})
NEVER_MORE = NeverMoreThan(these=INSTITUTIONS, those=COMMUNITIES)
BOTH = COMMUNITIES | INSTITUTIONS


def test_a_seat_of_no_constituency_is_refused():
    with pytest.raises(ConstituencyUnknown, match="donor"):
        Table(constituencies=(COMMUNITY, INSTITUTION), seats=(seat("donor", 1),))


def test_a_seat_named_twice_is_refused():
    with pytest.raises(SeatedTwice):
        table(more=(seat("community", 1),))


def test_nobody_speaks_for_two_seats():
    both = table(more=(seat("community", 3, holder="C1 alternate"),))
    with pytest.raises(SeatedTwice):
        check_seating([NEVER_MORE], both, on=DAY)


def test_a_seat_that_is_not_held_is_not_found():
    gone = table(more=(seat("community", 3, withdrawn_on=DAY),))
    with pytest.raises(SeatUnknown, match="C3"):
        gone.seat("C3", on=DAY)
    assert gone.seat("C3", on=DAY - timedelta(1)).ref == "C3"


def test_terms_begin_and_end():
    of_term = seat("community", 9, since=DAY, until=DAY + timedelta(2))
    assert [of_term.is_held(DAY + timedelta(days)) for days in (-1, 0, 1, 2)] == [False, True, True, False]


def test_institutions_may_not_be_more_than_the_community():
    verdict = check_seating([NEVER_MORE], table(community=2, institution=3), on=DAY)
    assert not verdict.may_go_on
    assert verdict.breaches[0].found == "There are three institution seats and two community seats."
    assert verdict.breaches[0].remedy == "What would satisfy the rule: one more community seat, or one institution seat fewer."
    with pytest.raises(ParityNotMet, match="one more community seat, or one institution seat fewer"):
        verdict.require()


def test_what_would_satisfy_the_rule_does_satisfy_it():
    assert not check_seating([NEVER_MORE], table(community=1, institution=3), on=DAY).is_met
    assert (
        "two more community seats, or two institution seats fewer"
        in check_seating([NEVER_MORE], table(community=1, institution=3), on=DAY).said
    )
    assert check_seating([NEVER_MORE], table(community=3, institution=3), on=DAY).is_met
    assert check_seating([NEVER_MORE], table(community=1, institution=1), on=DAY).is_met


def test_several_constituencies_can_stand_on_one_side():
    rule = NeverMoreThan(these=frozenset({"institution", "donor"}), those=COMMUNITIES)
    verdict = check_seating([rule], table(community=2, institution=2, donor=1), on=DAY)
    assert "three donor seats or institution seats and two community seats" in verdict.said
    assert check_seating([NEVER_MORE], table(community=2, institution=2, donor=1), on=DAY).is_met


def test_observers_count_only_where_the_rule_says_so():
    watching = table(more=(seat("institution", 7, roles=frozenset({Role.OBSERVER})),))
    present = room("C1", "C2", "I1", "I2", "I7")
    assert check_attendance([NEVER_MORE], watching, on=DAY, room=present).is_met
    assert not check_attendance([replace(NEVER_MORE, counts_observers=True)], watching, on=DAY, room=present).is_met


def test_parity_is_lost_when_someone_leaves_and_comes_back_with_an_alternate():
    around = table()
    assert check_attendance([NEVER_MORE], around, on=DAY, room=room("C1", "C2", "I1", "I2")).is_met
    left = check_attendance([NEVER_MORE], around, on=DAY, room=room("C1", "I1", "I2"))
    assert "There are two institution seats and one community seat in the room." in left.said
    assert check_attendance([NEVER_MORE], around, on=DAY, room=room("C1", "C2'", "I1", "I2")).is_met


def test_a_holder_and_their_alternate_are_one_seat():
    verdict = check_attendance([NEVER_MORE], table(), on=DAY, room=room("C1", "C1'", "I1", "I2"))
    assert not verdict.is_met


def test_a_withdrawn_seat_is_not_present():
    around = table(more=(seat("community", 3, withdrawn_on=DAY),))
    assert not check_attendance([NEVER_MORE], around, on=DAY, room=room("C1", "C3", "I1", "I2")).is_met


def test_the_community_may_have_to_be_a_majority():
    rule = MajorityOf(of=COMMUNITIES)
    verdict = check_seating([rule], table(community=2, institution=2), on=DAY)
    assert "one more community seat, or one donor seat or institution seat fewer" in verdict.said
    assert check_seating([rule], table(community=3, institution=2), on=DAY).is_met
    assert not check_seating([rule], table(community=3, institution=2, donor=1), on=DAY).is_met
    assert "one more community seat." in check_seating([rule], table(community=0, institution=0), on=DAY).said


def test_a_co_chair_comes_from_each():
    rule = RoleFromEach(role=Role.CO_CHAIR, of=BOTH)
    verdict = check_seating([rule], table(institution=0), on=DAY)
    assert verdict.said == (
        "A co-chair is missing from “Institutions”. What would satisfy the rule: a co-chair among the institution seats."
    )
    assert check_seating([rule], table(), on=DAY).is_met


def test_lead_writers_of_each_part_are_mixed():
    writes = frozenset({Role.LEAD_WRITER})
    ours = seat("community", 5, roles=writes, leads=frozenset({"Annex 1", "Annex 2"}))
    theirs = seat("institution", 5, roles=writes, leads=frozenset({"Annex 1"}))
    rule = LeadWritersMixed(of=BOTH)
    verdict = check_seating([rule], table(more=(ours, theirs)), on=DAY)
    assert verdict.said.endswith("What would satisfy the rule: a lead writer for “Annex 2” from the institution seats.")
    assert "Annex 1" not in verdict.said
    assert check_seating([rule], table(more=(ours, replace(theirs, leads=ours.leads))), on=DAY).is_met


def test_each_region_has_its_seat():
    rule = SeatPerRegion(of=COMMUNITIES, regions=("Africa", "Asia"))
    around = table(more=(seat("community", 5, region="Africa"), seat("institution", 5, region="Asia")))
    assert check_seating([rule], around, on=DAY).said == (
        "Too few seats are from Asia. What would satisfy the rule: one more community seat from Asia."
    )
    assert check_seating([rule], table(more=(seat("community", 5, region="Africa"), seat("community", 6, region="Asia"))), on=DAY).is_met


@pytest.mark.parametrize(("present", "is_met"), [((), False), (("C1",), False), (("C1", "C2"), True), (("C1", "C2'", "C3"), True)])
def test_a_quorum_is_of_the_seats_that_are_held(present, is_met):
    rule = QuorumOf(of=COMMUNITIES, share=Fraction(1, 2))
    verdict = check_quorum([rule], table(community=3), on=DAY, room=room(*present))
    assert verdict.is_met is is_met
    assert verdict.is_met or verdict.said.startswith(
        ("Of three community seats, none is in the room; two must be.", "Of three community seats, one is")
    )


def test_no_quorum_is_possible_where_nobody_is_seated():
    verdict = check_quorum([QuorumOf(of=COMMUNITIES)], table(community=0), on=DAY, room=room("I1"))
    assert verdict.said == "Nobody holds a community seat. What would satisfy the rule: one community seat, held and present."


def test_an_unanswered_objection_stops_a_decision_and_its_print():
    verdict = check_decision([ObjectionsAnswered()], table(), on=DAY, room=room("C1"), unanswered=["C2"])
    assert verdict.breaches[0].found == "The objection of seat C2 is unanswered."
    assert verdict.breaches[0].remedy.endswith("an answer to it, in writing, or that its objector takes it back.")
    assert not check_publication([ObjectionsAnswered()], table(), on=DAY, unanswered=["C2", "I1"]).is_met
    assert check_decision([ObjectionsAnswered()], table(), on=DAY, room=room("C1")).is_met


def test_a_session_of_their_own_comes_before_a_decision():
    rule = OwnSession(of=COMMUNITIES)
    assert "have not met among themselves" in check_decision([rule], table(), on=DAY, room=room("C1")).said
    assert not check_decision([rule], table(), on=DAY, room=room("C1"), own_sessions_held=[INSTITUTIONS]).is_met
    assert check_decision([rule], table(), on=DAY, room=room("C1"), own_sessions_held=[COMMUNITIES]).is_met


@pytest.mark.parametrize("intruder", [room("I1"), room("I2'"), {"somebody off the street"}])
def test_in_their_own_session_they_are_alone(intruder):
    rules = [OwnSession(of=COMMUNITIES), NeverMoreThan(these=COMMUNITIES, those=INSTITUTIONS)]
    verdict = check_attendance(rules, table(), on=DAY, room=room("C1", "C2") | intruder, own_session_of=COMMUNITIES)
    assert "one other is in the room. What would satisfy the rule: one person leaves the room." in verdict.said
    assert check_attendance(rules, table(), on=DAY, room=room("C1", "C2"), own_session_of=COMMUNITIES).is_met


def test_what_no_decision_allowed_is_not_printed():
    refused = check_decision([NEVER_MORE], table(), on=DAY, room=room("I1"))
    allowed = check_decision([NEVER_MORE], table(), on=DAY, room=room("C1", "I1"))
    assert not check_publication([], table(), on=DAY, carried=[allowed, refused]).may_go_on
    assert check_publication([], table(), on=DAY, carried=[allowed]).may_go_on


def consent(ref, **said):
    return Consent(**{"seat": ref, "person": f"{ref} holder", "given_on": DAY, "words": "We agree this once.", **said})


def breach():
    return check_decision([NEVER_MORE], table(), on=DAY, room=room("I1"))


@pytest.mark.parametrize(
    ("consents", "missing"),
    [
        ((), "Community, Institutions"),
        ((consent("I1"),), "Community"),
        ((consent("C1"), consent("C2")), "Institutions"),
        ((consent("C1", person=" "), consent("I1")), "Community"),
        ((consent("C1", given_on=DAY + timedelta(1)), consent("I1")), "Community"),
        ((consent("X9"), consent("I1")), "Community"),
    ],
)
def test_an_override_needs_somebody_of_each_side_by_name(consents, missing):
    override = Override(rules=frozenset({"never-more-than"}), reason="The flight was cancelled.", consents=consents)
    with pytest.raises(ConsentMissing, match=f"Still missing: {missing}\\."):
        overridden(breach(), override, table(), on=DAY)


def test_an_override_names_its_rules_and_its_reason():
    both = (consent("C1"), consent("I1"))
    with pytest.raises(ConsentMissing, match="the rule never-more-than"):
        overridden(breach(), Override(rules=frozenset({"quorum-of"}), reason="Late.", consents=both), table(), on=DAY)
    with pytest.raises(ConsentMissing, match="the reason"):
        overridden(breach(), Override(rules=frozenset({"never-more-than"}), reason="", consents=both), table(), on=DAY)


def test_an_observers_consent_speaks_for_no_side():
    watching = table(community=0, more=(seat("community", 7, roles=frozenset({Role.OBSERVER})),))
    override = Override(rules=frozenset({"never-more-than"}), reason="Late.", consents=(consent("C7"), consent("I1")))
    assert overridden(check_seating([NEVER_MORE], watching, on=DAY), override, watching, on=DAY).may_go_on
    seated = table(community=1, more=(seat("community", 7, roles=frozenset({Role.OBSERVER})),))
    with pytest.raises(ConsentMissing, match="Community"):
        overridden(check_seating([NEVER_MORE], seated, on=DAY), override, seated, on=DAY)


def test_nobody_overrides_an_objection_without_its_objector():
    verdict = check_decision([ObjectionsAnswered()], table(), on=DAY, room=room("C1"), unanswered=["C2"])
    override = Override(rules=frozenset({"objections-answered"}), reason="Out of time.", consents=(consent("C1"), consent("I1")))
    with pytest.raises(ConsentMissing, match="seat C2"):
        overridden(verdict, override, table(), on=DAY)
    agreed = replace(override, consents=(*override.consents, consent("C2")))
    assert overridden(verdict, agreed, table(), on=DAY).may_go_on


def test_an_objection_of_a_seat_given_up_can_only_be_answered():
    left = table(more=(seat("community", 3, withdrawn_on=DAY),))
    verdict = check_decision([ObjectionsAnswered()], left, on=DAY, room=room("C1"), unanswered=["C3"])
    everybody = (consent("C1"), consent("I1"), consent("C3"))
    with pytest.raises(ConsentMissing, match="seat C3"):
        overridden(verdict, Override(rules=frozenset({"objections-answered"}), reason="Late.", consents=everybody), left, on=DAY)


def test_an_override_is_carried_and_hides_nothing():
    override = Override(rules=frozenset({"never-more-than"}), reason="Late.", consents=(consent("C1"), consent("I1")))
    verdict = overridden(breach(), override, table(), on=DAY).require()
    assert verdict.moment is Moment.DECISION
    assert verdict.override is override
    assert verdict.breaches == breach().breaches
    assert not verdict.is_met


RULES = (
    replace(NEVER_MORE, counts_observers=True),
    MajorityOf(of=COMMUNITIES),
    RoleFromEach(role=Role.CO_CHAIR, of=BOTH),
    LeadWritersMixed(of=BOTH),
    SeatPerRegion(of=COMMUNITIES, regions=("Africa", "Asia"), at_least=2),
    QuorumOf(of=COMMUNITIES, share=Fraction(2, 3)),
    ObjectionsAnswered(),
    OwnSession(of=COMMUNITIES),
)


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "no-such-rule"},
        {},
        {"kind": "never-more-than", "these": ["institution"]},
        {"kind": "never-more-than", "these": [], "those": ["community"]},
        {"kind": "never-more-than", "these": "institution", "those": ["community"]},
        {"kind": "never-more-than", "these": ["institution"], "those": ["community"], "counts_observers": "yes"},
        {"kind": "majority-of", "of": ["a", "a"]},
        {"kind": "majority-of", "of": ["community"], "share": "1/2"},
        {"kind": "quorum-of", "of": ["community"], "share": "3/2"},
        {"kind": "quorum-of", "of": ["community"], "share": "0"},
        {"kind": "quorum-of", "of": ["community"], "share": "1/0"},
        {"kind": "seat-per-region", "of": ["community"], "regions": ["Asia"], "at_least": 0},
        {"kind": "role-from-each", "of": ["community"], "role": "queen"},
    ],
)
def test_what_is_no_rule_is_refused(given):
    with pytest.raises(RuleMalformed):
        rules_from_json([given])


def test_rules_are_data_in_and_out():
    import json

    assert rules_from_json(json.loads(json.dumps(rules_to_json(RULES)))) == RULES


def test_no_rule_is_about_a_movement():
    """The same rules hold for constituencies of any name, and for three."""
    renamed = Table(constituencies=(COMMUNITY, DONOR, INSTITUTION), seats=(seat("donor", 1), seat("donor", 2), seat("institution", 1)))
    rule = NeverMoreThan(these=frozenset({"donor"}), those=INSTITUTIONS)
    assert "two donor seats and one institution seat" in check_seating([rule], renamed, on=DAY).said
