"""Walking the tree in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.core.manuscript.tree import (
    Block,
    BlockQuote,
    Callout,
    Citation,
    Code,
    CodeBlock,
    Emphasis,
    FootnoteRef,
    Heading,
    Inline,
    LineBreak,
    Link,
    Listing,
    Paragraph,
    Strong,
    Table,
    Text,
)


def walk_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every block, containers before what they contain."""
    for block in blocks:
        yield block
        if isinstance(block, BlockQuote | Callout):
            yield from walk_blocks(block.blocks)
        elif isinstance(block, Listing):
            for item in block.items:
                yield from walk_blocks(item)


def walk_inlines(inlines: Sequence[Inline]) -> Iterator[Inline]:
    """Every inline, containers before what they contain."""
    for inline in inlines:
        yield inline
        if isinstance(inline, Emphasis | Strong | Link):
            yield from walk_inlines(inline.inlines)


def inlines_of(block: Block) -> Iterator[Inline]:
    """Every inline that belongs to this block itself, not to a block inside it."""
    if isinstance(block, Heading | Paragraph):
        yield from walk_inlines(block.inlines)
    elif isinstance(block, Table):
        for row in (block.header, *block.rows):
            for cell in row:
                yield from walk_inlines(cell)


def plain_text(inlines: Sequence[Inline]) -> str:
    """The words of these inlines, without their marks; footnote marks and citations are no words."""
    parts: list[str] = []
    for inline in walk_inlines(inlines):
        match inline:
            case Text(text) | Code(text):
                parts.append(text)
            case LineBreak():
                parts.append(" ")
            case Emphasis() | Strong() | Link() | FootnoteRef() | Citation():
                pass
    return "".join(parts)


def block_text(block: Block) -> str:
    """The words of one block alone, as `plain_text` gives them."""
    match block:
        case Heading() | Paragraph():
            return plain_text(block.inlines)
        case CodeBlock():
            return block.text
        case Table():
            return "\n".join("\t".join(plain_text(cell) for cell in row) for row in (block.header, *block.rows))
        case Callout():
            return block.title
        case _:
            return ""
