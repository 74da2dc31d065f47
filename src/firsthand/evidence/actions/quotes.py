"""Lifting words from a testimony, and a second person's verdict on them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from firsthand.core.consent import Allowed, Audience, Use
from firsthand.core.hidden import Hidden
from firsthand.core.lineage import Carries, Edge
from firsthand.core.refusal import NotNow, NotPermitted, NotValid
from firsthand.evidence.actions.figures import SecondPersonNeeded, VerdictGiven
from firsthand.evidence.actions.opening import quote_to_work_on, testimony_to_work_on
from firsthand.evidence.models import Quote, Verdict
from firsthand.evidence.queries.access import CLEARERS, organisation_refs_where
from firsthand.evidence.queries.quotes import descriptions_for
from firsthand.foundation.consents.actions import hold_grants
from firsthand.foundation.consents.queries import verdict_on_use
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.ledger.queries import edges_below
from firsthand.foundation.people.models import Person
from firsthand.foundation.vault.forgetting import destroy_key
from firsthand.foundation.vault.opening import open_item
from firsthand.foundation.vault.sealing import seal_item
from firsthand.foundation.vault.wire import UnlockedTeam

LONGEST = 2000


class QuotingNotAgreed(NotNow):
    """`reason` is `core.consent.Reason`: never given, withdrawn, expired, too wide an audience, another language."""

    code = "quoting-not-agreed"
    sentence = "The person who gave this did not agree, or does not agree any more, to being quoted in public in this way."


class QuoteEmpty(NotValid):
    code = "quote-empty"
    sentence = "A quote has between 1 and {longest} characters."


class AttributionNotSafe(NotValid):
    code = "attribution-not-safe"
    sentence = "Beside these words only one of the listed descriptions may stand: the person agreed to be quoted without a name."


class ReasonUnknown(NotValid):
    code = "reason-unknown"
    sentence = "Choose one of the reasons."


@transaction.atomic
def lift_quote(*, testimony_ref: str, words: Hidden[str], attribution: str, language: str, by: Person, now: datetime) -> str:
    """Seal anonymised words of a testimony as a quote that waits for someone else to clear it; its Ref is returned.

    Raises:
        NotFound, TestimonyWithdrawn: this person cannot lift from this testimony.
        QuotingNotAgreed: no live grant lets these words be quoted in public, in this language, under this attribution.
        QuoteEmpty, AttributionNotSafe: what was given is not right.
    """
    testimony = testimony_to_work_on(testimony_ref, by=by)
    text = words.reveal().strip()
    if not 0 < len(text) <= LONGEST:
        raise QuoteEmpty(longest=LONGEST)
    uses = [Use.ANONYMOUS_QUOTE]
    _check_agreed(testimony_ref, uses, language, now)
    if attribution not in descriptions_for(testimony_ref, language=language):
        uses.append(Use.ATTRIBUTED_QUOTE)
        if not attribution.strip() or not _is_agreed(testimony_ref, Use.ATTRIBUTED_QUOTE, language, now):
            raise AttributionNotSafe
    item = seal_item(team=testimony.door.team, kind="quote", content=text.encode())
    quote = Quote.objects.create(
        testimony=testimony, item=item, attribution=attribution.strip(), language=language, lifted_by=by, lifted_at=now
    )
    made_from = [Edge(derived=quote.ref, source=testimony_ref, carries=Carries.WORDS, use=use) for use in uses]
    record(kind="quote-lifted", subject=quote.ref, by=by.ref, now=now, edges=made_from)
    return quote.ref


@transaction.atomic
def clear_quote(*, quote_ref: str, with_key: UnlockedTeam, by: Person, now: datetime) -> None:
    """Let a quote be printed: its words are stored in the open from now on, because they will be published.

    Raises:
        NotFound, NotPermitted: there is no such quote for this person, or they do not clear quotes there.
        SecondPersonNeeded: they lifted it.
        VerdictGiven, QuoteTakenBack: it has a verdict, or its giver took the words back.
        QuotingNotAgreed: the consent ended since it was lifted.
        AttributionNotSafe: too few people are left whom its description could mean.
    """
    quote = _quote_to_judge(quote_ref, by)
    if with_key.team_id != quote.testimony.door.team_id:
        raise NotPermitted
    uses = _uses_of(quote)
    _check_agreed(quote.testimony.ref, uses, quote.language, now)
    if Use.ATTRIBUTED_QUOTE not in uses and quote.attribution not in descriptions_for(quote.testimony.ref, language=quote.language):
        raise AttributionNotSafe
    text = open_item(quote.item, with_key=with_key).reveal().decode()
    Quote.objects.filter(pk=quote.pk).update(text=text, verdict=Verdict.APPROVED, verdict_by=by, verdict_at=now)
    record(kind="quote-cleared", subject=quote_ref, by=by.ref, now=now)


@transaction.atomic
def refuse_quote(*, quote_ref: str, reason: str, by: Person, now: datetime) -> None:
    """Do not let a quote be printed. Its words are forgotten at once: they can be lifted anew from the testimony.

    Raises:
        NotFound, NotPermitted, SecondPersonNeeded, VerdictGiven, QuoteTakenBack: as `clear_quote`.
        ReasonUnknown: the reason is none of `Quote.Reason`.
    """
    quote = _quote_to_judge(quote_ref, by)
    if reason not in Quote.Reason.values:
        raise ReasonUnknown
    Quote.objects.filter(pk=quote.pk).update(verdict=Verdict.REFUSED, verdict_by=by, verdict_at=now, verdict_reason=reason)
    destroy_key(item_ref=quote.item.ref, by=by.ref, now=now)
    record(kind="quote-refused", subject=quote_ref, by=by.ref, now=now, facts={"reason": reason})


def _quote_to_judge(ref: str, by: Person) -> Quote:
    quote = quote_to_work_on(ref, by=by)
    if quote.testimony.door.team.owner not in organisation_refs_where(by, *CLEARERS):
        raise NotPermitted
    if quote.lifted_by_id == by.pk:
        raise SecondPersonNeeded
    if quote.verdict != Verdict.WAITING:
        raise VerdictGiven
    return quote


def _uses_of(quote: Quote) -> list[Use]:
    """The uses under which a quote was lifted, as the ledger keeps them."""
    edges = edges_below([quote.ref], carrying=frozenset({Carries.WORDS}))
    return sorted({edge.use for edge in edges if edge.use is not None})


def _check_agreed(testimony_ref: str, uses: list[Use], language: str, now: datetime) -> None:
    """Refuse unless every use is agreed to; the grants are held until the transaction ends."""
    hold_grants([testimony_ref])
    for use in uses:
        answer = verdict_on_use(subject=testimony_ref, use=use, audience=Audience.PUBLIC, now=now, language=language)
        if not isinstance(answer, Allowed):
            raise QuotingNotAgreed(reason=answer.reason.value)


def _is_agreed(testimony_ref: str, use: Use, language: str, now: datetime) -> bool:
    answer = verdict_on_use(subject=testimony_ref, use=use, audience=Audience.PUBLIC, now=now, language=language)
    return isinstance(answer, Allowed)
