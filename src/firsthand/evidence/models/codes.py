"""The codebook."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firsthand.core.holding import Holds


class Code(models.Model):
    """One entry of a codebook list. A retired code stays readable on what it was applied to."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "retired_on is set; never deleted"

    class List(models.TextChoices):
        ACT = "act", _("Acts")
        PERPETRATOR = "perpetrator", _("Perpetrators")
        PLACE_TYPE = "place-type", _("Types of place")
        LEGAL_SETTING = "legal-setting", _("Legal setting")
        INTERVENTION = "intervention", _("What was done about it")
        INTERVENER = "intervener", _("Who did something about it")
        OUTCOME = "outcome", _("What came of it")

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
