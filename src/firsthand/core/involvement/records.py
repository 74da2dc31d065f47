"""What happened at a roundtable, as plain records: what involvement is measured from.

Every record names the constituency it belongs to; nothing here is an opinion. What was not recorded is empty, and measures of it say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from firsthand.core.authorship import TAKEN, Disposition
from firsthand.core.deciding import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRecord:
    """A seat that decides, who chose its holder ("" for nobody at the table), and whether it has a co-chair or lead writer."""

    seat: str
    constituency: str
    chosen_by: str
    leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRecord:
    """`present` are seats; `spoken` is seconds by constituency, empty where nobody kept the time."""

    present: frozenset[str]
    spoken: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRecord:
    """A comment or an amendment and how it was answered, or None while it was not."""

    constituency: str
    disposition: Disposition | None = None

    @property
    def is_taken(self) -> bool:
        return self.disposition in TAKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRecord:
    constituency: str
    is_answered: bool
    changed_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """A decision that was reached: the last position of each constituency's seats, and who could have blocked it."""

    is_adopted: bool
    positions: Mapping[str, tuple[Position, ...]]
    could_block: frozenset[str] = frozenset()


class Money(StrEnum):
    """What happened to one request for what taking part costs: travel, time, care, interpretation."""

    PAID = "paid"
    REFUSED = "refused"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRecord:
    constituency: str
    answer: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """All that was recorded.

    `agenda` names the constituency that proposed each item; `words` are words that stand, by constituency; `other_words` are words that
    others wrote to carry an amendment of the constituency.
    """

    constituencies: tuple[str, ...]
    seats: tuple[SeatRecord, ...] = ()
    meetings: tuple[MeetingRecord, ...] = ()
    agenda: tuple[str, ...] = ()
    comments: tuple[ProposalRecord, ...] = ()
    amendments: tuple[ProposalRecord, ...] = ()
    objections: tuple[ObjectionRecord, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()
    money: tuple[MoneyRecord, ...] = ()
    words: Mapping[str, int] = field(default_factory=dict)
    other_words: Mapping[str, int] = field(default_factory=dict)
