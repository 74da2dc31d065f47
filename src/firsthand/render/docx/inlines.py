"""The inlines of a text as nodes of pandoc's tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from firsthand.core.manuscript import (
    Block,
    Citation,
    Code,
    Emphasis,
    FootnoteRef,
    Inline,
    LineBreak,
    Link,
    Strong,
    Text,
)
from firsthand.render.docx import nodes
from firsthand.render.docx.nodes import Node
from firsthand.render.matter import Matter, citation_parts, leads_outside, short_address

_FIRST_MARK = 900_000  # ids of our own bookmarks, far from those that pandoc counts


@dataclass(slots=True)
class Inlines:
    """Writes inlines. A footnote is written where it is first called; later calls refer to that place and so keep its number."""

    matter: Matter
    write_blocks: Callable[[Sequence[Block]], list[Node]]
    noted: set[str] = field(default_factory=set)

    def write(self, inlines: Sequence[Inline]) -> list[Node]:
        return [node for inline in inlines for node in self._one(inline)]

    def label(self, words: str) -> Node:
        """One of our own labels, marked as being in another language than the text where that is so."""
        language = self.matter.labels.language
        if self.matter.front.language.lower().split("-")[0] == language:
            return nodes.words(words)
        return nodes.span([nodes.words(words)], lang=language, dir="ltr")

    def where_from(self, claim_url: str) -> list[Node]:
        """The question where something comes from, with the address for those who read on paper."""
        if not claim_url:
            return []
        question, shown = self.label(self.matter.labels.where_from), left_to_right(short_address(claim_url))
        if not leads_outside(claim_url):
            return [question, nodes.words(" "), shown]
        return [nodes.link(claim_url, [question]), nodes.words(" "), shown]

    def _one(self, inline: Inline) -> list[Node]:  # noqa: PLR0911 -- one arm for each kind of inline
        match inline:
            case Text(text):
                return [nodes.words(text)]
            case Code(text):
                return [nodes.code(text)]
            case LineBreak():
                return [nodes.line_break()]
            case Emphasis(inner):
                return [nodes.marked("Emph", self.write(inner))]
            case Strong(inner):
                return [nodes.marked("Strong", self.write(inner))]
            case Link(href, inner):
                return [nodes.link(href, self.write(inner))]
            case FootnoteRef(label):
                return self._footnote(label)
            case Citation():
                return self._citation(inline)
            case _:
                assert_never(inline)

    def _footnote(self, label: str) -> list[Node]:
        number = self.matter.numbering.footnote_numbers[label]
        if label in self.noted:
            return [nodes.raw(_second_call(number))]
        self.noted.add(label)
        note = self.matter.numbering.footnotes[number - 1]
        opening, closing = _bookmark(number)
        return [nodes.raw(opening), nodes.note(self.write_blocks(note.blocks)), nodes.raw(closing)]

    def _citation(self, citation: Citation) -> list[Node]:
        written = [nodes.words("[")]
        for position, (said, number) in enumerate(citation_parts(self.matter, citation)):
            part = nodes.words(said)
            separator = [nodes.words("; ")] if position else []
            written += [*separator, nodes.link(f"#src-{number}", [part]) if number else nodes.span([part], custom_style="Missing")]
        return [*written, nodes.words("]")]


def left_to_right(words: str) -> Node:
    """An address or a Ref, which runs from left to right also within Arabic."""
    return nodes.span([nodes.words(words)], dir="ltr")


def _bookmark(number: int) -> tuple[str, str]:
    mark = _FIRST_MARK + number
    return f'<w:bookmarkStart w:id="{mark}" w:name="_note{number}"/>', f'<w:bookmarkEnd w:id="{mark}"/>'


def _second_call(number: int) -> str:
    """A field that repeats the number of a note already called (ECMA-376 part 1, 17.16.5.37, NOTEREF)."""
    look = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{look}<w:instrText xml:space="preserve"> NOTEREF _note{number} \\f \\h </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r>{look}<w:t>{number}</w:t></w:r><w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
    )
