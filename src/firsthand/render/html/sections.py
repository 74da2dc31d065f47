"""What stands before and after the text: title, contents, footnotes, sources, notes on the edition; empty where there is nothing to say."""

from __future__ import annotations

from html import escape

from firsthand.core.manuscript import Footnote, Paragraph, plain_text
from firsthand.render.html.blocks import Blocks
from firsthand.render.html.words import Words, call_id
from firsthand.render.matter import Matter, closing_notes, contents_headings, leads_outside, short_address, source_list, title_lines


def write_title(matter: Matter) -> str:
    front = matter.front
    subtitle = f'<p class="ed-subtitle">{escape(front.subtitle, quote=False)}</p>\n' if front.subtitle else ""
    lines = "".join(f"<p>{escape(line, quote=False)}</p>\n" for line in title_lines(matter))
    return f'<header class="ed-header">\n<h1>{escape(front.title, quote=False)}</h1>\n{subtitle}{lines}</header>\n'


def write_contents(matter: Matter, words: Words) -> str:
    headings = contents_headings(matter)
    if not headings:
        return ""
    items = "\n".join(
        f'<li class="ed-level-{heading.level}"><a href="{words.inside(heading.id)}">{escape(plain_text(heading.inlines))}</a></li>'
        for heading in headings
    )
    title = words.label(matter.labels.contents)
    return f'<nav class="ed-contents" aria-labelledby="contents">\n<h2 id="contents">{title}</h2>\n<ol>\n{items}\n</ol>\n</nav>\n'


def write_footnotes(matter: Matter, blocks: Blocks) -> str:
    """The notes that were called by what `blocks` has written already: each leads back to every call."""
    notes = matter.numbering.footnotes
    if not notes:
        return ""
    items = "\n".join(_footnote(matter, blocks, number, note) for number, note in enumerate(notes, start=1))
    return (
        '<section class="ed-footnotes" role="doc-endnotes" aria-labelledby="footnotes">\n'
        f'<h2 id="footnotes">{blocks.words.label(matter.labels.footnotes)}</h2>\n<ol>\n{items}\n</ol>\n</section>'
    )


def _footnote(matter: Matter, blocks: Blocks, number: int, note: Footnote) -> str:
    words = blocks.words
    back = escape(matter.labels.back)
    kind = ' epub:type="footnote"' if words.is_book else ""
    links = " ".join(
        f'<a class="ed-back" role="doc-backlink" href="{words.inside(call_id(number, n))}" aria-label="{back} ({number})">↩</a>'
        for n in range(1, words.calls[note.label] + 1)
    )
    match note.blocks:
        case [Paragraph(inlines=inlines)]:
            return f'<li id="fn-{number}"{kind}>{words.write(inlines)} {links}</li>'
        case _:
            return f'<li id="fn-{number}"{kind}>{blocks.write(note.blocks)} <p>{links}</p></li>'


def write_sources(matter: Matter, words: Words) -> str:
    listed = source_list(matter)
    if not listed:
        return ""
    items = "\n".join(
        f'<li id="src-{number}" value="{number}"><bdi>{escape(source.entry_text, quote=False)}</bdi>{_address(source.url, words)} '
        f'<span class="ed-ref">{source.ref}</span> {words.where_from(source.claim_url)}</li>'
        for number, source in listed
    )
    return (
        '<section class="ed-sources" role="doc-bibliography" aria-labelledby="sources">\n'
        f'<h2 id="sources">{words.label(matter.labels.sources)}</h2>\n<ol>\n{items}\n</ol>\n</section>'
    )


def _address(url: str, words: Words) -> str:
    if not url:
        return ""
    shown = f"<bdi>{escape(short_address(url), quote=False)}</bdi>"
    return f" {shown}" if words.is_book and not leads_outside(url) else f' <a href="{escape(url)}">{shown}</a>'


def write_about(matter: Matter, words: Words) -> str:
    notes = closing_notes(matter)
    if not notes:
        return ""
    sections = "\n".join(
        f"<h3>{escape(note.title, quote=False)}</h3>\n" + "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in note.paragraphs)
        for note in notes
    )
    return (
        '<section class="ed-about" aria-labelledby="about">\n'
        f'<h2 id="about">{words.label(matter.labels.about)}</h2>\n{sections}\n</section>'
    )
