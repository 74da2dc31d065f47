"""What a testimony says, while someone reads it. Held in memory for one page and never stored."""

from __future__ import annotations

import json
from dataclasses import dataclass

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import Fault
from firsthand.evidence.coding import Coding, DateNotReal, When


class NotReadable(Fault):
    """What opened is not a testimony as intake seals it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The giver's words, and what they said beside them, as far as they did."""

    words: Hidden[str]
    area: Hidden[str]
    language: str
    said: Coding


def read_content(content: Hidden[bytes]) -> Opened:
    """The sealed JSON of a testimony, read.

    Raises:
        NotReadable: it is not what intake writes. Nothing of it is repeated.
    """
    try:
        data = json.loads(content.reveal())
        return Opened(
            words=Hidden(str(data["words"])),
            area=Hidden(str(data.get("area") or "")),
            language=str(data.get("language") or ""),
            said=Coding(
                acts=frozenset(map(str, data.get("acts") or ())),
                country=str(data.get("country") or ""),
                when=_when(data.get("when") or {}),
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):  # a browser may have sealed anything, as deep as it likes
        # Not chained: the parser's own message would repeat what it stumbled over.
        raise NotReadable from None


def _when(said: dict[str, object]) -> When:
    """What the giver said of the day, or as much of it as a calendar knows."""
    year, month, day = (_number(said.get(part)) for part in ("year", "month", "day"))
    try:
        return When(year=year, month=month, day=day, is_about=said.get("precision") == "about")
    except DateNotReal:
        return When(year=year if year and year < 10_000 else None)


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).isdigit() and int(value) > 0 else None
