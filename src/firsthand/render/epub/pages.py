"""The text cut into pages: title, one for each part under a heading of the first level, notes, sources, about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree as ET

from firsthand.core.manuscript import Block, Heading, plain_text
from firsthand.render.html.blocks import Blocks
from firsthand.render.html.sections import write_about, write_footnotes, write_sources, write_title
from firsthand.render.html.words import Words
from firsthand.render.matter import Matter

STYLE_SHEET = "edition.css"
_SVG = "{http://www.w3.org/2000/svg}svg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One XHTML file of a book; `title` names it in the navigation, `ids` are the places that can be linked to."""

    name: str
    title: str
    markup: str
    ids: frozenset[str]
    has_drawing: bool


def pages_of(matter: Matter) -> tuple[Page, ...]:
    """The pages of a book in reading order. They are written twice: to learn where each id stands, then with links that find it."""
    files = {target: page.name for page in _write_pages(matter, {}) for target in page.ids}
    return tuple(_write_pages(matter, files))


def page_around(matter: Matter, *, title: str, body: str) -> str:
    """One XHTML file of the book around this body."""
    front = matter.front
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{front.language}" xml:lang="{front.language}" dir="{front.direction}">\n'
        f'<head>\n<title>{escape(title, quote=False)}</title>\n<link rel="stylesheet" type="text/css" href="{STYLE_SHEET}"/>\n</head>\n'
        f'<body class="edition">\n{body}\n</body>\n</html>\n'
    )


def _write_pages(matter: Matter, files: Mapping[str, str]) -> Iterator[Page]:
    words = Words(matter, files=files, is_book=True)
    blocks = Blocks(matter, words)
    labels, title = matter.labels, matter.front.title
    yield _page(matter, "title.xhtml", title, write_title(matter))
    for number, part in enumerate(_parts(matter.resolved.manuscript.blocks), start=1):
        first = part[0]
        named = plain_text(first.inlines) if isinstance(first, Heading) else title
        yield _page(matter, f"part-{number}.xhtml", named, blocks.write(part))
    closing = (
        ("notes.xhtml", labels.footnotes, write_footnotes(matter, blocks)),
        ("sources.xhtml", labels.sources, write_sources(matter, words)),
        ("about.xhtml", labels.about, write_about(matter, words)),
    )
    for name, label, body in closing:
        if body:
            yield _page(matter, name, label, body)


def _parts(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    part: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1 and part:
            yield tuple(part)
            part = []
        part.append(block)
    if part:
        yield tuple(part)


def _page(matter: Matter, name: str, title: str, body: str) -> Page:
    """A page, read once as XML: what is not well-formed is found here and not by an e-reader."""
    markup = page_around(matter, title=title, body=body)
    root = ET.fromstring(markup.encode())  # noqa: S314 -- our own markup; it declares no entity
    ids = frozenset(element.attrib["id"] for element in root.iter() if "id" in element.attrib)
    return Page(name=name, title=title, markup=markup, ids=ids, has_drawing=root.find(f".//{_SVG}") is not None)
