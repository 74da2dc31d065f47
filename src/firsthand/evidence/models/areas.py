"""Coarse areas: a country, and the parts of it in which a network says that something happened. Never an address."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from firsthand.core.holding import Holds

# Fewer people than this and a place points at who lives there: the size below which 45 CFR 164.514(b)(2)(i)(B) has a place left out.
FEWEST_INHABITANTS = 20_000


class Area(models.Model):
    """A province, a region or a large town of one country. `inhabitants` is a rough number, kept so that nobody names a village."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "retired_on is set; never deleted"

    country = models.CharField(max_length=2)
    value = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    inhabitants = models.PositiveBigIntegerField()
    retired_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["country", "label"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "value"], name="area_is_once_in_its_country"),
            models.CheckConstraint(condition=Q(inhabitants__gte=FEWEST_INHABITANTS), name="area_is_coarse"),
        ]

    def __str__(self) -> str:
        return self.label
