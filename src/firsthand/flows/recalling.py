"""When consent to being passed on as a case ends, whoever received the case has to be told; that is put on the holder's list at once."""

from __future__ import annotations

from datetime import datetime

from firsthand.core.consent import Use
from firsthand.core.lineage import Carries
from firsthand.core.ref import Kind
from firsthand.foundation.ledger.followups import register
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.ledger.queries import refs_above
from firsthand.sharing.actions import note_recalls


def follow_ended_consent(entry: Entry, now: datetime) -> None:
    """Find the exports that hold the case, by the edges that were written when it was handed over."""
    named = entry.facts.get("uses")
    ended = frozenset(Use(use) for use in named) if isinstance(named, list) else frozenset(Use)
    above = refs_above([entry.subject], carrying=frozenset({Carries.WORDS}))
    exports = [ref for ref in above if ref.startswith(f"{Kind.EXPORT}-")]
    if exports:
        note_recalls(subject=entry.subject, exports=exports, ended=ended, now=now)


def connect() -> None:
    """Make the ledger call this flow. Called once, when the site starts."""
    for kind in ("consent-withdrawn", "consent-expired", "testimony-withdrawn"):
        register(kind, follow_ended_consent)
