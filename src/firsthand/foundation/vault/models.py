"""Sealed items and the keys that are themselves sealed. No row here opens another without a passphrase that is not here.

item content  <- item key        (XChaCha20-Poly1305; Ref, kind and version bound in)
item key      <- team public key (HPKE, RFC 9180, ML-KEM-768 + X25519)
team private  <- member public   (HPKE)
member private<- passphrase      (Argon2id)
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models

from firsthand.core.holding import Holds
from firsthand.core.ref import Kind, mint


def item_ref() -> str:
    return mint(Kind.ITEM, secrets.randbelow)


class Team(models.Model):
    """The people who may open what is sealed to this public key. `owner` is an organisation's Ref."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept while an item is sealed to it"

    name = models.CharField(max_length=120)
    owner = models.CharField(max_length=9, db_index=True)
    public_key = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class MemberKey(models.Model):
    """One person's key pair; the private half is under their passphrase. `holder` is a person's Ref."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted when the person leaves"

    holder = models.CharField(max_length=9, unique=True)
    public_key = models.BinaryField()
    sealed_private_key = models.BinaryField()
    argon2 = models.JSONField(help_text="salt (hex), opslimit, memlimit in bytes")


class Membership(models.Model):
    """The team's private key, sealed to one member."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted when the member leaves the team"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(MemberKey, on_delete=models.CASCADE, related_name="memberships")
    sealed_team_key = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "member"], name="member_is_in_team_once")]


class Item(models.Model):
    """Sealed content. `kind` and `version` are authenticated with the Ref: a ciphertext moved to another row does not open."""

    holds: ClassVar = Holds.SEALED
    retired: ClassVar = "forgotten by destroying its ItemKey; the content that stays opens for nobody"

    ref = models.CharField(max_length=9, unique=True, default=item_ref, editable=False)
    kind = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    content = models.BinaryField()


class ItemKey(models.Model):
    """An item's own key, sealed to a team."""

    holds: ClassVar = Holds.SEALED
    retired: ClassVar = "destroyed to forget the item"

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="key")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="item_keys")
    sealed_key = models.BinaryField()
