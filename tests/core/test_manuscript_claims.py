"""Claims and numbers: what a text leans on, counted in the order in which it is read."""

from __future__ import annotations

from firsthand.core.manuscript import (
    BlockQuote,
    Citation,
    Cited,
    ClaimKind,
    FigureEmbed,
    Footnote,
    FootnoteRef,
    FrontMatter,
    Heading,
    Listing,
    Manuscript,
    Paragraph,
    QuoteEmbed,
    Strong,
    Table,
    Text,
    list_claims,
    number_parts,
)

FRONT = FrontMatter(title="T", language="en")


def cite(*refs: str) -> Citation:
    return Citation(tuple(Cited(ref) for ref in refs))


def para(name: str, *inlines) -> Paragraph:
    return Paragraph(id=name, inlines=inlines)


def test_list_claims_of_a_text_without_any_is_empty():
    assert list_claims(Manuscript(front=FRONT, blocks=(para("a", Text("words")),))) == ()


def test_list_claims_reads_a_footnote_where_it_is_first_called():
    manuscript = Manuscript(
        front=FRONT,
        blocks=(
            QuoteEmbed(id="q", ref="Q-1"),
            Heading(id="s-one", level=1, inlines=(Text("One"),)),
            para("a", FootnoteRef("n"), cite("C-2")),
            para("b", FootnoteRef("n")),
            FigureEmbed(id="f", ref="F-1"),
        ),
        footnotes=(Footnote(label="n", blocks=(para("note", cite("S-1")),)),),
    )
    found = [(claim.ordinal, claim.kind, claim.ref, claim.block_id, claim.section) for claim in list_claims(manuscript)]
    assert found == [
        (1, ClaimKind.QUOTE, "Q-1", "q", ""),
        (2, ClaimKind.CITATION, "S-1", "note", "One"),
        (3, ClaimKind.CITATION, "C-2", "a", "One"),
        (4, ClaimKind.FIGURE, "F-1", "f", "One"),
    ]


def test_list_claims_finds_those_inside_lists_quotations_emphasis_and_tables():
    listing = Listing(id="l", items=((para("i", Strong((cite("C-1"),))),), (FigureEmbed(id="f", ref="F-1"),)))
    quotation = BlockQuote(id="b", blocks=(para("p", cite("C-2")),))
    table = Table(id="t", header=((cite("C-3"),),), rows=(((cite("C-4"),),),), alignments=())
    manuscript = Manuscript(front=FRONT, blocks=(listing, quotation, table))
    assert [claim.ref for claim in list_claims(manuscript)] == ["C-1", "F-1", "C-2", "C-3", "C-4"]


def test_list_claims_leaves_out_a_footnote_that_is_never_called():
    manuscript = Manuscript(front=FRONT, blocks=(para("a"),), footnotes=(Footnote(label="n", blocks=(para("note", cite("S-1")),)),))
    assert list_claims(manuscript) == ()


def test_number_parts_counts_each_kind_by_first_appearance():
    manuscript = Manuscript(
        front=FRONT,
        blocks=(
            para("a", cite("C-2", "C-1"), FootnoteRef("late"), FootnoteRef("early")),
            FigureEmbed(id="f1", ref="F-1"),
            FigureEmbed(id="f2", ref="F-1"),
            para("b", cite("C-1", "C-3"), FootnoteRef("late")),
        ),
        footnotes=(
            Footnote(label="early", blocks=(para("e"),)),
            Footnote(label="late", blocks=(para("l"),)),
            Footnote(label="uncalled", blocks=(para("u"),)),
        ),
    )
    numbering = number_parts(manuscript)
    assert numbering.citation_numbers == {"C-2": 1, "C-1": 2, "C-3": 3}
    assert numbering.figure_numbers == {"f1": 1, "f2": 2}
    assert numbering.footnote_numbers == {"late": 1, "early": 2}
    assert [note.label for note in numbering.footnotes] == ["late", "early"]


def test_number_parts_leaves_out_a_call_without_a_note():
    numbering = number_parts(Manuscript(front=FRONT, blocks=(para("a", FootnoteRef("nowhere")),)))
    assert numbering.footnote_numbers == {}
