"""What a manuscript claims on the strength of something else: its figures, quotes and citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from firsthand.core.manuscript.tree import Block, Citation, FigureEmbed, FootnoteRef, Heading, Manuscript, QuoteEmbed
from firsthand.core.manuscript.walking import inlines_of, plain_text, walk_blocks


class ClaimKind(StrEnum):
    FIGURE = "figure"
    QUOTE = "quote"
    CITATION = "citation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One place where the text leans on a Ref.

    `ordinal` counts all claims from 1 in reading order (a footnote is read where it is first called); `block_id` is the block
    that holds it, `section` the words of the heading above it, empty before the first heading.
    """

    kind: ClaimKind
    ref: str
    ordinal: int
    block_id: str
    section: str


def list_claims(manuscript: Manuscript) -> tuple[Claim, ...]:
    """Every claim of the text in reading order; the same Ref cited twice is two claims."""
    return tuple(
        Claim(kind=kind, ref=ref, ordinal=number, block_id=block_id, section=section)
        for number, (kind, ref, block_id, section) in enumerate(_found_in(manuscript), start=1)
    )


def _found_in(manuscript: Manuscript) -> Iterator[tuple[ClaimKind, str, str, str]]:
    section = ""
    unread = {note.label: note.blocks for note in manuscript.footnotes}
    for block in walk_blocks(manuscript.blocks):
        if isinstance(block, Heading):
            section = plain_text(block.inlines)
        for kind, ref, block_id in _claimed_by(block, unread):
            yield kind, ref, block_id, section


def _claimed_by(block: Block, unread: dict[str, tuple[Block, ...]]) -> Iterator[tuple[ClaimKind, str, str]]:
    if isinstance(block, FigureEmbed):
        yield ClaimKind.FIGURE, block.ref, block.id
    elif isinstance(block, QuoteEmbed):
        yield ClaimKind.QUOTE, block.ref, block.id
    for inline in inlines_of(block):
        if isinstance(inline, Citation):
            yield from ((ClaimKind.CITATION, cited.ref, block.id) for cited in inline.cited)
        elif isinstance(inline, FootnoteRef):
            yield from _claimed_below(unread.pop(inline.label, ()), unread)


def _claimed_below(blocks: Sequence[Block], unread: dict[str, tuple[Block, ...]]) -> Iterator[tuple[ClaimKind, str, str]]:
    for block in walk_blocks(blocks):
        yield from _claimed_by(block, unread)
