"""The inlines of a text as Typst expressions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from firsthand.core.manuscript import (
    Block,
    Citation,
    Code,
    Direction,
    Emphasis,
    FootnoteRef,
    Heading,
    Inline,
    LineBreak,
    Link,
    Paragraph,
    Strong,
    Text,
)
from firsthand.render.matter import Matter, citation_parts, leads_outside, short_address
from firsthand.render.typst_strings import joined, literal

_ISOLATE, _POP = "\u2068", "\u2069"  # Unicode: FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE


@dataclass(slots=True)
class Inlines:
    """Writes inlines. A footnote is written whole where it is first called; `write_blocks` says how."""

    matter: Matter
    write_blocks: Callable[[Sequence[Block]], str]
    noted: set[str] = field(default_factory=set)

    def write(self, inlines: Sequence[Inline]) -> str:
        return joined(self._one(inline) for inline in inlines)

    def label(self, words: str) -> str:
        """One of our own labels, marked as being in another language than the text where that is so."""
        language = self.matter.labels.language
        if self.matter.front.language.lower().split("-")[0] == language:
            return literal(words)
        return f"text(lang: {literal(language)}, {literal(words)})"

    def isolated(self, words: str) -> str:
        """A Ref, an address, an entry: words that may run the other way than the text around them."""
        is_mixed = self.matter.front.direction is Direction.RIGHT_TO_LEFT
        return literal(f"{_ISOLATE}{words}{_POP}" if is_mixed else words)

    def where_from(self, claim_url: str) -> str:
        """The question where something comes from, with the address in print; nothing where there is none."""
        if not claim_url:
            return "none"
        shown = self.isolated(short_address(claim_url))
        target = literal(claim_url) if leads_outside(claim_url) else "none"
        return f"where-from({target}, {self.label(self.matter.labels.where_from)}, {shown})"

    def _one(self, inline: Inline) -> str:  # noqa: PLR0911 -- one arm for each kind of inline
        match inline:
            case Text(text):
                return literal(text)
            case Code(text):
                return f"raw({literal(text)})"
            case LineBreak():
                return "linebreak()"
            case Emphasis(inner):
                return f"emph({self.write(inner)})"
            case Strong(inner):
                return f"strong({self.write(inner)})"
            case Link(href, inner):
                return self._link(href, inner)
            case FootnoteRef(label):
                return self._footnote(label)
            case Citation():
                return self._citation(inline)
            case _:
                assert_never(inline)

    def _link(self, href: str, inner: Sequence[Inline]) -> str:
        if href.startswith("#"):
            ids = {block.id for block in self.matter.resolved.manuscript.blocks if isinstance(block, Heading)}
            return f"inside({literal(href[1:])}, {self.write(inner)})" if href[1:] in ids else self.write(inner)
        return f"outside({literal(href)}, {self.write(inner)})"

    def _footnote(self, label: str) -> str:
        number = self.matter.numbering.footnote_numbers[label]
        if label in self.noted:
            return f"note-again({number})"
        self.noted.add(label)
        note = self.matter.numbering.footnotes[number - 1]
        match note.blocks:
            case [Paragraph(inlines=first), *rest]:  # the first paragraph stands beside its number
                return f"note({number}, {joined((self.write(first), self.write_blocks(rest)))})"
            case _:
                return f"note({number}, {self.write_blocks(note.blocks)})"

    def _citation(self, citation: Citation) -> str:
        parts = (
            f'inside("src-{number}", {literal(words)}, plain: true)' if number else f"missing({literal(words)})"
            for words, number in citation_parts(self.matter, citation)
        )
        return joined((literal("["), '; "; "; '.join(parts), literal("]")))
