"""The format of everything sealed, shared by who seals and who opens. It holds no key and opens nothing.

Each sealed blob starts with a format byte, so that the format can change while old blobs stay readable. Format 1:

- content    `01 | nonce (24) | XChaCha20-Poly1305-IETF of the padded content`; associated data: purpose, Ref, kind, version
- a key      `01 | HPKE enc (1120) | ChaCha20-Poly1305`, RFC 9180 base mode, KEM ML-KEM-768 + X25519, HKDF-SHA256; its info names the
             purpose, the suite, the team (a fingerprint of its public key) and what the key is for
- public key  ML-KEM-768 (1184) | X25519 (32);  private key  ML-KEM-768 seed (64) | X25519 (32)

Every part of associated data and info is preceded by its length, so that no two different lists of parts give the same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PublicKey, Suite

from firsthand.core.hidden import Hidden

FORMAT = b"\x01"
SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
KEY_BYTES = 32
NONCE_BYTES = 24
PUBLIC_KEY_BYTES = 1184 + 32
PRIVATE_KEY_BYTES = 64 + 32
SMALLEST_CLASS = 1024
LETTER = "letter"  # the kind of an item whose key is sealed a second time, to a giver

_MLKEM_PUBLIC = 1184
_suite_name = b"HPKE-MLKEM768-X25519-HKDF-SHA256-CHACHA20POLY1305"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockedTeam:
    """A team's present private key in the memory of one request. `owner` is the Ref of the organisation whose team it is."""

    team_id: int
    owner: str
    public_key: bytes
    private_key: Hidden[bytes]
    generation: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockedMember:
    """A member's private key in the memory of one request. `holder` is the Ref of whose it is."""

    holder: str
    private_key: Hidden[bytes]


def size_class(length: int) -> int:
    """The size that content of this many bytes is padded to: the next power of two that leaves room for a mark, from 1 KiB."""
    return max(SMALLEST_CLASS, 1 << length.bit_length())


def content_data(*, ref: str, kind: str, version: int) -> bytes:
    """The associated data of an item's content: what the row must say for the content to open."""
    return _joined(b"firsthand content", ref.encode(), kind.encode(), version.to_bytes(2, "big"))


def item_key_info(*, team_public_key: bytes, ref: str, kind: str, version: int) -> bytes:
    """The HPKE info of an item's key."""
    return _info(b"firsthand item key", team_public_key, content_data(ref=ref, kind=kind, version=version))


def team_key_info(*, team_public_key: bytes, holder: str) -> bytes:
    """The HPKE info of a team's private key as it is sealed to one member."""
    return _info(b"firsthand team key", team_public_key, holder.encode())


def member_key_data(*, holder: str, public_key: bytes) -> bytes:
    """The associated data of a member's private key under their passphrase."""
    return _joined(b"firsthand member key", holder.encode(), public_key)


def recovery_code_data(*, holder: str, public_key: bytes) -> bytes:
    """The associated data of a member's private key under their recovery code."""
    return _joined(b"firsthand recovery code", holder.encode(), public_key)


def past_key_info(*, team_public_key: bytes, past_public_key: bytes) -> bytes:
    """The HPKE info of a team's earlier private key as it is sealed to the present one."""
    return _info(b"firsthand past key", team_public_key, past_public_key)


def trust_data(*, team_public_key: bytes, needed: int) -> bytes:
    """The associated data of a team's private key under the secret of its trustees."""
    return _joined(b"firsthand trust", team_public_key, needed.to_bytes(2, "big"))


def share_info(*, team_public_key: bytes, holder: str) -> bytes:
    """The HPKE info of a share as it is sealed to its trustee."""
    return _info(b"firsthand share", team_public_key, holder.encode())


def ceremony_key_info(*, team_public_key: bytes, ceremony_public_key: bytes, holder: str) -> bytes:
    """The HPKE info of a ceremony's private key as it is sealed to whoever is let back in."""
    return _info(b"firsthand ceremony key", team_public_key, _joined(ceremony_public_key, holder.encode()))


def given_share_info(*, team_public_key: bytes, ceremony_public_key: bytes, holder: str) -> bytes:
    """The HPKE info of a share as its trustee gave it to a ceremony."""
    return _info(b"firsthand given share", team_public_key, _joined(ceremony_public_key, holder.encode()))


def bundle_key_info(*, public_key: bytes) -> bytes:
    """The HPKE info of the key of a bundle, and the associated data of its list."""
    return _info(b"firsthand bundle key", public_key, b"")


def inbox_key_info(*, public_key: bytes, ref: str, kind: str, version: int) -> bytes:
    """The HPKE info of an item's key as it is sealed to a giver's own key."""
    return _info(b"firsthand inbox key", public_key, content_data(ref=ref, kind=kind, version=version))


def session_key_data(*, holder: str) -> bytes:
    """The associated data of a member's private key in a session entry."""
    return _joined(b"firsthand session key", holder.encode())


def public_key_from(data: bytes) -> MLKEM768X25519PublicKey:
    """A public key from its 1216 bytes; ValueError if they are not one."""
    if len(data) != PUBLIC_KEY_BYTES:
        raise ValueError("a public key has 1216 bytes")
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(data[:_MLKEM_PUBLIC]),
        X25519PublicKey.from_public_bytes(data[_MLKEM_PUBLIC:]),
    )


def _info(purpose: bytes, team_public_key: bytes, about: bytes) -> bytes:
    return _joined(purpose, _suite_name, hashlib.sha256(team_public_key).digest(), about)


def _joined(*parts: bytes) -> bytes:
    return FORMAT + b"".join(len(part).to_bytes(4, "big") + part for part in parts)
