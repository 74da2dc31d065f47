"""Putting behind each claim what it stands on, and taking words out again."""

from __future__ import annotations

import pytest

from firsthand.core.manuscript import (
    AddressNotSafe,
    BlockQuote,
    Callout,
    Citation,
    Cited,
    ClaimsUnresolved,
    FigureEmbed,
    FrontMatter,
    Heading,
    Listing,
    Manuscript,
    OnMissing,
    Paragraph,
    QuoteEmbed,
    ResolvedCitation,
    ResolvedFigure,
    ResolvedQuote,
    TableData,
    TableMisshapen,
    Text,
    number_parts,
    resolve,
    spans,
    without,
)

FRONT = FrontMatter(title="T", language="en")
QUOTE = ResolvedQuote(ref="Q-1", text="words", attribution="A", language="en")
CITATION = ResolvedCitation(ref="C-1", label="C", entry_text="Entry")


def words(name: str) -> Paragraph:
    return Paragraph(id=name, inlines=(Text(name),))


def text_of(*blocks) -> Manuscript:
    return Manuscript(front=FRONT, blocks=blocks)


def test_resolve_refuses_and_names_everything_that_is_missing():
    manuscript = text_of(
        QuoteEmbed(id="q", ref="Q-1"),
        Heading(id="s-h", level=1, inlines=(Text("Here"),)),
        Paragraph(id="p", inlines=(Citation((Cited("C-1"), Cited("C-2"))),)),
    )
    with pytest.raises(ClaimsUnresolved) as refused:
        resolve(manuscript, {"C-1": CITATION})
    assert [claim.ref for claim in refused.value.facts["missing"]] == ["Q-1", "C-2"]
    assert str(refused.value) == "Nothing stands behind these: quote Q-1, before the first heading; citation C-2, under “Here”."


def test_resolve_refuses_a_source_of_the_wrong_kind():
    with pytest.raises(ClaimsUnresolved):
        resolve(text_of(FigureEmbed(id="f", ref="Q-1")), {"Q-1": QUOTE})


def test_resolve_marks_what_is_missing_in_a_preview():
    resolved = resolve(text_of(QuoteEmbed(id="q", ref="Q-1")), {}, on_missing=OnMissing.MARK)
    assert [claim.ref for claim in resolved.missing] == ["Q-1"]
    assert resolved.quotes == {}


def test_resolve_keeps_only_what_the_text_uses():
    resolved = resolve(text_of(QuoteEmbed(id="q", ref="Q-1")), {"Q-1": QUOTE, "C-1": CITATION})
    assert (dict(resolved.quotes), dict(resolved.citations), resolved.missing) == ({"Q-1": QUOTE}, {}, ())


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " https://example.org"])
def test_resolved_source_refuses_an_address_that_could_run(address):
    with pytest.raises(AddressNotSafe):
        ResolvedQuote(ref="Q-1", text="w", attribution="", language="en", claim_url=address)
    with pytest.raises(AddressNotSafe):
        ResolvedCitation(ref="C-1", label="", entry_text="", url=address)
    with pytest.raises(AddressNotSafe):
        ResolvedFigure(ref="F-1", title="", svg="", table=TableData(caption="", header=(), rows=()), claim_url=address)


def test_table_data_refuses_rows_of_another_width():
    with pytest.raises(TableMisshapen, match="must have 2 cells"):
        TableData(caption="c", header=(("a", "b"),), rows=(("1",),))


def test_spans_lets_an_empty_label_continue_the_one_before_it():
    assert spans(("", "Told us", "", "Asked")) == (("", 1), ("Told us", 2), ("Asked", 1))
    assert spans(("", "", "")) == (("", 1), ("", 2))


def test_without_removes_embeds_wherever_they_stand():
    embed = QuoteEmbed(id="q", ref="Q-1")
    manuscript = text_of(
        embed,
        BlockQuote(id="b", blocks=(embed, words("kept"))),
        Callout(id="c", title="t", blocks=(embed,)),
        Listing(id="l", items=((embed,), (words("item"), embed))),
        Listing(id="l2", items=((embed,),)),
        QuoteEmbed(id="q2", ref="Q-2"),
    )
    assert without(manuscript, {"Q-1"}).blocks == (
        BlockQuote(id="b", blocks=(words("kept"),)),
        Listing(id="l", items=((words("item"),),)),
        QuoteEmbed(id="q2", ref="Q-2"),
    )


def test_without_leaves_what_was_empty_before_and_every_other_block():
    manuscript = text_of(Callout(id="c", title="t", blocks=()), Listing(id="l", items=((), (words("x"),))), words("p"))
    assert without(manuscript, {"Q-1"}) == manuscript


def test_without_closes_up_the_numbers_of_figures():
    manuscript = text_of(FigureEmbed(id="f1", ref="F-1"), FigureEmbed(id="f2", ref="F-2"))
    assert number_parts(without(manuscript, {"F-1"})).figure_numbers == {"f2": 1}


def test_without_leaves_a_citation_for_resolve_to_refuse():
    manuscript = text_of(Paragraph(id="p", inlines=(Citation((Cited("C-1"),)),)))
    with pytest.raises(ClaimsUnresolved):
        resolve(without(manuscript, {"C-1"}), {})
