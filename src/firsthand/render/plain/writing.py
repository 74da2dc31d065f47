"""The blocks of a text, and what stands around them, as lines. Lines are not wrapped: whatever shows them does that better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    ResolvedManuscript,
    Rule,
    Table,
    TableData,
    spans,
)
from firsthand.render.matter import (
    Matter,
    closing_notes,
    figure_caption,
    matter_of,
    missing_mark,
    paragraphs_of,
    short_address,
    source_list,
    title_lines,
)
from firsthand.render.plain.words import write_inlines
from firsthand.render.svg import check_svg

_UNDER = {1: "=", 2: "-"}


def render_plain(resolved: ResolvedManuscript) -> bytes:
    """The whole edition as UTF-8 text with Unix line ends. The same text gives the same bytes."""
    matter = matter_of(resolved)
    front = matter.front
    opening = "\n".join(line for line in (front.title, front.subtitle, *title_lines(matter)) if line)
    parts = [opening, *_blocks(matter, resolved.manuscript.blocks), *_footnotes(matter), *_sources(matter), *_about(matter)]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _blocks(matter: Matter, blocks: Sequence[Block]) -> Iterator[str]:
    return (_one(matter, block) for block in blocks)


def _one(matter: Matter, block: Block) -> str:  # noqa: C901, PLR0911 -- one arm for each kind of block
    match block:
        case Heading():
            return _heading(write_inlines(matter, block.inlines), block.level)
        case Paragraph():
            return write_inlines(matter, block.inlines)
        case Listing():
            return "\n".join(_items(matter, block))
        case Table():
            return "\n".join(" | ".join(write_inlines(matter, cell) for cell in row) for row in (block.header, *block.rows) if any(row))
        case BlockQuote():
            return _indented("\n\n".join(_blocks(matter, block.blocks)), "> ")
        case Callout():
            return _indented("\n\n".join(part for part in (block.title, *_blocks(matter, block.blocks)) if part), "| ")
        case CodeBlock():
            return _indented(block.text, "    ")
        case Rule():
            return "* * *"
        case FigureEmbed():
            return _figure(matter, block)
        case QuoteEmbed():
            return _quote(matter, block)
        case _:
            assert_never(block)


def _heading(words: str, level: int) -> str:
    return f"{words}\n{_UNDER[level] * min(max(len(words), 3), 72)}" if level in _UNDER else words


def _items(matter: Matter, listing: Listing) -> Iterator[str]:
    for number, item in enumerate(listing.items, start=listing.start or 0):
        mark = f"{number}. " if listing.start is not None else "- "
        written = _indented("\n\n".join(_blocks(matter, item)), " " * len(mark))
        yield mark + written[len(mark) :]


def _figure(matter: Matter, block: FigureEmbed) -> str:
    figure = matter.resolved.figures.get(block.ref)
    if figure is None:
        return missing_mark(matter, block.ref)
    check_svg(figure.svg)
    notes = (*figure.table.notes, figure.note, _where_from(matter, figure.claim_url))
    return "\n".join(
        line for line in (figure_caption(matter, block.id, figure), "", *_data(matter, figure.table), "", *notes) if line is not None
    )


def _data(matter: Matter, table: TableData) -> Iterator[str]:
    """A line for each row, each number behind the name of its column, so that it is understood read aloud."""
    yield table.caption
    for labels in table.header[:-1]:
        yield " | ".join(label for label, _span in spans(labels) if label)
    columns = table.header[-1] if table.header else ()
    if columns and columns[0]:
        yield columns[0]
    for row in table.rows:
        cells = (matter.labels.withheld if cell is None else cell for cell in row[1:])
        yield f"{row[0]}: " + "; ".join(f"{column} {cell}" for column, cell in zip(columns[1:], cells, strict=True))


def _quote(matter: Matter, block: QuoteEmbed) -> str:
    quote = matter.resolved.quotes.get(block.ref)
    if quote is None:
        return missing_mark(matter, block.ref)
    said = _indented("\n\n".join(paragraphs_of(quote.text)), "> ")
    below = (f"— {quote.attribution}" if quote.attribution else "", _where_from(matter, quote.claim_url))
    return "\n".join((said, *(line for line in below if line)))


def _where_from(matter: Matter, claim_url: str) -> str:
    return f"{matter.labels.where_from} {claim_url}" if claim_url else ""


def _footnotes(matter: Matter) -> Iterator[str]:
    if matter.numbering.footnotes:
        yield _heading(matter.labels.footnotes, 1)
        for number, note in enumerate(matter.numbering.footnotes, start=1):
            yield f"[{number}] " + "\n\n".join(_blocks(matter, note.blocks))


def _sources(matter: Matter) -> Iterator[str]:
    listed = source_list(matter)
    if listed:
        yield _heading(matter.labels.sources, 1)
        for number, source in listed:
            parts = (f"[{number}] {source.entry_text}", short_address(source.url), source.ref, _where_from(matter, source.claim_url))
            yield " ".join(part for part in parts if part)


def _about(matter: Matter) -> Iterator[str]:
    notes = closing_notes(matter)
    if notes:
        yield _heading(matter.labels.about, 1)
        for note in notes:
            yield _heading(note.title, 2)
            yield from note.paragraphs


def _indented(text: str, mark: str) -> str:
    return "\n".join(f"{mark}{line}".rstrip() if line else mark.rstrip() for line in text.split("\n"))
