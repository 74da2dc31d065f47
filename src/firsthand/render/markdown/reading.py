"""From the parser's tree to ours; everything that is wrong is gathered and refused at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from firsthand.core.manuscript import (
    Alignment,
    Block,
    BlockQuote,
    Callout,
    CodeBlock,
    FigureEmbed,
    Footnote,
    FrontMatter,
    Heading,
    Identities,
    Inline,
    Listing,
    Manuscript,
    Paragraph,
    QuoteEmbed,
    Rule,
    Table,
    plain_text,
)
from firsthand.core.ref import Kind, RefMalformed, parse
from firsthand.render.markdown.inlines import InlineReader
from firsthand.render.markdown.problems import MarkdownRefused, Problem
from firsthand.render.markdown.syntax import DEEPEST, reader

# Characters XML 1.0 (section 2.2) cannot carry, and so no EPUB, DOCX or tagged PDF either.
_unprintable = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def parse_markdown(text: str, front: FrontMatter) -> Manuscript:
    """The manuscript that this Markdown means, with `front` as its front matter.

    A first heading that repeats the title is left out, because every format prints the title itself. Heading levels are closed up
    so that none is skipped. Raw HTML is text.

    Raises:
        MarkdownRefused: it holds an embed, citation, link, picture or footnote that cannot stand; all are named, with lines.

    """
    problems = [
        Problem(number, "it holds a control character that cannot be printed.")
        for number, line in enumerate(text.split("\n"), start=1)
        if _unprintable.search(line.rstrip("\r"))
    ]
    found: dict[str, Any] = {}
    root = SyntaxTreeNode(reader().parse(text, found))
    reading = _Reading(text.split("\n"), InlineReader(problems), front.title)
    blocks = reading.blocks_of(root.children)
    reading.take_inline_footnotes(found)
    reading.check_whole()
    if problems:
        raise MarkdownRefused(tuple(sorted(problems)))
    return Manuscript(front=front, blocks=blocks, footnotes=tuple(reading.footnotes))


@dataclass(slots=True)
class _Reading:
    lines: list[str]
    inlines: InlineReader
    title: str
    identities: Identities = field(default_factory=Identities)
    levels: list[int] = field(default_factory=list)
    heading_ids: set[str] = field(default_factory=set)
    footnotes: list[Footnote] = field(default_factory=list)
    footnote_lines: dict[str, int] = field(default_factory=dict)
    is_title_possible: bool = True

    def blocks_of(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
        return tuple(block for node in nodes for block in self._block(node))

    def take_inline_footnotes(self, found: dict[str, Any]) -> None:
        """Footnotes written where they are called: `^[…]`."""
        for number, note in found.get("footnotes", {}).get("list", {}).items():
            if "tokens" in note:
                self.inlines.place = "footnote"
                words = self.inlines.read(SyntaxTreeNode(note["tokens"]).children)
                paragraph = Paragraph(id=self.identities.of_block("paragraph", note["content"]), inlines=words)
                self.footnotes.append(Footnote(label=f"inline {number + 1}", blocks=(paragraph,)))
        self.inlines.place = ""

    def check_whole(self) -> None:
        """What can only be seen at the end: links to headings, and footnotes without a call or a text."""
        inlines = self.inlines
        nowhere = "this link leads to no heading of this text: #{}."
        inlines.problems += [Problem(n, nowhere.format(to)) for n, to in inlines.links_inside if to not in self.heading_ids]
        texts = {note.label for note in self.footnotes}
        for label, line in inlines.footnotes_called.items():
            if label not in texts:
                inlines.problems.append(Problem(line, f"the footnote [^{label}] has no text."))
        for label, line in self.footnote_lines.items():
            if label not in inlines.footnotes_called:
                inlines.problems.append(Problem(line, f"the footnote [^{label}] is never called."))

    def _block(self, node: SyntaxTreeNode) -> tuple[Block, ...]:  # noqa: C901, PLR0911 -- one arm for each kind of block
        self._at(node)
        if node.level > DEEPEST:
            return self.inlines.refuse("this stands too deep within lists and quotations to be printed.")
        match node.type:
            case "heading":
                return self._heading(node)
            case "paragraph":
                return self._paragraph(node)
            case "bullet_list" | "ordered_list":
                items = tuple(self.blocks_of(item.children) for item in node.children)
                start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
                return (Listing(id=self._id(node), items=items, start=start),)
            case "table":
                return (self._table(node),)
            case "blockquote":
                return (BlockQuote(id=self._id(node), blocks=self.blocks_of(node.children)),)
            case "container_callout":
                title = node.info.strip().removeprefix("callout").strip()
                return (Callout(id=self._id(node), title=title, blocks=self.blocks_of(node.children)),)
            case "fence" | "code_block":
                return (CodeBlock(id=self._id(node), text=node.content.rstrip("\n")),)
            case "hr":
                return (Rule(id=self._id(node)),)
            case "footnote_reference":
                return self._footnote(node)
            case other:
                return self.inlines.refuse(f"this kind of block is not known here: {other}.")

    def _at(self, node: SyntaxTreeNode) -> None:
        if node.map:
            self.inlines.line = node.map[0] + 1

    def _id(self, node: SyntaxTreeNode) -> str:
        first, last = node.map or (0, 0)
        return self.identities.of_block(node.type, "\n".join(line.strip() for line in self.lines[first:last]).strip())

    def _heading(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        if node.parent is not None and node.parent.type != "root":
            return self.inlines.refuse("a heading cannot stand inside a list, quotation, box or footnote.")
        self.inlines.place = "heading"
        words = self.inlines.read(node.children[0].children)
        self.inlines.place = ""
        said = plain_text(words)
        is_title = self.is_title_possible and said.casefold() == self.title.casefold()
        self.is_title_possible = False
        if is_title:
            return ()
        level = int(node.tag[1:])
        self.levels = [*(above for above in self.levels if above < level), level]
        heading = Heading(id=self.identities.of_heading(said), level=len(self.levels), inlines=words)
        self.heading_ids.add(heading.id)
        return (heading,)

    def _paragraph(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        self.is_title_possible = False
        inner = node.children[0]
        parts = [part for part in inner.children if part.type != "softbreak" and part.content.strip()]
        if parts and all(part.type == "embed" for part in parts) and self.inlines.place != "footnote":
            return tuple(block for part in inner.children for block in self._embed(part))
        words = self.inlines.read(inner.children)
        return (Paragraph(id=self.identities.of_block("paragraph", inner.content), inlines=words),) if words else ()

    def _embed(self, part: SyntaxTreeNode) -> tuple[Block, ...]:
        if part.type != "embed":
            self.inlines.line += part.type == "softbreak"
            return ()
        word, _, given = part.content.partition(":")
        try:
            kind, ref = parse(given)
        except RefMalformed as refusal:
            return self.inlines.refuse(f"in “{{{{{part.content}}}}}”, {refusal}")
        match word.strip(), kind:
            case "figure", Kind.FIGURE:
                return (FigureEmbed(id=self.identities.of_block("figure", ref), ref=ref),)
            case "quote", Kind.QUOTE:
                return (QuoteEmbed(id=self.identities.of_block("quote", ref), ref=ref),)
            case _:
                return self.inlines.refuse(f"“{{{{{part.content}}}}}” cannot be put in; write {{{{figure:F-…}}}} or {{{{quote:Q-…}}}}.")

    def _table(self, node: SyntaxTreeNode) -> Table:
        identity = self._id(node)
        rows = [row for part in node.children for row in part.children]
        alignments = tuple(_alignment(cell) for cell in rows[0].children)
        cells = [tuple(self._cell(cell) for cell in row.children) for row in rows]
        return Table(id=identity, header=cells[0], rows=tuple(cells[1:]), alignments=alignments)

    def _cell(self, cell: SyntaxTreeNode) -> tuple[Inline, ...]:
        if not cell.children:
            return ()
        self._at(cell.children[0])
        return self.inlines.read(cell.children[0].children)

    def _footnote(self, node: SyntaxTreeNode) -> tuple[Block, ...]:
        label = str(node.meta["label"])
        line = self.inlines.line
        if label in self.footnote_lines:
            return self.inlines.refuse(f"the footnote [^{label}] has a text already.")
        self.footnote_lines[label] = line
        self.inlines.place = "footnote"
        self.footnotes.append(Footnote(label=label, blocks=self.blocks_of(node.children)))
        self.inlines.place = ""
        return ()


def _alignment(cell: SyntaxTreeNode) -> Alignment:
    style = str(cell.attrs.get("style", ""))
    if style.endswith("right"):
        return Alignment.END
    return Alignment.CENTRE if style.endswith("center") else Alignment.START
