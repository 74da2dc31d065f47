"""Warnings to peers: written by a person in coarse words, under their own use, and gone with it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from firsthand.core.holding import Holds
from firsthand.foundation.people.models import Person
from firsthand.intake.models import Testimony


class Alert(models.Model):
    """What became of someone's wish to warn others: a warning that was released, or the decision to keep it back (no words).

    The words are the moderator's. They are emptied when the giver takes the use back, when someone ends it, and after its last day.
    """

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "words emptied at once with the consent, and after the last day; the row stays"

    testimony = models.OneToOneField(Testimony, on_delete=models.PROTECT, related_name="alert")
    words = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; empty: not said")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()
    until = models.DateField(null=True, help_text="the last day on which it is shown; NULL: it was kept back")
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(words="") | Q(until__isnull=False, ended_on=None), name="alert_has_words_only_while_it_warns"
            ),
        ]
