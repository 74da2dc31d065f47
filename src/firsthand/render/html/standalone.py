"""The page around the blocks: title, contents, footnotes, sources, notes on the edition."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files

from firsthand.core.manuscript import Footnote, Paragraph, ResolvedManuscript, plain_text
from firsthand.render.html.blocks import Blocks
from firsthand.render.html.words import Words, call_id
from firsthand.render.matter import Matter, closing_notes, contents_headings, matter_of, short_address, source_list, title_lines


@cache
def edition_css() -> str:
    """The style sheet of an edition; every selector is below `.edition` or names a part of the standalone file."""
    return files("firsthand.render.html").joinpath("static/edition/edition.css").read_text(encoding="utf-8")


def render_body(resolved: ResolvedManuscript) -> str:
    """The text as one `<article>` without its title, for a page that prints the title itself as `<h1>`.

    It holds no style and no script, so it passes the strictest content-security policy; `edition_css` says how it looks.
    """
    return _article(matter_of(resolved), opening="")


def render_html(resolved: ResolvedManuscript) -> bytes:
    """One UTF-8 file that needs nothing beside it, on the web or saved to a disk."""
    matter = matter_of(resolved)
    front, words = matter.front, Words(matter)
    generic = "".join(f'<meta name="author" content="{escape(name)}">\n' for name in (*front.organisations, *front.authors))
    page = (
        f'<!DOCTYPE html>\n<html lang="{front.language}" dir="{front.direction}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n{generic}'
        f"<title>{escape(front.title, quote=False)}</title>\n<style>\n{edition_css()}</style>\n</head>\n"
        f'<body class="ed-page">\n<a class="ed-skip" href="#text">{words.label(matter.labels.skip)}</a>\n'
        f'<main id="text" tabindex="-1">\n{_article(matter, opening=_opening(matter, words))}\n</main>\n</body>\n</html>\n'
    )
    return page.encode()


def _article(matter: Matter, *, opening: str) -> str:
    words = Words(matter)
    blocks = Blocks(matter, words)
    front = matter.front
    body = blocks.write(matter.resolved.manuscript.blocks)
    closing = "\n".join(part for part in (*_footnotes(matter, blocks), *_sources(matter, words), *_about(matter, words)) if part)
    return f'<article class="edition" lang="{front.language}" dir="{front.direction}">\n{opening}{body}\n{closing}\n</article>'


def _opening(matter: Matter, words: Words) -> str:
    front = matter.front
    subtitle = f'<p class="ed-subtitle">{escape(front.subtitle, quote=False)}</p>\n' if front.subtitle else ""
    lines = "".join(f"<p>{escape(line, quote=False)}</p>\n" for line in title_lines(matter))
    header = f'<header class="ed-header">\n<h1>{escape(front.title, quote=False)}</h1>\n{subtitle}{lines}</header>\n'
    return header + _contents(matter, words)


def _contents(matter: Matter, words: Words) -> str:
    headings = contents_headings(matter)
    if not headings:
        return ""
    items = "\n".join(
        f'<li class="ed-level-{heading.level}"><a href="#{escape(heading.id)}">{escape(plain_text(heading.inlines))}</a></li>'
        for heading in headings
    )
    title = words.label(matter.labels.contents)
    return f'<nav class="ed-contents" aria-labelledby="contents">\n<h2 id="contents">{title}</h2>\n<ol>\n{items}\n</ol>\n</nav>\n'


def _footnotes(matter: Matter, blocks: Blocks) -> Iterator[str]:
    notes = matter.numbering.footnotes
    if notes:
        items = "\n".join(_footnote(matter, blocks, number, note) for number, note in enumerate(notes, start=1))
        yield (
            '<section class="ed-footnotes" role="doc-endnotes" aria-labelledby="footnotes">\n'
            f'<h2 id="footnotes">{blocks.words.label(matter.labels.footnotes)}</h2>\n<ol>\n{items}\n</ol>\n</section>'
        )


def _footnote(matter: Matter, blocks: Blocks, number: int, note: Footnote) -> str:
    back = escape(matter.labels.back)
    links = " ".join(
        f'<a class="ed-back" role="doc-backlink" href="#{call_id(number, n)}" aria-label="{back} ({number})">↩</a>'
        for n in range(1, blocks.words.calls[note.label] + 1)
    )
    match note.blocks:
        case [Paragraph(inlines=inlines)]:
            return f'<li id="fn-{number}">{blocks.words.write(inlines)} {links}</li>'
        case _:
            return f'<li id="fn-{number}">{blocks.write(note.blocks)} <p>{links}</p></li>'


def _sources(matter: Matter, words: Words) -> Iterator[str]:
    listed = source_list(matter)
    if listed:
        items = "\n".join(
            f'<li id="src-{number}" value="{number}">{escape(source.entry_text, quote=False)}{_address(source.url)} '
            f'<span class="ed-ref">{source.ref}</span> {words.where_from(source.claim_url)}</li>'
            for number, source in listed
        )
        yield (
            '<section class="ed-sources" role="doc-bibliography" aria-labelledby="sources">\n'
            f'<h2 id="sources">{words.label(matter.labels.sources)}</h2>\n<ol>\n{items}\n</ol>\n</section>'
        )


def _address(url: str) -> str:
    return f' <a href="{escape(url)}"><bdi>{escape(short_address(url), quote=False)}</bdi></a>' if url else ""


def _about(matter: Matter, words: Words) -> Iterator[str]:
    notes = closing_notes(matter)
    if notes:
        sections = "\n".join(
            f"<h3>{escape(note.title, quote=False)}</h3>\n" + "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in note.paragraphs)
            for note in notes
        )
        yield (
            '<section class="ed-about" aria-labelledby="about">\n'
            f'<h2 id="about">{words.label(matter.labels.about)}</h2>\n{sections}\n</section>'
        )
