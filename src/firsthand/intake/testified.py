"""What someone told, in the form in which it is sealed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When it happened, as closely as the giver chose to say: `precision` is day, month, year, about, or empty for unsaid."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    precision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Testified:
    """A testimony before it is sealed. Its words are kept out of `repr`, so that no log and no traceback prints them.

    `country` is ISO 3166-1 alpha-2, `area` one of `asked.AREAS`, `acts` values of the codebook; each may be empty. Never an address.
    """

    words: str = field(repr=False)
    when: When = field(default=When(), repr=False)
    country: str = field(default="", repr=False)
    area: str = field(default="", repr=False)
    acts: tuple[str, ...] = field(default=(), repr=False)
    language: str = "en"


def to_bytes(told: Testified) -> bytes:
    """The UTF-8 JSON that is sealed and that the evidence team reads."""
    content = {
        "words": told.words,
        "when": {"year": told.when.year, "month": told.when.month, "day": told.when.day, "precision": told.when.precision},
        "country": told.country,
        "area": told.area,
        "acts": list(told.acts),
        "language": told.language,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
