"""What holds for an edition in every format."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from firsthand.core.manuscript import (
    Alignment,
    Callout,
    Citation,
    Cited,
    Code,
    CodeBlock,
    EditionMark,
    Emphasis,
    FigureEmbed,
    Footnote,
    FootnoteRef,
    FrontMatter,
    Heading,
    Link,
    Listing,
    Manuscript,
    Note,
    OnMissing,
    Paragraph,
    QuoteEmbed,
    ResolvedCitation,
    ResolvedFigure,
    ResolvedManuscript,
    ResolvedQuote,
    Strong,
    Table,
    TableData,
    Text,
    resolve,
    without,
)
from firsthand.render.formats import FORMATS
from firsthand.render.labels import labels_for
from firsthand.render.svg import ChartNotSafe
from tests.render.reading import files_of, squeezed, words_of
from tests.render.sample import CHART, NASTY, english, sources
from tests.render.scripts import arabic, chinese, russian

every_format = pytest.mark.parametrize("name", FORMATS)


def made(name: str, resolved: ResolvedManuscript) -> str:
    return words_of(name, FORMATS[name].render(resolved))


def test_formats_are_offered_in_order():
    assert list(FORMATS) == ["html", "pdf", "epub", "docx", "txt"]
    assert all(name == each.name == each.extension for name, each in FORMATS.items())


@every_format
def test_edition_with_a_chart_that_does_more_than_draw_is_never_made(name):
    resolved = english()
    figure = replace(resolved.figures["F-8X9Y0Z"], svg=CHART.replace("<rect", "<script>1</script><rect", 1))
    with pytest.raises(ChartNotSafe):
        FORMATS[name].render(replace(resolved, figures={"F-8X9Y0Z": figure}))


@every_format
def test_edition_holds_every_word_of_every_kind_of_block(name):
    words = made(name, english())
    expected = (
        "What the police take", "A shadow report for the third cycle", "Red Umbrella Network, Workers’ Collective & Friends", "Ana, Bo <b>",
        "3 November 2026", "Edition 2 · E-4F5G6H", "Draft, not for circulation", "Before you read",
        "Sex workers in five regions told us what happened to them.", "strongly and often, in code and in https://example.org/a?b=1&c=2.",
        "They took the money and # the phone.", "Then they *laughed* [1].", "— Worker, street-based, Southern region",
        "Where does this come from?", "Figure 1. Extortion by place of work",
        "People who told us about extortion by police, by place of work",
        "Told us", "Counted in people, not in events.", "These are reports made to us, not prevalence.", "and a second paragraph",
        "inner", "other", "three", "Repeal the by-law", "Ministry [1]", "14", "The Committee recommends that the State party repeal it.",
        "If you need help now", "Call the people of your own network first.", 'a = "code" #let x', "on two lines.", "Afterwards",
        "Counted once each.", "A second paragraph of the note.", "Written inline, citing [2].", "Sources",
        "Human Rights Council, A/HRC/53/7, recommendation 140.12 (State A). Supported.", "docs.example.org/A/HRC/53/7",
        "Rao, N. (2021). The price of a bribe: $5 #1.", "S-2B8R4X", "About this edition", "Who we heard", "100 people in five regions.",
        NASTY, "Licence", "CC BY-SA 4.0",
    )  # fmt: skip
    assert [line for line in expected if squeezed(line) not in words] == []


def nasty(number: int) -> str:
    """The words that would do harm if they were read as code, in a place of their own."""
    return f"{NASTY} w{number}w"


def nasty_everywhere() -> ResolvedManuscript:
    front = FrontMatter(
        title=nasty(1), subtitle=nasty(2), language="en", organisations=(nasty(3),), authors=(nasty(4),), licence=nasty(5),
        edition=EditionMark(ref="E-4F5G6H", number="2", status=nasty(6)), notes=(Note(title=nasty(7), paragraphs=(nasty(8),)),),
    )  # fmt: skip
    cell = (Text(nasty(15)),)
    blocks = (
        Heading(id='s-"#x"]', level=1, inlines=(Text(nasty(9)),)),
        Paragraph(id="p1", inlines=(Text(nasty(10)), Emphasis((Text(nasty(11)),)), Strong((Text(nasty(12)),)), FootnoteRef("n"))),
        Paragraph(id="p2", inlines=(Code(nasty(13)), Link('https://e.org/"]#x\\', (Text(nasty(14)),)), Link('#s-"#x"]', (Text("to"),)))),
        Paragraph(id="p3", inlines=(Citation((Cited("C-1", nasty(16)),)),)),
        Table(id="t", header=(cell,), rows=((cell,),), alignments=(Alignment.START,)),
        Listing(id="l", items=((Paragraph(id="p4", inlines=(Text(nasty(17)),)),),)),
        Callout(id="c", title=nasty(18), blocks=()),
        CodeBlock(id="b", text=nasty(19)),
        QuoteEmbed(id="q", ref="Q-1"),
        FigureEmbed(id="f", ref="F-1"),
    )
    notes = (Footnote(label="n", blocks=(Paragraph(id="n1", inlines=(Text(nasty(20)),)),)),)
    table = TableData(caption=nasty(21), header=(("", nasty(22)),), rows=((nasty(23), nasty(24)),), notes=(nasty(25),))
    return resolve(
        Manuscript(front=front, blocks=blocks, footnotes=notes),
        {
            "C-1": ResolvedCitation(ref="C-1", label="C", entry_text=nasty(26), url='https://e.org/"]#x', claim_url='https://e.org/"#y'),
            "Q-1": ResolvedQuote(
                ref="Q-1", text=f"{nasty(27)}\n\n{nasty(28)}", attribution=nasty(29), language="en", claim_url="/claims/Q-1/"
            ),
            "F-1": ResolvedFigure(ref="F-1", title=nasty(30), svg=CHART, table=table, note=nasty(31)),
        },
    )


@every_format
def test_words_that_look_like_code_survive_wherever_they_stand(name):
    words = made(name, nasty_everywhere())
    assert [number for number in range(1, 32) if squeezed(nasty(number)) not in words] == []


@every_format
def test_withheld_cell_prints_the_same_sentence(name):
    assert made(name, english()).count(squeezed(labels_for("en").withheld)) == 1
    assert squeezed(labels_for("ru").withheld) in made(name, russian())
    assert squeezed(labels_for("zh").withheld) in made(name, chinese())


@every_format
def test_removed_quote_leaves_no_word_behind(name):
    resolved = english()
    assert "phone" in made(name, resolved)
    left = without(resolved.manuscript, {"Q-5T6V7W"})
    data = FORMATS[name].render(resolve(left, {ref: source for ref, source in sources().items() if ref != "Q-5T6V7W"}))
    assert [word for word in ("phone", "laughed", "street-based", "Q-5T6V7W") if word in words_of(name, data)] == []
    contents = files_of(data).values() if name in {"epub", "docx"} else (data,)
    assert [part for part in contents if b"phone" in part or b"Q-5T6V7W" in part] == []


@every_format
def test_missing_claim_is_marked_in_a_preview(name):
    resolved = resolve(english().manuscript, {}, on_missing=OnMissing.MARK)
    words = made(name, resolved)
    assert [ref for ref in ("Q-5T6V7W", "F-8X9Y0Z", "C-7K3M9Q") if squeezed(f"{ref}: nothing stands behind this yet") not in words] == []


@every_format
def test_plainest_text_can_be_made(name):
    resolved = resolve(Manuscript(front=FrontMatter(title="Bare", language="sw"), blocks=()), {})
    assert "Bare" in made(name, resolved)


@every_format
def test_deeply_nested_text_can_be_made(name):
    nested = "> " * 19 + "deepest words\n\n" + "".join("  " * depth + f"- level {depth}\n" for depth in range(10))
    words = made(name, english(nested))
    assert ("deepestwords" in words, "level9" in words) == (True, True)


@every_format
def test_same_edition_gives_the_same_bytes_in_another_process(name):
    code = (
        "import hashlib, sys\nfrom firsthand.render.formats import FORMATS\nfrom tests.render.sample import english\n"
        f"sys.stdout.write(hashlib.sha256(FORMATS[{name!r}].render(english())).hexdigest())"
    )
    here = hashlib.sha256(FORMATS[name].render(english())).hexdigest()
    surroundings = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "PYTHONPATH": os.pathsep.join(sys.path)}
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=surroundings, text=True)
    assert there.stdout == here


@every_format
def test_other_scripts_keep_their_words(name):
    if name != "pdf":  # what a PDF's words are read back as depends on the reader's idea of Arabic
        assert squeezed("أخبرنا عاملون وعاملات في خمس مناطق بما حدث لهم.") in made(name, arabic())
    assert squeezed("Люди из пяти регионов рассказали нам, что с ними произошло.") in made(name, russian())
    assert squeezed("来自五个地区的工作者向我们讲述了“发生在他们身上的事”。") in made(name, chinese())
