"""The words inside a block."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from firsthand.core.manuscript import Citation, Cited, Code, Emphasis, FootnoteRef, Inline, LineBreak, Link, Strong, Text
from firsthand.core.ref import Kind, RefMalformed, parse
from firsthand.render.markdown.problems import Problem

CITABLE = frozenset({Kind.COMMITMENT, Kind.SOURCE, Kind.EDITION})

# Scripts written without spaces between words: a line end between two of their letters is no space.
_unspaced = r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]"
_joined = re.compile(rf"(?<={_unspaced})\n(?={_unspaced})")


@dataclass(slots=True)
class InlineReader:
    """Reads inline nodes and notes what is wrong with them; `line` is the line being read, from 1."""

    problems: list[Problem]
    line: int = 1
    place: str = ""
    footnotes_called: dict[str, int] = field(default_factory=dict)
    links_inside: list[tuple[int, str]] = field(default_factory=list)

    def read(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Inline, ...]:
        """The inlines of these nodes, neighbouring words joined."""
        merged: list[Inline] = []
        for node in nodes:
            for inline in self._one(node):
                last = merged[-1] if merged else None
                if isinstance(inline, Text) and isinstance(last, Text):
                    merged[-1] = Text(last.text + inline.text)
                else:
                    merged.append(inline)
        return tuple(Text(_joined.sub("", i.text).replace("\n", " ")) if isinstance(i, Text) else i for i in merged)

    def refuse(self, reason: str) -> tuple[()]:
        self.problems.append(Problem(self.line, reason))
        return ()

    def _one(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:  # noqa: PLR0911 -- one arm for each kind of inline
        match node.type:
            case "text":
                return (Text(node.content),)
            case "softbreak":
                self.line += 1
                return (Text("\n"),)
            case "hardbreak":
                self.line += 1
                return (LineBreak(),)
            case "code_inline":
                return (Code(node.content),)
            case "em":
                return (Emphasis(self.read(node.children)),)
            case "strong":
                return (Strong(self.read(node.children)),)
            case special:
                return _SPECIAL[special](self, node)

    def _link(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        href = str(node.attrs.get("href", ""))
        inner = self.read(node.children)
        if href.startswith("#"):
            target = unquote(href[1:]).casefold()
            href = "#" + (target if target.startswith("s-") else f"s-{target}")
            self.links_inside.append((self.line, href[1:]))
        elif not href.lower().startswith(("https://", "http://", "mailto:")):
            return self.refuse("a link must start with https://, http://, mailto: or # and a heading of this text.")
        return (Link(href, inner),)

    def _image(self, _node: SyntaxTreeNode) -> tuple[Inline, ...]:
        return self.refuse("a picture cannot be put in by hand; figures come in with {{figure:F-…}}.")

    def _footnote(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        label = str(node.meta["label"]) if node.meta.get("label") else f"inline {int(node.meta['id']) + 1}"
        self.footnotes_called.setdefault(label, self.line)
        if self.place:
            return self.refuse(f"a footnote cannot be called in a {self.place}.")
        return (FootnoteRef(label),)

    def _citation(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        if self.place == "heading":
            return self.refuse("a citation cannot stand in a heading.")
        cited = tuple(one for part in f"@{node.content}".split(";") for one in self._cited(part.strip()))
        self.line += node.content.count("\n")
        return (Citation(cited),) if cited else ()

    def _cited(self, part: str) -> tuple[Cited, ...]:
        given, _, locator = part.removeprefix("@").partition(",")
        try:
            kind, ref = parse(given)
        except RefMalformed as refusal:
            return self.refuse(f"in a citation, {refusal}")
        if not part.startswith("@") or kind not in CITABLE:
            return self.refuse(f"“{part}” cannot be cited; a citation looks like [@C-7K3M9Q] or [@S-2B8R4X, p. 12].")
        return (Cited(ref, " ".join(locator.split())),)

    def _citation_unclosed(self, _node: SyntaxTreeNode) -> tuple[Inline, ...]:
        return self.refuse("a citation begins with [@ and has no closing bracket.")

    def _embed(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        return self.refuse(f"“{{{{{node.content}}}}}” must stand on a line of its own, in the text and not in a note, table or heading.")

    def _embed_unclosed(self, _node: SyntaxTreeNode) -> tuple[Inline, ...]:
        return self.refuse("an embed begins with {{ and has no closing }}.")


_SPECIAL: dict[str, Callable[[InlineReader, SyntaxTreeNode], tuple[Inline, ...]]] = {
    "link": InlineReader._link,  # noqa: SLF001 -- the table of this class's own readers
    "image": InlineReader._image,  # noqa: SLF001
    "footnote_ref": InlineReader._footnote,  # noqa: SLF001
    "citation": InlineReader._citation,  # noqa: SLF001
    "citation_unclosed": InlineReader._citation_unclosed,  # noqa: SLF001
    "embed": InlineReader._embed,  # noqa: SLF001
    "embed_unclosed": InlineReader._embed_unclosed,  # noqa: SLF001
}
