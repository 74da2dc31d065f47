"""The Markdown that is understood: CommonMark without raw HTML, with tables, footnotes, boxes, embeds and citations.

Embeds (`{{figure:F-…}}`, `{{quote:Q-…}}`) and citations (`[@C-…; @S-…, p. 12]`) are inline rules of the parser itself, so that
they follow its laws: inside code they are code, and a backslash before them makes them text.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

# How many lists, items, quotations and boxes may stand within each other (a list in a list is two steps each). The parser itself
# passes over what is deeper without a word, so it is let go much deeper than we read, and what is too deep is refused in the open.
DEEPEST = 20

_embed = re.compile(r"\{\{([^{}\n]*)\}\}")
_citation = re.compile(r"\[@([^\[\]]*)\]")


def reader() -> MarkdownIt:
    """A parser whose links are all let through: which of them stand is decided later, with line numbers."""
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 5 * DEEPEST}).enable("table")
    markdown.use(footnote_plugin, move_to_end=False, always_match_refs=True)
    markdown.use(container_plugin, "callout")
    markdown.inline.ruler.before("link", "citation", _read_citation)
    markdown.inline.ruler.before("link", "embed", _read_embed)
    markdown.validateLink = _any_address  # type: ignore[method-assign]
    return markdown


def _any_address(url: str) -> bool:  # noqa: ARG001 -- the parser's signature
    return True


def _read_embed(state: StateInline, silent: bool) -> bool:
    return _read(state, silent, opening="{{", kind="embed", shape=_embed)


def _read_citation(state: StateInline, silent: bool) -> bool:
    return _read(state, silent, opening="[@", kind="citation", shape=_citation)


def _read(state: StateInline, silent: bool, *, opening: str, kind: str, shape: re.Pattern[str]) -> bool:
    """Take one embed or citation; an opening without its end becomes a token of its own, so that it can be refused."""
    if not state.src.startswith(opening, state.pos):
        return False
    found = shape.match(state.src, state.pos)
    if not silent:
        token = state.push(kind if found else f"{kind}_unclosed", "", 0)
        token.content = found[1] if found else opening
    state.pos = found.end() if found else state.pos + len(opening)
    return True
