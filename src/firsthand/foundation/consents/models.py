"""Grants as rows. Only a yes is stored: no row is a no."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from firsthand.core.consent import Audience, Use
from firsthand.core.holding import Holds


class Grant(models.Model):
    """A yes to one use of one thing. A withdrawal dates the row; it is never deleted, so that the no can be proved."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "kept after withdrawal: Ref, use and day only"

    subject = models.CharField(max_length=9, db_index=True)
    use = models.CharField(max_length=20, choices=[(use.value, use.value) for use in Use])
    audience = models.CharField(max_length=10, choices=[(audience.value, audience.value) for audience in Audience])
    attribution = models.CharField(max_length=120, blank=True)
    languages = models.JSONField(default=list)
    granted_on = models.DateField()
    until = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    text_version = models.CharField(max_length=20, help_text="the wording of the question that was answered")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "use"], name="grant_by_subject_and_use")]
