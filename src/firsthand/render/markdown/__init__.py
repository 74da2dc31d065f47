"""Markdown as writers type it, read into a manuscript."""

from firsthand.render.markdown.problems import MarkdownRefused, Problem
from firsthand.render.markdown.reading import parse_markdown

__all__ = ["MarkdownRefused", "Problem", "parse_markdown"]
