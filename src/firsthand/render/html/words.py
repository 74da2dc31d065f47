"""The inlines of a text as HTML, and the small pieces every part of the page needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import assert_never

from firsthand.core.manuscript import (
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
from firsthand.render.matter import Matter, citation_parts, leads_outside


@dataclass(slots=True)
class Words:
    """Writes inlines, as HTML that is well-formed XML too; counts the calls of each footnote, because a note links back to all of them.

    `files` says in which file of a book each id stands; a page that is one file leaves it empty. `is_book` writes what only a book
    for e-readers needs, and leaves out links that lead nowhere from a reader's disk.
    """

    matter: Matter
    files: Mapping[str, str] = field(default_factory=dict)
    is_book: bool = False
    calls: Counter[str] = field(default_factory=Counter)

    def write(self, inlines: Sequence[Inline]) -> str:
        return "".join(self._one(inline) for inline in inlines)

    def label(self, words: str) -> str:
        """One of our own labels, marked as being in another language than the text where that is so."""
        language = self.matter.labels.language
        if self.matter.front.language.lower().split("-")[0] == language:
            return escape(words)
        return f'<span lang="{language}" dir="ltr">{escape(words)}</span>'

    def where_from(self, claim_url: str) -> str:
        """The link by which a reader asks where something comes from; nothing where there is no address."""
        if not claim_url:
            return ""
        words = self.label(self.matter.labels.where_from)
        if self.is_book and not leads_outside(claim_url):
            return f'<span class="ed-where">{words} <bdi>{escape(claim_url, quote=False)}</bdi></span>'
        return f'<a class="ed-where" href="{escape(claim_url)}">{words}</a>'

    def inside(self, target: str) -> str:
        """The address of an id of this edition."""
        return escape(f"{self.files.get(target, '')}#{target}")

    def _one(self, inline: Inline) -> str:  # noqa: PLR0911 -- one arm for each kind of inline
        match inline:
            case Text(text):
                return escape(text, quote=False)
            case Code(text):
                return f"<code>{escape(text, quote=False)}</code>"
            case LineBreak():
                return "<br/>"
            case Emphasis(inner):
                return f"<em>{self.write(inner)}</em>"
            case Strong(inner):
                return f"<strong>{self.write(inner)}</strong>"
            case Link(href, inner):
                address = self.inside(href[1:]) if href.startswith("#") else escape(href)
                return f'<a href="{address}">{self.write(inner)}</a>'
            case FootnoteRef(label):
                return self._footnote_mark(label)
            case Citation():
                return self._citation(inline)
            case _:
                assert_never(inline)

    def _footnote_mark(self, label: str) -> str:
        number = self.matter.numbering.footnote_numbers[label]
        self.calls[label] += 1
        here = call_id(number, self.calls[label])
        kind = ' epub:type="noteref"' if self.is_book else ""
        address = self.inside(f"fn-{number}")
        return f'<sup><a class="ed-note-mark" id="{here}" href="{address}" role="doc-noteref"{kind}>{number}</a></sup>'

    def _citation(self, citation: Citation) -> str:
        linked = (
            f'<a href="{self.inside(f"src-{number}")}">{escape(words)}</a>'
            if number
            else f'<mark class="ed-missing">{escape(words)}</mark>'
            for words, number in citation_parts(self.matter, citation)
        )
        return f'<span class="ed-cite">[{"; ".join(linked)}]</span>'


def call_id(number: int, occurrence: int) -> str:
    """The id of the place where a footnote is called, so that the note can lead back to it."""
    return f"fnref-{number}" if occurrence == 1 else f"fnref-{number}-{occurrence}"
