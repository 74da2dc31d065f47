"""The inlines of a text without any marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from firsthand.core.manuscript import Citation, Code, Emphasis, FootnoteRef, Inline, LineBreak, Link, Strong, Text, plain_text
from firsthand.render.matter import Matter, citation_parts, leads_outside, short_address


def write_inlines(matter: Matter, inlines: Sequence[Inline]) -> str:
    """Words as they are read aloud; a link that leads outside is followed by its address, a note is called by its number."""
    return "".join(_one(matter, inline) for inline in inlines)


def _one(matter: Matter, inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text):
            return text
        case LineBreak():
            return "\n"
        case Emphasis(inner) | Strong(inner):
            return write_inlines(matter, inner)
        case Link(href, inner):
            words = write_inlines(matter, inner)
            is_said = not leads_outside(href) or short_address(href) == short_address(plain_text(inner))
            return words if is_said else f"{words} ({href})"
        case FootnoteRef(label):
            return f" [{matter.labels.footnotes} {matter.numbering.footnote_numbers[label]}]"
        case Citation():
            return f"[{'; '.join(words for words, _number in citation_parts(matter, inline))}]"
        case _:
            assert_never(inline)
