"""A whole edition as pandoc's tree: title, contents, text, sources, notes on the edition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from firsthand.core.manuscript import plain_text
from firsthand.render.docx import nodes
from firsthand.render.docx.blocks import Blocks
from firsthand.render.docx.inlines import left_to_right
from firsthand.render.docx.nodes import Node
from firsthand.render.matter import (
    CONTENTS_DEPTH,
    Matter,
    closing_notes,
    contents_headings,
    leads_outside,
    short_address,
    source_list,
    title_lines,
)

_FIELD_OPENS = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{CONTENTS_DEPTH}" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_CLOSES = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_NEW_PAGE = '<w:r><w:br w:type="page"/></w:r>'


def pandoc_tree(matter: Matter) -> dict[str, Any]:
    """What pandoc reads as its `json` format."""
    blocks = Blocks(matter)
    front = matter.front
    meta = {"lang": front.language, "dir": str(front.direction)}
    return {
        "pandoc-api-version": nodes.API_VERSION,
        "meta": {name: {"t": "MetaString", "c": value} for name, value in meta.items()},
        "blocks": [
            *_opening(matter),
            *_contents(matter, blocks),
            *blocks.write(matter.resolved.manuscript.blocks),
            *_sources(matter, blocks),
            *_about(matter, blocks),
        ],
    }


def _opening(matter: Matter) -> Iterator[Node]:
    front = matter.front
    status = front.edition.status if front.edition else ""
    lines = title_lines(matter)
    yield nodes.styled("Title", [nodes.paragraph([nodes.words(front.title)])])
    if front.subtitle:
        yield nodes.styled("Subtitle", [nodes.paragraph([nodes.words(front.subtitle)])])
    yield nodes.styled("Edition Line", [nodes.paragraph([nodes.words(line)]) for line in (lines[:-1] if status else lines)])
    if status:
        yield nodes.styled("Edition Status", [nodes.paragraph([nodes.words(status)])])


def _contents(matter: Matter, blocks: Blocks) -> Iterator[Node]:
    """A table of contents that is filled already and that a word processor can renew with page numbers."""
    headings = contents_headings(matter)
    if not headings:
        return
    yield nodes.styled("TOC Heading", [nodes.paragraph([blocks.inlines.label(matter.labels.contents)])])
    for position, heading in enumerate(headings):
        opening = [nodes.raw(_FIELD_OPENS)] if position == 0 else []
        closing = [nodes.raw(_FIELD_CLOSES)] if position == len(headings) - 1 else []
        entry = nodes.link(f"#{heading.id}", [nodes.words(plain_text(heading.inlines))])
        yield nodes.styled(f"toc {heading.level}", [nodes.paragraph([*opening, entry, *closing])])
    yield nodes.paragraph([nodes.raw(_NEW_PAGE)])


def _sources(matter: Matter, blocks: Blocks) -> Iterator[Node]:
    items = []
    for number, source in source_list(matter):
        entry = [nodes.span([nodes.words(source.entry_text)], identity=f"src-{number}"), nodes.words(" ")]
        if source.url:
            shown = left_to_right(short_address(source.url))
            entry += [nodes.link(source.url, [shown]) if leads_outside(source.url) else shown, nodes.words(" ")]
        entry.append(nodes.span([nodes.words(source.ref)], dir="ltr", custom_style="Ref"))
        where = blocks.inlines.where_from(source.claim_url)
        items.append([nodes.tight([*entry, *([nodes.line_break(), *where] if where else [])])])
    if items:
        yield nodes.heading(1, [blocks.inlines.label(matter.labels.sources)], identity="sources")
        yield nodes.numbers(items)


def _about(matter: Matter, blocks: Blocks) -> Iterator[Node]:
    notes = closing_notes(matter)
    if notes:
        yield nodes.heading(1, [blocks.inlines.label(matter.labels.about)], identity="about")
    for note in notes:
        yield nodes.heading(2, [nodes.words(note.title)])
        yield from (nodes.paragraph([nodes.words(part)]) for part in note.paragraphs)
