"""What a project holds. Every id is a GUID that stays the same from export to export, so that another program knows a thing again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """Who coded. The name is not the person's own."""

    guid: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QdaCode:
    guid: UUID
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeGroup:
    """A list of the codebook: not put on words itself, only its codes are."""

    guid: UUID
    name: str
    codes: tuple[QdaCode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A code by a coder. `start` and `end` count code points of the text and are None where the whole text is meant."""

    guid: UUID
    code: UUID
    coder: UUID
    made_at: datetime
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedText:
    """A text with its codes. Its name is a Ref; `text` has line feeds only."""

    guid: UUID
    name: str
    text: str
    marked: tuple[Marked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    name: str
    origin: str
    made_at: datetime
    coders: tuple[Coder, ...]
    codebook: tuple[CodeGroup, ...]
    texts: tuple[CodedText, ...]
