"""Answers: defaults, rules that follow changes, repeats, checks, and answers that belong elsewhere."""

import pytest

from firsthand.core.questionnaire import (
    AnswersForeign,
    Fault,
    Group,
    Kind,
    Repeat,
    Shape,
    TooManyInstances,
    check_answers,
    resume_filling,
)
from tests.core.questions import NOW, ask, begin, list_of, plan_of, resume, setting

COLORS = list_of("colors", "red", "blue", "green")


def faults(filling):
    return [(finding.path, finding.fault) for finding in check_answers(filling)]


@pytest.mark.parametrize(
    ("kind", "unfit", "fit"),
    [
        (Kind.INTEGER, ["1.5", "x", "1e3", "٣"], ["0", "-12", "999999999999999"]),
        (Kind.DECIMAL, ["1,5", "x", "1e3", "--1"], ["1.5", "-0.25", "7"]),
        (Kind.DATE, ["2026-02-30", "2026-2-3", "31/03/2026"], ["2026-02-28"]),
        (Kind.TIME, ["25:00", "noon"], ["07:05:00.000", "07:05:00.000+02:00"]),
        (Kind.DATETIME, ["2026-03-31", "x"], ["2026-03-31T07:05:00.000+02:00"]),
        (Kind.GEOPOINT, ["91 0", "1", "a b", "1 2 3 4 5"], ["6.5 3.4", "6.5 3.4 0 10"]),
        (Kind.RANGE, ["0", "11", "1.5"], ["1", "10"]),
        (Kind.IMAGE, ["../x.jpg", "a/b.jpg", "a\\b"], ["photo 1.jpg"]),
        (Kind.ACKNOWLEDGE, ["yes"], ["OK"]),
        (Kind.SELECT_ONE, ["black", "red blue"], ["red"]),
        (Kind.SELECT_MULTIPLE, ["red black"], ["red", "blue red"]),
    ],
)
def test_an_answer_of_the_wrong_shape_is_found(kind, unfit, fit):
    filling = begin(ask("a", kind, choices="colors" if "select" in kind.value else ""), lists=(COLORS,))
    for value in unfit:
        filling.change({"a": value})
        assert [path for path, _ in faults(filling)] == ["a"], value
    for value in fit:
        filling.change({"a": value})
        assert faults(filling) == [], value


def test_required_constraint_and_messages():
    filling = begin(
        ask("name", required="true()", required_message="Say a name, please."),
        ask("age", Kind.INTEGER, constraint=". >= 18 and . < 120", constraint_message="From 18, ${name}."),
        ask("why", required="${age} > 60"),
        ask("note", Kind.NOTE, required="true()"),
    )
    (missing,) = check_answers(filling)
    assert (missing.path, missing.fault, missing.message) == ("name", Fault.MISSING, "Say a name, please.")
    filling.change({"name": "Wren", "age": "17"})
    (against,) = check_answers(filling)
    assert (against.fault, against.message, against.shape) == (Fault.AGAINST_RULE, "From 18, Wren.", Shape.WHOLE)
    filling.change({"age": "61"})
    assert faults(filling) == [("why", Fault.MISSING)]


def test_choices_depend_on_answers():
    states = list_of("states", "tx", "wa")
    cities = list_of("cities", ("austin", {"state": "tx"}), ("seattle", {"state": "wa"}))
    filling = begin(
        ask("state", Kind.SELECT_ONE, choices="states"),
        ask("city", Kind.SELECT_ONE, choices="cities", choice_filter="state = ${state}"),
        lists=(states, cities),
    )
    filling.change({"state": "tx", "city": "austin"})
    assert [row.name for row in filling.choices(filling.node("city"))] == ["austin"]
    assert faults(filling) == []
    filling.change({"state": "wa"})
    assert faults(filling) == [("city", Fault.NOT_A_CHOICE)]


def test_a_ranking_has_every_choice_once():
    filling = begin(ask("r", Kind.RANK, choices="colors"), lists=(COLORS,))
    for value, fault in (("red red blue", Fault.TWICE), ("red blue", Fault.INCOMPLETE), ("red blue black", Fault.NOT_A_CHOICE)):
        filling.change({"r": value})
        assert faults(filling) == [("r", fault)]
    filling.change({"r": "green red blue"})
    assert faults(filling) == []


def test_or_other_asks_what_the_other_is():
    filling = begin(ask("c", Kind.SELECT_ONE, choices="colors", or_other=True), lists=(COLORS,))
    assert filling.answers() == {}
    filling.change({"c": "other", "c_other": "violet"})
    assert filling.answers() == {"c": "other", "c_other": "violet"}
    filling.change({"c": "red"})
    assert filling.answers() == {"c": "red"}


def test_defaults_are_put_in_once():
    filling = begin(
        ask("country", default="here"),
        ask("day", Kind.DATE, default="today()"),
        ask("copy", default="${country}"),
        ask("sum", Kind.INTEGER, default="1 + 2"),
        ask("dashes", default="2 - 3 of us"),
        ask("started", Kind.START),
    )
    begun = {"country": "here", "day": "2026-03-31", "copy": "here", "sum": "3", "dashes": "2 - 3 of us"}
    assert filling.answers() == {**begun, "started": "2026-03-31T14:30:15.250+00:00"}
    filling.change({"country": ""})
    again = resume(filling.plan, filling.everything())
    assert "country" not in again.answers()


