"""What was said after a testimony, without its words: days and who wrote. Whoever has unlocked adds the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from firsthand.foundation.people.models import Person
from firsthand.foundation.vault.models import ItemKey
from firsthand.intake.models import Message, Testimony


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCard:
    """One message. `who` is the chosen name of whoever wrote for the team, empty for the giver; `read_on` the other side's first day."""

    ref: str
    is_to_giver: bool
    who: str
    sent_on: date
    read_on: date | None
    is_destroyed: bool


def messages_of_testimony(testimony_ref: str) -> tuple[MessageCard, ...]:
    """The messages of a testimony in their order; three queries, however many there are."""
    rows = tuple(Message.objects.filter(testimony__ref=testimony_ref).select_related("item").order_by("pk"))
    names = dict(Person.objects.filter(ref__in={row.written_by for row in rows}).values_list("ref", "username"))
    held = set(ItemKey.objects.filter(item__in=[row.item_id for row in rows]).values_list("item_id", flat=True))
    return tuple(
        MessageCard(
            ref=row.item.ref,
            is_to_giver=row.is_to_giver,
            who=names.get(row.written_by, row.written_by),
            sent_on=row.sent_on,
            read_on=row.read_on,
            is_destroyed=row.item_id not in held,
        )
        for row in rows
    )


def has_inbox(testimony_ref: str) -> bool:
    """Whether its giver can be written to: those who gave before there were inboxes can once they have opened their receipt."""
    row = Testimony.objects.select_related("giver").filter(ref=testimony_ref).first()
    return row is not None and bool(row.giver.inbox_key)
