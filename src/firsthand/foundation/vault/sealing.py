"""Sealing: needs public keys only. What is sealed here, this process cannot open again."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import transaction
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt, sodium_pad
from nacl.utils import random

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotValid
from firsthand.foundation.vault import wire
from firsthand.foundation.vault.models import InboxKey, Item, ItemKey, Team, item_ref
from firsthand.foundation.vault.passphrases import Cost, stretch

LARGEST_CONTENT = 4 * 1024 * 1024


class ContentTooLarge(NotValid):
    code = "content-too-large"
    sentence = "This is too long to be kept in one piece."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Content and its key, sealed for the row that Ref, kind and version name, to one generation of a team's keys. Not stored yet.

    `for_inbox` is the same key sealed a second time, to a giver's own key; empty for everything but a letter to them.
    """

    ref: str
    kind: str
    version: int
    content: bytes
    sealed_key: bytes
    generation: int
    for_inbox: bytes = b""


def seal_item(*, team: Team, kind: str, content: bytes) -> Item:
    """Seal content to a team under a fresh key of its own and store both. The content itself is never written anywhere.

    The stored size is one of a few (a power of two from 1 KiB), so that a length says little about the words.

    Raises:
        ContentTooLarge: more than 4 MiB.
    """
    return keep(seal(team=team, kind=kind, content=content), team=team)


def seal(*, team: Team, kind: str, content: bytes, ref: str = "", inbox_key: bytes = b"") -> Sealed:
    """The first half of `seal_item`, which asks the database nothing: call it before a transaction that others wait for.

    `ref` is the Ref that the row will have, where it was drawn before. `inbox_key` is the public key of a giver who shall open it too.

    Raises:
        ContentTooLarge: more than 4 MiB.
    """
    if len(content) > LARGEST_CONTENT:
        raise ContentTooLarge
    ref, version = ref or item_ref(), 1
    key = Hidden(random(wire.KEY_BYTES))
    sealed = encrypt_content(content, key=key, ref=ref, kind=kind, version=version)
    public_key = bytes(team.public_key)
    info = wire.item_key_info(team_public_key=public_key, ref=ref, kind=kind, version=version)
    sealed_key = seal_key(key, public_key=public_key, info=info)
    theirs = _sealed_for_inbox(key, inbox_key, ref=ref, kind=kind, version=version) if inbox_key else b""
    return Sealed(
        ref=ref, kind=kind, version=version, content=sealed, sealed_key=sealed_key, generation=team.generation, for_inbox=theirs
    )  # fmt: skip


@transaction.atomic(savepoint=False)
def keep(sealed: Sealed, *, team: Team) -> Item:
    """The second half of `seal_item`: store what was sealed to this team, here or in a browser."""
    item = Item.objects.create(ref=sealed.ref, kind=sealed.kind, version=sealed.version, content=sealed.content)
    ItemKey.objects.create(item=item, team=team, generation=sealed.generation, sealed_key=sealed.sealed_key)
    if sealed.for_inbox:
        InboxKey.objects.create(item=item, sealed_key=sealed.for_inbox)
    return item


def encrypt_content(content: bytes, *, key: Hidden[bytes], ref: str, kind: str, version: int) -> bytes:
    """Content, padded to its size class and encrypted under an item key for the row that its Ref, kind and version name."""
    padded = sodium_pad(content, wire.size_class(len(content)))
    return encrypt(padded, key=key, data=wire.content_data(ref=ref, kind=kind, version=version))


def encrypt(plain: bytes, *, key: Hidden[bytes], data: bytes) -> bytes:
    """XChaCha20-Poly1305 with a fresh nonce, behind the format byte; `data` must be told again to open it."""
    nonce = random(wire.NONCE_BYTES)
    return wire.FORMAT + nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plain, data, nonce, key.reveal())


def encrypt_key(secret: Hidden[bytes], *, key: Hidden[bytes], data: bytes) -> bytes:
    """A key under another that is not a public one."""
    return encrypt(secret.reveal(), key=key, data=data)


def seal_under_words(private_key: Hidden[bytes], *, words: Hidden[str], data: bytes) -> tuple[bytes, Cost]:
    """A private key under a passphrase or a recovery code, and what stretching that costs: as much as the settings ask for now."""
    cost = Cost.of_today()
    return encrypt_key(private_key, key=stretch(words, cost=cost), data=data), cost


def seal_key(secret: Hidden[bytes], *, public_key: bytes, info: bytes) -> bytes:
    """A key sealed by HPKE to whoever holds the private half of this public key; `info` must be told again to open it."""
    return wire.FORMAT + wire.SUITE.encrypt(secret.reveal(), wire.public_key_from(public_key), info)


def new_key_pair() -> tuple[bytes, Hidden[bytes]]:
    """A fresh hybrid key pair as (public, private) bytes."""
    mlkem, x25519 = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
    return public, Hidden(mlkem.private_bytes_raw() + x25519.private_bytes_raw())


def public_half_of(private_key: Hidden[bytes]) -> bytes:
    """The public key that belongs to a private one of 96 bytes."""
    raw = private_key.reveal()
    mlkem, x25519 = MLKEM768PrivateKey.from_seed_bytes(raw[:64]), X25519PrivateKey.from_private_bytes(raw[64:])
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def _sealed_for_inbox(key: Hidden[bytes], public_key: bytes, *, ref: str, kind: str, version: int) -> bytes:
    return seal_key(key, public_key=public_key, info=wire.inbox_key_info(public_key=public_key, ref=ref, kind=kind, version=version))
