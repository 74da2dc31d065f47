"""Anchors: they find their words again when the text moved, was edited or says them twice; and they know when the words are gone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from firsthand.core.anchoring import (
    Anchor,
    AnchorMalformed,
    Found,
    How,
    Span,
    SpanOutside,
    anchor_at,
    anchor_from_json,
    anchor_to_json,
    find_again,
    paragraphs_of,
    pieces_of,
    sentences_of,
)

TEXT = "They came at night. They took my bag and my telephone.\n\nI did not go to the station. They took my bag again in May."


def _anchor(words: str, *, after: int = 0) -> Anchor:
    start = TEXT.index(words, after)
    return anchor_at(TEXT, Span(start, start + len(words)))


@pytest.mark.parametrize("span", [Span(0, 0), Span(5, 4), Span(-1, 3), Span(0, 10_000), Span(54, 56)])
def test_nothing_and_blanks_are_no_place(span):
    with pytest.raises(SpanOutside):
        anchor_at(TEXT, span)


def test_blanks_at_the_ends_are_left_out():
    start = TEXT.index(" They took")
    assert anchor_at(TEXT, Span(start, start + 11)).exact == "They took"


@pytest.mark.parametrize(
    "stored",
    [None, {}, [], {"exact": "a"}, {"exact": "", "prefix": "", "suffix": "", "start": 0, "end": 0},
     {"exact": "ab", "prefix": "", "suffix": "", "start": 0, "end": 9}, {"exact": "a", "prefix": "", "suffix": "", "start": "x", "end": 1}],
)  # fmt: skip
def test_what_is_no_anchor_is_refused(stored):
    with pytest.raises(AnchorMalformed):
        anchor_from_json(stored)


def test_words_are_found_where_they_stood():
    anchor = _anchor("took my bag", after=60)
    assert find_again(TEXT, anchor) == Found(span=Span(anchor.start, anchor.end), how=How.THERE)


def test_of_two_places_the_one_with_the_same_words_around_is_meant():
    first, second = _anchor("took my bag"), _anchor("took my bag", after=60)
    moved = "Before all that I was well. " + TEXT
    for anchor in (first, second):
        found = find_again(moved, anchor)
        assert (found.how, found.span.start) == (How.MOVED, anchor.start + 28)


def test_a_place_is_not_believed_when_other_words_stand_around_it():
    """The same words stand at the old position by chance; those with the right neighbours are meant."""
    anchor = anchor_at("one two three four", Span(4, 7))
    found = find_again("six two nine ten, one two three four", anchor)
    assert (found.how, found.span) == (How.MOVED, Span(22, 25))


def test_edited_words_are_found_between_what_stood_around_them():
    anchor = _anchor("took my bag and my telephone")
    edited = TEXT.replace("took my bag and my telephone", "stole my bag and my phone")
    found = find_again(edited, anchor)
    assert found.how == How.EDITED
    assert edited[found.span.start : found.span.end] == "stole my bag and my phone"


def test_words_that_are_gone_are_not_found_somewhere():
    anchor = _anchor("took my bag and my telephone")
    assert find_again(TEXT.replace("took my bag and my telephone", "x"), anchor) is None
    assert find_again("Something else altogether.", anchor) is None
    assert find_again("", anchor) is None


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("They came. “Go!” he said.\nThen?", ["They came.", "“Go!”", "he said.", "Then?"]),
        ("他们来了。他们走了！", ["他们来了。", "他们走了！"]),
        ("جاؤوا ليلا. هل رأيت؟ نعم.", ["جاؤوا ليلا.", "هل رأيت؟", "نعم."]),
        ("No end", ["No end"]),
        ("  \n ", []),
    ],
)
def test_sentences_are_cut_in_every_script(text, sentences):
    assert [text[span.start : span.end] for span in sentences_of(text)] == sentences


def test_paragraphs_are_cut_at_empty_lines():
    assert [TEXT[span.start : span.end][:10] for span in paragraphs_of(TEXT)] == ["They came ", "I did not "]
    assert paragraphs_of(" \n\n ") == ()


def test_marks_that_overlap_are_cut_into_pieces():
    pieces = pieces_of("abcdefgh", [("one", Span(1, 5)), ("two", Span(3, 7)), ("out", Span(90, 99))])
    assert [(piece.text, piece.marks, piece.begins) for piece in pieces] == [
        ("a", (), ()),
        ("bc", ("one",), ("one",)),
        ("de", ("one", "two"), ("two",)),
        ("fg", ("two",), ()),
        ("h", (), ()),
    ]


_letters = some.text(alphabet="ab ñ中😀\n", min_size=1, max_size=60)


@settings(max_examples=200, deadline=None)
@given(text=_letters, data=some.data())
def test_law_an_anchor_finds_its_own_words_and_survives_text_put_before(text, data):
    start = data.draw(some.integers(0, len(text) - 1))
    end = data.draw(some.integers(start + 1, len(text)))
    try:
        anchor = anchor_at(text, Span(start, end))
    except SpanOutside:
        return
    assert anchor_from_json(anchor_to_json(anchor)) == anchor
    assert text[anchor.start : anchor.end] == anchor.exact == anchor.exact.strip()
    assert find_again(text, anchor) == Found(span=Span(anchor.start, anchor.end), how=How.THERE)
    found = find_again("zzz " + text, anchor)
    assert ("zzz " + text)[found.span.start : found.span.end] == anchor.exact


@settings(max_examples=100, deadline=None)
@given(text=_letters, spans=some.lists(some.tuples(some.integers(0, 60), some.integers(0, 60)), max_size=5))
def test_law_pieces_are_the_whole_text_and_each_mark_covers_its_own(text, spans):
    marks = [(number, Span(*sorted(span))) for number, span in enumerate(spans)]
    pieces = pieces_of(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    for number, span in marks:
        assert "".join(piece.text for piece in pieces if number in piece.marks) == text[span.start : span.end]
