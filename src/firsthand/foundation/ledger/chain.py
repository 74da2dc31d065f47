"""The hash chain: each row's digest covers the row, its edges and the digest before it, so that an edit anywhere shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

START = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A ledger row as it is hashed. `edges` are (derived, source, carries, use), sorted."""

    number: int
    kind: str
    actor: str
    subject: str
    on: date
    facts: dict[str, object]
    edges: tuple[tuple[str, str, str, str], ...]
    previous: str
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    number: int
    why: str


def digest_of(row: Row) -> str:
    """SHA-256 (hex) over the canonical JSON of everything in the row but its own digest."""
    text = json.dumps(
        [row.number, row.kind, row.actor, row.subject, row.on.isoformat(), row.facts, row.edges, row.previous],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def find_break(rows: Iterable[Row]) -> Break | None:
    """The first row that does not follow from the one before it, or None."""
    previous = START
    for number, row in enumerate(rows, start=1):
        if row.number != number:
            return Break(number=number, why="a row is missing")
        if row.previous != previous:
            return Break(number=number, why="the row does not follow the one before it")
        if row.digest != digest_of(row):
            return Break(number=number, why="the row was changed after it was written")
        previous = row.digest
    return None
