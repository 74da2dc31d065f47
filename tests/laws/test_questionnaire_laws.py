"""Laws of questionnaires: of any form of rules and any course of changes, not only of those somebody thought of."""

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.core.questionnaire import Group, Kind, QuestionnaireRefused, Repeat, check_answers, page_card, pages_of, plan_questionnaire
from firsthand.core.questionnaire.expressions import Unreadable, read_expression
from tests.core.questions import ask, begin, questionnaire, resume

quickly = settings(max_examples=60, deadline=None, derandomize=True)
values = st.sampled_from(["", "0", "1", "2", "7", "-3", "x"])


@st.composite
def forms(draw):
    """Questions of which each may look at those before it, by relevance or by calculation; some inside a group or a repeat."""
    items, names = [], []
    for number in range(draw(st.integers(2, 9))):
        name = f"q{number}"
        looked_at = draw(st.sampled_from(names)) if names else None
        relevant = draw(st.sampled_from(["", f"${{{looked_at}}} != ''", f"number(${{{looked_at}}}) > 1"])) if looked_at else ""
        calculation = draw(st.sampled_from(["", "", f"${{{looked_at}}} + 1", f"concat(${{{looked_at}}}, 'z')"])) if looked_at else ""
        kind = Kind.CALCULATE if calculation else Kind.TEXT
        made = ask(name, kind, relevant=relevant, calculation=calculation)
        shape = draw(st.sampled_from(["", "", "group", "repeat"]))
        if shape == "group":
            gate = f"${{{looked_at}}} = '1'" if looked_at else ""
            items.append(Group(name=f"g{number}", relevant=gate, items=(made,)))
        elif shape == "repeat":
            items.append(Repeat(name=f"r{number}", count=f"${{{looked_at}}}" if looked_at else "2", items=(made,)))
        else:
            items.append(made)
        names.append(name)
    return tuple(items)


def typed_paths(filling):
    return [node.path for node in filling.live_nodes() if node.place.question.kind is Kind.TEXT]


@quickly
@given(forms(), st.data())
def test_following_changes_comes_to_the_same_as_working_all_out_anew(items, data):
    filling = begin(*items)
    for _ in range(data.draw(st.integers(1, 6))):
        paths = typed_paths(filling)
        if not paths:
            return
        filling.change({data.draw(st.sampled_from(paths)): data.draw(values)})
        anew = resume(filling.plan, filling.everything())
        assert anew.everything() == filling.everything()
        assert anew.answers() == filling.answers()
        assert check_answers(anew) == check_answers(filling)


@quickly
@given(st.integers(1, 40), st.integers(1, 40))
def test_only_what_looks_at_a_change_is_evaluated(many, few):
    """A chain of calculations behind one question, and as many beside it: the cost is that of the chain."""
    chain = [ask("a0"), *(ask(f"a{n}", Kind.CALCULATE, calculation=f"${{a{n - 1}}} + 1") for n in range(1, few + 1))]
    beside = [ask("b0"), *(ask(f"b{n}", Kind.CALCULATE, calculation="${b0} + 1") for n in range(1, many + 1))]
    filling = begin(*chain, *beside)
    before = filling.evaluations
    filling.change({"a0": "5"})
    assert filling.evaluations - before == few
    assert filling.node(f"a{few}").value == str(5 + few)


@quickly
@given(forms(), st.data())
def test_every_question_that_is_asked_stands_on_one_page(items, data):
    filling = begin(*items)
    for path in typed_paths(filling)[:3]:
        if path in typed_paths(filling):
            filling.change({path: data.draw(values)})
    on_pages = [field.path for page in pages_of(filling) for field in page_card(filling, page).fields]
    assert on_pages == typed_paths(filling)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("${}a.b/[]()'\"+-*<>=!,|12 andordivmodif"), max_size=40))
def test_whatever_stands_in_a_cell_is_read_or_refused(text):
    problems = []
    try:
        read_expression(text)
    except Unreadable as reason:
        problems.append(str(reason))
    try:
        plan_questionnaire(questionnaire(ask("a"), ask("b", constraint=text, label=text)))
    except QuestionnaireRefused as refused:
        problems += [problem.reason for problem in refused.problems]
    assert all(problems)
