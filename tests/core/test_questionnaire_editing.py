"""Changing a questionnaire, and describing it: what comes out can be asked, or nothing changes."""

import pytest

from firsthand.core.questionnaire import (
    CannotHoldItself,
    Group,
    ItemMissing,
    Kind,
    QuestionnaireRefused,
    Repeat,
    Words,
    add_item,
    change_item,
    describe_questionnaire,
    item_at,
    move_item,
    plan_questionnaire,
    put_list,
    remove_item,
    translate_choice,
    translate_item,
    walk_items,
)
from tests.core.questions import ask, list_of, plan_of, questionnaire

WORK = list_of("work", "street", "indoors")
BASE = questionnaire(
    ask("town", label="Which town?"),
    Group(
        name="you",
        relevant="${town} != ''",
        items=(ask("years", Kind.INTEGER, label="Years of work"), ask("work", Kind.SELECT_MULTIPLE, choices="work", label="Where?")),
    ),
    ask("why", relevant="${years} > 3 and selected(/data/you/work, 'street')", label="Why in ${town}?"),
    lists=(WORK,),
    instance_name="concat(${town}, '-town')",
)


def names(changed):
    return ["/".join(where) for where, _ in walk_items(changed.items)]


def test_what_does_not_exist_cannot_be_changed():
    for refused in (
        lambda: remove_item(BASE, ("nobody",)),
        lambda: move_item(BASE, ("you", "town")),
        lambda: change_item(BASE, ("nobody",), label=Words.of("x")),
        lambda: add_item(BASE, ask("x"), into=("town",)),
        lambda: add_item(BASE, ask("x"), before="nobody"),
        lambda: translate_item(BASE, ("town",), "name", "fr", "x"),
        lambda: translate_choice(BASE, "work", "nobody", "fr", "x"),
    ):
        with pytest.raises(ItemMissing):
            refused()


def test_what_could_not_be_asked_is_refused():
    for refused in (
        lambda: remove_item(BASE, ("town",)),
        lambda: add_item(BASE, ask("town")),
        lambda: add_item(BASE, ask("x", relevant="${nobody} = 1")),
        lambda: change_item(BASE, ("town",), relevant="${why} = 1"),
        lambda: change_item(BASE, ("town",), name="two words"),
        lambda: put_list(BASE, list_of("work", "two words")),
        lambda: translate_item(BASE, ("why",), "label", "fr", "Pourquoi à ${nobody} ?"),
    ):
        with pytest.raises(QuestionnaireRefused):
            refused()
    with pytest.raises(CannotHoldItself):
        move_item(BASE, ("you",), into=("you",))


def test_items_are_added_moved_and_removed():
    assert names(add_item(BASE, ask("x"), before="you"))[1] == "x"
    assert names(add_item(BASE, ask("x"), into=("you",), before="work")) == ["town", "you", "you/years", "you/x", "you/work", "why"]
    moved = move_item(BASE, ("why",), into=("you",))
    assert names(moved)[-1] == "you/why"
    assert names(move_item(BASE, ("why",), before="you")) == ["town", "why", "you", "you/years", "you/work"]
    assert names(remove_item(BASE, ("why",)))[-1] == "you/work"


def test_a_new_name_is_put_into_everything_that_speaks_of_the_old_one():
    changed = change_item(BASE, ("town",), name="place")
    assert item_at(changed, ("you",)).relevant == "${place} != ''"
    assert item_at(changed, ("why",)).label == Words.of("Why in ${place}?")
    assert changed.instance_name == "concat(${place}, '-town')"
    changed = change_item(changed, ("you", "work"), name="job")
    assert item_at(changed, ("why",)).relevant == "${years} > 3 and selected(/data/you/job, 'street')"
    assert item_at(changed, ("you", "job")).choices == "work"


def test_words_are_translated_side_by_side():
    changed = translate_item(BASE, ("you", "years"), "label", "Français (fr)", "Années")
    changed = translate_choice(changed, "work", "street", "Français (fr)", "Rue")
    assert changed.languages == ("Français (fr)",)
    assert item_at(changed, ("you", "years")).label.within("Français (fr)") == "Années"
    assert changed.lists[0].choices[0].label.within("Français (fr)") == "Rue"
    taken = translate_item(changed, ("you", "years"), "label", "Français (fr)", "")
    assert not item_at(taken, ("you", "years")).label.has("Français (fr)")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("${town} != ''", "“Which town?” is answered"),
        ("${town} = ''", "“Which town?” is not answered"),
        ("3 < ${years}", "“Years of work” is more than 3"),
        ("${years} >= 18 and ${years} <= -1", "“Years of work” is at least 18 and “Years of work” is at most -1"),
        ("selected(${work}, 'street') or not(${years} = 1)", "“Where?” includes “Street” or not (“Years of work” is 1)"),
        ("string-length(${town}) > 3", "string-length(${town}) > 3"),
        ("true()", ""),
    ],
)
def test_rules_are_said_in_words_as_far_as_people_say_them(rule, words):
    entries = describe_questionnaire(plan_questionnaire(add_item(BASE, ask("x", relevant=rule))))
    assert entries[-1].asked_if == words


def test_every_variable_is_described():
    entries = describe_questionnaire(
        plan_of(
            ask("n", Kind.NOTE, label="Hello"),
            Repeat(name="r", label=Words.of("Each"), items=(ask("a", Kind.INTEGER, constraint=". < 5", required="true()"),)),
            ask("s", Kind.SELECT_ONE, choices="work"),
            ask("c", Kind.CALCULATE, calculation="1 + 1"),
            ask("g", Kind.RANGE, parameters=(("end", "3"),)),
            lists=(WORK,),
        )
    )
    told = [(entry.path, entry.number, entry.depth, entry.kind) for entry in entries]
    assert told == [
        ("n", 0, 0, "note"),
        ("r", 0, 0, "repeat"),
        ("r/a", 1, 1, "integer"),
        ("s", 2, 0, "select_one"),
        ("c", 0, 0, "calculate"),
        ("g", 3, 0, "range"),
    ]
    assert (entries[2].must_be, entries[2].is_required) == ("this answer is less than 5", True)
    assert entries[3].values == (("street", "Street"), ("indoors", "Indoors"))
    assert entries[4].rules == (("calculation", "1 + 1"),)
    assert [name for name, _ in entries[5].values] == ["1", "2", "3"]
