"""An EPUB 3.3 file: pages, their navigation and the package document, in one zip file."""

from __future__ import annotations

from importlib.resources import files

from firsthand.core.manuscript import ResolvedManuscript
from firsthand.render.epub.package import write_navigation, write_package
from firsthand.render.epub.pages import STYLE_SHEET, pages_of
from firsthand.render.matter import matter_of
from firsthand.render.zipping import zip_of

_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def render_epub(resolved: ResolvedManuscript) -> bytes:
    """The edition as a book for e-readers: the same manuscript gives the same bytes."""
    matter = matter_of(resolved)
    pages = pages_of(matter)
    style = files("firsthand.render.epub").joinpath("edition.css").read_text(encoding="utf-8")
    written = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": write_package(matter, pages),
        "EPUB/nav.xhtml": write_navigation(matter, pages),
        f"EPUB/{STYLE_SHEET}": style,
        **{f"EPUB/{page.name}": page.markup for page in pages},
    }
    return zip_of({name: content.encode() for name, content in written.items()}, stored=frozenset({"mimetype"}))