def test_a_trigger_sets_a_value_that_can_be_changed_until_it_fires_again():
    filling = begin(ask("age", Kind.INTEGER), ask("at", Kind.INTEGER, calculation="${age}", trigger="${age}"))
    filling.change({"age": "30"})
    assert filling.node("at").value == "30"
    filling.change({"at": "20"})
    assert filling.node("at").value == "20"
    filling.change({"age": "31"})
    assert filling.node("at").value == "31"


def test_a_trigger_inside_a_repeat_stays_in_its_instance():
    filling = begin(Repeat(name="r", items=(ask("a"), ask("b", calculation="${a}", trigger="${a}"))))
    filling.add("", "r")
    filling.change({"r[2]/a": "x"})
    assert filling.answers() == {"r": [{}, {"a": "x", "b": "x"}]}


def test_once_keeps_what_it_came_to_first():
    plan = plan_of(ask("seed", Kind.CALCULATE, calculation="once(random())"), ask("free", Kind.CALCULATE, calculation="random()"))
    first = resume_filling(plan, {}, setting())
    later = resume_filling(plan, first.everything(), setting(chance=lambda: 0.9))
    assert later.answers() == {"seed": first.answers()["seed"], "free": "0.9"}


def test_a_repeat_that_a_rule_counts_follows_it():
    filling = begin(ask("n", Kind.INTEGER), Repeat(name="r", count="${n}", items=(ask("a", default="d"),)))
    for given, size in (("3", 3), ("1", 1), ("-1", 0), ("x", 0), ("", 0), ("99999", 500)):
        filling.change({"n": given})
        assert len(filling.everything().get("r", ())) == size
    with pytest.raises(AnswersForeign):
        filling.add("", "r")
    with pytest.raises(AnswersForeign):
        filling.remove("r[1]")


def test_instances_come_and_go_and_rules_follow():
    filling = begin(
        Repeat(name="r", items=(ask("a", Kind.INTEGER), Repeat(name="inner", items=(ask("b"),)))),
        ask("total", Kind.CALCULATE, calculation="sum(${a})"),
        ask("many", Kind.CALCULATE, calculation="count(${r})"),
    )
    filling.add("", "r")
    filling.add("r[2]", "inner")
    filling.change({"r[1]/a": "1", "r[2]/a": "2", "r[2]/inner[2]/b": "x"})
    assert (filling.node("total").value, filling.node("many").value) == ("3", "2")
    filling.remove("r[1]")
    assert (filling.node("total").value, filling.node("many").value) == ("2", "1")
    assert filling.answers()["r"] == [{"a": "2", "inner": [{}, {"b": "x"}]}]
    assert filling.node("r[1]/inner[2]/b").path == "r[1]/inner[2]/b"


def test_read_only_is_said_of_groups_and_of_what_is_calculated():
    filling = begin(
        Group(name="g", read_only="true()", items=(ask("a"),)),
        ask("b", read_only="${c} = 'x'"),
        ask("c"),
        ask("d", calculation="${c}"),
        ask("e", calculation="${c}", trigger="${c}"),
    )
    filling.change({"c": "x"})
    assert [filling.is_read_only(filling.node(path)) for path in ("g/a", "b", "c", "d", "e")] == [True, True, False, True, False]


@pytest.mark.parametrize(
    "foreign", [{"nobody": "x"}, {"a": {"x": "y"}}, {"g": "x"}, {"r": {"b": "x"}}, {"r": [{"c": "x"}]}, {"a": 5}, {"a": None}]
)
def test_answers_to_another_questionnaire_are_refused(foreign):
    plan = plan_of(ask("a"), Group(name="g", items=(ask("x"),)), Repeat(name="r", items=(ask("b"),)))
    with pytest.raises(AnswersForeign):
        resume(plan, foreign)


@pytest.mark.parametrize("path", ["nobody", "a/b", "r[9]/b", "r[0]/b", "r[x]/b", "../a", "r[1]]/b"])
def test_a_path_that_leads_nowhere_is_refused(path):
    filling = begin(ask("a"), Repeat(name="r", items=(ask("b"),)))
    with pytest.raises(AnswersForeign):
        filling.change({path: "x"})


def test_too_many_instances_are_refused():
    plan = plan_of(Repeat(name="r", items=(ask("b"),)))
    with pytest.raises(TooManyInstances):
        resume(plan, {"r": [{}] * 501})


def test_what_a_device_took_from_its_clock_stays_and_what_it_worked_out_is_worked_out_again():
    plan = plan_of(
        ask("a", Kind.INTEGER),
        ask("at", Kind.CALCULATE, calculation="now()"),
        ask("double", Kind.CALCULATE, calculation="${a} * 2"),
        ask("finished", Kind.END),
    )
    sent = {"a": "2", "at": "2020-01-01T00:00:00.000Z", "double": "5", "finished": "2020-01-01T00:00:00.000Z"}
    kept = resume(plan, sent, is_received=True).answers()
    assert kept == {**sent, "double": "4"}
    assert resume(plan, sent).answers()["at"].startswith(NOW.date().isoformat())
