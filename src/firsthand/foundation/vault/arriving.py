"""What a browser sealed before it sent it. The server cannot open it, so it can only look at its shape: lengths and the format byte."""

from __future__ import annotations

import base64
import binascii

from firsthand.core.refusal import NotValid
from firsthand.foundation.vault import wire

LARGEST_ARRIVING = 256 * 1024  # the class of the longest testimony, in the script that takes most bytes, with room to spare

_TAG_BYTES = 16
_ENC_BYTES = 1120  # ML-KEM-768's ciphertext (1088) and an X25519 public key (32)
_box_bytes = len(wire.FORMAT) + wire.NONCE_BYTES + _TAG_BYTES
_sealed_key_bytes = len(wire.FORMAT) + _ENC_BYTES + wire.KEY_BYTES + _TAG_BYTES


class NotSealed(NotValid):
    code = "not-sealed"
    sentence = "What arrived is not sealed as it should be. Nothing was kept."


def read_sealed_content(text: str) -> bytes:
    """Sealed content as a form carries it.

    Raises:
        NotSealed: it is not base64, not format 1, not padded to a class, or too long.
    """
    sealed = _read(text, limit=LARGEST_ARRIVING + _box_bytes)
    size = len(sealed) - _box_bytes
    if size < wire.SMALLEST_CLASS or size & (size - 1):
        raise NotSealed
    return sealed


def read_sealed_key(text: str) -> bytes:
    """A sealed item key as a form carries it.

    Raises:
        NotSealed: it is not base64, not format 1, or not as long as such a key is.
    """
    sealed = _read(text, limit=_sealed_key_bytes)
    if len(sealed) != _sealed_key_bytes:
        raise NotSealed
    return sealed


def _read(text: str, *, limit: int) -> bytes:
    if len(text) > 4 * (limit // 3 + 1):
        raise NotSealed
    try:
        sealed = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotSealed from None  # not chained: the message may repeat what was sent
    if sealed[:1] != wire.FORMAT or len(sealed) > limit:
        raise NotSealed
    return sealed
