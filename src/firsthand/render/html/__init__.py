"""Accessible HTML: a part for a page of the site, and a file that stands alone."""

from firsthand.render.html.standalone import edition_css, render_body, render_html

__all__ = ["edition_css", "render_body", "render_html"]
