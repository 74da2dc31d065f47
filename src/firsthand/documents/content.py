"""What an edition froze: its Markdown, its front matter, and what stood behind each claim on that day.

The content is plain data, so that an edition can be hashed, printed again years later, and printed without the words that someone took
back. Addresses are not in it: they are given when it is printed, because a page links by path and a file by full address.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from firsthand.core.manuscript import (
    EditionMark,
    FrontMatter,
    Note,
    OnMissing,
    Resolved,
    ResolvedCitation,
    ResolvedFigure,
    ResolvedManuscript,
    ResolvedQuote,
    TableData,
    resolve,
    without,
)
from firsthand.render.markdown import parse_markdown

_SHAPES: Mapping[str, type[Resolved]] = {"quote": ResolvedQuote, "figure": ResolvedFigure, "citation": ResolvedCitation}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The text of an edition with its sources by Ref. `left_out` are Refs whose embeds the body still names but nobody sees any more."""

    title: str
    subtitle: str
    language: str
    body: str
    dated_on: date
    organisations: tuple[str, ...]
    notes: tuple[Note, ...]
    licence: str
    sources: Mapping[str, Resolved]
    left_out: tuple[str, ...] = ()

    def front(self, mark: EditionMark | None) -> FrontMatter:
        """The front matter as printed on an edition (or a draft, which has no mark)."""
        return FrontMatter(
            title=self.title,
            subtitle=self.subtitle,
            language=self.language,
            dated_on=self.dated_on,
            organisations=self.organisations,
            edition=mark,
            licence=self.licence,
            notes=self.notes,
        )


def printed(content: Content, *, mark: EditionMark | None, claims_at: str, on_missing: OnMissing = OnMissing.REFUSE) -> ResolvedManuscript:
    """The content as a tree that every renderer prints. `claims_at` is the address under which each claim answers for itself."""
    manuscript = without(parse_markdown(content.body, content.front(mark)), content.left_out)
    sources = {ref: replace(source, claim_url=f"{claims_at}{ref}/" if claims_at else "") for ref, source in content.sources.items()}
    return resolve(manuscript, sources, on_missing=on_missing)


def left_without(content: Content, refs: Collection[str]) -> Content:
    """The content with these Refs gone: their embeds are not printed and what stood behind them is forgotten."""
    gone = frozenset(refs)
    return replace(
        content,
        sources={ref: source for ref, source in content.sources.items() if ref not in gone},
        left_out=tuple(sorted({*content.left_out, *gone})),
    )


def hash_of(content: Content) -> str:
    """SHA-256 (hex) over the canonical JSON of the content."""
    text = json.dumps(to_json(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def to_json(content: Content) -> dict[str, Any]:
    """The content as plain JSON types."""
    kinds = {shape: kind for kind, shape in _SHAPES.items()}
    return {
        "title": content.title,
        "subtitle": content.subtitle,
        "language": content.language,
        "body": content.body,
        "dated_on": content.dated_on.isoformat(),
        "organisations": list(content.organisations),
        "notes": [[note.title, list(note.paragraphs)] for note in content.notes],
        "licence": content.licence,
        "sources": {ref: {"kind": kinds[type(source)], **asdict(source)} for ref, source in sorted(content.sources.items())},
        "left_out": list(content.left_out),
    }


def from_json(stored: Mapping[str, Any]) -> Content:
    """The content from what `to_json` gave."""
    return Content(
        title=stored["title"],
        subtitle=stored["subtitle"],
        language=stored["language"],
        body=stored["body"],
        dated_on=date.fromisoformat(stored["dated_on"]),
        organisations=tuple(stored["organisations"]),
        notes=tuple(Note(title=title, paragraphs=tuple(paragraphs)) for title, paragraphs in stored["notes"]),
        licence=stored["licence"],
        sources={ref: _source(dict(source)) for ref, source in stored["sources"].items()},
        left_out=tuple(stored["left_out"]),
    )


def _source(stored: dict[str, Any]) -> Resolved:
    shape = _SHAPES[stored.pop("kind")]
    if "table" in stored:
        table = stored["table"]
        stored["table"] = TableData(
            caption=table["caption"],
            header=tuple(map(tuple, table["header"])),
            rows=tuple(map(tuple, table["rows"])),
            notes=tuple(table["notes"]),
        )
    return shape(**stored)
