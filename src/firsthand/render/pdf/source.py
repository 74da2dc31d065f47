"""A whole edition as Typst source: settings, our own template, and calls whose words are all strings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from firsthand.core.manuscript import Direction
from firsthand.render.matter import (
    CONTENTS_DEPTH,
    Matter,
    closing_notes,
    contents_headings,
    foot_line,
    leads_outside,
    short_address,
    source_list,
    title_lines,
)
from firsthand.render.pdf.blocks import Blocks, text_settings
from firsthand.render.pdf.fonts import body_measures, is_set_without_spaces, mono_fonts, sans_fonts, serif_fonts
from firsthand.render.typst_strings import array, joined, literal, literals


def typst_source(matter: Matter, drawings: Mapping[str, str]) -> str:
    """One file that names no other: no package, no picture on a disk, no address that is read. `drawings` are SVGs by the figure's Ref."""
    front = matter.front
    edition = front.edition
    call = ", ".join(
        (
            literal(front.title),
            literal(front.subtitle) if front.subtitle else "none",
            literals((*front.organisations, *front.authors)),
            literals((edition.ref,) if edition else ()),
            _date(front.dated_on),
            literal(foot_line(matter)),
            literal(matter.labels.page),
            joined(_body(matter, drawings)),
        )
    )
    return f"{_settings(matter)}\n{_template()}\n#edition({call})\n"


@cache
def _template() -> str:
    return files("firsthand.render.pdf").joinpath("edition.typ").read_text(encoding="utf-8")


def _settings(matter: Matter) -> str:
    front = matter.front
    size, leading = body_measures(front.language)
    side = "right" if front.direction is Direction.RIGHT_TO_LEFT else "left"
    return "\n".join(
        (
            f"#let serif = {_fonts(serif_fonts(front.language), front.language)}",
            f"#let sans = {_fonts(sans_fonts(front.language), front.language)}",
            f"#let mono = {literals(mono_fonts(front.language))}",
            f"#let (body-size, body-leading) = ({size}pt, {leading}em)",
            f'#let side = "{side}"',
            f"#let settings = {text_settings(front.language)}",
        )
    )


def _fonts(names: tuple[str, ...], language: str) -> str:
    """The first typeface is Latin; in full-width scripts it must leave the punctuation to the others."""
    first, *rest = names
    if not is_set_without_spaces(language):
        return literals(names)
    return array((f'(name: {literal(first)}, covers: "latin-in-cjk")', *(literal(name) for name in rest)))


def _date(day: date | None) -> str:
    return f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none"


def _body(matter: Matter, drawings: Mapping[str, str]) -> Iterator[str]:
    front, blocks = matter.front, Blocks(matter, drawings)
    label = blocks.inlines.label
    status = front.edition.status if front.edition else ""
    lines = title_lines(matter)
    shown = lines[:-1] if status else lines
    yield f"opening({literal(front.title)}, {literal(front.subtitle)}, {literals(shown)}, {literal(status)})"
    if contents_headings(matter):
        yield f"contents({label(matter.labels.contents)}, {CONTENTS_DEPTH})"
        yield "pagebreak()"
    yield blocks.write(matter.resolved.manuscript.blocks)
    yield from _sources(matter, blocks)
    yield from _about(matter, blocks)


def _sources(matter: Matter, blocks: Blocks) -> Iterator[str]:
    inlines = blocks.inlines
    items = []
    for number, source in source_list(matter):
        where = inlines.where_from(source.claim_url)
        parts = [inlines.isolated(source.entry_text), literal(" ")]
        if source.url:
            shown = inlines.isolated(short_address(source.url))
            parts.append(f"outside({literal(source.url)}, {shown})" if leads_outside(source.url) else shown)
            parts.append(literal(" "))
        parts.append(f"small({inlines.isolated(source.ref)})")
        if where != "none":
            parts += ["linebreak()", where]
        items.append(f"source({number}, {joined(parts)})")
    if items:
        yield f"heading(level: 1, {inlines.label(matter.labels.sources)})"
        yield f"sources({array(items)})"


def _about(matter: Matter, blocks: Blocks) -> Iterator[str]:
    notes = closing_notes(matter)
    if notes:
        yield f"heading(level: 1, {blocks.inlines.label(matter.labels.about)})"
    for note in notes:
        yield f"heading(level: 2, outlined: false, bookmarked: true, {literal(note.title)})"
        yield from (f"par({literal(words)})" for words in note.paragraphs)
