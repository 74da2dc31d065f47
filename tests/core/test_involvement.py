from dataclasses import replace
from fractions import Fraction

import pytest

from firsthand.core.authorship import Disposition
from firsthand.core.deciding import Position
from firsthand.core.involvement import (
    DENOMINATORS,
    LADDER,
    MEANS,
    NAMES,
    Condition,
    DecisionRecord,
    Measure,
    MeetingRecord,
    Money,
    MoneyRecord,
    ObjectionRecord,
    ProposalRecord,
    Records,
    Rung,
    SeatRecord,
    Share,
    Step,
    changed_nothing,
    measure_involvement,
    place,
    say_involvement,
)

ACCEPTED, REJECTED = Disposition.ACCEPTED, Disposition.REJECTED
SUPPORT, OBJECT, ABSTAIN = Position.SUPPORT, Position.OBJECT, Position.ABSTAIN


def seats(community, institution, *, chosen_by="community", leads=()):
    ours = [SeatRecord(seat=f"C{at}", constituency="community", chosen_by=chosen_by, leads=f"C{at}" in leads) for at in range(community)]
    theirs = [
        SeatRecord(seat=f"I{at}", constituency="institution", chosen_by="institution", leads=f"I{at}" in leads) for at in range(institution)
    ]
    return (*ours, *theirs)


def records(**said):
    return Records(constituencies=("community", "institution"), **said)


def of_community(**said):
    return measure_involvement(records(**said))["community"]


EVERYBODY = MeetingRecord(present=frozenset({"C0", "C1", "C2", "I0", "I1"}), spoken={"community": 600, "institution": 1800})
TOKEN = {
    "seats": seats(1, 4, chosen_by="institution", leads=("I0",)),
    "meetings": (EVERYBODY, EVERYBODY),
    "comments": (ProposalRecord(constituency="community", disposition=REJECTED),),
    "words": {"institution": 900},
}
PARTNERS = {
    "seats": seats(2, 2, leads=("C0", "I0")),
    "meetings": (EVERYBODY,),
    "amendments": (ProposalRecord(constituency="community", disposition=ACCEPTED),),
    "words": {"institution": 900, "community": 100},
}
DECIDING = {
    **PARTNERS,
    "seats": seats(3, 2, leads=("C0", "I0")),
    "words": {"institution": 600, "community": 400},
    "decisions": (DecisionRecord(is_adopted=True, positions={"community": (SUPPORT,)}),),
}
LED = {
    **DECIDING,
    "seats": seats(3, 2, leads=("C0", "C1", "I0")),
    "agenda": ("community", "community", "institution"),
    "words": {"institution": 400, "community": 600},
}


def test_every_measure_has_a_name_and_a_denominator():
    assert set(NAMES) == set(DENOMINATORS) == set(Measure) == set(of_community())
    assert set(MEANS) == set(Rung)


def test_nothing_recorded_is_no_share_rather_than_none():
    found = of_community()
    assert all(share == Share(0, 0) and share.fraction is None for share in found.values())
    assert "Attendance: there were no times one of its seats could have been present." in say_involvement("The community", found)


def test_seats_are_counted_with_who_chose_them():
    found = of_community(
        seats=(*seats(2, 3, leads=("C0", "I0", "I1")), SeatRecord(seat="C9", constituency="community", chosen_by="institution"))
    )
    assert found[Measure.SEATS] == Share(3, 6)
    assert found[Measure.SEATS_SELF_CHOSEN] == Share(2, 3)
    assert found[Measure.LEADING_SEATS] == Share(1, 3)


def test_attendance_is_out_of_every_seat_at_every_meeting():
    empty = MeetingRecord(present=frozenset({"I0"}))
    found = of_community(seats=seats(2, 1), meetings=(EVERYBODY, empty), agenda=("institution", "community", ""))
    assert found[Measure.ATTENDANCE] == Share(2, 4)
    assert found[Measure.SPEAKING] == Share(600, 2400)
    assert found[Measure.AGENDA] == Share(1, 3)


