"""What is still to be done for someone who told us something, and how often they were asked to tell again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firsthand.core.holding import Holds
from firsthand.foundation.people.models import Person
from firsthand.intake.models import Giver, Service, Testimony


class FollowUp(models.Model):
    """One thing to do, from a list: free words would name someone. A referral names a place where help is found, never a person."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted at once when its testimony is withdrawn"

    class What(models.TextChoices):
        REFER = "refer", _("Tell them where help is found")
        CHECK_SAFETY = "check-safety", _("Ask whether they are safe")
        TELL_OUTCOME = "tell-outcome", _("Tell them what came of it")
        ASK_MORE = "ask-more", _("Ask for something that is not clear")

    testimony = models.ForeignKey(Testimony, on_delete=models.PROTECT, related_name="follow_ups")
    what = models.CharField(max_length=20, choices=What)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(what="refer", service__isnull=False) | (~models.Q(what="refer") & models.Q(service=None)),
                name="referral_names_where_to",
            ),
        ]


class Asking(models.Model):
    """A giver was asked to tell again. Counted over all that they gave: being asked often is a harm of its own (Murad Code, 2022)."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted with the last testimony of its giver"

    giver = models.ForeignKey(Giver, on_delete=models.CASCADE, related_name="+")
    testimony = models.ForeignKey(Testimony, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
