"""Sources for other programs: CSL-JSON as it is kept, BibTeX by pandoc, RIS by its tags."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence

import pypandoc

from firsthand.core.bibliography import Item
from firsthand.core.refusal import Fault

_LONGEST = 60
_DOI_UNSAFE = re.compile(r"[{}\\\s]")
_TYPES = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "book": "BOOK", "chapter": "CHAP",
    "paper-conference": "CPAPER", "report": "RPRT", "thesis": "THES", "webpage": "ELEC", "post-weblog": "BLOG", "legal_case": "CASE",
    "legislation": "STAT", "bill": "BILL", "dataset": "DATA", "treaty": "STAT", "standard": "STAND", "hearing": "HEAR",
}  # fmt: skip
_TAGS = (
    ("title", "TI"), ("container-title", "T2"), ("collection-title", "T3"), ("volume", "VL"), ("issue", "IS"), ("number", "M1"),
    ("edition", "ET"), ("publisher", "PB"), ("publisher-place", "CY"), ("DOI", "DO"), ("ISBN", "SN"), ("ISSN", "SN"), ("URL", "UR"),
    ("abstract", "AB"), ("note", "N1"), ("language", "LA"),
)  # fmt: skip


class BibtexNotMade(Fault):
    """Pandoc could not write these works."""


def to_csl(works: Sequence[tuple[str, Item]]) -> bytes:
    """A list of CSL-JSON items with their Refs as ids."""
    return json.dumps([{"id": ref, **item} for ref, item in works], ensure_ascii=False, indent=2).encode()


def to_bibtex(works: Sequence[tuple[str, Item]]) -> bytes:
    """BibTeX with Refs as keys.

    Raises:
        BibtexNotMade: pandoc failed or took too long.
    """
    command = [pypandoc.get_pandoc_path(), "--sandbox", "--from=csljson", "--to=bibtex"]
    try:
        made = subprocess.run(  # noqa: S603 -- a fixed program with fixed arguments
            command, input=to_csl(works), capture_output=True, check=True, timeout=_LONGEST, env={"LANG": "C.UTF-8"}
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise BibtexNotMade("pandoc could not write these works") from error
    text = made.stdout.decode()
    for ref, item in works:  # BibTeX itself has no field for it, so pandoc leaves it out; every program reads it all the same
        if item.get("DOI"):
            text = text.replace(f"{{{ref},\n", f"{{{ref},\n  doi = {{{_DOI_UNSAFE.sub('', item['DOI'])}}},\n", 1)
    return text.encode()


def to_ris(works: Sequence[tuple[str, Item]]) -> bytes:
    """RIS records (the tags of the specification of 2011), each ended by ER, lines by CR LF."""
    lines = []
    for ref, item in works:
        lines.append(("TY", _TYPES.get(item["type"], "GEN")))
        lines.append(("ID", ref))
        lines += [("AU", _name(name)) for name in item.get("author", ())]
        lines += [("ED", _name(name)) for name in item.get("editor", ())]
        lines += [(tag, item[name]) for name, tag in _TAGS if item.get(name)]
        if parts := item.get("issued", {}).get("date-parts", [[]])[0]:
            lines.append(("PY", str(parts[0])))
            lines.append(("DA", "/".join(f"{part:02}" for part in parts) + "/" * (3 - len(parts))))
        first, _dash, last = str(item.get("page", "")).replace("–", "-").partition("-")
        lines += [(tag, page) for tag, page in (("SP", first), ("EP", last)) if page]
        lines.append(("ER", ""))
    return "".join(f"{tag}  - {text}\r\n" for tag, text in lines).encode()


def _name(name: dict[str, str]) -> str:
    family = " ".join(part for part in (name.get("non-dropping-particle", ""), name.get("family", "")) if part)
    if name.get("literal"):
        return f"{name['literal']},"  # the comma says that the whole is the name of a body
    return ", ".join(part for part in (family, name.get("given", "")) if part)
