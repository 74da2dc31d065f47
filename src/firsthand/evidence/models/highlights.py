"""Marked words: a code on a stretch of a testimony. Which words, is sealed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from firsthand.core.holding import Holds
from firsthand.evidence.models.codes import Code
from firsthand.foundation.people.models import Person
from firsthand.foundation.vault.models import Item
from firsthand.intake.models import Testimony


class Highlight(models.Model):
    """A code that someone put on words of a testimony. The item holds the words with what stands around them, and where.

    `guid` stays the same in every export, so that another program knows the same mark again.
    """

    holds: ClassVar = Holds.SEALED
    retired: ClassVar = "key destroyed and row deleted at once when its testimony is withdrawn, or when who made it takes it off"

    guid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    testimony = models.ForeignKey(Testimony, on_delete=models.PROTECT, related_name="highlights")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+", help_text="the anchor, sealed")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    coder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
