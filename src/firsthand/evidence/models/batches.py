"""The people counted together."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firsthand.core.holding import Holds
from firsthand.core.ref import Kind, mint
from firsthand.foundation.people.models import Organisation, Person
from firsthand.intake.models import Testimony


def batch_ref() -> str:
    return mint(Kind.BATCH, secrets.randbelow)


class Batch(models.Model):
    """The people counted together. Counts change only from batch to batch: recounting one person at once would point at them.

    A batch is closed for new figures as soon as one of its members withdraws or is coded anew: a new figure beside the old ones would
    show the difference, which is one person.
    """

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept while a figure of it is printed"

    class Ending(models.TextChoices):
        NEXT_OPENED = "next-opened", _("The next batch was opened")
        MEMBER_LEFT = "member-left", _("Someone counted in it took their consent back")
        CODED_ANEW = "coded-anew", _("A testimony counted in it was coded anew")
        CODES_MERGED = "codes-merged", _("A new version of the codebook counts some codes as one")

    ref = models.CharField(max_length=9, unique=True, default=batch_ref, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=20, choices=Ending, blank=True)
    frame = models.JSONField(help_text="the dimensions and categories to count by, fixed before anyone is counted")
    changes = models.PositiveIntegerField(default=0, help_text="people who joined or left since the batch before")

    class Meta:
        ordering: ClassVar = ["organisation", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="batch_number_is_once"),
            models.UniqueConstraint(fields=["organisation"], condition=Q(closed_at=None), name="batch_is_open_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_because="") | (Q(closed_at__isnull=False) & ~Q(closed_because="")),
                name="batch_end_has_a_reason",
            ),
        ]


class Member(models.Model):
    """A testimony counted in a batch."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "kept: a Ref among others, without its codes once withdrawn"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="members")
    testimony = models.ForeignKey(Testimony, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "testimony"], name="member_is_in_batch_once")]
