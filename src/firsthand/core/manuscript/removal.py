"""Taking quotes and figures out of a text, as when someone withdraws their words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from firsthand.core.manuscript.tree import Block, BlockQuote, Callout, FigureEmbed, Footnote, Listing, Manuscript, QuoteEmbed


def without(manuscript: Manuscript, refs: Collection[str]) -> Manuscript:
    """The manuscript without the embeds of these Refs.

    A list item, list, block quote or callout that held nothing else goes too; everything else keeps its id. Numbers of figures,
    citations and footnotes are counted when a text is shown, so they close up by themselves. The writer's own sentences stay: a
    citation of a removed Ref is left for `resolve` to refuse, because only a writer can say what the sentence should become.
    """
    gone = frozenset(refs)
    return replace(
        manuscript,
        blocks=_kept(manuscript.blocks, gone),
        footnotes=tuple(Footnote(label=note.label, blocks=_kept(note.blocks, gone)) for note in manuscript.footnotes),
    )


def _kept(blocks: Sequence[Block], gone: frozenset[str]) -> tuple[Block, ...]:
    return tuple(kept for block in blocks if (kept := _pruned(block, gone)) is not None)


def _pruned(block: Block, gone: frozenset[str]) -> Block | None:
    match block:
        case FigureEmbed() | QuoteEmbed():
            return None if block.ref in gone else block
        case BlockQuote() | Callout():
            inner = _kept(block.blocks, gone)
            return replace(block, blocks=inner) if inner or not block.blocks else None
        case Listing():
            items = tuple(kept for item in block.items if (kept := _kept(item, gone)) or not item)
            return replace(block, items=items) if items else None
        case _:
            return block
