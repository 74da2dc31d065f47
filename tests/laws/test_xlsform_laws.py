"""Laws of the workbook: any questionnaire comes back from it as it went in, and any answers come back from a device."""

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.core.questionnaire import (
    TRAITS,
    Choice,
    ChoiceList,
    Filled,
    Group,
    Kind,
    Question,
    Questionnaire,
    Repeat,
    Words,
    begin_filling,
    plan_questionnaire,
    resume_filling,
)
from firsthand.core.questionnaire.kinds import FROM_FILE, WITH_CHOICES
from firsthand.render.xlsform import read_instance, read_xlsform, write_instance, write_xlsform
from tests.core.questions import setting

LANGUAGES = ("English (en)", "العربية (ar)")
quickly = settings(max_examples=25, deadline=None, derandomize=True)
letters = st.text(st.sampled_from("abc ñ中ع=+-@'\"<&|,0.\n"), min_size=1, max_size=12)
texts = letters.map(lambda text: " ".join(text.split(" ")).strip() or "x")
KINDS = [kind for kind in Kind if kind not in FROM_FILE and kind not in {Kind.CSV_EXTERNAL, Kind.CALCULATE}]


@st.composite
def words(draw):
    return Words.of({language: draw(texts) for language in draw(st.sampled_from([LANGUAGES, LANGUAGES[:1], LANGUAGES[1:]]))})


@st.composite
def questions(draw, name):
    kind = draw(st.sampled_from(KINDS))
    asked = TRAITS[kind].filled is Filled.BY_READER
    has_choices = TRAITS[kind].shape in WITH_CHOICES
    return Question(
        kind=kind,
        name=name,
        label=draw(words()) if asked else Words(),
        hint=draw(st.one_of(st.just(Words()), words())) if asked else Words(),
        required=draw(st.sampled_from(["", "true()", "false()", "1 = 1"])) if asked else "",
        constraint=draw(st.sampled_from(["", ". != ''", "string-length(.) < 9"])) if asked else "",
        constraint_message=draw(st.one_of(st.just(Words()), words())) if asked else Words(),
        appearance=draw(st.sampled_from(["", "minimal", "w1 compact"])) if asked else "",
        choices="list" if has_choices else "",
        choice_filter=draw(st.sampled_from(["", "shade != 'dark'"])) if has_choices else "",
        purpose=draw(texts) if TRAITS[kind].points_at_people else "",
    )


@st.composite
def items(draw, prefix, depth=0):
    made = []
    for number in range(draw(st.integers(1, 3))):
        name = f"{prefix}{number}"
        shape = draw(st.sampled_from(["q", "q", "g", "r"])) if depth < 2 else "q"
        if shape == "q":
            made.append(draw(questions(name)))
        elif shape == "g":
            made.append(Group(name=name, label=draw(words()), items=draw(items(f"{name}_", depth + 1))))
        else:
            made.append(Repeat(name=name, count=draw(st.sampled_from(["", "2"])), items=draw(items(f"{name}_", depth + 1))))
    return tuple(made)


@st.composite
def questionnaires(draw):
    names = draw(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True))
    shades = st.sampled_from([(("shade", "dark"),), (("shade", "light"),)])
    choices = tuple(Choice(name=name, label=draw(words()), columns=draw(shades)) for name in names)
    return Questionnaire(
        form_id=draw(st.sampled_from(["form", "form-2"])),
        title=draw(texts),
        items=draw(items("q")),
        lists=(ChoiceList(name="list", choices=choices),),
        languages=LANGUAGES,
        default_language=draw(st.sampled_from(["", LANGUAGES[1]])),
        version=draw(st.sampled_from(["", "2026033101"])),
    )


@quickly
@given(questionnaires())
def test_a_questionnaire_comes_back_from_its_workbook_as_it_went_in(asked):
    assert read_xlsform(write_xlsform(asked)).questionnaire == asked


@quickly
@given(questionnaires(), st.data())
def test_answers_come_back_from_a_device_as_they_were_given(asked, data):
    plan = plan_questionnaire(asked)
    filling = begin_filling(plan, setting())
    for node in list(filling.live_nodes()):
        filling.change({node.path: data.draw(texts)})
    answers = filling.answers()
    read = read_instance(plan, write_instance(plan, answers, instance_id="uuid:1"))
    assert resume_filling(plan, read.answers, setting(), is_received=True).answers() == answers
