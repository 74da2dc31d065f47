"""Manuscripts, versions, editions, their files and those who received them."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firsthand.core.holding import Holds
from firsthand.core.ref import Kind, mint
from firsthand.foundation.people.models import Organisation, Person


def manuscript_ref() -> str:
    return mint(Kind.MANUSCRIPT, secrets.randbelow)


def edition_ref() -> str:
    return mint(Kind.EDITION, secrets.randbelow)


class Manuscript(models.Model):
    """A working text. Its words are its versions; what is public is its editions."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept; it cites by Ref and holds no testimony"

    ref = models.CharField(max_length=9, unique=True, default=manuscript_ref, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=20, default="en")
    profile = models.CharField(max_length=60, blank=True, help_text="which body's rules it is held against (documents/profiles)")

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One saved state of a manuscript, in Markdown. Never changed; the next save is the next version."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept with its manuscript"

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["manuscript", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["manuscript", "number"], name="version_number_is_once")]


class Edition(models.Model):
    """A frozen, published text. `content` is the resolved block tree as printed; emptied when words in it are withdrawn."""

    holds: ClassVar = Holds.SEALED  # it prints words under grants; they leave it when the grant ends
    retired: ClassVar = "content and files destroyed at once when words in it are withdrawn; the row stays as a tombstone"

    class Status(models.TextChoices):
        LIVE = "live", _("Live")
        SUPERSEDED = "superseded", _("Superseded")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    ref = models.CharField(max_length=9, unique=True, default=edition_ref, editable=False)
    manuscript = models.ForeignKey(Manuscript, on_delete=models.PROTECT, related_name="editions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=20)
    content = models.JSONField(null=True)
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of the canonical content as published")
    status = models.CharField(max_length=12, choices=Status, default=Status.LIVE)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    superseded_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="supersedes")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["manuscript", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["manuscript", "number"], name="edition_number_is_once")]


class EditionFile(models.Model):
    """An edition in one format. The bytes stand in file storage under a name that tells nothing."""

    holds: ClassVar = Holds.SEALED
    retired: ClassVar = "deleted from storage with the edition's content"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    stored_as = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "format"], name="edition_has_a_format_once")]


class Recipient(models.Model):
    """Who received an edition and is told when it changes: an organisation of the network, or an address outside it."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted when they ask; else kept with the edition"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="recipients")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    address = models.EmailField(blank=True)
    received_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "organisation"], condition=~Q(organisation=None), name="organisation_is_told_once"),
            models.UniqueConstraint(fields=["edition", "address"], condition=~Q(address=""), name="address_is_told_once"),
            models.CheckConstraint(
                condition=Q(organisation=None, address__gt="") | Q(organisation__isnull=False, address=""),
                name="recipient_is_an_organisation_or_an_address",
            ),
        ]
