"""The ciphers, turned round: for `opening`, where a team unlocked, and for `inboxes`, where a giver typed their words. For nobody else.

Everything that does not open, for whatever cause, fails alike: `DoesNotOpen`.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, sodium_unpad
from nacl.exceptions import CryptoError

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import Fault, NotNow
from firsthand.foundation.vault import wire


class DoesNotOpen(Fault):
    """What is stored is not what was sealed for this row and this key."""


class KeyDestroyed(NotNow):
    code = "key-destroyed"
    sentence = "The key of this item was destroyed. Nobody can open it again."


def decrypt_content(sealed: bytes, *, key: Hidden[bytes], ref: str, kind: str, version: int) -> Hidden[bytes]:
    """Content without its padding, if the row is the one it was sealed for."""
    padded = decrypt(sealed, key=key, data=wire.content_data(ref=ref, kind=kind, version=version)).reveal()
    try:
        return Hidden(sodium_unpad(padded, len(padded)))
    except (CryptoError, ValueError) as broken:
        raise DoesNotOpen from broken


def decrypt(sealed: bytes, *, key: Hidden[bytes], data: bytes) -> Hidden[bytes]:
    """What `sealing.encrypt` encrypted with this key and this associated data."""
    nonce, box = _body(sealed)[: wire.NONCE_BYTES], _body(sealed)[wire.NONCE_BYTES :]
    try:
        return Hidden(crypto_aead_xchacha20poly1305_ietf_decrypt(box, data, nonce, key.reveal()))
    except (CryptoError, ValueError, TypeError) as broken:
        raise DoesNotOpen from broken


def open_key(sealed: bytes, *, private_key: Hidden[bytes], info: bytes) -> Hidden[bytes]:
    """What `sealing.seal_key` sealed to the public half of this key with this info."""
    try:
        return Hidden(wire.SUITE.decrypt(_body(sealed), _private_key_from(private_key), info))
    except (InvalidTag, ValueError) as broken:
        raise DoesNotOpen from broken


def _body(sealed: bytes) -> bytes:
    if sealed[:1] != wire.FORMAT:
        raise DoesNotOpen
    return sealed[1:]


def _private_key_from(data: Hidden[bytes]) -> MLKEM768X25519PrivateKey:
    raw = data.reveal()
    if len(raw) != wire.PRIVATE_KEY_BYTES:
        raise ValueError("a private key has 96 bytes")
    return MLKEM768X25519PrivateKey(MLKEM768PrivateKey.from_seed_bytes(raw[:64]), X25519PrivateKey.from_private_bytes(raw[64:]))
