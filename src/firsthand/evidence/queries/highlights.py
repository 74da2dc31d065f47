"""Marks on testimonies, without the words they cover."""

from __future__ import annotations

from django.db.models import QuerySet

from firsthand.evidence.models import Highlight
from firsthand.evidence.queries.blindness import hidden_from
from firsthand.foundation.people.models import Person
from firsthand.intake.models import Testimony


def marks_shown_to(person: Person, testimony: Testimony) -> QuerySet[Highlight]:
    """The marks of a testimony, oldest first; only one's own while one reads it for a sample without seeing the other."""
    rows = Highlight.objects.filter(testimony=testimony).select_related("code", "coder", "item").order_by("made_at", "pk")
    return rows.filter(coder=person) if testimony.pk in hidden_from(person) else rows
