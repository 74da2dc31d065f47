"""Whose a piece of evidence is, and which codes are how old."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from firsthand.core.ref import Kind
from firsthand.evidence.models import Batch, Figure, Incident, Information, Quote
from firsthand.foundation.people.models import Organisation
from firsthand.intake.models import Testimony


def holder_of(ref: str) -> int | None:
    """The id of the organisation whose evidence team holds this testimony, incident, quote, batch or figure; None for anything else."""
    kind = ref.partition("-")[0]
    if kind == Kind.FIGURE:
        return Figure.objects.filter(ref=ref).values_list("batch__organisation_id", flat=True).first()
    if kind == Kind.BATCH:
        return Batch.objects.filter(ref=ref).values_list("organisation_id", flat=True).first()
    if kind == Kind.INCIDENT:
        return Incident.objects.filter(ref=ref).values_list("organisation_id", flat=True).first()
    if kind == Kind.QUOTE:
        owner = Quote.objects.filter(ref=ref).values_list("testimony__door__team__owner", flat=True).first()
    elif kind == Kind.TESTIMONY:
        owner = Testimony.objects.filter(ref=ref).values_list("door__team__owner", flat=True).first()
    else:
        owner = None
    return Organisation.objects.filter(ref=owner).values_list("pk", flat=True).first() if owner else None


def codes_older_than(day: date) -> tuple[str, ...]:
    """The Refs of the testimonies whose codes were all given before this day."""
    newest = Information.objects.values("testimony").annotate(newest=Max("coded_at")).filter(newest__date__lt=day)
    return tuple(newest.order_by("testimony").values_list("testimony__ref", flat=True))
