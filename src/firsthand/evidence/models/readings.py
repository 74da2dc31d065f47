"""Reading twice: a sample, what each of two coders said of each testimony in it, and what was ruled in the end."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firsthand.core.holding import Holds
from firsthand.foundation.people.models import Organisation, Person
from firsthand.intake.models import Testimony


class Sample(models.Model):
    """Testimonies drawn by chance to be read by two coders. The seed draws them again."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept: it says how the sample was drawn"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    seed = models.CharField(max_length=32)
    size = models.PositiveIntegerField(help_text="how many were drawn; those taken back since are gone")
    drawn_from = models.PositiveIntegerField(help_text="how many there were to draw from")
    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="sample_number_is_once"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="sample_is_read_by_two"),
        ]


class Reading(models.Model):
    """What one coder said of one testimony of a sample, before seeing what the other said. `codes` is null until they did."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted at once when its testimony is withdrawn"

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="readings")
    testimony = models.ForeignKey(Testimony, on_delete=models.PROTECT, related_name="+")
    coder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    codes = models.JSONField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "testimony", "coder"], name="reading_is_once"),
            models.CheckConstraint(
                condition=Q(codes=None, read_at=None) | Q(codes__isnull=False, read_at__isnull=False), name="reading_has_codes_and_day"
            ),
        ]


class Ruling(models.Model):
    """Which codes count after two readings. A third person rules alone; of the two themselves one proposes and the other agrees."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted at once when its testimony is withdrawn"

    class How(models.TextChoices):
        THIRD = "third", _("by a third person")
        TOGETHER = "together", _("by both together")

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="rulings")
    testimony = models.ForeignKey(Testimony, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    codes = models.JSONField()
    ruled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    counts_at = models.DateTimeField(null=True, help_text="since when these are the codes that count")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "testimony"], name="ruling_is_once"),
            models.CheckConstraint(condition=~Q(ruled_by=F("agreed_by")), name="ruling_is_agreed_by_the_other"),
        ]
