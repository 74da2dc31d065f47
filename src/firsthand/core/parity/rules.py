"""The kinds of rules a roundtable can give itself. A rule is data: its kind, and the constituencies and numbers it is about.

None of them knows a movement: which constituency may never be outnumbered, and by whom, is said by the roundtable.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from firsthand.core.parity.seats import Role
from firsthand.core.parity.verdict import Moment

_EVERY_COUNT = frozenset({Moment.SEATING, Moment.ATTENDANCE, Moment.QUORUM, Moment.DECISION})


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverMoreThan:
    """Seats of `these` are never more than seats of `those`: among the seats, in the room, and when it is decided.

    With `counts_observers`, seats that only observe and the secretariat's count too, on both sides.
    """

    kind: ClassVar[str] = "never-more-than"
    moments: ClassVar[frozenset[Moment]] = _EVERY_COUNT
    these: frozenset[str]
    those: frozenset[str]
    counts_observers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorityOf:
    """Seats of `of` are more than all others together."""

    kind: ClassVar[str] = "majority-of"
    moments: ClassVar[frozenset[Moment]] = _EVERY_COUNT
    of: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFromEach:
    """Each of these constituencies has a seat with this role (a co-chair from each)."""

    kind: ClassVar[str] = "role-from-each"
    moments: ClassVar[frozenset[Moment]] = frozenset({Moment.SEATING, Moment.PUBLICATION})
    role: Role
    of: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadWritersMixed:
    """Every part of the text that has lead writers has one from each of these constituencies."""

    kind: ClassVar[str] = "lead-writers-mixed"
    moments: ClassVar[frozenset[Moment]] = frozenset({Moment.SEATING, Moment.PUBLICATION})
    of: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatPerRegion:
    """Of these constituencies, each region has at least so many seats."""

    kind: ClassVar[str] = "seat-per-region"
    moments: ClassVar[frozenset[Moment]] = frozenset({Moment.SEATING, Moment.PUBLICATION})
    of: frozenset[str]
    regions: tuple[str, ...]
    at_least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class QuorumOf:
    """No decision unless this share of the seats of `of` is present, and at least one."""

    kind: ClassVar[str] = "quorum-of"
    moments: ClassVar[frozenset[Moment]] = frozenset({Moment.QUORUM, Moment.DECISION})
    of: frozenset[str]
    share: Fraction = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionsAnswered:
    """No decision, and nothing printed, while an objection has no answer."""

    kind: ClassVar[str] = "objections-answered"
    moments: ClassVar[frozenset[Moment]] = frozenset({Moment.DECISION, Moment.PUBLICATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """These constituencies meet among themselves before it is decided; while they do, nobody else is in the room."""

    kind: ClassVar[str] = "own-session"
    moments: ClassVar[frozenset[Moment]] = frozenset({Moment.ATTENDANCE, Moment.DECISION})
    of: frozenset[str]


Rule = NeverMoreThan | MajorityOf | RoleFromEach | LeadWritersMixed | SeatPerRegion | QuorumOf | ObjectionsAnswered | OwnSession
KINDS: dict[str, type[Rule]] = {
    each.kind: each
    for each in (NeverMoreThan, MajorityOf, RoleFromEach, LeadWritersMixed, SeatPerRegion, QuorumOf, ObjectionsAnswered, OwnSession)
}
