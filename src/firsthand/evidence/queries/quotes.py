"""Quotes as the desk sees them. Words that wait for their verdict are sealed and are not here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from firsthand.core.refusal import NotFound
from firsthand.evidence.attribution import descriptions
from firsthand.evidence.models import Information, Quote, Verdict
from firsthand.evidence.queries.access import CLEARERS, READERS, TEAM, organisation_refs_where
from firsthand.foundation.consents.queries import broken_words
from firsthand.foundation.people.models import Person
from firsthand.foundation.vault.models import Team


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRow:
    """A quote as a line of a list. `text` is empty unless it was cleared and its consent is live now."""

    ref: str
    text: str
    attribution: str
    language: str
    lifted_by: str
    lifted_at: datetime
    verdict: str
    is_taken_back: bool
    is_mine_to_judge: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCard:
    """A quote with what its second reader needs. `testimony_ref` is empty for whoever is not of the evidence team."""

    row: QuoteRow
    team: Team
    testimony_ref: str
    may_open: bool
    verdict_by: str
    verdict_at: datetime | None
    reason: str


def quotes_for(person: Person, *, now: datetime) -> tuple[QuoteRow, ...]:
    """The quotes of the organisations in which this person reads evidence: those waiting first, then the latest."""
    rows = tuple(_readable(person).order_by("-lifted_at", "-pk"))
    return tuple(sorted(_rows(rows, person, now), key=lambda row: row.is_taken_back or row.verdict != Verdict.WAITING))


def quote_for(person: Person, ref: str, *, now: datetime) -> QuoteCard:
    """One quote.

    Raises:
        NotFound: there is none, or it belongs to an organisation in which this person reads no evidence.
    """
    quote = _readable(person).filter(ref=ref).first()
    if quote is None:
        raise NotFound
    row = _rows([quote], person, now)[0]
    owner = quote.testimony.door.team.owner
    is_open_to = owner in organisation_refs_where(person, *TEAM, *CLEARERS)
    return QuoteCard(
        row=row,
        team=quote.testimony.door.team,
        testimony_ref=quote.testimony.ref if owner in organisation_refs_where(person, *TEAM) else "",
        may_open=is_open_to and not row.is_taken_back and quote.verdict == Verdict.WAITING,
        verdict_by=quote.verdict_by.username if quote.verdict_by else "",
        verdict_at=quote.verdict_at,
        reason=quote.get_verdict_reason_display() if quote.verdict_reason else "",
    )


def descriptions_for(testimony_ref: str, *, language: str) -> tuple[str, ...]:
    """What may stand beside words of this testimony. Its country is among it only where enough people of the team's testimonies told of
    something there.
    """
    telling = Information.objects.filter(testimony__ref=testimony_ref).exclude(country="").order_by("pk")
    first = telling.values_list("country", "testimony__door__team__owner").first()
    country = ""
    if first:
        told = Information.objects.filter(country=first[0], testimony__door__team__owner=first[1])
        people = told.values("testimony__giver").distinct().count()
        country = first[0] if people >= settings.FIRSTHAND_THRESHOLD else ""
    return descriptions(language=language, country=country)


def _readable(person: Person) -> QuerySet[Quote]:
    mine = organisation_refs_where(person, *READERS)
    rows = Quote.objects.filter(testimony__door__team__owner__in=mine)
    return rows.select_related("testimony__door__team", "lifted_by", "verdict_by")


def _rows(quotes: Iterable[Quote], person: Person, now: datetime) -> tuple[QuoteRow, ...]:
    listed = tuple(quotes)
    broken = broken_words((row.ref for row in listed), now=now)
    judged = organisation_refs_where(person, *CLEARERS)
    found = []
    for row in listed:
        is_taken_back = row.withdrawn_at is not None or row.testimony.withdrawn_at is not None or row.ref in broken
        is_waiting = row.verdict == Verdict.WAITING and not is_taken_back
        found.append(
            QuoteRow(
                ref=row.ref,
                text="" if is_taken_back else row.text,
                attribution=row.attribution,
                language=row.language,
                lifted_by=row.lifted_by.username,
                lifted_at=row.lifted_at,
                verdict=row.verdict,
                is_taken_back=is_taken_back,
                is_mine_to_judge=is_waiting and row.testimony.door.team.owner in judged and row.lifted_by_id != person.pk,
            )
        )
    return tuple(found)
