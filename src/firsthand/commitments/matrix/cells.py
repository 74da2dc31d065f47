"""What stands inside one cell: a number before the text, the source of the position after it, classifications one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.commitments.matrix.found import Source, Tag
from firsthand.core.commitment import Scheme

_numbered = re.compile(r"^(?P<number>\d{1,4}\.\d{1,4})(?:\s?\(?(?P<part>[a-z])\))?\.?(?=\s|$)\s*(?P<text>.*)$", re.DOTALL)
_after_text = re.compile(r"^\s*(?:source of position|comments?)\s*:", re.IGNORECASE)
_symbol = re.compile(r"source of position\s*:\s*(?P<symbol>[A-Z]+(?:/[A-Za-z0-9.\-]*[A-Za-z0-9])+)", re.IGNORECASE)
_paragraph = re.compile(r"\bparas?\.?\s*(?P<paragraph>\d+(?:\.\d+)*)", re.IGNORECASE)
_theme = re.compile(r"^(?:(?P<code>[A-Z]\d+|\d+(?:\.\d+)+)\.?\s+)?(?P<label>.+)$", re.DOTALL)
_goal = re.compile(r"^(?P<code>\d{1,2}(?:\.[0-9a-z]+)?)\s*[-–—]\s*(?P<label>.+)$", re.DOTALL)
_switches = {"affected persons": Scheme.PERSONS, "groups of persons": Scheme.PERSONS, "sdgs": Scheme.SDG, "themes": Scheme.THEME}


def split_number(cell: str) -> tuple[str, str, str]:
    """The number, the letter of its part, and the rest of the cell. The number is empty where none stands at the start."""
    found = _numbered.match(cell)
    return (found["number"], found["part"] or "", found["text"]) if found else ("", "", cell)


def split_source(text: str) -> tuple[str, Source]:
    """The recommendation verbatim, and what the cell says after it about the source of the position."""
    lines = text.split("\n")
    cut = next((place for place, line in enumerate(lines) if _after_text.match(line)), len(lines))
    printed = "\n".join(line.strip() for line in lines[cut:] if line.strip())
    symbol = _symbol.search(printed)
    paragraph = _paragraph.search(printed, symbol.end()) if symbol else None
    return "\n".join(lines[:cut]).strip(), Source(
        printed=printed,
        symbol=symbol["symbol"] if symbol else "",
        paragraph=paragraph["paragraph"] if paragraph else "",
    )


def read_tags(cell: str, *, starts_with: Scheme) -> tuple[Tag, ...]:
    """The classifications of a cell, each once. Lines like “Affected persons:” change the scheme of those below."""
    return tuple(dict.fromkeys(_tags(cell, starts_with)))


def _tags(cell: str, scheme: Scheme) -> Iterator[Tag]:
    for line in cell.split("\n"):
        words = " ".join(line.split())
        switch = _switches.get(words.rstrip(": ").casefold())
        if switch:
            scheme = switch
            continue
        words = words.removeprefix("- ").strip(" -")
        if not words:
            continue
        found = {Scheme.THEME: _theme, Scheme.SDG: _goal}.get(scheme, _theme).match(words)
        if found is None or scheme is Scheme.PERSONS:
            yield Tag(scheme=scheme, code="", label=words)
        else:
            yield Tag(scheme=scheme, code=found["code"] or "", label=found["label"])
