"""The blocks of a text as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import assert_never

from firsthand.core.manuscript import (
    Alignment,
    Block,
    BlockQuote,
    Callout,
    CodeBlock,
    FigureEmbed,
    Heading,
    Inline,
    Listing,
    Paragraph,
    QuoteEmbed,
    Rule,
    Table,
    TableData,
    direction_of,
    spans,
)
from firsthand.render.html.words import Words
from firsthand.render.matter import Matter, alternative_text, figure_caption, missing_mark, paragraphs_of
from firsthand.render.svg import check_svg

_ALIGNED = {Alignment.START: "", Alignment.CENTRE: ' class="ed-centre"', Alignment.END: ' class="ed-end"'}


@dataclass(slots=True)
class Blocks:
    """Writes blocks. Headings of level 1 become `<h2>`, since the title is the page's `<h1>`."""

    matter: Matter
    words: Words

    def write(self, blocks: Sequence[Block]) -> str:
        return "\n".join(self._one(block) for block in blocks)

    def _one(self, block: Block) -> str:  # noqa: C901, PLR0911 -- one arm for each kind of block
        words = self.words
        match block:
            case Heading():
                tag = f"h{min(block.level + 1, 6)}"
                return f'<{tag} id="{escape(block.id)}">{words.write(block.inlines)}</{tag}>'
            case Paragraph():
                return f'<p id="{block.id}">{words.write(block.inlines)}</p>'
            case Listing():
                return self._listing(block)
            case Table():
                return self._table(block)
            case BlockQuote():
                return f'<blockquote id="{block.id}">\n{self.write(block.blocks)}\n</blockquote>'
            case Callout():
                title = f'<p class="ed-box-title">{escape(block.title, quote=False)}</p>\n' if block.title else ""
                return f'<aside class="ed-box" id="{block.id}">\n{title}{self.write(block.blocks)}\n</aside>'
            case CodeBlock():
                return f'<pre id="{block.id}" dir="ltr" tabindex="0"><code>{escape(block.text, quote=False)}</code></pre>'
            case Rule():
                return "<hr/>"
            case FigureEmbed():
                return self._figure(block)
            case QuoteEmbed():
                return self._quote(block)
            case _:
                assert_never(block)

    def _listing(self, block: Listing) -> str:
        items = "\n".join(f"<li>{self._item(item)}</li>" for item in block.items)
        if block.start is None:
            return f'<ul id="{block.id}">\n{items}\n</ul>'
        start = f' start="{block.start}"' if block.start != 1 else ""
        return f'<ol id="{block.id}"{start}>\n{items}\n</ol>'

    def _item(self, item: Sequence[Block]) -> str:
        """A single paragraph stands in its item without `<p>`, as a tight list is read."""
        match item:
            case [Paragraph(inlines=inlines)]:
                return self.words.write(inlines)
            case _:
                return self.write(item)

    def _table(self, block: Table) -> str:
        head = self._row(block.header, block.alignments, opening='th scope="col"', closing="th") if any(block.header) else ""
        body = "\n".join(self._row(cells, block.alignments, opening="td", closing="td") for cells in block.rows)
        return f'<div class="ed-table" tabindex="0"><table id="{block.id}"><thead>{head}</thead>\n<tbody>{body}</tbody></table></div>'

    def _row(self, cells: Sequence[tuple[Inline, ...]], alignments: Sequence[Alignment], *, opening: str, closing: str) -> str:
        written = (
            f"<{opening}{_ALIGNED[alignment]}>{self.words.write(cell)}</{closing}>"
            for cell, alignment in zip(cells, alignments, strict=True)
        )
        return f"<tr>{''.join(written)}</tr>"

    def _quote(self, block: QuoteEmbed) -> str:
        quote = self.matter.resolved.quotes.get(block.ref)
        if quote is None:
            return self._missing(block.ref)
        said = "".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br/>')}</p>" for part in paragraphs_of(quote.text))
        whose = f"<span>— {escape(quote.attribution, quote=False)}</span> " if quote.attribution else ""
        return (
            f'<figure class="ed-quote" id="{block.id}">\n'
            f'<blockquote lang="{quote.language}" dir="{direction_of(quote.language)}">{said}</blockquote>\n'
            f"<figcaption>{whose}{self.words.where_from(quote.claim_url)}</figcaption>\n</figure>"
        )

    def _figure(self, block: FigureEmbed) -> str:
        """The drawing is told `ltr`, so that it looks as it does alone: its labels must not turn around with the text."""
        figure = self.matter.resolved.figures.get(block.ref)
        if figure is None:
            return self._missing(block.ref)
        caption = escape(figure_caption(self.matter, block.id, figure), quote=False)
        note = f'<p class="ed-note">{escape(figure.note, quote=False)}</p>\n' if figure.note else ""
        where = self.words.where_from(figure.claim_url)
        return (
            f'<figure class="ed-figure" id="{block.id}">\n<figcaption>{caption}</figcaption>\n'
            f'<div class="ed-chart" dir="ltr" role="img" aria-label="{escape(alternative_text(figure))}">{check_svg(figure.svg)}</div>\n'
            f"{self._data(figure.table)}\n{note}{f'<p>{where}</p>' if where else ''}\n</figure>"
        )

    def _data(self, table: TableData) -> str:
        last = len(table.header) - 1
        head = "\n".join(
            "<tr>" + "".join(_heading_cell(label, span, is_last=n == last) for label, span in _cells(labels, is_last=n == last)) + "</tr>"
            for n, labels in enumerate(table.header)
        )
        body = "\n".join(f"<tr>{self._data_row(row)}</tr>" for row in table.rows)
        notes = "".join(f'\n<p class="ed-note">{escape(note, quote=False)}</p>' for note in table.notes)
        return (
            f'<div class="ed-table" tabindex="0"><table><caption>{escape(table.caption, quote=False)}</caption>\n'
            f"<thead>{head}</thead>\n<tbody>{body}</tbody></table></div>{notes}"
        )

    def _data_row(self, row: Sequence[str | None]) -> str:
        withheld = f'<span class="ed-withheld">{self.words.label(self.matter.labels.withheld)}</span>'
        cells = (withheld if cell is None else escape(cell, quote=False) for cell in row)
        return f'<th scope="row">{next(cells)}</th>' + "".join(f'<td class="ed-end">{cell}</td>' for cell in cells)

    def _missing(self, ref: str) -> str:
        return f'<p class="ed-missing"><mark>{escape(missing_mark(self.matter, ref))}</mark></p>'


def _cells(labels: tuple[str, ...], *, is_last: bool) -> tuple[tuple[str, int], ...]:
    return tuple((label, 1) for label in labels) if is_last else spans(labels)


def _heading_cell(label: str, span: int, *, is_last: bool) -> str:
    if not label:
        return "<td></td>"
    scope = "col" if is_last and span == 1 else "colgroup"
    return f'<th scope="{scope}"{f" colspan={chr(34)}{span}{chr(34)}" if span > 1 else ""}>{escape(label, quote=False)}</th>'
