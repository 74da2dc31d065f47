"""The blocks of a text as Typst calls; what they look like stands in `edition.typ`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from firsthand.core.manuscript import (
    Block,
    BlockQuote,
    Callout,
    CodeBlock,
    FigureEmbed,
    Heading,
    Listing,
    Paragraph,
    QuoteEmbed,
    Rule,
    Table,
    TableData,
    direction_of,
    spans,
)
from firsthand.render.matter import Matter, alternative_text, figure_caption, missing_mark, paragraphs_of
from firsthand.render.pdf.inlines import Inlines
from firsthand.render.typst_strings import array, joined, literal, literals


@dataclass(slots=True)
class Blocks:
    """Writes blocks. Typst reads a call's arguments before the call, so a deeply nested list costs no call depth.

    `drawings` holds the SVG of each figure by its Ref.
    """

    matter: Matter
    drawings: Mapping[str, str]
    inlines: Inlines = field(init=False)
    quotations: int = 0

    def __post_init__(self) -> None:
        self.inlines = Inlines(self.matter, self.write)

    def write(self, blocks: Sequence[Block]) -> str:
        return joined(self.one(block) for block in blocks)

    def one(self, block: Block) -> str:  # noqa: C901, PLR0911 -- one arm for each kind of block
        inlines = self.inlines
        match block:
            case Heading():
                return f"part({literal(block.id)}, {min(block.level, 6)}, {inlines.write(block.inlines)})"
            case Paragraph():
                return f"par({inlines.write(block.inlines)})"
            case Listing():
                return self._listing(block)
            case Table():
                return self._table(block)
            case BlockQuote():
                return self._published(block)
            case Callout():
                return f"callout({literal(block.title)}, {self.write(block.blocks)})"
            case CodeBlock():
                return f"code-block({literal(block.text)})"
            case Rule():
                return "rule()"
            case FigureEmbed():
                return self._figure(block)
            case QuoteEmbed():
                return self._quote(block)
            case _:
                assert_never(block)

    def _listing(self, block: Listing) -> str:
        items = array(self.write(item) for item in block.items)
        is_tight = all(len(item) <= 1 and isinstance(inner, Paragraph) for item in block.items for inner in item)
        tight = "true" if is_tight else "false"
        return f"bullets({items}, {tight})" if block.start is None else f"numbers({block.start}, {items}, {tight})"

    def _published(self, block: BlockQuote) -> str:
        """Only the outermost of nested quotations is tagged as one: the typesetter ends at some twelve of them within each other."""
        self.quotations += 1
        inner = self.write(block.blocks)
        self.quotations -= 1
        return f"{'barred' if self.quotations else 'published'}({inner})"

    def _table(self, block: Table) -> str:
        header = array(self.inlines.write(cell) for cell in block.header) if any(block.header) else "()"
        rows = array(self.inlines.write(cell) for row in block.rows for cell in row)
        return f"written-table({literals(block.alignments)}, {header}, {rows})"

    def _quote(self, block: QuoteEmbed) -> str:
        quote = self.matter.resolved.quotes.get(block.ref)
        if quote is None:
            return self._missing(block.ref)
        said = literals(paragraphs_of(quote.text))
        whose = literal(f"— {quote.attribution}" if quote.attribution else "")
        return f"said({text_settings(quote.language)}, {said}, {whose}, {self.inlines.where_from(quote.claim_url)})"

    def _figure(self, block: FigureEmbed) -> str:
        figure = self.matter.resolved.figures.get(block.ref)
        if figure is None:
            return self._missing(block.ref)
        parts = (
            literal(figure_caption(self.matter, block.id, figure)),
            literal(self.drawings[block.ref]),
            literal(alternative_text(figure)),
            self._data(figure.table),
            literals((*figure.table.notes, *((figure.note,) if figure.note else ()))),
            self.inlines.where_from(figure.claim_url),
        )
        return f"chart({', '.join(parts)})"

    def _data(self, table: TableData) -> str:
        last = len(table.header) - 1
        header = array(
            array(f"({literal(label)}, {span})" for label, span in (spans(labels) if n < last else ((label, 1) for label in labels)))
            for n, labels in enumerate(table.header)
        )
        withheld = f"withheld({self.inlines.label(self.matter.labels.withheld)})"
        rows = array(withheld if cell is None else literal(cell) for row in table.rows for cell in row)
        return f"data-table({literal(table.caption)}, {max(table.width, 1)}, {header}, {rows})"

    def _missing(self, ref: str) -> str:
        return f"par(missing({literal(missing_mark(self.matter, ref))}))"


def text_settings(language: str) -> str:
    """Language, region and direction of a stretch of text, as Typst's `text` takes them."""
    first, *rest = language.split("-")
    regions = [part for part in rest if len(part) == 2 and part.isalpha()]
    region = f", region: {literal(regions[0].upper())}" if regions else ""
    lang = literal(first.lower() if len(first) <= 3 else "und")  # ISO 639-2: undetermined
    return f"(lang: {lang}{region}, dir: {direction_of(language)})"
