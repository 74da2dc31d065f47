"""Sealed items and the keys that are themselves sealed. No row here opens another without a passphrase that is not here.

item content  <- item key        (XChaCha20-Poly1305; Ref, kind and version bound in)
item key      <- team public key (HPKE, RFC 9180, ML-KEM-768 + X25519)
a letter's key<- also a giver's public key (the same), whose private half follows from the words of their receipt
team private  <- member public   (HPKE)
member private<- passphrase      (Argon2id), and a second time <- recovery code
team private  <- recovery secret, in SLIP-39 shares, each <- one trustee's member public key
an earlier team private key <- the team's present public key
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
    """The people who may open what is sealed to this public key. `owner` is an organisation's Ref.

    The public key is the one of the present generation; each removal of a member makes the next.
    """

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept while an item is sealed to it"

    name = models.CharField(max_length=120)
    owner = models.CharField(max_length=9, db_index=True)
    public_key = models.BinaryField()
    generation = models.PositiveSmallIntegerField(default=1)
    is_rekey_due = models.BooleanField(default=False, help_text="someone who could open it left without being removed by the team")

    def __str__(self) -> str:
        return self.name


class PastKey(models.Model):
    """A key pair that a team had before; its private half is sealed to the present one, so that what was sealed to it still opens."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "kept while the team is: something sealed in the moment of a change of keys, or a restored backup, needs it"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="past_keys")
    generation = models.PositiveSmallIntegerField()
    public_key = models.BinaryField()
    sealed_private_key = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "generation"], name="generation_is_past_once")]


class MemberKey(models.Model):
    """One person's key pair; the private half is under their passphrase. `holder` is a person's Ref."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted when the person leaves"

    holder = models.CharField(max_length=9, unique=True)
    public_key = models.BinaryField()
    sealed_private_key = models.BinaryField()
    argon2 = models.JSONField(help_text="salt (hex), opslimit, memlimit in bytes")


class RecoveryCode(models.Model):
    """A member's private key a second time, under twelve words that were shown once. A new code ends the one before."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted when it is used or renewed, and with the member's key"

    member = models.OneToOneField(MemberKey, on_delete=models.CASCADE, related_name="recovery_code")
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
    """An item's own key, sealed to a team's key of the generation that it names: the present one, or one that is past."""

    holds: ClassVar = Holds.SEALED
    retired: ClassVar = "destroyed to forget the item"

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="key")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="item_keys")
    generation = models.PositiveSmallIntegerField()
    sealed_key = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["team", "generation"], name="item_keys_to_reseal")]


class SealedFile(models.Model):
    """A sealed stream on the disk. Its item holds its description and its key; `place` is a random name in the folder of files."""

    holds: ClassVar = Holds.SEALED
    retired: ClassVar = "deleted with its bytes when its item is forgotten"

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="file")
    place = models.CharField(max_length=32, unique=True)


class InboxKey(models.Model):
    """A letter's own key a second time, sealed to the key of the giver whom it is for: they open it with the words of their receipt."""

    holds: ClassVar = Holds.SEALED
    retired: ClassVar = "destroyed with the item's other key"

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="inbox_key")
    sealed_key = models.BinaryField()


class Trust(models.Model):
    """The team's private key under a secret that nobody knows: it was shared out among trustees, and `needed` of them together have it."""

    holds: ClassVar = Holds.NOTHING
    retired: ClassVar = "replaced when the team changes its keys or its trustees"

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="trust")
    generation = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    sealed_team_key = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(needed__gte=2), name="one_trustee_is_never_enough")]


class Share(models.Model):
    """One trustee's share of the secret, sealed to their own key."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted with the trust, and when the trustee leaves"

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="shares")
    member = models.ForeignKey(MemberKey, on_delete=models.CASCADE, related_name="shares")
    sealed_share = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["trust", "member"], name="trustee_has_one_share")]


class Ceremony(models.Model):
    """Trustees letting someone back in. Shares are given to its fresh key, whose private half is sealed to that someone alone."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted when completed or ended; one that is too old gives nothing, and goes when the next is opened"

    trust = models.OneToOneField(Trust, on_delete=models.CASCADE, related_name="ceremony")
    member = models.ForeignKey(MemberKey, on_delete=models.CASCADE, related_name="ceremonies", help_text="who is let back in")
    opened_by = models.CharField(max_length=9)
    ends_on = models.DateField()
    public_key = models.BinaryField()
    sealed_private_key = models.BinaryField()


class GivenShare(models.Model):
    """A share that its trustee gave to a ceremony, sealed to the ceremony's key."""

    holds: ClassVar = Holds.PSEUDONYMOUS
    retired: ClassVar = "deleted with the ceremony"

    ceremony = models.ForeignKey(Ceremony, on_delete=models.CASCADE, related_name="given")
    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="given")
    sealed_share = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ceremony", "share"], name="share_is_given_once")]
