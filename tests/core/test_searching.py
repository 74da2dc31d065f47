"""The same words are found in any script, whatever the accents, and institutions' words are found by ours."""

import pytest

from firsthand.core.searching import Wording, ask, fold

OURS = (Wording(we_say=("sex work*",), they_say=("prostitut*",)), Wording(we_say=("travail du sexe",), they_say=("prostitu*",)))


def is_found(typed, text, wordings=()):
    stored = fold(text)
    groups = ask(typed, wordings).groups
    return bool(groups) and all(any(needle in stored for needle in group) for group in groups)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("organizacion", "La Organización de trabajadoras"),
        ("ORGANIZACIÓN", "la organizacion"),
        ("strasse", "Die Straße"),
        ("øst", "Ost og vest"),
        ("istanbul", "İstanbul Sözleşmesi"),
        ("эксперты", "ЭКСПЕРТЫ по правам"),
        ("еще", "Ещё раз"),
        ("الانسان", "حقوق الإنسان"),
        ("إنسان", "حقوق الانسان"),
        ("حقوق", "حُقُوق"),
        ("专家", "性工作者是专家。"),
        ("工作者", "性工作者是专家。"),
        ("家", "性工作者是专家。"),
        ("権利", "性労働者の権利を"),
        ("아동", "아동의 권리"),
        ("अधिकार", "मानव अधिकार"),
        ("traffick", "combat trafficking in persons"),
        ("140.12", "140.12 Ratify"),
        ("A/HRC/59/15", "in A/HRC/59/15, paragraph 140"),
    ],
)
def test_word_is_found(typed, text):
    assert is_found(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", "anything"),
        ("—", "anything"),
        ("work", "homework"),
        ("专家", "专业的家"),
        ("工作者", "工作，作者"),
        ("rights child", "rights of women"),
        ('"sex"', "sexual orientation"),
        ('"human rights"', "rights of every human"),
        ("140.12", "140.1 and 2.12"),
    ],
)
def test_word_is_not_found_where_it_does_not_stand(typed, text):
    assert not is_found(typed, text)


def test_all_words_must_be_there_in_any_order():
    assert is_found("children rights", "the rights of children")
    assert not is_found("children duties", "the rights of children")


def test_quotation_marks_keep_words_together_and_whole():
    assert is_found("“human rights”", "All human rights for all")
    assert not is_found("“human right”", "All human rights for all")


def test_expansion_finds_their_words_and_is_told():
    asked = ask("decriminalise sex workers", OURS)
    assert [(one.asked, one.also) for one in asked.expansions] == [("sex workers", ("prostitut*",))]
    assert is_found("sex workers", "Abolish prostitution", OURS)
    assert is_found("sex workers", "The rights of sex workers", OURS)
    assert not is_found("decriminalise sex workers", "Abolish prostitution", OURS)


def test_expansion_works_from_their_words_to_ours():
    assert ask("prostitution", OURS[:1]).expansions[0].also == ("sex work*",)
    assert is_found("prostitution", "support to sex workers", OURS)


def test_expansion_leaves_other_words_alone():
    assert ask("sex education and work", OURS).expansions == ()
    assert not is_found("sex education", "prostitution", OURS)


def test_question_is_cut_at_a_length_that_no_reader_needs():
    assert len(ask("word " * 1000).groups) == 40
