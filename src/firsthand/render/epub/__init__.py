"""A book for e-readers, from the same markup as the web page."""

from firsthand.render.epub.book import render_epub

__all__ = ["render_epub"]
