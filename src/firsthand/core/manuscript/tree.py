"""The block tree: a text as data, before anyone decides how it looks.

Blocks and inlines are closed unions, so that a renderer that forgets one of them does not type-check. A block's `id` is stable:
it depends on the block's own words (see `identity`), not on where the block stands, so comments, translations and redlines can
hold on to it while the text around it moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from firsthand.core.manuscript.front import FrontMatter


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    pass


@dataclass(frozen=True, slots=True)
class Emphasis:
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """`href` is http, https or mailto, or `#` with the id of a heading."""

    href: str
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class FootnoteRef:
    label: str


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation in a bracket: what is cited, and where in it (`p. 12`)."""

    ref: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A bracket of citations: `[@C-7K3M9Q; @S-2B8R4X, p. 12]`."""

    cited: tuple[Cited, ...]


Inline = Text | Code | LineBreak | Emphasis | Strong | Link | FootnoteRef | Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """`level` 1 is the highest below the title; levels never skip one."""

    id: str
    level: int
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    id: str
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """`start` is the first number of an ordered list, None for an unordered one."""

    id: str
    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


class Alignment(StrEnum):
    START = "start"
    CENTRE = "center"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table written in the text: one header row, body rows of the same width, and how each column is aligned."""

    id: str
    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    alignments: tuple[Alignment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockQuote:
    """Words of a published text, quoted by the writer. The words of a person come as a `QuoteEmbed`, under their grant."""

    id: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """A box beside the argument; `title` may be empty."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBlock:
    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureEmbed:
    id: str
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteEmbed:
    id: str
    ref: str


Block = Heading | Paragraph | Listing | Table | BlockQuote | Callout | CodeBlock | Rule | FigureEmbed | QuoteEmbed


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A note under the text. Its blocks hold no embeds and no further footnotes."""

    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    front: FrontMatter
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...] = ()
