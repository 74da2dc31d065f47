"""What waits for one person, for the desk's first page."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.evidence.models import Figure, Quote, Verdict
from firsthand.evidence.queries.access import CLEARERS, organisation_refs_where
from firsthand.evidence.queries.testimonies import added_count_for, uncoded_count_for
from firsthand.foundation.people.models import Person, Role
from firsthand.foundation.people.queries import organisations_where


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many of each this person can move on today."""

    uncoded: int
    added: int
    figures: int
    quotes: int


def waiting_for(person: Person) -> Waiting:
    """Testimonies to code or to which their givers added, and figures and quotes that someone else made and this person may judge."""
    figures = Figure.objects.filter(batch__organisation__in=organisations_where(person, Role.Name.SECOND_READER), verdict=Verdict.WAITING)
    quotes = Quote.objects.filter(
        testimony__door__team__owner__in=organisation_refs_where(person, *CLEARERS),
        testimony__withdrawn_at=None,
        verdict=Verdict.WAITING,
        withdrawn_at=None,
    )
    return Waiting(
        uncoded=uncoded_count_for(person),
        added=added_count_for(person),
        figures=figures.exclude(made_by=person).count(),
        quotes=quotes.exclude(lifted_by=person).count(),
    )
