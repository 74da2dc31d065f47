"""Expressions: the examples of ODK's documentation and specification, XPath 1.0's own rules, and what is refused."""

import pytest

from firsthand.core.questionnaire import Group, Kind, QuestionnaireRefused, Repeat, Table, Words
from firsthand.core.questionnaire.expressions.functions.patterns import longest_for, matches, pattern_of
from tests.core.questions import ask, begin, list_of, plan_of, setting, value_of

COLORS = list_of("colors", "red", "blue", "yellow", "green")


@pytest.mark.parametrize(
    ("expression", "comes_to"),
    [
        # arithmetic and comparison, XPath 1.0 section 3
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 div 2", "3.5"),
        ("1 div 0", "Infinity"),
        ("-1 div 0", "-Infinity"),
        ("0 div 0", "NaN"),
        ("5 mod 2", "1"),
        ("5 mod -2", "1"),
        ("-5 mod 2", "-1"),
        ("1.5 mod 0.5", "0"),
        ("--3", "3"),
        ("2 - -2", "4"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("1 div 3 * 3 = 1", "true"),
        ("1 < 2 and 2 < 3 or 1 = 2", "true"),
        ("'a' = 'a'", "true"),
        ("'' = 0", "false"),
        ("'2' > 1", "true"),
        ("'a' > 1", "false"),
        ("true() = 'x'", "true"),
        # words
        ("concat('a', 1, true())", "a1true"),
        ("concat(‘curly’, “ quotes”)", "curly quotes"),
        ("join('-', 'a', 'b')", "a-b"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', 2)", "llo"),
        ("substr('hello', -2)", "lo"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("substring('12345', -42, 1 div 0)", "12345"),
        ("substring-before('1999/04/01', '/')", "1999"),
        ("substring-after('1999/04/01', '/')", "04/01"),
        ("substring-before('abc', 'x')", ""),
        ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
        ("string-length('día')", "3"),
        ("normalize-space('  a   b ')", "a b"),
        ("contains('abc', 'bc')", "true"),
        ("starts-with('abc', 'ab')", "true"),
        ("ends-with('abc', 'bc')", "true"),
        ("regex('M.', '[A-Z]\\.')", "true"),
        ("regex('xM.', '[A-Z]\\.')", "false"),
        ("regex('Ñandú', '\\p{L}+')", "true"),
        ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
        ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("digest('abc', 'SHA-256')", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
        ("digest('abc', 'CRC')", ""),
        ("base64-decode('2YXYsdit2KjYpw==')", "مرحبا"),
        ("base64-decode('?')", ""),
        ("boolean-from-string('1')", "true"),
        ("boolean-from-string('yes')", "false"),
        ("coalesce('', 'b')", "b"),
        ("if(1 = 1, 'yes', 1 div 0)", "yes"),
        ("not('')", "true"),
        # numbers
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("round(1.234, 2)", "1.23"),
        ("round(14.66 * 0.18, 2)", "2.64"),
        ("round(33.33, -1)", "30"),
        ("int(7.9)", "7"),
        ("int(-7.9)", "-7"),
        ("number('1e3')", "NaN"),
        ("number(true())", "1"),
        ("number('2.50')", "2.5"),
        ("pow(2, 10)", "1024"),
        ("pow(-8, 0.5)", "NaN"),
        ("sqrt(-1)", "NaN"),
        ("log(0)", "NaN"),
        ("exp10(3)", "1000"),
        ("abs(-3)", "3"),
        ("max(1, 3, 2)", "3"),
        ("min(1, 'x')", "NaN"),
        ("round(sin(pi() div 2), 3)", "1"),
        ("checklist(2, -1, 'yes', 'no', 'yes')", "true"),
        ("weighted-checklist(3, 4, 'yes', 2, 'no', 5, 'yes', 2)", "true"),
        # dates, with now handed in
        ("today()", "2026-03-31"),
        ("now()", "2026-03-31T14:30:15.250+00:00"),
        ("decimal-date-time('1970-01-02')", "1"),
        ("decimal-date-time('1970-01-01T12:00:00.000Z')", "0.5"),
        ("decimal-time('06:00:00.000')", "0.25"),
        ("date(18262)", "2020-01-01"),
        ("date('2020-01-01T10:00:00.000+02:00')", "2020-01-01"),
        ("date('no date')", ""),
        ("today() > '2026-03-30'", "true"),
        ("date(today() + 7)", "2026-04-07"),
        ("int((today() - '2000-03-01') div 365.25)", "26"),
        ("format-date('2026-03-09', '%Y-%y %m %n %b %d %e %a')", "2026-26 03 3 Mar 09 9 Mon"),
        ("format-date-time('2026-03-09T07:05:09.020+00:00', '%H %h %M %S %3')", "07 7 05 09 020"),
        # lists of names
        ("selected('a b', 'b')", "true"),
        ("selected('ab b', 'a')", "false"),
        ("selected-at('a b c', 1)", "b"),
        ("selected-at('a b c', 3)", ""),
        ("selected-at('a b c', -1)", ""),
        ("count-selected('a b c')", "3"),
        ("count-selected('')", "0"),
        # land: one degree of longitude at the equator, and a square of one degree
        ("round(distance('0 0', '0 1') div 1000)", "111"),
        ("round(area('0 0;0 1;1 1;1 0;0 0') div 1000000000)", "12"),
        ("geofence('0.5 0.5 0 0', '0 0;0 1;1 1;1 0;0 0')", "true"),
        ("geofence('1.5 0.5 0 0', '0 0;0 1;1 1;1 0;0 0')", "false"),
        ("intersects('0 0;1 1;0 1;1 0')", "true"),
        ("intersects('0 0;0 1;1 1;1 0;0 0')", "false"),
    ],
)
def test_an_expression_comes_to_what_the_specification_says(expression, comes_to):
    assert value_of(expression) == comes_to


@pytest.mark.parametrize(
    "expression",
    [
        "[0-9]+",
        r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}",
        "(red|blue|green)*",
        r"(\d{3}-)*\d{4}",
        r"(\d{1,3}\.){3}\d{1,3}",
        r"(?:\+|00)[1-9]\d{6,14}",
    ],
)
def test_patterns_that_people_write_are_taken(expression):
    assert pattern_of(expression) is not None


def test_no_text_keeps_a_pattern_busy():
    for expression in (".*a.*b.*c", "\\s*\\w*\\s*x", "[ab]*[bc]*[cd]*[de]*e"):
        assert not matches("a" * 4_000, expression)
        assert not matches("b" * longest_for(pattern_of(expression)), expression)


def test_chance_is_handed_in():
    at = setting(chance=lambda: 0.5)
    assert value_of("random()", at=at) == "0.5"
    assert value_of("uuid()", at=at) == "88888888-8888-4888-a888-888888888888"
    assert value_of("uuid(5)", at=at) == "88888"


def test_an_unanswered_question_is_an_empty_string_and_not_a_zero():
    asked = ask("n", Kind.INTEGER)
    assert value_of("${n} + 1", asked) == "NaN"
    assert value_of("${n} = ''", asked) == "true"
    assert value_of("coalesce(${n}, 0) + 1", asked) == "1"
    assert value_of("if(${n}, 'answered', 'not')", asked) == "not"
    assert value_of("string-length(${n})", asked) == "0"


def test_choices_are_read_by_their_labels_in_the_language_of_the_reader():
    colors = list_of("colors", "red", "green")
    named = tuple(
        type(choice)(name=choice.name, label=Words.of({"English": choice.name.title(), "Español": f"{choice.name}-es"}))
        for choice in colors.choices
    )
    colors = type(colors)(name="colors", choices=named)
    asked = ask("color_prefs", Kind.SELECT_MULTIPLE, choices="colors")
    expression = "jr:choice-name(selected-at(${color_prefs}, 1), '${color_prefs}')"
    for language, label in (("English", "Green"), ("Español", "green-es")):
        at = setting(language=language)
        assert value_of(expression, asked, answers={"color_prefs": "red green"}, lists=(colors,), at=at) == label


def household(*more):
    """The example of ODK's documentation on repeats: people and how many pets each has."""
    return begin(
        Repeat(name="people", items=(ask("age", Kind.INTEGER), ask("pet_count", Kind.INTEGER))),
        *more,
    )


@pytest.mark.parametrize(
    ("expression", "comes_to"),
    [
        ("sum(${people}[age < 18]/pet_count)", "3"),
        ("sum(/data/people[age < 18]/pet_count)", "3"),
        ("sum(${pet_count})", "8"),
        ("max(${age})", "40"),
        ("min(${age})", "7"),
        ("count(${people})", "3"),
        ("count(${people}[age > 30])", "1"),
        ("count-non-empty(${age})", "3"),
        ("join(', ', ${age})", "7, 40, 12"),
        ("concat(${age})", "74012"),
        ("indexed-repeat(${age}, ${people}, 2)", "40"),
        ("indexed-repeat(${age}, ${people}, 9)", ""),
        ("${people}[2]/age", "40"),
        ("${people}[position() = last()]/age", "12"),
        ("${age} = 12", "true"),
        ("count(${age} | ${pet_count})", "6"),
        ("${people}[pet_count = 5]/../people[1]/age", "7"),
    ],
)
def test_repeats_are_counted_summed_and_indexed(expression, comes_to):
    filling = household(ask("result", Kind.CALCULATE, calculation=expression))
    filling.add("", "people")
    filling.add("", "people")
    ages = {"people[1]/age": "7", "people[2]/age": "40", "people[3]/age": "12"}
    filling.change({**ages, "people[1]/pet_count": "1", "people[2]/pet_count": "5", "people[3]/pet_count": "2"})
    assert filling.node("result").value == comes_to


def test_inside_a_repeat_a_name_means_the_answer_of_the_same_instance():
    filling = begin(
        Repeat(
            name="people",
            items=(
                ask("name"),
                ask("nth", Kind.CALCULATE, calculation="position(..)"),
                ask("greeting", Kind.CALCULATE, calculation="concat(${nth}, ' ', /data/people/name, ' ', ../name)"),
                ask("before", default="${people}[position() = position(current()/..) - 1]/name"),
            ),
        )
    )
    filling.change({"people[1]/name": "A"})
    filling.add("", "people")
    filling.change({"people[2]/name": "B"})
    assert [filling.node(f"people[{nth}]/greeting").value for nth in (1, 2)] == ["1 A A", "2 B B"]
    assert [filling.node(f"people[{nth}]/before").value for nth in (1, 2)] == ["", "A"]


def test_lists_and_files_are_read_as_instances():
    states = list_of("states", "tx", "wa")
    cities = list_of("cities", ("austin", {"state": "tx"}), ("dallas", {"state": "tx"}), ("seattle", {"state": "wa"}))
    fruits = Table(name="fruits.csv", columns=("name_key", "price"), rows=(("mango", "12"), ("kiwi", "3")))
    asked = ask("state", Kind.SELECT_ONE, choices="states")

    def comes_to(expression):
        return value_of(expression, asked, answers={"state": "wa"}, lists=(states, cities), tables=(fruits,))

    assert comes_to("instance('cities')/root/item[state = ${state}]/label") == "Seattle"
    assert comes_to("count(instance('cities')/root/item[state != ${state}])") == "2"
    assert comes_to("instance('cities')/root/item[state = current()/../state]/name") == "seattle"
    assert comes_to("pulldata('fruits', 'price', 'name_key', 'mango')") == "12"
    assert comes_to("pulldata('fruits', 'price', 'name_key', 'none')") == ""
    assert comes_to("instance('fruits')/root/item[name_key = 'kiwi']/price") == "3"


def test_what_is_not_asked_counts_as_not_answered():
    filling = begin(
        ask("has", Kind.TEXT),
        Group(name="more", relevant="${has} = 'yes'", items=(ask("what"),)),
        ask("seen", Kind.CALCULATE, calculation="concat('[', ${what}, ']')"),
    )
    filling.change({"has": "yes", "more/what": "this"})
    assert filling.node("seen").value == "[this]"
    filling.change({"has": "no"})
    assert filling.node("seen").value == "[]"
    assert filling.answers() == {"has": "no", "seen": "[]"}
    filling.change({"has": "yes"})
    assert filling.answers()["more"] == {"what": "this"}, "nothing is lost when somebody changes their mind"


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("nonsense(1)", "There is no function called “nonsense”."),
        ("${nobody} + 1", "There is no question or group called “nobody”."),
        ("${last-saved#a}", "another person’s"),
        ("if(1, 2)", "if() takes a condition and two values."),
        ("selected(${a})", "selected() takes 2 arguments, and 1 are given."),
        ("pulldata('fruits', 'a', 'b', 'c')", "“fruits.csv” was not uploaded"),
        ("search('x')", "search() belongs to Collect alone"),
        ("extract-signed('a', 'b')", "Signed texts are not read here."),
        ("1 +", "The expression ends too early."),
        ("(1", "“)” is missing before “the end”."),
        ("1 2", "should end before “2”"),
        ("//a", "stands where a name or a value should be|not a path that ODK knows"),
        ("/other/a", "A path from the top begins with “/data/”."),
        ("../../a", "The path leads out of the form."),
        ("regex(., '[')", "not a regular expression"),
        ("regex(., '(a+)+b')", "busy for hours"),
        ("regex(., '(a*b?)*c')", "busy for hours"),
        ("regex(., '(a|ab|b)*c')", "busy for hours"),
        ("regex(., '(.|x)*c')", "busy for hours"),
        ("regex(., '(x{1,50}){2,}')", "busy for hours"),
        ("regex(., '(x{1,9}){1,9}')", "busy for hours"),
        ("sum(1)", "sum() takes answers, and is given a value."),
        ("instance('none')/root/item/name", "There is no list and no file called “none”."),
        ("instance('colors')/root/item/shade", "has no column “shade”"),
        ("ancestor::a", "axis"),
        ("'open", "cannot be read"),
        ("indexed-repeat(${a}, ${a}, 1)", "does not stand in the repeat"),
        ("(" * 200 + "1" + ")" * 200, "too many brackets"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_when_the_questionnaire_is_read(expression, reason):
    with pytest.raises(QuestionnaireRefused) as refused:
        plan_of(ask("a"), ask("c", Kind.SELECT_ONE, choices="colors"), ask("b", calculation=expression), lists=(COLORS,))
    (problem,) = refused.value.problems
    assert (problem.sheet, problem.column, problem.where) == ("survey", "calculation", ("b",))
    assert any(part in problem.reason for part in reason.split("|"))
