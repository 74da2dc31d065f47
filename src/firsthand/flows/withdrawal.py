"""A withdrawal travels to everything made from what was given, in the transaction of the withdrawal itself.

The moment that transaction ends, no page and no file holds the words: editions that printed them are replaced by editions without
them, older ones lose their content, drafts show a hole. Counts already printed stand until the next batch, because recounting one
person at once would point at them. Making the new files and telling those who received the old ones is later work.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from firsthand.core.consent import Use
from firsthand.core.lineage import Carries, Edge
from firsthand.core.ref import Kind
from firsthand.documents.actions import copy_recipients, freeze_edition, take_words_back
from firsthand.documents.content import left_without
from firsthand.documents.queries import EditionToMend, editions_to_mend
from firsthand.evidence.actions import stop_counting, take_back_alert, take_back_quotes, take_back_testimony
from firsthand.flows.tasks import render_files, tell_recipients
from firsthand.foundation.consents.queries import broken_words
from firsthand.foundation.ledger.followups import register
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.ledger.queries import edges_below, refs_above

QUOTING = frozenset({Use.ANONYMOUS_QUOTE, Use.ATTRIBUTED_QUOTE})


def follow_withdrawn_testimony(entry: Entry, now: datetime) -> None:
    """The whole testimony was taken back: its codes, its quotes, and the words in every edition go."""
    quotes, _editions = made_of_words(entry.subject)
    take_back_testimony(testimony_ref=entry.subject, by=entry.actor, now=now)
    take_back_alert(testimony_ref=entry.subject, by=entry.actor, now=now)
    take_out_of_editions(quotes, now=now)


def follow_withdrawn_consent(entry: Entry, now: datetime) -> None:
    """Consent for some uses was taken back or ran out. What is not named here is asked for at its next use, and refused then."""
    named = entry.facts.get("uses")
    ended = {Use(use) for use in named} if isinstance(named, list) else set(Use)
    if ended & QUOTING:
        quotes, _editions = made_of_words(entry.subject)
        broken = frozenset(broken_words(quotes, now=now))
        take_back_quotes(testimony_ref=entry.subject, by=entry.actor, now=now, only=broken)
        take_out_of_editions(broken, now=now)
    if Use.PEER_ALERT in ended:
        take_back_alert(testimony_ref=entry.subject, by=entry.actor, now=now)
    if Use.STATISTICS in ended:
        stop_counting(testimony_ref=entry.subject, by=entry.actor, now=now)


def made_of_words(*refs: str) -> tuple[frozenset[str], frozenset[str]]:
    """The quotes and the editions, at any height, that hold words of these."""
    above = refs_above(refs, carrying=frozenset({Carries.WORDS}))
    quotes = frozenset(ref for ref in above if ref.startswith(f"{Kind.QUOTE}-"))
    return quotes, frozenset(ref for ref in above if ref.startswith(f"{Kind.EDITION}-"))


def take_out_of_editions(quotes: frozenset[str], *, now: datetime) -> None:
    """Replace every live edition that prints these quotes by one without them, and empty every ended one that still holds them.

    The day is kept, not the minute: editions are public, and a minute beside what someone else logged could point at the giver.
    """
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    _quotes, editions = made_of_words(*quotes)
    for edition in editions_to_mend(editions):
        if edition.is_live:
            successor = _freeze_without(edition, quotes, day)
            copy_recipients(from_edition=edition.ref, to_edition=successor, now=day)
            render_files.enqueue(successor)
            tell_recipients.enqueue(edition.ref)
        take_words_back(edition_ref=edition.ref)


def _freeze_without(edition: EditionToMend, quotes: Collection[str], day: datetime) -> str:
    kept = [edge for edge in edges_below([edition.ref]) if edge.derived == edition.ref and edge.source not in quotes]
    return freeze_edition(
        manuscript_ref=edition.manuscript_ref,
        version=edition.version,
        content=left_without(edition.content, quotes),
        edges=[Edge(derived="", source=edge.source, carries=edge.carries, use=edge.use) for edge in kept],
        because="words-withdrawn",
        by=None,
        now=day,
    )


def connect() -> None:
    """Make the ledger call this flow. Called once, when the site starts."""
    register("testimony-withdrawn", follow_withdrawn_testimony)
    register("consent-withdrawn", follow_withdrawn_consent)
    register("consent-expired", follow_withdrawn_consent)