def test_comments_and_amendments_are_out_of_its_own():
    proposals = tuple(
        ProposalRecord(constituency=who, disposition=disposition)
        for who, disposition in (
            ("community", ACCEPTED),
            ("community", Disposition.ACCEPTED_MODIFIED),
            ("community", REJECTED),
            ("community", None),
            ("institution", ACCEPTED),
        )
    )
    found = of_community(comments=proposals, amendments=proposals[:1])
    assert found[Measure.COMMENTS] == Share(4, 5)
    assert found[Measure.COMMENTS_ANSWERED] == Share(3, 4)
    assert found[Measure.COMMENTS_TAKEN] == Share(2, 4)
    assert found[Measure.AMENDMENTS_TAKEN] == Share(1, 1)


def test_words_of_their_own_and_words_of_others_are_two_counts():
    found = of_community(words={"community": 30, "institution": 70}, other_words={"community": 12})
    assert found[Measure.WORDS] == Share(30, 100)
    assert found[Measure.WORDS_OF_OTHERS] == Share(12, 100)


def test_decisions_are_with_or_against_by_what_its_seats_said():
    decisions = (
        DecisionRecord(
            is_adopted=True, positions={"community": (SUPPORT, Position.CAN_LIVE_WITH, OBJECT)}, could_block=frozenset({"community"})
        ),
        DecisionRecord(is_adopted=True, positions={"community": (OBJECT, ABSTAIN), "institution": (SUPPORT,)}),
        DecisionRecord(is_adopted=True, positions={"community": (OBJECT, SUPPORT)}),
        DecisionRecord(is_adopted=True, positions={}),
        DecisionRecord(is_adopted=False, positions={"community": (OBJECT,)}),
    )
    objections = (
        ObjectionRecord(constituency="community", is_answered=True, changed_text=True),
        ObjectionRecord(constituency="community", is_answered=True, changed_text=False),
        ObjectionRecord(constituency="institution", is_answered=False, changed_text=False),
    )
    found = of_community(decisions=decisions, objections=objections)
    assert found[Measure.DECISIONS_WITH] == Share(1, 4)
    assert found[Measure.DECISIONS_AGAINST] == Share(1, 4)
    assert found[Measure.DECISIONS_COULD_BLOCK] == Share(1, 5)
    assert found[Measure.OBJECTIONS_ANSWERED] == Share(2, 2)
    assert found[Measure.OBJECTIONS_CHANGED_TEXT] == Share(1, 2)


def test_money_counts_what_was_paid_out_of_what_was_asked():
    answers = (Money.PAID, Money.REFUSED, Money.OPEN)
    assert of_community(money=tuple(MoneyRecord(constituency="community", answer=each) for each in answers))[Measure.MONEY_PAID] == Share(
        1, 3
    )


def test_each_constituency_stands_beside_the_others():
    found = measure_involvement(records(seats=seats(1, 3)))
    assert list(found) == ["community", "institution"]
    assert [each[Measure.SEATS] for each in found.values()] == [Share(1, 4), Share(3, 4)]


def test_who_attended_without_effect_is_told_in_words():
    found = of_community(**TOKEN)
    assert changed_nothing(found)
    said = say_involvement("The community", found)
    assert said[0] == "The community attended, and nothing changed."
    assert "Attendance: 2 of 2 (times one of its seats could have been present)." in said
    assert "Its words that stand: 0 of 900 (words that stand)." in said


@pytest.mark.parametrize(
    "changed",
    [
        {"words": {"community": 1, "institution": 899}},
        {"other_words": {"community": 1}},
        {"objections": (ObjectionRecord(constituency="community", is_answered=True, changed_text=True),)},
        {"comments": (ProposalRecord(constituency="community", disposition=ACCEPTED),)},
        {"amendments": (ProposalRecord(constituency="community", disposition=ACCEPTED),)},
    ],
)
def test_one_change_is_enough_for_not_saying_so(changed):
    found = of_community(**{**TOKEN, **changed})
    assert not changed_nothing(found)
    assert "nothing changed" not in " ".join(say_involvement("The community", found))


