"""Doors, what a receipt leads to, and where a testimony's sealed words are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from firsthand.core.consent import Grant, Use
from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotValid
from firsthand.foundation.consents.queries import grants_of
from firsthand.foundation.consents.wording import ASKED
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where
from firsthand.foundation.vault.models import Item, Team
from firsthand.foundation.vault.queries import is_key_destroyed
from firsthand.intake import receipts
from firsthand.intake.models import Door, Testimony


class NoSuchDoor(NotFound):
    code = "no-such-door"


class NoSuchTestimony(NotFound):
    code = "no-such-testimony"


class ReceiptUnknown(NotValid):
    code = "receipt-unknown"
    sentence = "We have nothing under these words. Please check that they are the words of your receipt, all twelve, in their order."


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorCard:
    code: str
    organisation: str
    limits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUse:
    """One use that was said yes to, and whether the yes still holds. `until` is its first day without; `is_ending` where that is soon."""

    use: Use
    granted_on: date
    ended_on: date | None
    until: date | None
    is_ending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a receipt opens: never the words told, only what may be done with them. Each use once, as it stands now."""

    testimony_ref: str
    received_on: date
    uses: tuple[GivenUse, ...]
    is_withdrawn: bool
    is_destroyed: bool

    @property
    def live_uses(self) -> tuple[Use, ...]:
        return tuple(given.use for given in self.uses if given.ended_on is None)

    @property
    def open_uses(self) -> tuple[Use, ...]:
        """The uses that can be said yes to now, in the order in which they are asked: never given, ended, or ending soon."""
        if self.is_withdrawn:
            return ()
        settled = {given.use for given in self.uses if given.ended_on is None and not given.is_ending}
        return tuple(asked.use for asked in ASKED if asked.use not in settled and asked.use != Use.STORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonyRow:
    """A testimony as its team sees it in a list."""

    ref: str
    organisation: str
    received_on: date
    is_withdrawn: bool


def open_door_named(code: str) -> Door:
    """The open door at this address.

    Raises:
        NoSuchDoor: there is none, or it was closed.
    """
    door = Door.objects.select_related("organisation", "team").filter(code=code.lower(), is_open=True).first()
    if door is None:
        raise NoSuchDoor
    return door


def open_door_to_send_to(code: str) -> Door:
    """The open door at this address, with no more than sealing asks of it. Raises what `open_door_named` raises."""
    needed = ("code", "team__public_key", "team__generation")
    door = Door.objects.select_related("team").only(*needed).filter(code=code.lower(), is_open=True).first()
    if door is None:
        raise NoSuchDoor
    return door


def door_card(door: Door) -> DoorCard:
    return DoorCard(
        code=door.code,
        organisation=door.organisation.name,
        limits=door.limits,
    )


def testimony_of_receipt(receipt: Hidden[str]) -> Testimony:
    """The testimony that a receipt stands for.

    Raises:
        ReceiptWrongLength, ReceiptWordUnknown, ReceiptMistyped: the words are not a receipt.
        ReceiptUnknown: they could be one, but none of ours.
    """
    return found_by_receipt(receipt)[0]


def found_by_receipt(receipt: Hidden[str]) -> tuple[Testimony, Hidden[bytes]]:
    """The testimony that a receipt stands for, and the receipt's bits. Raises what `testimony_of_receipt` raises."""
    bits = receipts.read(receipt)
    rows = Testimony.objects.select_related("giver", "item", "door__team")
    testimony = rows.filter(giver__lookup=receipts.lookup_of(bits)).first()
    if testimony is None:
        raise ReceiptUnknown
    return testimony, bits


def given_by_receipt(receipt: Hidden[str], *, now: datetime) -> Given:
    """What a giver may know of what they gave. Raises what `testimony_of_receipt` raises."""
    testimony = testimony_of_receipt(receipt)
    by_use: dict[Use, list[Grant]] = {}
    for grant in grants_of([testimony.ref]).get(testimony.ref, ()):
        by_use.setdefault(grant.use, []).append(grant)
    return Given(
        testimony_ref=testimony.ref,
        received_on=testimony.received_on,
        uses=tuple(_given(use, grants, now) for use, grants in by_use.items()),
        is_withdrawn=testimony.withdrawn_at is not None,
        is_destroyed=is_key_destroyed(testimony.item.ref),
    )


def testimonies_for(person: Person) -> tuple[TestimonyRow, ...]:
    """The testimonies sealed to teams of organisations in which this person coordinates or codes, the newest first."""
    owned = organisations_where(person, Role.Name.COORDINATOR, Role.Name.CODER)
    refs = Organisation.objects.filter(pk__in=owned).values("ref")
    rows = Testimony.objects.filter(door__team__owner__in=refs).select_related("door__organisation").order_by("-received_on", "-pk")
    return tuple(
        TestimonyRow(
            ref=row.ref,
            organisation=row.door.organisation.name,
            received_on=row.received_on,
            is_withdrawn=row.withdrawn_at is not None,
        )
        for row in rows
    )


def sealed_item_of(testimony_ref: str) -> Item:
    """The sealed words of a testimony.

    Raises:
        NoSuchTestimony: there is none.
    """
    return _testimony(testimony_ref).item


def team_of_testimony(testimony_ref: str) -> Team:
    """The team that a testimony was sealed to.

    Raises:
        NoSuchTestimony: there is none.
    """
    return _testimony(testimony_ref).door.team


def testimonies_older_than(day: date) -> tuple[str, ...]:
    """The Refs of the testimonies received before this day that nobody took back."""
    rows = Testimony.objects.filter(received_on__lt=day, withdrawn_at=None).order_by("pk")
    return tuple(rows.values_list("ref", flat=True))


def _testimony(ref: str) -> Testimony:
    testimony = Testimony.objects.select_related("item", "door__team").filter(ref=ref).first()
    if testimony is None:
        raise NoSuchTestimony
    return testimony


def _given(use: Use, grants: Sequence[Grant], now: datetime) -> GivenUse:
    """How a use stands: the yes that holds longest, or the last that ended."""
    live = [grant for grant in grants if grant.is_live(now)]
    last = max(live, key=lambda grant: grant.until or date.max) if live else grants[-1]
    ended_on = None if live else last.withdrawn_at.date() if last.withdrawn_at else last.until
    soon = now.date() + timedelta(days=settings.CONSENT_NOTICE_DAYS)
    is_ending = bool(live) and last.until is not None and last.until <= soon
    return GivenUse(use=use, granted_on=last.granted_on, ended_on=ended_on, until=last.until, is_ending=is_ending)
