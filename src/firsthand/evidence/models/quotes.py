"""Quotes: someone's words, lifted under their grant."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firsthand.core.holding import Holds
from firsthand.core.ref import Kind, mint
from firsthand.evidence.models.verdicts import Verdict
from firsthand.foundation.people.models import Person
from firsthand.foundation.vault.models import Item
from firsthand.intake.models import Testimony


def quote_ref() -> str:
    return mint(Kind.QUOTE, secrets.randbelow)


class Quote(models.Model):
    """Words lifted from a testimony under a grant, sealed until someone other than the lifter clears them into `text`.

    The reason for a refusal is chosen from a list: a reason in free words would repeat, unsealed, what must not be printed.
    """

    holds: ClassVar = Holds.SEALED
    retired: ClassVar = "text emptied and key destroyed at once when its testimony is withdrawn"

    class Reason(models.TextChoices):
        POINTS_AT_GIVER = "points-at-giver", _("It could point at the person who gave it")
        POINTS_AT_OTHERS = "points-at-others", _("It could point at someone else")
        CHANGES_MEANING = "changes-meaning", _("It no longer says what the person said")
        NOT_NEEDED = "not-needed", _("It does the person no good to print this")

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
    verdict_reason = models.CharField(max_length=20, choices=Reason, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict="waiting", verdict_by=None, verdict_at=None)
                | (~Q(verdict="waiting") & Q(verdict_by__isnull=False, verdict_at__isnull=False)),
                name="quote_verdict_has_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(lifted_by=F("verdict_by")), name="quote_is_cleared_by_a_second_person"),
            models.CheckConstraint(condition=Q(text="") | Q(verdict="approved", withdrawn_at=None), name="quote_text_only_when_cleared"),
        ]
