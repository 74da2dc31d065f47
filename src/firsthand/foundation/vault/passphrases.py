"""Passphrases: what a person remembers, stretched by Argon2id into a key."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.conf import settings
from nacl.pwhash import argon2id
from nacl.utils import random

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import Fault, NotValid
from firsthand.foundation.vault import wire

SHORTEST = 12
_MOST_BYTES = 2 * 1024 * 1024 * 1024
_MOST_PASSES = 20


class PassphraseTooShort(NotValid):
    code = "passphrase-too-short"
    sentence = "A passphrase needs at least {shortest} characters; four or more words taken by chance are easiest to keep."


class CostOutOfBounds(Fault):
    """The stored cost of a key is one that this software would never have chosen; it is not tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What stretching costs, stored with each key so that it can be raised for the next ones."""

    salt: bytes
    passes: int
    memory: int

    def to_json(self) -> dict[str, str | int]:
        return {"salt": self.salt.hex(), "opslimit": self.passes, "memlimit": self.memory}

    @classmethod
    def of_today(cls) -> Cost:
        """A fresh salt, at the cost that the settings ask for now."""
        return cls(salt=random(argon2id.SALTBYTES), passes=settings.ARGON2_OPSLIMIT, memory=settings.ARGON2_MEMLIMIT)

    @classmethod
    def from_json(cls, stored: dict[str, str | int]) -> Cost:
        """The cost as stored. A row that someone edited to exhaust the machine is refused."""
        cost = cls(salt=bytes.fromhex(str(stored["salt"])), passes=int(stored["opslimit"]), memory=int(stored["memlimit"]))
        is_ours = argon2id.OPSLIMIT_MIN <= cost.passes <= _MOST_PASSES and argon2id.MEMLIMIT_MIN <= cost.memory <= _MOST_BYTES
        if not is_ours or len(cost.salt) != argon2id.SALTBYTES:
            raise CostOutOfBounds
        return cost


def stretch(passphrase: Hidden[str], *, cost: Cost) -> Hidden[bytes]:
    """The key under a passphrase. The same characters typed on another keyboard give the same key (NFKC, outer spaces dropped)."""
    text = as_kept(passphrase).reveal().encode()
    return Hidden(argon2id.kdf(wire.KEY_BYTES, text, cost.salt, opslimit=cost.passes, memlimit=cost.memory))


def as_kept(passphrase: Hidden[str]) -> Hidden[str]:
    """The passphrase in the one form in which it is stretched."""
    return Hidden(unicodedata.normalize("NFKC", passphrase.reveal()).strip())


def check(passphrase: Hidden[str]) -> None:
    """Refuse a new passphrase that a guesser would reach.

    Raises:
        PassphraseTooShort: fewer than twelve characters.
    """
    if len(as_kept(passphrase).reveal()) < SHORTEST:
        raise PassphraseTooShort(shortest=SHORTEST)
