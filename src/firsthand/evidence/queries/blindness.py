"""Who must not see yet how a testimony was coded, because they still read it for themselves."""

from __future__ import annotations

from firsthand.evidence.models import Reading
from firsthand.foundation.people.models import Person
from firsthand.intake.models import Testimony


def is_read_twice_now(testimony: Testimony) -> bool:
    """Whether two coders read this testimony for a sample that is not read to the end."""
    samples = Reading.objects.filter(testimony=testimony).values("sample")
    return Reading.objects.filter(sample__in=samples, read_at=None).exists()


def hidden_from(person: Person) -> frozenset[int]:
    """The ids of the testimonies whose codes and marks this person does not see yet: those of samples in which they read, as long as
    any reading of the sample is missing.
    """
    open_samples = Reading.objects.filter(read_at=None).values("sample")
    mine = Reading.objects.filter(coder=person, sample__in=open_samples)
    return frozenset(mine.values_list("testimony_id", flat=True))


def sample_read_by(person: Person, testimony_ref: str) -> int | None:
    """The id of the open sample in which this person reads this testimony."""
    open_samples = Reading.objects.filter(read_at=None).values("sample")
    rows = Reading.objects.filter(coder=person, testimony__ref=testimony_ref, sample__in=open_samples)
    return rows.values_list("sample_id", flat=True).first()
