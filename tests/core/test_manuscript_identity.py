"""Ids that hold while the text around them moves, and languages with their directions."""

from __future__ import annotations

import pytest

from firsthand.core.manuscript import (
    CodeBlock,
    Direction,
    Emphasis,
    FootnoteRef,
    FrontMatter,
    Identities,
    LanguageMalformed,
    LineBreak,
    Paragraph,
    Table,
    Text,
    block_text,
    direction_of,
)


def test_heading_id_is_its_words_and_the_second_of_equal_ones_is_counted():
    identities = Identities()
    given = [identities.of_heading(words) for words in ("What was asked?", "What  was asked", "…", "Кого мы услышали")]
    assert given == ["s-what-was-asked", "s-what-was-asked-2", "s-section", "s-кого-мы-услышали"]


def test_heading_id_never_meets_one_that_was_counted():
    identities = Identities()
    assert [identities.of_heading(words) for words in ("Ask 2", "Ask", "Ask")] == ["s-ask-2", "s-ask", "s-ask-2-2"]


def test_heading_id_is_the_same_for_both_ways_to_write_an_accent():
    assert Identities().of_heading("Caf\u00e9") == Identities().of_heading("Cafe\u0301")


def test_block_id_depends_on_kind_and_content_and_nothing_else():
    one, other = Identities(), Identities()
    other.of_block("paragraph", "something before")
    assert one.of_block("paragraph", "words") == other.of_block("paragraph", "words")
    assert Identities().of_block("quote", "words") != Identities().of_block("paragraph", "words")


def test_block_id_of_the_second_of_equal_ones_ends_in_2():
    identities = Identities()
    first = identities.of_block("rule", "---")
    assert identities.of_block("rule", "---") == f"{first}-2"


@pytest.mark.parametrize("tag", ["", "e", "en_GB", 'en"', "en ", "englishlanguage", "../x"])
def test_front_matter_refuses_what_has_not_the_shape_of_a_language_tag(tag):
    with pytest.raises(LanguageMalformed):
        FrontMatter(title="T", language=tag)


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ar-EG", "rtl"),
        ("FA", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("zh-Hans", "ltr"),
        ("ur-PK", "rtl"),
    ],
)
def test_direction_follows_the_script_then_the_language(tag, direction):
    assert direction_of(tag) == Direction(direction)


def test_block_text_is_the_words_without_their_marks():
    inlines = (Text("a "), Emphasis((Text("b"),)), LineBreak(), FootnoteRef("n"), Text("c"))
    assert block_text(Paragraph(id="p", inlines=inlines)) == "a b c"
    assert block_text(Table(id="t", header=((Text("h"),), ()), rows=(((Text("x"),), (Text("y"),)),), alignments=())) == "h\t\nx\ty"
    assert block_text(CodeBlock(id="c", text="a = 1")) == "a = 1"
