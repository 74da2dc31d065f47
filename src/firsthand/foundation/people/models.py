"""Organisations, persons and roles. A person is known by a chosen name; nothing here asks for a legal one."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from firsthand.core.holding import Holds
from firsthand.core.ref import Kind, mint


def organisation_ref() -> str:
    return mint(Kind.ORGANISATION, secrets.randbelow)


def person_ref() -> str:
    return mint(Kind.PERSON, secrets.randbelow)


def session_code() -> str:
    return secrets.token_hex(8)


class Region(models.Model):
    """A network's own division of the world; each network names its own."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept while an organisation stands in it"

    code = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A community-led organisation, an ally or an institution. Rows of one are never shown to another."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept; an organisation that leaves is marked inactive"

    class Kind(models.TextChoices):
        COMMUNITY_LED = "community-led", _("Community-led")
        ALLY = "ally", _("Ally")
        INSTITUTION = "institution", _("Institution")

    ref = models.CharField(max_length=9, unique=True, default=organisation_ref, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; empty for a global body")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
    languages = models.JSONField(default=list, help_text="BCP 47 codes, the preferred one first")
    is_active = models.BooleanField(default=True)
    hosts_network = models.BooleanField(default=False, help_text="its coordinators found the other organisations; one at most")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hosts_network"], condition=models.Q(hosts_network=True), name="one_organisation_hosts_the_network"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Makes persons with their passwords hashed by Argon2id."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> Person:
        person = Person(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Someone who signs in at the desk, under a chosen name. No e-mail, no legal name, no telephone number."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deactivated; what they signed in the ledger keeps their Ref"

    ref = models.CharField(max_length=9, unique=True, default=person_ref, editable=False)
    username = models.CharField(max_length=60, unique=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False, help_text="someone else has seen it: the first one, or a renewed one")

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    def __str__(self) -> str:
        return self.username


class Role(models.Model):
    """What a person does in one organisation. Several roles are several rows."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted when the role ends; the ledger remembers that it was held"

    class Name(models.TextChoices):
        COORDINATOR = "coordinator", _("Coordinator")
        CODER = "coder", _("Coder")
        EDITOR = "editor", _("Editor")
        SECOND_READER = "second-reader", _("Second reader")
        READER = "reader", _("Reader")
        SEAT_HOLDER = "seat-holder", _("Seat holder")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(max_length=20, choices=Name)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "organisation", "name"], name="role_is_held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()}"


class DeskSession(models.Model):
    """One signed-in browser of one person, so that they can see it and end it. No address, no name of a device: days only.

    The session itself carries `code`; the door lets nobody through whose row is gone. Of the session's key only a hash is kept,
    so that this table opens nothing where sessions are stored elsewhere.
    """

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted on sign-out, on ending it, and a day after it was last used"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="desk_sessions")
    code = models.CharField(max_length=16, unique=True, default=session_code, editable=False)
    key_hash = models.CharField(max_length=64, db_index=True)
    started_on = models.DateField()
    seen_on = models.DateField()
