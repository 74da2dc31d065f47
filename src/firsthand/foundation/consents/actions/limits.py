"""Keeping what an organisation must pass on by the law of a country, version by version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from firsthand.core.refusal import NotFound
from firsthand.foundation.consents.models import LimitsText
from firsthand.foundation.ledger.actions import record


@transaction.atomic
def keep_limits(*, owner: str, jurisdiction: str, language: str, text: str, by: str, now: datetime) -> int:
    """Keep a new version of this text, which holds from here on; its number. An empty text gives way to the general one."""
    same = LimitsText.objects.filter(owner=owner, jurisdiction=jurisdiction, language=language)
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    told = text.strip().replace("\r\n", "\n")
    LimitsText.objects.create(
        owner=owner, jurisdiction=jurisdiction, language=language, version=version, text=told, kept_on=now.date(), checked_on=now.date()
    )
    facts: dict[str, object] = {"jurisdiction": jurisdiction, "language": language, "version": version}
    record(kind="limits-kept", subject=owner, by=by, now=now, facts=facts)
    return version


@transaction.atomic
def mark_limits_checked(*, owner: str, jurisdiction: str, language: str, by: str, now: datetime) -> None:
    """Somebody held the text against the law today, and it still says what it must.

    Raises:
        NotFound: there is no such text.
    """
    same = LimitsText.objects.filter(owner=owner, jurisdiction=jurisdiction, language=language).order_by("-version")
    row = same.select_for_update().first()
    if row is None:
        raise NotFound
    LimitsText.objects.filter(pk=row.pk).update(checked_on=now.date())
    record(kind="limits-checked", subject=owner, by=by, now=now, facts={"jurisdiction": jurisdiction, "language": language})
