import pytest

from firsthand.core.authorship import count_words
from firsthand.core.authorship.words import cut, find_words_and_marks, words_and_marks


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t stop: 3,200.5 people", ["don't", "stop", ":", "3,200.5", "people"]),
        ("sex-work, e.g. here", ["sex", "-", "work", ",", "e.g", ".", "here"]),
        ("1, 2,3 a,b", ["1", ",", "2,3", "a", ",", "b"]),
        ("中文很好。", ["中", "文", "很", "好", "。"]),
        ("カタカナとひらがな", ["カタカナ", "と", "ひ", "ら", "が", "な"]),
        ("الْعَمَلُ حَقٌّ، نعم؟", ["الْعَمَلُ", "حَقٌّ", "،", "نعم", "؟"]),
        ("کتاب‌ها", ["کتاب‌ها"]),
        ("Ёлка и работа", ["ёлка", "и", "работа"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("말하기 듣기", ["말하기", "듣기"]),
        ("ผู้หญิง", ["ผู้", "ห", "ญิ", "ง"]),
        ("ปี ๒๕๖๙", ["ปี", "๒๕๖๙"]),
        ("Համոզված ե՞ք", ["համոզված", "ե՞ք"]),
        ("ינו׳ צה״ל", ["ינו׳", "צה״ל"]),
        ("Cafe\u0301 Café", ["café", "café"]),
    ],
)
def test_words_are_cut_as_unicode_asks(text, words):
    assert words_and_marks(text) == words


def test_emphasis_does_not_change_a_word():
    assert [word for word in words_and_marks("_both_ **sides**") if word.isalpha()] == words_and_marks("both sides")


def test_only_words_are_counted():
    assert count_words("") == count_words("— … ?!") == 0
    assert count_words("One, two — three.") == 3


def test_sentences_are_the_paragraph_and_keep_their_marks():
    text = "Is it so? “Yes.” We think\nit is. 你好。再见！\n- a list\n- of two"
    pieces = [text[start:end] for start, end in cut(text)]
    assert "".join(pieces) == text
    assert [piece.strip() for piece in pieces if piece.strip()] == [
        "Is it so?",
        "“Yes.”",
        "We think\nit is.",
        "你好。",
        "再见！",
        "- a list",
        "- of two",
    ]


def test_places_and_words_are_the_same_ones():
    text = "Un café, s’il vous plaît — 3.5 €, straße ﬁn."
    found = [text[start:end] for start, end in find_words_and_marks(text, 0, len(text))]
    assert len(found) == len(words_and_marks(text))
    assert "".join(found) == text.replace(" ", "")
