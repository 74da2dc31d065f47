"""How an edition is cited: CSL-JSON (citationstyles.org, schema 1.0.2), BibTeX, and Dublin Core terms for the page's head."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

_special = re.compile(r"([\\{}$&#^_%~])")
_replaced = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Citable:
    """What is said of an edition wherever it is cited. `address` is permanent."""

    ref: str
    title: str
    organisation: str
    number: int
    language: str
    published_on: date
    address: str
    licence: str


def csl_json(edition: Citable) -> str:
    """A CSL-JSON list of one item of type `report`, as reference managers import it."""
    day = edition.published_on
    item = {
        "id": edition.ref,
        "type": "report",
        "title": edition.title,
        "author": [{"literal": edition.organisation}],
        "publisher": edition.organisation,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "edition": str(edition.number),
        "number": edition.ref,
        "language": edition.language,
        "URL": edition.address,
    }
    return json.dumps([item], ensure_ascii=False, indent=2)


def bibtex(edition: Citable) -> str:
    """One `@techreport`; what TeX would read as a command is written so that it prints. Letters stay as they are (UTF-8)."""
    fields = {
        "title": f"{{{_escaped(edition.title)}}}",
        "author": f"{{{_escaped(edition.organisation)}}}",
        "institution": _escaped(edition.organisation),
        "year": str(edition.published_on.year),
        "month": str(edition.published_on.month),
        "number": edition.ref,
        "note": _escaped(f"Edition {edition.number}"),
        "language": edition.language,
        "url": edition.address,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@techreport{{{edition.ref},\n{lines}\n}}\n"


def dublin_core(edition: Citable) -> tuple[tuple[str, str], ...]:
    """(name, content) of the `<meta>` elements that say in Dublin Core terms what the page is."""
    return (
        ("DC.title", edition.title),
        ("DC.creator", edition.organisation),
        ("DC.publisher", edition.organisation),
        ("DC.date", edition.published_on.isoformat()),
        ("DC.language", edition.language),
        ("DC.identifier", edition.address),
        ("DC.rights", edition.licence),
        ("DC.type", "Text"),
    )


def _escaped(text: str) -> str:
    return _special.sub(lambda found: _replaced.get(found[1], f"\\{found[1]}"), text)
