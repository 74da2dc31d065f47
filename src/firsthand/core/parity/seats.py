"""Who sits at a roundtable: constituencies, seats, and who is in the room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from firsthand.core.refusal import NotValid


class SeatUnknown(NotValid):
    code = "seat-unknown"
    sentence = "There is no seat “{seat}” at this roundtable, or it is not held by anyone now."


class ConstituencyUnknown(NotValid):
    code = "constituency-unknown"
    sentence = "“{constituency}” is not one of this roundtable’s constituencies."


class SeatedTwice(NotValid):
    code = "seated-twice"
    sentence = "A seat or a constituency was named twice, or one person for two seats. Everybody speaks for one seat."


class Role(StrEnum):
    """What a seat does. A seat may have several; an observer has no part in decisions."""

    CO_CHAIR = "co-chair"
    LEAD_WRITER = "lead-writer"
    SECRETARIAT = "secretariat"
    MEMBER = "member"
    OBSERVER = "observer"


class Chosen(StrEnum):
    """How the holder of a seat was chosen."""

    ELECTED = "elected"
    OPEN_CALL = "open-call"
    NOMINATED = "nominated"
    APPOINTED = "appointed"
    INVITED = "invited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Constituency:
    """People with one interest in the matter. `seat` and `seats` are how one and several of its seats are called in a sentence."""

    key: str
    label: str
    seat: str
    seats: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One place at the table. `chosen_by` is the constituency (or "" for nobody at the table) that chose its holder.

    `alternates` may stand in for the holder: the seat is present once, whoever of them has come. `leads` are the parts of the text
    (themes, annexes) that a lead writer writes. `until` is the first day on which it is no longer held.
    """

    ref: str
    constituency: str
    holder: str
    chosen_by: str = ""
    chosen: Chosen = Chosen.APPOINTED
    roles: frozenset[Role] = frozenset({Role.MEMBER})
    leads: frozenset[str] = frozenset()
    alternates: tuple[str, ...] = ()
    region: str = ""
    segment: str = ""
    since: date | None = None
    until: date | None = None
    withdrawn_on: date | None = None

    def is_held(self, on: date) -> bool:
        """Whether somebody sits on it that day: the term has begun and has not ended, and the seat was not given up."""
        return (
            (self.since is None or self.since <= on)
            and (self.until is None or on < self.until)
            and (self.withdrawn_on is None or on < self.withdrawn_on)
        )

    @property
    def decides(self) -> bool:
        """Whether it counts for parity and takes positions; observers and a secretariat with no other role do not."""
        return Role.OBSERVER not in self.roles and self.roles != {Role.SECRETARIAT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The constituencies and all seats, of all times, of one roundtable."""

    constituencies: tuple[Constituency, ...]
    seats: tuple[Seat, ...]

    def __post_init__(self) -> None:
        keys = {each.key for each in self.constituencies}
        if len(keys) < len(self.constituencies) or len({seat.ref for seat in self.seats}) < len(self.seats):
            raise SeatedTwice
        for seat in self.seats:
            if seat.constituency not in keys:
                raise ConstituencyUnknown(constituency=seat.constituency)

    def constituency(self, key: str) -> Constituency:
        for each in self.constituencies:
            if each.key == key:
                return each
        raise ConstituencyUnknown(constituency=key)

    def held(self, on: date) -> tuple[Seat, ...]:
        """The seats that somebody sits on that day.

        Raises:
            SeatedTwice: a person holds, or stands in for, two of them.

        """
        held = tuple(seat for seat in self.seats if seat.is_held(on))
        people = Counter(person for seat in held for person in {seat.holder, *seat.alternates})
        if any(times > 1 for times in people.values()):
            raise SeatedTwice
        return held

    def seat(self, ref: str, *, on: date) -> Seat:
        """The seat of this name, if it is held."""
        for each in self.held(on):
            if each.ref == ref:
                return each
        raise SeatUnknown(seat=ref)

    def present(self, room: Collection[str], *, on: date) -> tuple[Seat, ...]:
        """The held seats whose holder or an alternate is among the people in the room, each once."""
        return tuple(seat for seat in self.held(on) if room and not {seat.holder, *seat.alternates}.isdisjoint(room))

    def deciding(self, on: date) -> tuple[Seat, ...]:
        return tuple(seat for seat in self.held(on) if seat.decides)


def count_of(seats: Iterable[Seat], constituencies: Collection[str], *, all_seats: bool = False) -> int:
    """How many of these seats belong to one of the constituencies and decide (or, with `all_seats`, whatever they do)."""
    return sum((seat.decides or all_seats) and seat.constituency in constituencies for seat in seats)
