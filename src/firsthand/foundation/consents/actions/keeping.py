"""How long things are kept: the network's own rules, notices before an end, and holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from firsthand.core.ref import parse
from firsthand.core.refusal import NotValid
from firsthand.foundation.consents.models import KeepingNotice, KeepingRule, LegalHold
from firsthand.foundation.consents.queries import keeping_rules
from firsthand.foundation.ledger.actions import Happening, record, record_all

LONGEST_HOLD = 5 * 366


class KindNotKept(NotValid):
    code = "kind-not-kept"
    sentence = "There is no rule for this kind. The ledger is never among them: it is not ended by time."


class HoldNotRight(NotValid):
    code = "hold-not-right"
    sentence = "A hold needs one of the listed reasons and a day within five years on which it ends."


@transaction.atomic
def set_keeping(*, kind: str, days: int | None, by: str, now: datetime) -> None:
    """Keep this kind for so many days from here on; None keeps it until it is taken back.

    Raises:
        KindNotKept: there is no such kind.
    """
    if kind not in keeping_rules() or (days is not None and days < 1):
        raise KindNotKept
    KeepingRule.objects.update_or_create(kind=kind, defaults={"days": days})
    record(kind="keeping-decided", subject="", by=by, now=now, facts={"kind": kind, "days": days})


@transaction.atomic
def place_hold(*, subject: str, because: str, until: date, by: str, now: datetime) -> None:
    """Keep this from ending by time until that day. Its giver can still take it back at any moment.

    Raises:
        RefMalformed: it is no Ref.
        HoldNotRight: no such reason, or no day within five years.
    """
    _kind, ref = parse(subject)
    if because not in LegalHold.Because.values or not now.date() < until <= now.date() + timedelta(days=LONGEST_HOLD):
        raise HoldNotRight
    LegalHold.objects.create(subject=ref, because=because, placed_by=by, placed_on=now.date(), until=until)
    record(kind="hold-placed", subject=ref, by=by, now=now, facts={"because": because, "until": until.isoformat()})


@transaction.atomic
def note_ends(*, kind: str, subjects: Iterable[str], now: datetime) -> int:
    """Write down that these will end by time; each once. How many were new."""
    asked = set(subjects)
    known = set(KeepingNotice.objects.filter(kind=kind, subject__in=asked).values_list("subject", flat=True))
    new = sorted(asked - known)
    KeepingNotice.objects.bulk_create(KeepingNotice(kind=kind, subject=subject, noticed_on=now.date()) for subject in new)
    record_all([Happening(kind="keeping-ends", subject=subject, by="", facts={"kind": kind}) for subject in new], now=now)
    return len(new)
