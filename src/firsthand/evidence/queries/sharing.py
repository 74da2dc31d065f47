"""What may be handed to another organisation: cases whose givers agreed to just that, and figures that a second reader let through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from firsthand.core.consent import Audience, Use
from firsthand.evidence.counting import Told
from firsthand.evidence.models import Figure, Verdict
from firsthand.evidence.queries.counted import coded_testimonies, told_by
from firsthand.evidence.queries.printing import FigurePrint, figures_for_print
from firsthand.foundation.consents.queries import subjects_allowing
from firsthand.foundation.people.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCase:
    """A coded testimony, with what it tells of each incident; never its words."""

    ref: str
    received_on: date
    told: tuple[Told, ...]


def cases_to_share(organisation: Organisation, *, use: Use, now: datetime) -> tuple[SharedCase, ...]:
    """The coded testimonies of an organisation's team whose givers agree at this moment to being passed on as a case for this use."""
    rows = tuple(coded_testimonies(organisation).order_by("pk"))
    allowed = subjects_allowing((row.ref for row in rows), use=use, audience=Audience.NETWORK, now=now)
    kept = tuple(row for row in rows if row.ref in allowed)
    told: defaultdict[str, list[Told]] = defaultdict(list)
    for each in told_by(row.pk for row in kept):
        told[each.testimony].append(each)
    return tuple(SharedCase(ref=row.ref, received_on=row.received_on, told=tuple(told[row.ref])) for row in kept)


def figures_to_share(organisation: Organisation) -> Mapping[str, FigurePrint]:
    """The approved figures of an organisation. They passed disclosure control when they were made, against everything printed before."""
    rows = Figure.objects.filter(batch__organisation=organisation, verdict=Verdict.APPROVED).order_by("pk")
    return figures_for_print(rows.values_list("ref", flat=True))
