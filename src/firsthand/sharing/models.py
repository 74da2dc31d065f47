"""Protocols, their signatures, what was handed over under them, and whom to tell."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firsthand.core.holding import Holds
from firsthand.core.ref import Kind, mint
from firsthand.foundation.people.models import Organisation, Person


def protocol_ref() -> str:
    return mint(Kind.PROTOCOL, secrets.randbelow)


def export_ref() -> str:
    return mint(Kind.EXPORT, secrets.randbelow)


class Protocol(models.Model):
    """What one organisation may hand to another: for what, which fields, at which level, how often and until when."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept; what was handed over names it"

    class Level(models.TextChoices):
        AGGREGATE = "aggregate", _("Numbers: figures that a second reader let through")
        CASE = "case", _("Cases: one row for each person who agreed to it")

    class Schedule(models.TextChoices):
        ONCE = "once", _("Once")
        MONTHLY = "monthly", _("At most once a month")
        QUARTERLY = "quarterly", _("At most once in three months")
        ON_REQUEST = "on-request", _("Whenever it is asked for")

    ref = models.CharField(max_length=9, unique=True, default=protocol_ref, editable=False)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=500)
    level = models.CharField(max_length=10, choices=Level)
    use = models.CharField(max_length=20, help_text="the consent that each row needs")
    fields = models.JSONField(default=list)
    schedule = models.CharField(max_length=10, choices=Schedule)
    written_on = models.DateField()
    until = models.DateField(help_text="the first day on which it no longer holds")
    ended_on = models.DateField(null=True)


class Signature(models.Model):
    """A coordinator signed for one of the two parties."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "kept with its protocol"

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["protocol", "organisation"], name="party_signs_once")]


class Export(models.Model):
    """One handing over. The file itself is not kept: its hash tells which one it was."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept; whoever received it is told by it"

    ref = models.CharField(max_length=9, unique=True, default=export_ref, editable=False)
    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="exports")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()
    file_format = models.CharField(max_length=4)
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)


class Recall(models.Model):
    """Consent ended for something in an export: its recipient has to be told which case to delete."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "kept: that the recipient was told is proved by it"

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="recalls")
    subject = models.CharField(max_length=9)
    case = models.CharField(max_length=20, help_text="how the recipient knows it")
    since = models.DateField()
    told_on = models.DateField(null=True)
    told_by = models.CharField(max_length=9, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["export", "subject"], name="recall_is_noted_once")]


class Case(models.Model):
    """Which testimony stands behind a case of an export. Its number means nothing outside this export."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "kept; without it nobody could be told which case to delete"

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="cases")
    subject = models.CharField(max_length=9, db_index=True)
    case = models.CharField(max_length=20)
