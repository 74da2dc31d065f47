"""What an e-reader reads first: the package document and the navigation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from html import escape

from firsthand.core.manuscript import Direction, FigureEmbed, Heading, plain_text, walk_blocks
from firsthand.render.epub.pages import STYLE_SHEET, Page, page_around
from firsthand.render.html.words import Words
from firsthand.render.matter import CONTENTS_DEPTH, Matter

_NO_DAY = "1970-01-01"


def write_package(matter: Matter, pages: Sequence[Page]) -> str:
    """The package document: metadata, every file, and the order in which the pages are read."""
    front = matter.front
    flow = ' page-progression-direction="rtl"' if front.direction is Direction.RIGHT_TO_LEFT else ""
    items = "\n".join(
        f'<item id="page-{number}" href="{page.name}" media-type="application/xhtml+xml"{_properties(page)}/>'
        for number, page in enumerate(pages, start=1)
    )
    order = "\n".join(f'<itemref idref="page-{number}"/>' for number in range(1, len(pages) + 1))
    metadata = "\n".join(_metadata(matter, pages))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="edition" xml:lang="{front.language}" '
        f'dir="{front.direction}">\n<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{metadata}\n</metadata>\n'
        '<manifest>\n<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
        f'<item id="style" href="{STYLE_SHEET}" media-type="text/css"/>\n{items}\n</manifest>\n'
        f"<spine{flow}>\n{order}\n</spine>\n</package>\n"
    )


def write_navigation(matter: Matter, pages: Sequence[Page]) -> str:
    """The contents that an e-reader shows; they stand in the file of navigation only, not among the pages."""
    files = {target: page.name for page in pages for target in page.ids}
    words = Words(matter, files=files, is_book=True)
    headings = [block for block in matter.resolved.manuscript.blocks if isinstance(block, Heading) and block.level <= CONTENTS_DEPTH]
    entries = [(1, pages[0].name, escape(matter.front.title, quote=False))]
    entries += [(heading.level, words.inside(heading.id), escape(plain_text(heading.inlines), quote=False)) for heading in headings]
    closing = {"notes.xhtml", "sources.xhtml", "about.xhtml"}
    entries += [(1, page.name, words.label(page.title)) for page in pages if page.name in closing]
    title = words.label(matter.labels.contents)
    body = f'<nav epub:type="toc" role="doc-toc" id="toc">\n<h1>{title}</h1>\n{_nested(entries)}\n</nav>'
    return page_around(matter, title=matter.labels.contents, body=body)


def _nested(entries: Sequence[tuple[int, str, str]]) -> str:
    """Entries of two levels as lists within each other; the first entry is of the first level."""
    written = []
    for number, (level, address, words) in enumerate(entries):
        following = entries[number + 1][0] if number + 1 < len(entries) else 1
        link = f'<li><a href="{address}">{words}</a>'
        if following > level:
            written.append(f"{link}\n<ol>")
        elif following < level:
            written.append(f"{link}</li>\n</ol></li>")
        else:
            written.append(f"{link}</li>")
    return "<ol>\n" + "\n".join(written) + "\n</ol>"


def _properties(page: Page) -> str:
    return ' properties="svg"' if page.has_drawing else ""


def _metadata(matter: Matter, pages: Sequence[Page]) -> Iterator[str]:
    front = matter.front
    day = front.dated_on.isoformat() if front.dated_on else ""
    yield f'<dc:identifier id="edition">{escape(_identifier(matter, pages))}</dc:identifier>'
    yield f"<dc:title>{escape(front.title)}</dc:title>"
    yield f"<dc:language>{front.language}</dc:language>"
    yield from (f"<dc:creator>{escape(name)}</dc:creator>" for name in (front.authors or front.organisations))
    yield from (f"<dc:publisher>{escape(name)}</dc:publisher>" for name in front.organisations)
    if front.subtitle:
        yield f"<dc:description>{escape(front.subtitle)}</dc:description>"
    if front.licence:
        yield f"<dc:rights>{escape(front.licence)}</dc:rights>"
    if day:
        yield f"<dc:date>{day}</dc:date>"
    yield f'<meta property="dcterms:modified">{day or _NO_DAY}T00:00:00Z</meta>'
    yield from _accessibility(has_figures=any(isinstance(block, FigureEmbed) for block in walk_blocks(matter.resolved.manuscript.blocks)))


def _identifier(matter: Matter, pages: Sequence[Page]) -> str:
    """The edition's Ref; a text that is not an edition yet is named by its own content."""
    edition = matter.front.edition
    content = "".join(page.markup for page in pages)
    return edition.ref if edition else f"urn:sha256:{hashlib.sha256(content.encode()).hexdigest()}"


def _accessibility(*, has_figures: bool) -> Iterator[str]:
    """EPUB Accessibility 1.1: what a reader can rely on. The words alone always suffice, because every chart is followed by its table."""
    modes = ("textual", "visual") if has_figures else ("textual",)
    features: tuple[str, ...] = ("structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability")
    features += ("alternativeText", "longDescription") if has_figures else ()
    yield from (f'<meta property="schema:accessMode">{mode}</meta>' for mode in modes)
    yield '<meta property="schema:accessModeSufficient">textual</meta>'
    yield from (f'<meta property="schema:accessibilityFeature">{feature}</meta>' for feature in features)
    yield '<meta property="schema:accessibilityHazard">none</meta>'
