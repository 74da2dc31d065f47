"""Codes, incidents, batches, figures and quotes."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firsthand.core.holding import Holds
from firsthand.core.ref import Kind, mint
from firsthand.foundation.people.models import Organisation, Person
from firsthand.foundation.vault.models import Item
from firsthand.intake.models import Testimony


def figure_ref() -> str:
    return mint(Kind.FIGURE, secrets.randbelow)


def quote_ref() -> str:
    return mint(Kind.QUOTE, secrets.randbelow)


def batch_ref() -> str:
    return mint(Kind.BATCH, secrets.randbelow)


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


class Batch(models.Model):
    """The people counted together. Counts change only from batch to batch: recounting one person at once would point at them.

    A batch is closed for new figures as soon as one of its members withdraws or is coded anew.
    """

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept while a figure of it is printed"

    ref = models.CharField(max_length=9, unique=True, default=batch_ref, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    changes = models.PositiveIntegerField(default=0, help_text="people who joined or left since the batch before")

    class Meta:
        ordering: ClassVar = ["organisation", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "number"], name="batch_number_is_once")]


class Member(models.Model):
    """A testimony counted in a batch."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "kept: a Ref among others, without its codes once withdrawn"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="members")
    testimony = models.ForeignKey(Testimony, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "testimony"], name="member_is_in_batch_once")]


class Verdict(models.TextChoices):
    WAITING = "waiting", _("Waiting for a second reader")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class Figure(models.Model):
    """A crosstab that passed disclosure control, and a second person's verdict. `released` is never changed after it is made."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "immutable; superseded by a figure of a later batch"

    ref = models.CharField(max_length=9, unique=True, default=figure_ref, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="figures")
    title = models.CharField(max_length=200)
    released = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WAITING)
    verdict_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    verdict_at = models.DateTimeField(null=True)
    verdict_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict="waiting", verdict_by=None, verdict_at=None)
                | (~Q(verdict="waiting") & Q(verdict_by__isnull=False, verdict_at__isnull=False)),
                name="figure_verdict_has_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(made_by=F("verdict_by")), name="figure_is_read_by_a_second_person"),
        ]


class Quote(models.Model):
    """Words lifted from a testimony under a grant, sealed until someone other than the lifter clears them into `text`."""

    holds: ClassVar = Holds.SEALED
    retired: ClassVar = "text emptied and key destroyed at once when its testimony is withdrawn"

    ref = models.CharField(max_length=9, unique=True, default=quote_ref, editable=False)
    testimony = models.ForeignKey(Testimony, on_delete=models.PROTECT, related_name="quotes")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+", help_text="the anonymised words, sealed")
    text = models.TextField(blank=True)
    attribution = models.CharField(max_length=120)
    language = models.CharField(max_length=20)
    lifted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WAITING)
    verdict_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    verdict_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict="waiting", verdict_by=None, verdict_at=None)
                | (~Q(verdict="waiting") & Q(verdict_by__isnull=False, verdict_at__isnull=False)),
                name="quote_verdict_has_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(lifted_by=F("verdict_by")), name="quote_is_cleared_by_a_second_person"),
        ]
