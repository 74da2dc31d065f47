"""The page around the blocks: a part for a page of the site, and a file that stands alone."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files

from firsthand.core.manuscript import ResolvedManuscript
from firsthand.render.html.blocks import Blocks
from firsthand.render.html.sections import write_about, write_contents, write_footnotes, write_sources, write_title
from firsthand.render.html.words import Words
from firsthand.render.matter import Matter, matter_of


@cache
def edition_css() -> str:
    """The style sheet of an edition; every selector is below `.edition` or names a part of the standalone file."""
    return files("firsthand.render.html").joinpath("static/edition/edition.css").read_text(encoding="utf-8")


def render_body(resolved: ResolvedManuscript) -> str:
    """The text as one `<article>` without its title, for a page that prints the title itself as `<h1>`.

    It holds no style and no script, so it passes the strictest content-security policy; `edition_css` says how it looks.
    """
    matter = matter_of(resolved)
    return _article(matter, Words(matter), opening="")


def render_html(resolved: ResolvedManuscript) -> bytes:
    """One UTF-8 file that needs nothing beside it, on the web or saved to a disk."""
    matter = matter_of(resolved)
    front, words = matter.front, Words(matter)
    generic = "".join(f'<meta name="author" content="{escape(name)}">\n' for name in (*front.organisations, *front.authors))
    opening = write_title(matter) + write_contents(matter, words)
    page = (
        f'<!DOCTYPE html>\n<html lang="{front.language}" dir="{front.direction}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n{generic}'
        f"<title>{escape(front.title, quote=False)}</title>\n<style>\n{edition_css()}</style>\n</head>\n"
        f'<body class="ed-page">\n<a class="ed-skip" href="#text">{words.label(matter.labels.skip)}</a>\n'
        f'<main id="text" tabindex="-1">\n{_article(matter, words, opening=opening)}\n</main>\n</body>\n</html>\n'
    )
    return page.encode()


def _article(matter: Matter, words: Words, *, opening: str) -> str:
    blocks = Blocks(matter, words)
    front = matter.front
    body = blocks.write(matter.resolved.manuscript.blocks)
    closing = "\n".join(
        part for part in (write_footnotes(matter, blocks), write_sources(matter, words), write_about(matter, words)) if part
    )
    return f'<article class="edition" lang="{front.language}" dir="{front.direction}">\n{opening}{body}\n{closing}\n</article>'
