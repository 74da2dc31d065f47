"""Opening a door, and taking a testimony back; receiving one is in `receiving`.

Intake seals and cannot open: it never imports the vault's opening side.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotPermitted, NotValid
from firsthand.foundation.consents.actions import withdraw
from firsthand.foundation.ledger.actions import Happening, record, record_all
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where
from firsthand.foundation.vault.forgetting import destroy_key
from firsthand.foundation.vault.models import Team
from firsthand.foundation.vault.queries import is_key_destroyed
from firsthand.intake.attachments import destroy_files
from firsthand.intake.directory import NoHelpNamed, Offer, name_service, names_help
from firsthand.intake.floods import BY_A_PERSON
from firsthand.intake.inbox import destroy_messages
from firsthand.intake.models import Door, Testimony
from firsthand.intake.queries import NoSuchDoor, open_door_named, testimony_of_receipt
from firsthand.intake.receiving import DoorClosed, NothingMayBeKept, NothingTold, Receipt, receipt_of_form, receive_testimony

__all__ = [  # intake's front for other rooms
    "Door",
    "DoorClosed",
    "NoHelpNamed",
    "NothingMayBeKept",
    "NothingTold",
    "Offer",
    "Receipt",
    "receipt_of_form",
    "receive_testimony",
]


class DestroyingEndsAll(NotValid):
    code = "destroying-ends-all"
    sentence = "Words can only be destroyed together with every use of them."


class Because(StrEnum):
    """Why a coordinator takes a testimony back for its giver. A code, so that nobody writes about a person in the ledger."""

    GIVER_ASKED = "giver-asked"
    GIVER_IN_DANGER = "giver-in-danger"
    GIVEN_BY_MISTAKE = "given-by-mistake"
    POINTS_AT_SOMEONE = "points-at-someone"
    NO_TESTIMONY = "no-testimony"
    KEPT_LONG_ENOUGH = "kept-long-enough"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """Exactly what was done. `ended` holds the uses that ended now; `is_whole` that the testimony is withdrawn altogether."""

    testimony_ref: str
    ended: tuple[Use, ...]
    is_whole: bool
    is_destroyed: bool


@transaction.atomic
def open_door(
    *, organisation: Organisation, team: Team, help_now: Sequence[Offer] = (), limits: str, by: Person | None, now: datetime
) -> Door:
    """An address at which an organisation takes testimony for an evidence team. `by` is None for the operator at the machine.

    `help_now` joins the organisation's directory of services.

    Raises:
        NotPermitted: `by` does not coordinate the organisation.
        NoHelpNamed: nobody is asked what happened before they are told where help is.
        LinkTracks, ServiceNotRight: what `name_service` raises.
    """
    if by is not None and organisation.pk not in organisations_where(by, Role.Name.COORDINATOR):
        raise NotPermitted
    for offer in help_now:
        name_service(organisation=organisation, offer=offer, by=by, now=now)
    if not names_help(organisation):
        raise NoHelpNamed
    door = Door.objects.create(organisation=organisation, team=team, limits=limits)
    record(kind="door-opened", subject=organisation.ref, by=by.ref if by else "", now=now, facts={"team": team.owner})
    return door


@transaction.atomic
def close_door(*, code: str, by: Person | None, now: datetime) -> None:
    """Take nothing more at this address. What came through it stays, and receipts open as before.

    Raises:
        NoSuchDoor: it is not open, or `by` does not coordinate its organisation.
    """
    door = open_door_named(code)
    if by is not None and door.organisation_id not in organisations_where(by, Role.Name.COORDINATOR):
        raise NoSuchDoor
    Door.objects.filter(pk=door.pk).update(is_open=False)
    record(kind="door-closed", subject=door.organisation.ref, by=by.ref if by else "", now=now)


@transaction.atomic
def withdraw_by_receipt(*, receipt: Hidden[str], uses: frozenset[Use] | None, destroy: bool, now: datetime) -> Withdrawn:
    """End these uses (None: all) for whoever holds the receipt; `destroy` also destroys the key of their words, for good.

    Taking back the keeping takes back everything. Asking again for what is done already does nothing and says so.

    Raises:
        DestroyingEndsAll: words are to be destroyed while a use of them goes on.
        ReceiptUnknown and its kin: what `testimony_of_receipt` raises.
    """
    is_whole = uses is None or Use.STORE in uses
    if destroy and not is_whole:
        raise DestroyingEndsAll
    testimony = testimony_of_receipt(receipt)
    if uses is not None and not is_whole:
        ended = withdraw(subject=testimony.ref, uses=uses, by="", now=now)
        return Withdrawn(testimony_ref=testimony.ref, ended=ended, is_whole=False, is_destroyed=False)
    return _withdraw_whole(testimony, destroy=destroy, by="", because=Because.GIVER_ASKED, now=now)


@transaction.atomic
def withdraw_for_giver(*, testimony_ref: str, by: Person, reason_code: Because, now: datetime, destroy: bool = False) -> Withdrawn:
    """Take a whole testimony back for its giver, by a coordinator of the organisation whose team holds it.

    Raises:
        NotFound: there is no such testimony, or it is not this person's to take back.
    """
    testimony = Testimony.objects.select_related("item", "door__team").filter(ref=testimony_ref).first()
    if testimony is None or not _coordinates(by, testimony.door.team.owner):
        raise NotFound
    return _withdraw_whole(testimony, destroy=destroy, by=by.ref, because=reason_code, now=now)


@transaction.atomic
def set_apart(*, testimony_ref: str, by: Person, now: datetime) -> None:
    """Let it wait apart from the others: it is not coded, counted, quoted or shown in a warning until somebody releases it.

    Its giver notices nothing: the receipt opens, and what they take back is taken back.
    """
    if Testimony.objects.filter(ref=testimony_ref, apart="", withdrawn_at=None).update(apart=BY_A_PERSON):
        record(kind="testimony-set-apart", subject=testimony_ref, by=by.ref, now=now)


@transaction.atomic
def release_apart(*, testimony_refs: Collection[str], by: Person, now: datetime) -> int:
    """Let these stand among the others again; how many did not before."""
    rows = Testimony.objects.select_for_update().filter(ref__in=testimony_refs, withdrawn_at=None).exclude(apart="")
    refs = tuple(rows.order_by("pk").values_list("ref", flat=True))
    Testimony.objects.filter(ref__in=refs).update(apart="")
    record_all([Happening(kind="testimony-released", subject=ref, by=by.ref) for ref in refs], now=now)
    return len(refs)


@transaction.atomic
def end_keeping(*, testimony_ref: str, now: datetime) -> None:
    """End the keeping of a testimony whose time is over: the same as if its giver had taken it back and had the words destroyed.

    Raises:
        NotFound: there is no such testimony.
    """
    testimony = Testimony.objects.select_related("item").filter(ref=testimony_ref).first()
    if testimony is None:
        raise NotFound
    _withdraw_whole(testimony, destroy=True, by="", because=Because.KEPT_LONG_ENOUGH, now=now)


@transaction.atomic
def repeat_withdrawal(*, testimony_ref: str, because: str, now: datetime) -> bool:
    """After a restore: take a testimony back that had been taken back since the content was written. False if there is nothing to do.

    If its key did not come back with it, its words are destroyed here as they were there, and its files with them.
    """
    testimony = Testimony.objects.select_related("item").filter(ref=testimony_ref, withdrawn_at=None).first()
    if testimony is None:
        return False
    is_destroyed = is_key_destroyed(testimony.item.ref)
    _withdraw_whole(testimony, destroy=is_destroyed, by="", because=Because(because or Because.GIVER_ASKED), now=now)
    return True


def _withdraw_whole(testimony: Testimony, *, destroy: bool, by: str, because: Because, now: datetime) -> Withdrawn:
    """All grants end, the row is marked, the ledger tells whoever follows, and then the key goes if it is to go."""
    locked = Testimony.objects.select_for_update().get(pk=testimony.pk)
    ended = withdraw(subject=testimony.ref, uses=None, by=by, now=now)
    if locked.withdrawn_at is None:
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        Testimony.objects.filter(pk=testimony.pk).update(withdrawn_at=day)
        record(kind="testimony-withdrawn", subject=testimony.ref, by=by, now=now, facts={"because": because.value})
    is_destroyed = destroy and destroy_key(item_ref=testimony.item.ref, by=by, now=now)
    if is_destroyed:
        record(kind="words-destroyed", subject=testimony.ref, by=by, now=now)
    if destroy:
        destroy_files(testimony, by=by, now=now)
        destroy_messages(testimony, by=by, now=now)
    return Withdrawn(testimony_ref=testimony.ref, ended=ended, is_whole=True, is_destroyed=is_destroyed)


def _coordinates(person: Person, owner_ref: str) -> bool:
    return Organisation.objects.filter(pk__in=organisations_where(person, Role.Name.COORDINATOR), ref=owner_ref).exists()
