"""Pandoc's tree as plain dictionaries (pandoc-types 1.23): the nodes we use, each made in one place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Node = dict[str, Any]

API_VERSION = (1, 23, 1)


def attributes(*, identity: str = "", **named: str) -> list[Any]:
    """An id and named attributes; a name that ends in an underscore or holds one is written with hyphens."""
    return [identity, [], [[name.rstrip("_").replace("_", "-"), value] for name, value in named.items() if value]]


def words(text: str) -> Node:
    return {"t": "Str", "c": text}


def line_break() -> Node:
    return {"t": "LineBreak"}


def marked(kind: str, inlines: Sequence[Node]) -> Node:
    """`Emph` or `Strong`."""
    return {"t": kind, "c": list(inlines)}


def code(text: str) -> Node:
    return {"t": "Code", "c": [attributes(), text]}


def span(inlines: Sequence[Node], **named: str) -> Node:
    return {"t": "Span", "c": [attributes(**named), list(inlines)]}


def link(address: str, inlines: Sequence[Node]) -> Node:
    return {"t": "Link", "c": [attributes(), list(inlines), [address, ""]]}


def note(blocks: Sequence[Node]) -> Node:
    return {"t": "Note", "c": list(blocks)}


def picture(address: str, alternative: str, *, width: str) -> Node:
    return {"t": "Image", "c": [attributes(width=width), [words(alternative)], [address, ""]]}


def raw(markup: str) -> Node:
    """WordprocessingML of our own. Nothing that a person wrote may come in here."""
    return {"t": "RawInline", "c": ["openxml", markup]}


def paragraph(inlines: Sequence[Node]) -> Node:
    return {"t": "Para", "c": list(inlines)}


def tight(inlines: Sequence[Node]) -> Node:
    """A paragraph that needs no space around it, as in a list or a cell."""
    return {"t": "Plain", "c": list(inlines)}


def heading(level: int, inlines: Sequence[Node], *, identity: str = "") -> Node:
    return {"t": "Header", "c": [level, attributes(identity=identity), list(inlines)]}


def styled(style: str, blocks: Sequence[Node], **named: str) -> Node:
    """Blocks in a named style of the document."""
    return {"t": "Div", "c": [attributes(custom_style=style, **named), list(blocks)]}


def division(blocks: Sequence[Node], **named: str) -> Node:
    return {"t": "Div", "c": [attributes(**named), list(blocks)]}


def quoted(blocks: Sequence[Node]) -> Node:
    return {"t": "BlockQuote", "c": list(blocks)}


def code_block(text: str) -> Node:
    return {"t": "CodeBlock", "c": [attributes(), text]}


def bullets(items: Sequence[Sequence[Node]]) -> Node:
    return {"t": "BulletList", "c": [list(item) for item in items]}


def numbers(items: Sequence[Sequence[Node]], *, first: int = 1) -> Node:
    return {"t": "OrderedList", "c": [[first, {"t": "Decimal"}, {"t": "Period"}], [list(item) for item in items]]}


def cell(inlines: Sequence[Node], *, columns: int = 1) -> list[Any]:
    """A cell; one that spans columns stands in their middle."""
    return [attributes(), {"t": "AlignCenter" if columns > 1 else "AlignDefault"}, 1, columns, [tight(inlines)] if inlines else []]


def table(
    alignments: Sequence[str],
    header: Sequence[Sequence[list[Any]]],
    rows: Sequence[Sequence[list[Any]]],
    *,
    caption: str = "",
    naming: int = 0,
    widths: Sequence[float] = (),
) -> Node:
    """A table; `alignments` are `AlignLeft`, `AlignCenter`, `AlignRight`, the first `naming` cells of a row
    name it, `widths` are parts of 1 and else left to the word processor.
    """
    measured = [{"t": "ColWidth", "c": width} for width in widths] or [{"t": "ColWidthDefault"} for _ in alignments]
    return {
        "t": "Table",
        "c": [
            attributes(),
            [None, [tight([words(caption)])] if caption else []],
            [[{"t": alignment}, width] for alignment, width in zip(alignments, measured, strict=True)],
            [attributes(), [[attributes(), list(row)] for row in header]],
            [[attributes(), naming, [], [[attributes(), list(row)] for row in rows]]],
            [attributes(), []],
        ],
    }
