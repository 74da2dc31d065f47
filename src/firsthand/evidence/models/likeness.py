"""Pairs of accounts that may be of one incident, and what a person decided about each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firsthand.core.holding import Holds
from firsthand.evidence.models.incidents import Information
from firsthand.foundation.people.models import Person


class Likeness(models.Model):
    """Two accounts that may be of one incident. The decision is kept as long as both testimonies stand."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted with either of the two accounts"

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SAME = "same", _("The same incident")
        APART = "apart", _("Two incidents")

    first = models.ForeignKey(Information, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Information, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WAITING)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["verdict", "-score"], name="likeness_by_score")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="likeness_is_of_a_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_is_in_order"),
            models.CheckConstraint(
                condition=Q(verdict="waiting", decided_by=None, decided_at=None)
                | (~Q(verdict="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="likeness_verdict_has_who_and_when",
            ),
        ]
