"""Works, notes on them, and quotes from them."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models

from firsthand.core.holding import Holds
from firsthand.core.ref import Kind, mint
from firsthand.foundation.people.models import Organisation, Person


def source_ref() -> str:
    return mint(Kind.SOURCE, secrets.randbelow)


class Source(models.Model):
    """A published work that an organisation read, as a CSL-JSON item. `searched` is its title, names and notes, folded."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "retired_on is set; an edition that cites it keeps its entry"

    ref = models.CharField(max_length=9, unique=True, default=source_ref, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    item = models.JSONField()
    title = models.CharField(max_length=4000)
    year = models.PositiveSmallIntegerField(null=True)
    work_key = models.CharField(max_length=300)
    searched = models.TextField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    retired_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "work_key"], condition=models.Q(retired_on=None), name="work_is_kept_once_by_an_organisation"
            )
        ]


class Note(models.Model):
    """What someone wrote about a work, or (with a page) words out of it. Published words: nobody's consent is needed to quote them."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "deleted by who wrote it, or with its source"

    class Kind(models.TextChoices):
        NOTE = "note"
        QUOTE = "quote"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(max_length=4000)
    page = models.CharField(max_length=40, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(kind="quote", page=""), name="quote_from_a_work_has_its_page")]
