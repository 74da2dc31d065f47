"""Files of reference managers, read into CSL-JSON. One entry that cannot be read costs one entry, and says at which line it stands."""

from __future__ import annotations

import json
import logging
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import pypandoc
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, DuplicateBlockKeyBlock, Entry, ParsingFailedBlock
from django.utils.translation import gettext as _

from firsthand.core.bibliography import Item, WorkMalformed, clean_item
from firsthand.core.refusal import NotValid

LARGEST = 4 * 1024 * 1024
MOST = 5000
_LONGEST = 60  # seconds
_SURROUNDINGS = {"LANG": "C.UTF-8"}
_record = re.compile(r"^TY  ?- ?", re.MULTILINE)
_tag = re.compile(r"^([A-Z][A-Z0-9])  ?- ?(.*)$", re.MULTILINE)

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)  # what it says of a bad entry repeats the entry


class FileFormat(StrEnum):
    CSL = "csl"
    BIBTEX = "bibtex"
    RIS = "ris"


class FileNotRead(NotValid):
    code = "file-of-sources-not-read"
    sentence = "This is not a file of sources that we can read: BibTeX, RIS or CSL-JSON, at most 4 MB and 5,000 works."


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A work with the line at which it begins."""

    line: int
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What was not read: at which line it begins, and why, in the reader's words."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    format: FileFormat
    read: tuple[Read, ...]
    refused: tuple[Refused, ...]


def read_file(data: bytes) -> Reading:
    """Every work in a file, in its order; which of the three formats it is, is seen from its content.

    Raises:
        FileNotRead: it is too large, no text, or none of the three.
    """
    if len(data) > LARGEST:
        raise FileNotRead
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kind = _format_of(text)
    found = {FileFormat.CSL: _read_csl, FileFormat.BIBTEX: _read_bibtex, FileFormat.RIS: _read_ris}[kind](text)
    if len(found.read) + len(found.refused) > MOST or not (found.read or found.refused):
        raise FileNotRead
    return found


def _format_of(text: str) -> FileFormat:
    start = text.lstrip()
    if start[:1] in "[{" and start:
        return FileFormat.CSL
    if _record.search(text):
        return FileFormat.RIS
    if re.search(r"^\s*@\w+\s*[{(]", text, re.MULTILINE):
        return FileFormat.BIBTEX
    raise FileNotRead


def _read_csl(text: str) -> Reading:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise FileNotRead from None
    items = found if isinstance(found, list) else found.get("items", [found]) if isinstance(found, dict) else []
    # JSON has no lines of its own; the number of the work is what a reader can count.
    return _cleaned(FileFormat.CSL, [(number, item) for number, item in enumerate(items, start=1)], ())


def _read_bibtex(text: str) -> Reading:
    blocks = parse_string(text, parse_stack=[]).blocks
    written = [(block, block.raw or "") for block in blocks]
    strings = "\n".join(raw for _block, raw in written if raw.lstrip().lower().startswith("@string"))
    entries = [block for block in blocks if isinstance(block, Entry)]
    refused = [Refused(line=_line(block), reason=_why(block)) for block in blocks if isinstance(block, ParsingFailedBlock)]
    items = _translated([block.raw or "" for block in entries], before=strings, called="bibtex")
    read = [(_line(block), item) for block, item in zip(entries, items, strict=True)]
    return _cleaned(FileFormat.BIBTEX, read, refused)


def _line(block: Block) -> int:
    return int(block.start_line or 0) + 1


def _why(block: ParsingFailedBlock) -> str:
    if isinstance(block, DuplicateBlockKeyBlock):
        return _("Its key was used before in this file.")
    return _("A bracket or quotation mark is not closed here.")


def _read_ris(text: str) -> Reading:
    starts = [found.start() for found in _record.finditer(text)]
    records, refused = [], []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line, record = text.count("\n", 0, start) + 1, text[start:end]
        if not re.search(r"^ER  ?-", record, re.MULTILINE):
            refused.append(Refused(line=line, reason=_("The record is not ended by ER.")))
        else:
            records.append((line, re.sub(r"^ER  ?- *$", "ER  - ", record.strip(), flags=re.MULTILINE) + "\n\n"))
    items = _translated([record for _line, record in records], before="", called="ris")
    read = []
    for (line, record), item in zip(records, items, strict=True):
        if isinstance(item, dict) and not (item.get("issued") or {}).get("date-parts"):
            tags = dict(_tag.findall(record))
            item["issued"] = {"raw": tags.get("PY") or tags.get("Y1") or tags.get("DA") or ""}
        read.append((line, _with_bodies(item)))
    return _cleaned(FileFormat.RIS, read, refused)


def _with_bodies(item: object) -> object:
    """A name of several words without a given name is a body's: RIS writes it with a comma at its end, which pandoc drops."""
    for role in ("author", "editor"):
        for name in item.get(role, ()) if isinstance(item, dict) else ():
            if set(name) == {"family"} and " " in name["family"]:
                name["literal"] = name.pop("family")
    return item


def _cleaned(kind: FileFormat, found: Sequence[tuple[int, object]], refused: Sequence[Refused]) -> Reading:
    read, not_kept = [], list(refused)
    for line, raw in found:
        try:
            read.append(Read(line=line, item=clean_item(raw)))
        except WorkMalformed as malformed:
            not_kept.append(Refused(line=line, reason=str(malformed)))
    return Reading(format=kind, read=tuple(read), refused=tuple(sorted(not_kept, key=lambda each: each.line)))


def _translated(entries: Sequence[str], *, before: str, called: str) -> list[object]:
    """Each entry as a CSL item, None where it could not be translated. All at once; by halves where one of them stops the rest."""
    if not entries:
        return []
    items = _pandoc("\n".join((before, *entries)).lstrip(), called)
    if items is not None and len(items) == len(entries):
        return items
    if len(entries) == 1:
        return [None]
    half = len(entries) // 2
    return [*_translated(entries[:half], before=before, called=called), *_translated(entries[half:], before=before, called=called)]


def _pandoc(text: str, called: str) -> list[object] | None:
    command = [pypandoc.get_pandoc_path(), "--sandbox", f"--from={called}", "--to=csljson"]
    try:
        made = subprocess.run(  # noqa: S603 -- a fixed program with fixed arguments
            command, input=text.encode(), capture_output=True, check=True, timeout=_LONGEST, env=_SURROUNDINGS
        )
        found = json.loads(made.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        return None
    return found if isinstance(found, list) else None
