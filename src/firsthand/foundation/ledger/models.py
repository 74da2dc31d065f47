"""Ledger rows. Nothing here is ever changed or deleted, and nothing here is a word that someone gave."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from firsthand.core.holding import Holds


class Entry(models.Model):
    """One thing that happened. `digest` covers this row, its edges and the digest of the row before it."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "never; it holds Refs, days and counts, no words"

    number = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=40, db_index=True)
    actor = models.CharField(max_length=9, blank=True, help_text="a person's Ref; empty for the giver or the system")
    subject = models.CharField(max_length=9, db_index=True)
    on = models.DateField()
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["number"]


class Edge(models.Model):
    """`derived` was made from `source` under `use` (empty where none is needed)."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "never; it holds Refs"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="edges")
    derived = models.CharField(max_length=9, db_index=True)
    source = models.CharField(max_length=9, db_index=True)
    carries = models.CharField(max_length=10)
    use = models.CharField(max_length=20, blank=True)


class Head(models.Model):
    """The end of the chain: one row, locked by whoever appends, so that the chain never forks."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "never"

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)
