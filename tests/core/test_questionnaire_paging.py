"""Pages: one question at a time, groups on one page, repeats, what is typed, and the last look before sending."""

import pytest

from firsthand.core.questionnaire import (
    ChoiceList,
    Fault,
    Group,
    Kind,
    PageNotAsked,
    Repeat,
    Widget,
    Words,
    answer_cards,
    page_after,
    page_at,
    page_before,
    page_card,
    page_of_path,
    pages_of,
    receive_page,
)
from tests.core.questions import ask, begin, list_of, setting

COLORS = list_of("colors", "red", "blue", "green")


def keys(filling):
    return [page.key for page in pages_of(filling)]


def test_one_question_at_a_time_and_groups_on_one_page():
    filling = begin(
        ask("name"),
        Group(name="about", label=Words.of("About you"), items=(ask("age", Kind.INTEGER), ask("town"))),
        Group(name="both", appearance="field-list", items=(ask("a"), ask("b"), ask("c", Kind.CALCULATE, calculation="1"))),
        ask("device", Kind.USERNAME, purpose="So that the team can see which of them typed it in."),
        ask("secret", Kind.HIDDEN, default="x"),
        ask("bye", Kind.NOTE),
    )
    assert keys(filling) == ["name", "about/age", "about/town", "both", "bye"]
    card = page_card(filling, page_at(filling, "about/age"))
    assert (card.number, card.count, card.captions) == (2, 5, ("About you",))
    assert [field.path for field in page_card(filling, page_at(filling, "both")).fields] == ["both/a", "both/b"]
    assert page_before(filling, "name") is None
    assert page_after(filling, "bye") is None
    assert page_before(filling, "both").key == "about/town"


def test_pages_follow_the_answers():
    filling = begin(ask("has"), Group(name="more", relevant="${has} = 'yes'", items=(ask("what"),)), ask("end"))
    assert keys(filling) == ["has", "end"]
    with pytest.raises(PageNotAsked):
        receive_page(filling, "more/what", {"more/what": ["x"]})
    receive_page(filling, "has", {"has": ["yes"]})
    assert page_after(filling, "has").key == "more/what"
    receive_page(filling, "has", {"has": ["no"]})
    assert page_after(filling, "has").key == "end"
    assert page_after(filling, "more/what").key == "has", "a page that is not asked any more leads to the start"


def test_a_repeat_asks_for_one_more_and_takes_one_away():
    filling = begin(Repeat(name="kids", label=Words.of("Child"), items=(ask("name"), ask("age", Kind.INTEGER))), ask("end"))
    assert keys(filling) == ["kids[1]/name", "kids[1]/age", "kids+", "end"]
    assert page_card(filling, page_at(filling, "kids[1]/age")).captions == ("Child 1",)
    receive_page(filling, "kids+", {"more": ["yes"]})
    assert page_after(filling, "kids[1]/age").key == "kids[2]/name"
    card = page_card(filling, page_at(filling, "kids+"))
    assert (card.repeat.label, card.repeat.instances) == ("Child", (("kids[1]", 1), ("kids[2]", 2)))
    receive_page(filling, "kids+", {"remove": ["kids[1]"], "more": ["yes"]})
    assert len(page_card(filling, page_at(filling, "kids+")).repeat.instances) == 1
    receive_page(filling, "kids+", {"more": ["no"]})
    assert page_after(filling, "kids+").key == "end"


def test_a_repeat_that_is_not_asked_is_not_offered():
    filling = begin(ask("has"), Repeat(name="kids", relevant="${has} = 'yes'", items=(ask("name"),)))
    assert keys(filling) == ["has"]
    receive_page(filling, "has", {"has": ["yes"]})
    assert keys(filling) == ["has", "kids[1]/name", "kids+"]
    filling.remove("kids[1]")
    receive_page(filling, "has", {"has": ["no"]})
    assert keys(filling) == ["has"]


def test_only_an_instance_of_this_repeat_can_be_taken_away():
    filling = begin(Repeat(name="a", items=(ask("x"),)), Repeat(name="b", items=(ask("y"),)))
    with pytest.raises(PageNotAsked):
        receive_page(filling, "a+", {"remove": ["b[1]"]})


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (Kind.TEXT, "  two\r\nlines ", "two\nlines"),
        (Kind.INTEGER, "٣٤", "34"),
        (Kind.INTEGER, "+7", "7"),
        (Kind.DECIMAL, "1,5", "1.5"),
        (Kind.DECIMAL, "१२.५", "12.5"),
        (Kind.DECIMAL, "\u22123", "-3"),
        (Kind.DATE, "٢٠٢٦-٠٣-٣١", "2026-03-31"),
        (Kind.TIME, "7:05", "07:05:00.000"),
    ],
)
def test_what_is_typed_is_stored_as_the_specification_writes_it(kind, typed, stored):
    filling = begin(ask("a", kind))
    assert receive_page(filling, "a", {"a": [typed]}) == ()
    assert filling.node("a").value == stored


def test_what_cannot_be_read_is_shown_again_as_it_was_typed():
    filling = begin(ask("a", Kind.INTEGER), ask("b"))
    (finding,) = receive_page(filling, "a", {"a": ["seven"], "b": ["not of this page"]})
    assert (finding.path, finding.fault) == ("a", Fault.UNFIT)
    card = page_card(filling, page_at(filling, "a"), (finding,))
    assert (card.fields[0].value, card.fields[0].finding, card.findings) == ("seven", finding, (finding,))
    assert filling.node("b").value == ""


