"""The numbers a reader sees, counted once so that every format prints the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.core.manuscript.claims import ClaimKind, list_claims
from firsthand.core.manuscript.tree import Footnote, FootnoteRef, Manuscript
from firsthand.core.manuscript.walking import inlines_of, walk_blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """Numbers from 1: figures by the id of their embed, citations by Ref and footnotes by label, each by first appearance.

    `footnotes` lists the notes that are called, in the order of their numbers.
    """

    figure_numbers: Mapping[str, int]
    citation_numbers: Mapping[str, int]
    footnote_numbers: Mapping[str, int]
    footnotes: tuple[Footnote, ...]


def number_parts(manuscript: Manuscript) -> Numbering:
    """Count figures, citations and footnotes of a manuscript in reading order."""
    claims = list_claims(manuscript)
    notes = {note.label: note for note in manuscript.footnotes}
    called = dict.fromkeys(
        inline.label
        for block in walk_blocks(manuscript.blocks)
        for inline in inlines_of(block)
        if isinstance(inline, FootnoteRef) and inline.label in notes
    )
    cited = dict.fromkeys(claim.ref for claim in claims if claim.kind is ClaimKind.CITATION)
    return Numbering(
        figure_numbers={claim.block_id: n for n, claim in enumerate((c for c in claims if c.kind is ClaimKind.FIGURE), start=1)},
        citation_numbers={ref: n for n, ref in enumerate(cited, start=1)},
        footnote_numbers={label: n for n, label in enumerate(called, start=1)},
        footnotes=tuple(notes[label] for label in called),
    )
