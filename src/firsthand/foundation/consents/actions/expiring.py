"""A yes that was given for a time ends on its day, like one that was taken back; before it does, its giver can be asked again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from firsthand.core.consent import Use
from firsthand.foundation.consents.models import Grant, ReAsk
from firsthand.foundation.consents.queries import grants_of
from firsthand.foundation.ledger.actions import record


@transaction.atomic
def end_expired(*, subject: str, now: datetime) -> tuple[Use, ...]:
    """Record the uses of this subject whose last yes ran out, and return them. A use that another live yes covers did not end.

    Doing it again records nothing more.
    """
    over = Grant.objects.select_for_update().filter(subject=subject, until__lte=now.date(), withdrawn_at=None, expired_on=None)
    uses = {Use(use) for use in over.values_list("use", flat=True)}
    if not uses:
        return ()
    over.update(expired_on=now.date())
    live = {grant.use for grant in grants_of([subject]).get(subject, ()) if grant.is_live(now)}
    ended = tuple(sorted(uses - live))
    if ended:
        record(kind="consent-expired", subject=subject, by="", now=now, facts={"uses": [use.value for use in ended]})
    return ended


@transaction.atomic
def note_expiring(*, subject: str, uses: Iterable[Use], now: datetime) -> tuple[Use, ...]:
    """Put these uses, which end soon, on the list of those whose giver is asked again; each once for each end. The new ones are returned.

    The ledger's entry is what an inbox may follow to ask by itself.
    """
    asked = set(uses)
    rows = Grant.objects.filter(subject=subject, use__in=list(asked), withdrawn_at=None, until__gt=now.date())
    found: dict[Use, ReAsk] = {}
    for row in rows.order_by("until", "pk"):
        if row.until is not None:
            found[Use(row.use)] = ReAsk(subject=subject, use=row.use, until=row.until, noticed_on=now.date())
    known = set(ReAsk.objects.select_for_update().filter(subject=subject).values_list("use", "until"))
    new = {use: row for use, row in found.items() if (row.use, row.until) not in known}
    ReAsk.objects.bulk_create(new.values())
    if new:
        facts: dict[str, object] = {"uses": sorted(use.value for use in new), "until": min(row.until for row in new.values()).isoformat()}
        record(kind="consent-expiring", subject=subject, by="", now=now, facts=facts)
    return tuple(sorted(new))


@transaction.atomic
def mark_asked_again(*, subject: str, by: str, now: datetime) -> tuple[Use, ...]:
    """Someone asked the giver again about everything that waits; what waited is returned.

    Their answer is a new yes, or silence, which is no.
    """
    waiting = ReAsk.objects.select_for_update().filter(subject=subject, asked_on=None)
    uses = tuple(sorted({Use(use) for use in waiting.values_list("use", flat=True)}))
    if uses:
        waiting.update(asked_on=now.date(), asked_by=by)
        record(kind="consent-asked-again", subject=subject, by=by, now=now, facts={"uses": [use.value for use in uses]})
    return uses
