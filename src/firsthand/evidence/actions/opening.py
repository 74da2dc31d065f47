"""Opening what is sealed. Every opening is a row in the ledger: who, which Ref, which day; no words."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotNow, NotPermitted
from firsthand.evidence.models import Quote
from firsthand.evidence.opened import Opened, read_content
from firsthand.evidence.queries.access import CLEARERS, TEAM, organisation_refs_where, testimonies_of
from firsthand.foundation.consents.actions import hold_grants
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Person
from firsthand.foundation.vault.opening import open_item
from firsthand.foundation.vault.wire import UnlockedTeam
from firsthand.intake.models import Testimony


class TestimonyWithdrawn(NotNow):
    code = "testimony-withdrawn"
    sentence = "The person who gave this took it back. It opens for nobody, and it is not counted or quoted."


class StandsApart(NotNow):
    code = "stands-apart"
    sentence = "This stands apart from the others. Release it first, or forget it."


class QuoteTakenBack(NotNow):
    code = "quote-taken-back"
    sentence = "The person whose words these are took them back. They open for nobody."


@transaction.atomic
def open_testimony(*, testimony_ref: str, with_key: UnlockedTeam, by: Person, now: datetime) -> Opened:
    """What a testimony says, for someone of its evidence team who has unlocked.

    Raises:
        NotFound: there is none, or it was given to another organisation's team.
        TestimonyWithdrawn: its giver took it back.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by, may_stand_apart=True)
    if with_key.team_id != testimony.door.team_id:
        raise NotPermitted
    opened = read_content(open_item(testimony.item, with_key=with_key))
    record(kind="testimony-opened", subject=testimony.ref, by=by.ref, now=now)
    return opened


@transaction.atomic
def open_quote(*, quote_ref: str, with_key: UnlockedTeam, by: Person, now: datetime) -> Hidden[str]:
    """The words of a quote that waits for its verdict, for whoever lifted it or may clear it.

    Raises:
        NotFound: there is none, or it belongs to another organisation.
        QuoteTakenBack: the person whose words they are took them back.
    """
    quote = quote_to_work_on(quote_ref, by=by)
    if with_key.team_id != quote.testimony.door.team_id:
        raise NotPermitted
    words = Hidden(open_item(quote.item, with_key=with_key).reveal().decode())
    record(kind="quote-opened", subject=quote.ref, by=by.ref, now=now)
    return words


def testimony_to_work_on(ref: str, *, by: Person, may_stand_apart: bool = False) -> Testimony:  # noqa: PT028 -- not a test
    """A testimony that this person may code, locked until the transaction ends so that no withdrawal passes unseen.

    Raises:
        StandsApart: somebody must release it first; not where it `may_stand_apart`.
        NotFound: there is none, or it was given to another organisation's team.
        TestimonyWithdrawn: its giver took it back.
    """
    rows = testimonies_of(by, *TEAM).select_related("door__team", "door__organisation", "item", "giver")
    testimony = rows.select_for_update(of=("self",)).filter(ref=ref).first()
    if testimony is None:
        raise NotFound
    if testimony.withdrawn_at is not None:
        raise TestimonyWithdrawn
    if testimony.apart and not may_stand_apart:
        raise StandsApart
    return testimony


def quote_to_work_on(ref: str, *, by: Person) -> Quote:
    """A quote of an organisation in which this person lifts or clears, locked until the transaction ends.

    Raises:
        NotFound: there is none, or it belongs to another organisation.
        QuoteTakenBack: the person whose words they are took them back.
    """
    mine = organisation_refs_where(by, *TEAM, *CLEARERS)
    rows = Quote.objects.filter(ref=ref, testimony__door__team__owner__in=mine)
    # A withdrawal takes the grants first and the quote after them: taken in the same order, neither waits for the other.
    hold_grants(rows.values_list("testimony__ref", flat=True))
    quote = rows.select_related("testimony__door__team", "item").select_for_update(of=("self",)).first()
    if quote is None:
        raise NotFound
    if quote.withdrawn_at is not None or quote.testimony.withdrawn_at is not None:
        raise QuoteTakenBack
    return quote
