"""Markdown as writers type it: what is refused, with lines, and what it is read as."""

from __future__ import annotations

import pytest

from firsthand.core.manuscript import (
    Alignment,
    BlockQuote,
    Callout,
    Citation,
    Cited,
    Code,
    CodeBlock,
    Emphasis,
    FigureEmbed,
    FootnoteRef,
    FrontMatter,
    Heading,
    LineBreak,
    Link,
    Listing,
    Manuscript,
    Paragraph,
    QuoteEmbed,
    Rule,
    Strong,
    Table,
    Text,
    block_text,
)
from firsthand.render.markdown import MarkdownRefused, parse_markdown
from tests.render.sample import ENGLISH

FRONT = FrontMatter(title="Title", language="en")


def read(text: str) -> Manuscript:
    return parse_markdown(text, FRONT)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("one\n\n![x](y.png)", 3, "a picture cannot be put in by hand"),
        ("[x](javascript:alert)", 1, "a link must start with"),
        ("[x](/desk/)", 1, "a link must start with"),
        ("[x](#nowhere)", 1, "this link leads to no heading"),
        ("one[^a]", 1, "the footnote [^a] has no text"),
        ("one\n\n[^a]: note", 3, "the footnote [^a] is never called"),
        ("one[^a]\n\n[^a]: note\n\n[^a]: again", 5, "has a text already"),
        ("one[^a]\n\n[^a]: note[^b]\n\n[^b]: inner", 3, "a footnote cannot be called in a footnote"),
        ("## one[^a]\n\n[^a]: note", 1, "a footnote cannot be called in a heading"),
        ("one [@C-7K3M9Q", 1, "has no closing bracket"),
        ("one [@X-1]", 1, "in a citation"),
        ("one [@Q-5T6V7W]", 1, "cannot be cited"),
        ("one\ntwo {{figure:F-8X9Y0Z}}", 2, "must stand on a line of its own"),
        ("{{figure:Q-5T6V7W}}", 1, "cannot be put in"),
        ("{{figure:F-8X9Y0Z", 1, "has no closing }}"),
        ("> ## inside", 1, "a heading cannot stand inside"),
        ("ok\n\n" + "> " * 21 + "deep", 3, "too deep within lists"),
        ("".join("  " * depth + "- x\n" for depth in range(11)), 11, "too deep within lists"),
        ("> " * 90 + "deeper than the parser reads", 1, "too deep within lists"),
        ("> " * 150 + "deeper than the parser reads", 1, "too deep within lists"),
        ("ok\n\na\x07b", 3, "a control character"),
    ],
)
def test_parse_markdown_refuses_with_the_line(text, line, reason):
    with pytest.raises(MarkdownRefused) as refused:
        read(text)
    problems = refused.value.facts["problems"]
    assert [(problem.line, reason in problem.reason) for problem in problems] == [(line, True)]


def test_parse_markdown_names_everything_at_once_in_the_order_of_lines():
    with pytest.raises(MarkdownRefused) as refused:
        read("[x](ftp://a)\n\n![p](q)\n\n{{quote:nothing}}")
    assert [problem.line for problem in refused.value.facts["problems"]] == [1, 3, 5]


def test_parse_markdown_reads_raw_html_as_words():
    assert block_text(read("<script>alert(1)</script> <b>x</b>").blocks[0]) == "<script>alert(1)</script> <b>x</b>"


def test_parse_markdown_reads_every_inline():
    text = "a *b* **c** `d` [e](https://e.org) [@C-7K3M9Q; @S-2B8R4X,  p. 12] ^[f]\\\ng"
    assert read(text).blocks == (
        Paragraph(
            id=read(text).blocks[0].id,
            inlines=(
                Text("a "), Emphasis((Text("b"),)), Text(" "), Strong((Text("c"),)), Text(" "), Code("d"), Text(" "),
                Link("https://e.org", (Text("e"),)), Text(" "), Citation((Cited("C-7K3M9Q"), Cited("S-2B8R4X", "p. 12"))), Text(" "),
                FootnoteRef("inline 1"), LineBreak(), Text("g"),
            ),
        ),
    )  # fmt: skip


def test_parse_markdown_reads_every_block():
    kinds = {type(block) for block in parse_markdown(ENGLISH, FRONT).blocks}
    assert kinds == {Heading, Paragraph, Listing, Table, BlockQuote, Callout, CodeBlock, Rule, FigureEmbed, QuoteEmbed}


def test_parse_markdown_closes_up_heading_levels_and_leaves_out_the_title():
    blocks = read("# title\n\n### a\n\n##### b\n\n#### c\n\n## d\n\n# e").blocks
    assert [(block.level, block_text(block)) for block in blocks] == [(1, "a"), (2, "b"), (2, "c"), (1, "d"), (1, "e")]


def test_parse_markdown_keeps_a_heading_of_the_same_words_further_down():
    assert [block_text(block) for block in read("one\n\n# Title").blocks] == ["one", "Title"]


def test_parse_markdown_reads_alignments_and_list_starts():
    table, listing = read("| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | 3 |\n\n7. x\n8. y").blocks
    assert table.alignments == (Alignment.START, Alignment.CENTRE, Alignment.END)
    assert listing.start == 7


def test_parse_markdown_leaves_embeds_and_citations_in_code_as_code():
    assert read("`{{figure:F-8X9Y0Z}} [@C-7K3M9Q]`").blocks[0].inlines == (Code("{{figure:F-8X9Y0Z}} [@C-7K3M9Q]"),)


def test_parse_markdown_joins_chinese_lines_without_a_space():
    assert block_text(read("国家接受了\n该建议").blocks[0]) == "国家接受了该建议"
    assert block_text(read("one\ntwo").blocks[0]) == "one two"


def test_parse_markdown_finds_a_link_to_a_heading_by_its_words():
    paragraph = read("[x](#What-Was-Asked)\n\n## What was asked").blocks[0]
    assert paragraph.inlines == (Link("#s-what-was-asked", (Text("x"),)),)


def test_parse_markdown_gives_an_untouched_block_the_same_id():
    before = read("first\n\nsecond *words*")
    after = read("new\n\nfirst, changed\n\nsecond *words*")
    assert before.blocks[1].id == after.blocks[2].id
