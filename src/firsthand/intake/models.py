"""Doors, givers and testimonies. The words are in the vault; what stands here is what is needed to route and to withdraw."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models

from firsthand.core.holding import Holds
from firsthand.core.ref import Kind, mint
from firsthand.foundation.people.models import Organisation
from firsthand.foundation.vault.models import Item, Team


def testimony_ref() -> str:
    return mint(Kind.TESTIMONY, secrets.randbelow)


def giver_ref() -> str:
    return mint(Kind.GIVER, secrets.randbelow)


def door_code() -> str:
    return mint(Kind.ORGANISATION, secrets.randbelow)[2:].lower()


class Door(models.Model):
    """An address at which an organisation takes testimony for an evidence team. The code in the address tells nothing."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "closed, never reused"

    code = models.CharField(max_length=8, unique=True, default=door_code)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="doors")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    limits = models.TextField(blank=True, help_text="what this organisation must by law pass on, in plain words")
    is_open = models.BooleanField(default=True)


class Service(models.Model):
    """Somewhere to go: help that an organisation knows of, and names at its doors before anything is asked."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "ended on its day; not shown after it"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    name = models.TextField()
    kinds = models.JSONField(default=list, help_text="values of asked.KINDS_OF_HELP; empty: any")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; empty: anywhere")
    languages = models.JSONField(default=list, help_text="codes of languages; empty: not said")
    how = models.TextField(help_text="a number, an address or a way to find it")
    hours = models.TextField(blank=True)
    checked_on = models.DateField(null=True, help_text="the day on which somebody tried it; NULL: nobody ever did")
    ended_on = models.DateField(null=True)


class Giver(models.Model):
    """Someone who gave, known only by what their receipt hashes to: 128 random bits, which cannot be guessed back.

    `inbox_key` is the public half of a key pair that follows from the same bits: what is sealed to it opens with the receipt's words. Empty
    for who gave before there were inboxes, until they open their receipt.
    """

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "kept while a grant of theirs is needed as proof"

    ref = models.CharField(max_length=9, unique=True, default=giver_ref, editable=False)
    lookup = models.CharField(max_length=64, unique=True)
    inbox_key = models.BinaryField(default=b"")


class Testimony(models.Model):
    """Lived experience someone gave. Its Ref is the subject of its grants. The day is kept, not the minute."""

    holds: ClassVar = Holds.SEALED
    retired: ClassVar = "withdrawn by its giver: key destroyed, the row stays as a tombstone"

    ref = models.CharField(max_length=9, unique=True, default=testimony_ref, editable=False)
    giver = models.ForeignKey(Giver, on_delete=models.PROTECT, related_name="testimonies")
    door = models.ForeignKey(Door, on_delete=models.PROTECT, related_name="testimonies")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField(db_index=True)
    path = models.CharField(max_length=10, default="full", help_text="what it was given for: a value of paths.Path")
    apart = models.CharField(max_length=10, blank=True, help_text="why it waits apart from the others: flood, person; empty: it does not")
    withdrawn_at = models.DateTimeField(null=True)


class Attachment(models.Model):
    """A file that belongs to a testimony: its sealed description is the item, its bytes lie in the folder of files."""

    holds: ClassVar = Holds.SEALED
    retired: ClassVar = "key and bytes destroyed with the words of its testimony; the row stays as a tombstone"

    testimony = models.ForeignKey(Testimony, on_delete=models.PROTECT, related_name="attachments")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()
    sent_as = models.CharField(max_length=64, unique=True, null=True, help_text="a hash under a key that only the receipt gives")


class Message(models.Model):
    """Something said after a testimony: a letter from its team to the giver, or words that the giver added. What it is, and to which letter
    it answers, is sealed with the words. Days are kept, not minutes: when somebody comes back is theirs to know.
    """

    holds: ClassVar = Holds.SEALED
    retired: ClassVar = "its keys are destroyed with the words of its testimony; the row stays as a tombstone"

    testimony = models.ForeignKey(Testimony, on_delete=models.PROTECT, related_name="messages")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    is_to_giver = models.BooleanField()
    written_by = models.CharField(max_length=9, blank=True, help_text="the Ref of whoever wrote for the team; empty for the giver")
    sent_on = models.DateField()
    read_on = models.DateField(null=True, help_text="the day on which the other side first read it")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["testimony", "is_to_giver", "read_on"], name="messages_to_read")]
