"""Writing to a giver, and reading what they added: in an unlocked session, each with its row in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow, NotPermitted, NotValid
from firsthand.evidence.actions.opening import testimony_to_work_on
from firsthand.evidence.queries.messages import MessageCard, messages_of_testimony
from firsthand.foundation.consents.actions import mark_asked_again
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Person
from firsthand.foundation.vault.models import ItemKey
from firsthand.foundation.vault.opening import DoesNotOpen, decrypt_content, open_item_key
from firsthand.foundation.vault.sealing import keep, seal
from firsthand.foundation.vault.wire import LETTER, UnlockedTeam
from firsthand.intake import said as format_of
from firsthand.intake.models import Message
from firsthand.intake.said import FROM_GIVER, FROM_TEAM, Said, SaidNotReadable, Sort

LONGEST = 5000


class NoInboxYet(NotNow):
    code = "no-inbox-yet"
    sentence = (
        "This person gave before there were inboxes. They can be written to once they have opened their receipt; until then, nobody can."
    )


class LetterEmpty(NotValid):
    code = "letter-empty"
    sentence = "A message has between 1 and {longest} characters."


class NotForGivers(NotValid):
    code = "not-for-givers"
    sentence = "Choose what the message is: a question, news, or about a yes that ends."


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedMessage:
    """A message on an opened page. `said` is None where it was destroyed, does not open, or is not what either side writes."""

    card: MessageCard
    said: Said | None


@transaction.atomic
def write_to_giver(
    *, testimony_ref: str, sort: Sort, words: Hidden[str], language: str, with_key: UnlockedTeam, by: Person, now: datetime
) -> str:
    """Seal a letter to whoever gave this, and to the team itself; its Ref is returned.

    A letter about a yes that ends marks the giver as asked again.

    Raises:
        NotFound, TestimonyWithdrawn: this person cannot work on this testimony, or its giver took it back.
        NoInboxYet: the giver has no key to seal to yet.
        LetterEmpty, NotForGivers: what was given is not right.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by, may_stand_apart=True)
    if with_key.team_id != testimony.door.team_id:
        raise NotPermitted
    if sort not in FROM_TEAM:
        raise NotForGivers
    text = words.reveal().strip()
    if not 0 < len(text) <= LONGEST:
        raise LetterEmpty(longest=LONGEST)
    inbox_key = bytes(testimony.giver.inbox_key)
    if not inbox_key:
        raise NoInboxYet
    content = format_of.to_bytes(Said(words=text, sort=sort, language=language))
    team = testimony.door.team
    item = keep(seal(team=team, kind=LETTER, content=content, inbox_key=inbox_key), team=team)
    Message.objects.create(testimony=testimony, item=item, is_to_giver=True, written_by=by.ref, sent_on=now.date())
    record(kind="letter-written", subject=testimony_ref, by=by.ref, now=now, facts={"item": item.ref})
    if sort == Sort.CONSENT:
        mark_asked_again(subject=testimony_ref, by=by.ref, now=now)
    return item.ref


@transaction.atomic
def open_messages(*, testimony_ref: str, with_key: UnlockedTeam, by: Person, now: datetime) -> tuple[OpenedMessage, ...]:
    """Everything that was said after a testimony, both ways, for someone who has unlocked. What the giver added counts as read from today.

    Raises:
        NotFound, TestimonyWithdrawn: this person cannot work on this testimony, or its giver took it back.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by, may_stand_apart=True)
    if with_key.team_id != testimony.door.team_id:
        raise NotPermitted
    cards = messages_of_testimony(testimony_ref)
    stored = {key.item.ref: key for key in ItemKey.objects.select_related("item").filter(item__ref__in=[card.ref for card in cards])}
    opened = tuple(OpenedMessage(card=card, said=_said(stored.get(card.ref), card, with_key)) for card in cards)
    unread = [each.card.ref for each in opened if each.card.read_on is None and not each.card.is_to_giver]
    if unread:
        Message.objects.filter(item__ref__in=unread).update(read_on=now.date())
    if stored:
        record(kind="messages-opened", subject=testimony_ref, by=by.ref, now=now, facts={"items": sorted(stored)})
    return opened


def _said(stored: ItemKey | None, card: MessageCard, with_key: UnlockedTeam) -> Said | None:
    """A list must not fail for one that was damaged: the page says that it does not open."""
    if stored is None:
        return None
    item = stored.item
    try:
        key = open_item_key(stored, with_key=with_key)
        content = decrypt_content(bytes(item.content), key=key, ref=item.ref, kind=item.kind, version=item.version)
        return format_of.read(content, allowed=FROM_TEAM if card.is_to_giver else FROM_GIVER)
    except (DoesNotOpen, SaidNotReadable):
        return None
