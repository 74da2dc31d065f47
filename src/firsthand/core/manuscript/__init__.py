"""The manuscript: a text as a tree of blocks, the claims it makes, and what stands behind each of them."""

from firsthand.core.manuscript.claims import Claim, ClaimKind, list_claims
from firsthand.core.manuscript.front import (
    Direction,
    EditionMark,
    FrontMatter,
    LanguageMalformed,
    Note,
    check_language,
    direction_of,
)
from firsthand.core.manuscript.identity import Identities
from firsthand.core.manuscript.numbering import Numbering, number_parts
from firsthand.core.manuscript.removal import without
from firsthand.core.manuscript.resolution import (
    AddressNotSafe,
    ClaimsUnresolved,
    OnMissing,
    Resolved,
    ResolvedCitation,
    ResolvedFigure,
    ResolvedManuscript,
    ResolvedQuote,
    resolve,
)
from firsthand.core.manuscript.table import TableData, TableMisshapen, spans
from firsthand.core.manuscript.tree import (
    Alignment,
    Block,
    BlockQuote,
    Callout,
    Citation,
    Cited,
    Code,
    CodeBlock,
    Emphasis,
    FigureEmbed,
    Footnote,
    FootnoteRef,
    Heading,
    Inline,
    LineBreak,
    Link,
    Listing,
    Manuscript,
    Paragraph,
    QuoteEmbed,
    Rule,
    Strong,
    Table,
    Text,
)
from firsthand.core.manuscript.walking import block_text, inlines_of, plain_text, walk_blocks, walk_inlines

__all__ = [
    "AddressNotSafe", "Alignment", "Block", "BlockQuote", "Callout", "Citation", "Cited", "Claim", "ClaimKind",
    "ClaimsUnresolved", "Code", "CodeBlock", "Direction", "EditionMark", "Emphasis", "FigureEmbed", "Footnote",
    "FootnoteRef", "FrontMatter", "Heading", "Identities", "Inline", "LanguageMalformed", "LineBreak", "Link", "Listing",
    "Manuscript", "Note", "Numbering", "OnMissing", "Paragraph", "QuoteEmbed", "Resolved", "ResolvedCitation",
    "ResolvedFigure", "ResolvedManuscript", "ResolvedQuote", "Rule", "Strong", "Table", "TableData", "TableMisshapen",
    "Text", "block_text", "check_language", "direction_of", "inlines_of", "list_claims", "number_parts", "plain_text",
    "resolve", "spans", "walk_blocks", "walk_inlines", "without",
]  # fmt: skip