def test_who_never_came_is_told_too():
    found = of_community(**{**TOKEN, "meetings": (MeetingRecord(present=frozenset({"I0"})),)})
    assert say_involvement("The community", found)[0] == "The community never attended."


@pytest.mark.parametrize(
    ("said", "rung"),
    [
        ({}, Rung.NONE),
        ({"seats": seats(1, 3), "meetings": (EVERYBODY,)}, Rung.INFORMED),
        ({"comments": (ProposalRecord(constituency="community", disposition=REJECTED),)}, Rung.CONSULTED),
        (TOKEN, Rung.TOKEN),
        (PARTNERS, Rung.PARTNER),
        (DECIDING, Rung.DECIDING),
        (LED, Rung.COMMUNITY_LED),
    ],
)
def test_a_rung_follows_from_the_records(said, rung):
    assert place(of_community(**said)).rung is rung


@pytest.mark.parametrize(
    ("lost", "failed"),
    [
        ({"seats": seats(1, 3, leads=("C0",))}, {Measure.SEATS, Measure.DECISIONS_COULD_BLOCK}),
        ({"seats": seats(2, 2, chosen_by="institution", leads=("C0",))}, {Measure.SEATS_SELF_CHOSEN}),
        ({"seats": seats(2, 2, leads=("I0",))}, {Measure.LEADING_SEATS}),
        (
            {"words": {"institution": 9}, "amendments": (ProposalRecord(constituency="community", disposition=REJECTED),)},
            {Measure.WORDS, Measure.AMENDMENTS_TAKEN, Measure.OBJECTIONS_CHANGED_TEXT},
        ),
    ],
)
def test_a_partner_without_power_is_a_token_and_the_rule_says_why(lost, failed):
    placed = place(of_community(**{**PARTNERS, **lost}))
    assert placed.rung is Rung.TOKEN
    assert {check.condition.measure for check in placed.not_met} == failed


def test_a_minority_that_can_block_is_a_partner():
    decisions = (DecisionRecord(is_adopted=True, positions={}, could_block=frozenset({"community"})),)
    assert place(of_community(**{**PARTNERS, "seats": seats(1, 3, leads=("C0",)), "decisions": decisions})).rung is Rung.PARTNER


def test_a_check_says_what_was_asked_and_what_was_found():
    placed = place(of_community(**PARTNERS))
    assert "Seats: 2 of 4 (seats that decide); the rule asks for more than 1/2 of seats that decide." in [
        check.said for check in placed.not_met
    ]
    assert "Decisions with it: nothing was recorded; the rule asks for more than 1/2 of decisions adopted." in [
        check.said for check in placed.not_met
    ]
    assert "Amendments accepted: 1 of 1 (its amendments); the rule asks for at least one." in [check.said for check in placed.met]


def test_no_rung_is_skipped():
    """Whoever holds the words without a seat does not stand above those who were never asked."""
    assert place(of_community(words={"community": 99, "institution": 1})).rung is Rung.NONE
    assert [step.rung for step in LADDER] == list(Rung)[1:]


def test_a_network_can_have_a_ladder_of_its_own():
    ladder = (Step(rung=Rung.PARTNER, needs=((Condition(measure=Measure.MONEY_PAID, share=Fraction(1)),),)),)
    paid = (MoneyRecord(constituency="community", answer=Money.PAID),)
    assert place(of_community(money=paid), ladder).rung is Rung.PARTNER
    assert place(of_community(), ladder).rung is Rung.NONE


def test_less_never_reaches_a_higher_rung():
    order = list(Rung)
    for full in (TOKEN, PARTNERS, DECIDING, LED):
        whole = order.index(place(of_community(**full)).rung)
        for part in full:
            assert (
                order.index(place(measure_involvement(replace(records(**full), **{part: type(full[part])()}))["community"]).rung) <= whole
            )
