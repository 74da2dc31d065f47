"""What a questionnaire must not be: every reason is said, with its place."""

import pytest

from firsthand.core.questionnaire import Group, Kind, QuestionnaireRefused, Repeat, plan_questionnaire
from tests.core.questions import ask, list_of, plan_of, questionnaire

YES_NO = list_of("yes_no", "yes", "no")


def reasons(*items, lists=(), **more):
    with pytest.raises(QuestionnaireRefused) as refused:
        plan_of(*items, lists=lists, **more)
    return [(problem.column, problem.name, problem.reason) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("items", "column", "part"),
    [
        ((ask("1st"),), "name", "A name begins with a letter"),
        ((ask("a b"),), "name", "A name begins with a letter"),
        ((ask("meta"),), "name", "kept for what a device says"),
        ((ask("c", Kind.SELECT_ONE, choices="none"),), "type", "no list of choices called “none”"),
        ((ask("c", Kind.SELECT_ONE_FROM_FILE, choices="towns.csv"),), "type", "was not uploaded"),
        ((ask("c", Kind.SELECT_ONE_FROM_FILE, choices="towns.xml"),), "type", "CSV files only"),
        ((ask("c", Kind.SELECT_MULTIPLE, choices="yes_no", or_other=True, choice_filter="true()"),), "type", "or_other"),
        ((ask("c", choice_filter="true()"),), "choice_filter", "no choices to filter"),
        ((ask("c", Kind.CALCULATE),), "calculation", "Nothing is calculated"),
        ((ask("c", Kind.RANGE, parameters=(("step", "0"),)),), "parameters", "steps that are not 0"),
        ((ask("c", Kind.RANGE, parameters=(("end", "1000000"),)),), "parameters", "at most 1,000 steps"),
        ((ask("c", Kind.RANGE, parameters=(("end", "many"),)),), "parameters", "has numbers"),
        ((ask("c", appearance="ex:org.example.app"),), "appearance", "application that only some devices have"),
        ((Group(name="g", appearance="field-list", items=(Repeat(name="r", items=(ask("a"),)),)),), "appearance", "A repeat cannot stand"),
        ((ask("a", label="Hello ${nobody}"),), "label", "no question or group called “nobody”"),
        ((ask("a", trigger="${nobody}", calculation="now()"),), "trigger", "no single question"),
        ((ask("a", relevant="${a} = 1"),), "relevant", "looks at itself"),
        ((ask("a", calculation=". + 1"),), "calculation", "looks at itself"),
        ((Group(name="g", relevant="${a} = 1", items=(ask("a", Kind.INTEGER),)),), "relevant", "circle|inside"),
    ],
)
def test_a_questionnaire_that_cannot_be_asked_is_refused_with_the_reason(items, column, part):
    found = reasons(*items, lists=(YES_NO,))
    assert [(where, reason) for where, _, reason in found if any(piece in reason for piece in part.split("|"))], found
    assert found[0][0] == column


@pytest.mark.parametrize(
    "kind", [kind for kind in Kind if kind.value in {"deviceid", "phonenumber", "username", "email", "start-geopoint"}]
)
def test_what_can_lead_to_a_person_is_refused_without_a_purpose(kind):
    assert "can lead to a person" in reasons(ask("a"), ask("b", kind))[0][2]
    plan_of(ask("a"), ask("b", kind, purpose="The team asked for it, to call back."))


def test_a_circle_is_refused_and_named():
    found = reasons(
        ask("a", Kind.CALCULATE, calculation="${b} + 1"),
        ask("b", Kind.CALCULATE, calculation="${c} + 1"),
        ask("c", Kind.CALCULATE, calculation="${a} + 1"),
        ask("d", Kind.CALCULATE, calculation="${a} + 1"),
    )
    assert found == [("calculation", "a", "These wait for one another in a circle: a → b → c → a.")]


def test_a_calculation_and_a_relevance_may_not_wait_for_one_another():
    found = reasons(ask("a", relevant="${b} > 1"), ask("b", Kind.CALCULATE, calculation="string-length(${a})"))
    assert "in a circle" in found[0][2]


def test_names_twice_and_choices_twice_are_refused():
    assert [found[2] for found in reasons(ask("a"), ask("a"))] == ["The name stands twice in the same group."] * 2
    twice = list_of("twice", "x", "x")
    asked = ask("c", Kind.SELECT_ONE, choices="twice")
    assert [found[2] for found in reasons(asked, lists=(twice,))] == ["The name stands twice in the list “twice”."] * 2
    plan_of(asked, lists=(twice,), may_repeat_choices=True)


def test_every_problem_is_told_at_once_with_its_row():
    rows = {("survey", "a"): 2, ("survey", "g", "b"): 5}
    with pytest.raises(QuestionnaireRefused) as refused:
        plan_questionnaire(questionnaire(ask("a", constraint="nonsense()"), Group(name="g", items=(ask("b", required="${x}"),))), rows=rows)
    assert [(problem.row, problem.column) for problem in refused.value.problems] == [(2, "constraint"), (5, "required")]
    assert str(refused.value).endswith("survey, row 2, constraint, a: There is no function called “nonsense”.")


def test_nothing_to_ask_is_refused():
    assert reasons() == [("", "", "Nothing is asked.")]
