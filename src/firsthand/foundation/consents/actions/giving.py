"""Giving and ending consent. Each is one ledger row in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from firsthand.core.consent import Audience, Use, years_after
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.ledger.actions import Happening, record, record_all


def give(
    *, subject: str, uses: Iterable[Use], audience: Audience, text_version: str, by: str, now: datetime, attribution: str = ""
) -> None:
    """Store a yes to each of these uses. A use that is not named stays a no."""
    give_all(subject=subject, uses={audience: uses}, text_version=text_version, by=by, now=now, attribution=attribution)


@transaction.atomic(savepoint=False)
def give_all(
    *,
    subject: str,
    uses: Mapping[Audience, Iterable[Use]],
    text_version: str,
    by: str,
    now: datetime,
    attribution: str = "",
    language: str = "",
    limits_shown: str = "",
    after: Sequence[Happening] = (),
) -> None:
    """Store a yes to each of these uses, by who would see the result. `language` is that of the text that was shown, and
    `limits_shown` names the text on the limits of confidence that stood before it.

    A use for which FIRSTHAND_CONSENT_YEARS names a number of years ends after them. `after` is recorded first, in the same step of the
    ledger.
    """
    chosen = {audience: sorted(set(asked)) for audience, asked in sorted(uses.items())}
    Grant.objects.bulk_create(
        Grant(
            subject=subject,
            use=use,
            audience=audience,
            attribution=attribution,
            granted_on=now.date(),
            text_version=text_version,
            text_language=language,
            limits_shown=limits_shown,
            until=years_after(now.date(), settings.CONSENT_YEARS[use]) if use in settings.CONSENT_YEARS else None,
        )
        for audience, asked in chosen.items()
        for use in asked
    )
    given = (
        Happening(
            kind="consent-given",
            subject=subject,
            by=by,
            facts={"uses": [use.value for use in asked], "audience": audience.value, "text": text_version},
        )
        for audience, asked in chosen.items()
    )
    record_all([*after, *given], now=now)


def hold_grants(subjects: Iterable[str]) -> None:
    """Lock the grants of these Refs until the caller's transaction ends, so that none of them ends between a check and a use."""
    list(Grant.objects.select_for_update().filter(subject__in=set(subjects)).order_by("pk").values_list("pk"))


@transaction.atomic
def withdraw(*, subject: str, uses: Iterable[Use] | None, by: str, now: datetime) -> tuple[Use, ...]:
    """End the live grants of this subject for these uses (None: for all); what ended is returned and recorded.

    The day is kept, not the minute: a minute could be matched with who was on the network just then.
    """
    live = Grant.objects.select_for_update().filter(subject=subject, withdrawn_at=None)
    if uses is not None:
        live = live.filter(use__in=list(uses))
    ended = tuple(sorted({Use(use) for use in live.values_list("use", flat=True)}))
    if ended:
        live.update(withdrawn_at=now.replace(hour=0, minute=0, second=0, microsecond=0))
        record(kind="consent-withdrawn", subject=subject, by=by, now=now, facts={"uses": [use.value for use in ended]})
    return ended
