"""The format of a sealed file: libsodium's secretstream, piece by piece, so that neither side ever holds a whole file.

A stream is `01 | header (24) | pieces`, each piece 64 KiB sealed to 64 KiB + 17. On every piece its Ref, its kind and its version are
bound in, and libsodium binds in all pieces before it; the last carries the final tag. So a piece moved, dropped, repeated or added, a
stream cut short, and a flipped bit anywhere are all the same to who opens it: it does not open.

After the content come zeros up to the size class. How long the content is, and the stream's own key, stand in the file's sealed
description and nowhere else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from nacl import bindings
from nacl.exceptions import CryptoError

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import Fault
from firsthand.foundation.vault import wire

PIECE = 64 * 1024
KIND = "file-stream"
VERSION = 1

_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_OVERHEAD = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_MORE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class StreamBroken(Fault):
    """The stored stream is not what was sealed for this file."""


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def size_class(length: int) -> int:
    """The size that a file of this many bytes is padded to: a multiple of a piece, and at most an eighth more than the file."""
    step = max(PIECE, 1 << max(0, (length - 1).bit_length() - 4))
    return max(1, -(-length // step)) * step


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """Where a sealer stopped: what it needs to go on, and what it still holds of the file. As secret as the file's key."""

    state: Hidden[bytes]
    start: bytes
    held: Hidden[bytes]
    length: int


class Sealer:
    """Seals what it is fed. It keeps less than two pieces at a time, and can open nothing of what it gave out."""

    def __init__(self, *, key: Hidden[bytes], ref: str, after: Interrupted | None = None) -> None:
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._data = wire.content_data(ref=ref, kind=KIND, version=VERSION)
        self._hash = None if after else hashlib.sha256()
        if after is None:
            header = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, key.reveal())
            self._start, self._held, self.length = wire.FORMAT + header, bytearray(), 0
        else:
            self._state.statebuf[0 : len(after.state.reveal())] = after.state.reveal()  # type: ignore[index]
            self._start, self._held, self.length = after.start, bytearray(after.held.reveal()), after.length

    def interrupted(self) -> Interrupted:
        """Where this sealer is now. Two that go on from the same place must be fed the same: they use the same key and nonces."""
        return Interrupted(state=Hidden(bytes(self._state.statebuf)), start=self._start, held=Hidden(bytes(self._held)), length=self.length)

    def feed(self, content: bytes) -> Iterator[bytes]:
        """Seal more content; the pieces that became full come out."""
        if self._hash is not None:
            self._hash.update(content)
        self.length += len(content)
        self._held += content
        while len(self._held) > PIECE:  # the last piece is held back: it must carry the final tag
            yield self._piece(bytes(self._held[:PIECE]), _MORE)
            del self._held[:PIECE]

    def finish(self) -> Iterator[bytes]:
        """Seal the rest and the padding. Nothing can be fed after it."""
        left = size_class(self.length) - (self.length - len(self._held))
        while left > PIECE:
            yield self._piece(bytes(self._held[:PIECE]).ljust(PIECE, b"\0"), _MORE)
            del self._held[:PIECE]
            left -= PIECE
        yield self._piece(bytes(self._held).ljust(PIECE, b"\0"), _FINAL)
        self._held.clear()

    def sha256(self) -> bytes:
        """The hash of all that was fed. A sealer that went on after an interruption has not seen all of it, and cannot tell."""
        if self._hash is None:
            raise TypeError("ask `digest` for the hash of a stream that was interrupted")
        return self._hash.digest()

    def _piece(self, content: bytes, tag: int) -> bytes:
        start, self._start = self._start, b""
        return start + bindings.crypto_secretstream_xchacha20poly1305_push(self._state, content, self._data, tag)


def opened(stream: Readable, *, key: Hidden[bytes], ref: str, length: int, sha256: bytes) -> Iterator[bytes]:
    """The content of a sealed stream, piece by piece. The last piece comes only when the stream was seen to end as it was sealed.

    Raises:
        StreamBroken: it is not what was sealed for this Ref, or not all of it.
    """
    held, left, whole = b"", length, hashlib.sha256()
    for plain in _pieces(stream, key=key, ref=ref):
        content, padding = plain[:left], plain[left:]
        if padding.strip(b"\0"):
            raise StreamBroken
        left -= len(content)
        if content:
            if held:
                yield held
            whole.update(content)
            held = content
    if left or whole.digest() != sha256:
        raise StreamBroken
    yield held


def digest(stream: Readable, *, key: Hidden[bytes], ref: str, length: int) -> bytes:
    """The SHA-256 of the content, by whoever sealed the stream and has its key still; so all of it is seen to open, too.

    Raises:
        StreamBroken: it is not what was sealed for this Ref, or not all of it.
    """
    left, whole = length, hashlib.sha256()
    for plain in _pieces(stream, key=key, ref=ref):
        whole.update(plain[:left])
        left -= len(plain[:left])
    if left:
        raise StreamBroken
    return whole.digest()


def _pieces(stream: Readable, *, key: Hidden[bytes], ref: str) -> Iterator[bytes]:
    start = stream.read(len(wire.FORMAT) + _HEADER)
    if start[:1] != wire.FORMAT or len(start) != len(wire.FORMAT) + _HEADER:
        raise StreamBroken
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, start[len(wire.FORMAT) :], key.reveal())
    data, tag = wire.content_data(ref=ref, kind=KIND, version=VERSION), _MORE
    while tag != _FINAL:
        sealed = stream.read(PIECE + _OVERHEAD)
        if len(sealed) != PIECE + _OVERHEAD:
            raise StreamBroken
        try:
            plain, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed, data)
        except (CryptoError, RuntimeError) as broken:
            raise StreamBroken from broken
        yield plain
    if stream.read(1):
        raise StreamBroken
