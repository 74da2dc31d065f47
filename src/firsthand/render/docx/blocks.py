"""The blocks of a text as nodes of pandoc's tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from firsthand.core.manuscript import (
    Alignment,
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
from firsthand.render.docx import nodes
from firsthand.render.docx.inlines import Inlines
from firsthand.render.docx.nodes import Node
from firsthand.render.matter import Matter, alternative_text, figure_caption, missing_mark, paragraphs_of
from firsthand.render.pictures import WIDTH, pictures_of

_ALIGNED = {Alignment.START: "AlignLeft", Alignment.CENTRE: "AlignCenter", Alignment.END: "AlignRight"}
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(slots=True)
class Blocks:
    """Writes blocks; how the named styles look is told in `styles`."""

    matter: Matter
    inlines: Inlines = field(init=False)
    pictures: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.pictures = pictures_of({ref: figure.svg for ref, figure in self.matter.resolved.figures.items()})
        self.inlines = Inlines(self.matter, self.write)

    def write(self, blocks: Sequence[Block]) -> list[Node]:
        return [node for block in blocks for node in self._one(block)]

    def _one(self, block: Block) -> list[Node]:  # noqa: C901, PLR0911 -- one arm for each kind of block
        inlines = self.inlines
        match block:
            case Heading():
                return [nodes.heading(min(block.level, 6), inlines.write(block.inlines), identity=block.id)]
            case Paragraph():
                return [nodes.paragraph(inlines.write(block.inlines))]
            case Listing():
                items = [self._item(item) for item in block.items]
                return [nodes.bullets(items) if block.start is None else nodes.numbers(items, first=block.start)]
            case Table():
                return [self._table(block)]
            case BlockQuote():
                return [nodes.quoted(self.write(block.blocks))]
            case Callout():
                title = [nodes.styled("Box Title", [nodes.paragraph([nodes.words(block.title)])])] if block.title else []
                return [*title, nodes.styled("Box", self.write(block.blocks))]
            case CodeBlock():
                return [nodes.division([nodes.code_block(block.text)], dir="ltr")]
            case Rule():
                return [nodes.styled("Rule", [nodes.paragraph([nodes.words(_NO_BREAK_SPACE)])])]
            case FigureEmbed():
                return self._figure(block)
            case QuoteEmbed():
                return self._quote(block)
            case _:
                assert_never(block)

    def _item(self, item: Sequence[Block]) -> list[Node]:
        match item:
            case [Paragraph(inlines=inlines)]:
                return [nodes.tight(self.inlines.write(inlines))]
            case _:
                return self.write(item)

    def _table(self, block: Table) -> Node:
        header = [[nodes.cell(self.inlines.write(words)) for words in block.header]] if any(block.header) else []
        rows = [[nodes.cell(self.inlines.write(words)) for words in row] for row in block.rows]
        return nodes.table([_ALIGNED[alignment] for alignment in block.alignments], header, rows)

    def _quote(self, block: QuoteEmbed) -> list[Node]:
        quote = self.matter.resolved.quotes.get(block.ref)
        if quote is None:
            return self._missing(block.ref)
        said = [nodes.paragraph(_lines(part)) for part in paragraphs_of(quote.text)]
        spoken = nodes.styled("Quote Said", said, lang=quote.language, dir=str(direction_of(quote.language)))
        whose = [nodes.words(f"— {quote.attribution}")] if quote.attribution else []
        where = self.inlines.where_from(quote.claim_url)
        below = [*whose, *([nodes.line_break()] if whose and where else []), *where]
        return [spoken, nodes.styled("Quote Source", [nodes.paragraph(below)])] if below else [spoken]

    def _figure(self, block: FigureEmbed) -> list[Node]:
        figure = self.matter.resolved.figures.get(block.ref)
        if figure is None:
            return self._missing(block.ref)
        drawn = nodes.picture(self.pictures[block.ref], alternative_text(figure), width=WIDTH)
        where = self.inlines.where_from(figure.claim_url)
        below = [[nodes.words(note)] for note in (*figure.table.notes, figure.note) if note] + ([where] if where else [])
        return [
            nodes.styled("Figure Title", [nodes.paragraph([nodes.words(figure_caption(self.matter, block.id, figure))])]),
            nodes.styled("Figure Drawing", [nodes.paragraph([drawn])]),
            self._data(figure.table),
            *([nodes.styled("Figure Note", [nodes.paragraph(line) for line in below])] if below else []),
        ]

    def _data(self, table: TableData) -> Node:
        last = len(table.header) - 1
        header = [
            [
                nodes.cell([nodes.words(label)], columns=span)
                for label, span in (spans(labels) if n < last else ((label, 1) for label in labels))
            ]
            for n, labels in enumerate(table.header)
        ]
        withheld = nodes.span([self.inlines.label(self.matter.labels.withheld)], custom_style="Withheld")
        rows = [[nodes.cell([withheld if words is None else nodes.words(words)]) for words in row] for row in table.rows]
        alignments = ["AlignLeft", *["AlignRight"] * (table.width - 1)][: table.width]
        return nodes.table(alignments, header, rows, caption=table.caption, naming=1, widths=_widths(table.width))

    def _missing(self, ref: str) -> list[Node]:
        return [nodes.paragraph([nodes.span([nodes.words(missing_mark(self.matter, ref))], custom_style="Missing")])]


def _widths(columns: int) -> tuple[float, ...]:
    """The column of names takes what the numbers leave: a fifth of the page for each where there are few."""
    number = min(0.2, 1 / columns) if columns else 0
    return (1 - number * (columns - 1), *[number] * (columns - 1)) if columns else ()


def _lines(words: str) -> list[Node]:
    """Words of which the line ends are kept."""
    written: list[Node] = []
    for line in words.split("\n"):
        written += [nodes.line_break()] if written else []
        written.append(nodes.words(line))
    return written
