"""The codebook, and what happened as coded from one testimony."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firsthand.core.holding import Holds
from firsthand.foundation.people.models import Person
from firsthand.intake.models import Testimony


class Code(models.Model):
    """One entry of a codebook list. A retired code stays readable on what it was applied to."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "retired_on is set; never deleted"

    class List(models.TextChoices):
        ACT = "act", _("Acts")
        PERPETRATOR = "perpetrator", _("Perpetrators")
        PLACE_TYPE = "place-type", _("Types of place")
        LEGAL_SETTING = "legal-setting", _("Legal setting")

    list = models.CharField(max_length=20, choices=List)
    value = models.SlugField(max_length=60)
    label = models.CharField(max_length=160)
    huridocs_code = models.CharField(max_length=12, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["list", "position", "value"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "value"], name="code_is_once_in_its_list")]

    def __str__(self) -> str:
        return self.label


class Incident(models.Model):
    """What happened, as coded from one testimony: one incident has many acts. Deleted whole when the testimony is withdrawn."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted at once when its testimony is withdrawn"

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")
        ABOUT = "about", _("about")

    testimony = models.OneToOneField(Testimony, on_delete=models.PROTECT, related_name="incident")
    happened_on = models.DateField(null=True, help_text="the first day of the period that the precision names")
    precision = models.CharField(max_length=10, choices=Precision, default=Precision.YEAR)
    country = models.CharField(max_length=2, blank=True)
    place_type = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")
    legal_setting = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="+")
    coded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    coded_at = models.DateTimeField()


class Act(models.Model):
    """One thing done to the giver."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted with its incident"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="acts")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "code"], name="act_is_coded_once")]


class Involvement(models.Model):
    """Who took part, by kind, never by name."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted with its incident"

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="involvements")
    perpetrator = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "perpetrator"], name="involvement_is_coded_once")]