def test_fields_that_stand_together_make_one_answer():
    filling = begin(
        Group(
            name="g",
            appearance="field-list",
            items=(
                ask("when", Kind.DATETIME),
                ask("where", Kind.GEOPOINT),
                ask("many", Kind.SELECT_MULTIPLE, choices="colors"),
                ask("order", Kind.RANK, choices="colors"),
                ask("ok", Kind.ACKNOWLEDGE),
            ),
        ),
        lists=(COLORS,),
    )
    sent = {
        "g/when#date": ["2026-03-31"],
        "g/when#time": ["07:05"],
        "g/where#latitude": ["6.5"],
        "g/where#longitude": ["3,4"],
        "g/many": ["green", "red"],
        "g/order#red": ["2"],
        "g/order#blue": ["3"],
        "g/order#green": ["1"],
        "g/ok": ["OK"],
    }
    assert receive_page(filling, "g", sent) == ()
    assert filling.answers()["g"] == {
        "when": "2026-03-31T07:05:00.000+00:00",
        "where": "6.5 3.4",
        "many": "red green",
        "order": "green red blue",
        "ok": "OK",
    }
    card = page_card(filling, page_at(filling, "g"))
    parts = {field.name: dict(field.parts) for field in card.fields}
    assert parts["when"] == {"date": "2026-03-31", "time": "07:05"}
    assert parts["where"] == {"latitude": "6.5", "longitude": "3.4"}
    assert [choice.rank for choice in card.fields[3].choices] == ["2", "3", "1"]
    assert [choice.is_chosen for choice in card.fields[2].choices] == [True, False, True]
    (finding,) = receive_page(filling, "g", {**sent, "g/order#red": ["1"]})
    assert finding.fault is Fault.TWICE


def test_what_is_read_only_is_shown_and_not_taken():
    filling = begin(ask("a", default="kept", read_only="true()"), ask("b", Kind.CALCULATE, calculation="${a}", label="So it is"))
    receive_page(filling, "a", {"a": ["changed"]})
    assert filling.node("a").value == "kept"
    assert [page_card(filling, page).fields[0].widget for page in pages_of(filling)] == [Widget.SHOWN, Widget.SHOWN]


@pytest.mark.parametrize(
    ("kind", "more", "widget"),
    [
        (Kind.TEXT, {}, Widget.LINE),
        (Kind.TEXT, {"appearance": "multiline"}, Widget.AREA),
        (Kind.TEXT, {"parameters": (("rows", "7"),)}, Widget.AREA),
        (Kind.SELECT_ONE, {"choices": "colors"}, Widget.RADIOS),
        (Kind.SELECT_ONE, {"choices": "colors", "appearance": "minimal"}, Widget.DROPDOWN),
        (Kind.SELECT_MULTIPLE, {"choices": "colors"}, Widget.CHECKBOXES),
        (Kind.RANGE, {}, Widget.RADIOS),
        (Kind.IMAGE, {}, Widget.UPLOAD),
        (Kind.NOTE, {}, Widget.NOTE),
        (Kind.BARCODE, {}, Widget.LINE),
    ],
)
def test_each_kind_has_its_widget(kind, more, widget):
    filling = begin(ask("a", kind, **more), lists=(COLORS,))
    assert page_card(filling, page_at(filling, "a")).fields[0].widget is widget


def test_a_page_speaks_the_language_of_its_reader():
    spoken = ask("a", Kind.SELECT_ONE, choices="colors")
    named = tuple(
        type(choice)(name=choice.name, label=Words.of({"العربية (ar)": "لون", "English (en)": "Colour"})) for choice in COLORS.choices
    )
    at = setting(language="العربية (ar)")
    filling = begin(spoken, lists=(ChoiceList(name="colors", choices=named),), at=at, default_language="English (en)")
    card = page_card(filling, page_at(filling, "a"))
    assert (card.language_code, card.is_right_to_left, card.fields[0].choices[0].label) == ("ar", True, "لون")


def test_choices_are_shuffled_by_the_seed_and_stay_so():
    shuffled = ask("a", Kind.SELECT_ONE, choices="many", parameters=(("randomize", "true"),))
    many = list_of("many", *[f"c{number}" for number in range(12)])

    def order(seed):
        filling = begin(shuffled, lists=(many,), at=setting(seed=seed))
        return [choice.name for choice in page_card(filling, page_at(filling, "a")).fields[0].choices]

    assert order(1) == order(1)
    assert order(1) != order(2)
    assert sorted(order(1)) == sorted(choice.name for choice in many.choices)


def test_the_last_look_shows_labels_and_leads_back():
    filling = begin(
        Group(name="g", appearance="field-list", items=(ask("c", Kind.SELECT_MULTIPLE, choices="colors", label="Colours"), ask("d"))),
        ask("e", required="true()"),
        ask("n", Kind.NOTE),
        lists=(COLORS,),
    )
    filling.change({"g/c": "red blue"})
    cards = answer_cards(filling)
    assert [(card.page, card.label, card.shown, card.is_answered) for card in cards] == [
        ("g", "Colours", "Red, Blue", True),
        ("g", "d", "", False),
        ("e", "e", "", False),
    ]
    assert cards[2].finding.fault is Fault.MISSING
    assert page_of_path(filling, "g/d").key == "g"
    assert page_of_path(filling, "nobody") is None
