"""Sealed things to carry to a machine without the database, in one file that opens for one key.

A bundle is a ZIP without compression: `to` says for which key it is (and, for a member, holds their private key as it is stored: under
their passphrase); `list` is a list of what is inside with the key of each, under a key that is sealed to the receiver by HPKE; what
follows is numbered, each as it lies in the database or on the disk. From outside one sees who it is for, how much is in it, and sizes.
"""

from __future__ import annotations

import json
import re
import shutil
import struct
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from nacl.utils import random

from firsthand.core.hidden import Hidden
from firsthand.core.ref import PATTERN
from firsthand.foundation.vault import opening, passphrases, sealing, streams, wire
from firsthand.foundation.vault.files import KIND as FILE
from firsthand.foundation.vault.files import folder
from firsthand.foundation.vault.opened_files import Description, description_from
from firsthand.foundation.vault.opening import DoesNotOpen, PassphraseWrong

_is_ref = re.compile(PATTERN)
# What the library raises over a damaged ZIP, as tried bit by bit; RuntimeError where it takes one for encrypted or of another kind.
_UNREADABLE = (OSError, BadZipFile, KeyError, TypeError, ValueError, EOFError, RuntimeError, zlib.error, struct.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who a bundle is for. `sealed_private_key` and `argon2` are empty where only a public key was given."""

    holder: str
    public_key: bytes
    sealed_private_key: bytes = b""
    argon2: dict[str, Any] | None = None

    def to_json(self) -> str:
        return json.dumps(
            {
                "holder": self.holder,
                "public_key": _text(self.public_key),
                "sealed_private_key": _text(self.sealed_private_key),
                "argon2": self.argon2,
            }
        )

    @staticmethod
    def from_json(text: str | bytes) -> Receiver:
        """Raises DoesNotOpen where it is none."""
        try:
            said = json.loads(text)
            return Receiver(
                holder=str(said["holder"]), public_key=_bytes(said["public_key"]), argon2=said["argon2"],
                sealed_private_key=_bytes(said["sealed_private_key"]),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError):
            raise DoesNotOpen from None

    def opened(self, passphrase: Hidden[str]) -> Hidden[bytes]:
        """The private key.

        Raises:
            PassphraseWrong: it does not open it, or there is none in here.
        """
        try:
            key = passphrases.stretch(passphrase, cost=passphrases.Cost.from_json(self.argon2 or {}))
            data = wire.member_key_data(holder=self.holder, public_key=self.public_key)
            return opening.decrypt(self.sealed_private_key, key=key, data=data)
        except (DoesNotOpen, KeyError):
            raise PassphraseWrong from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """One sealed item with its key, and to what it belongs. `place` is where its stream lies, if it is a file."""

    of: str
    ref: str
    kind: str
    version: int
    key: Hidden[bytes]
    content: bytes
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """One thing out of a bundle. A file has a description, and its content comes piece by piece."""

    of: str
    ref: str
    kind: str
    pieces: Iterator[bytes]
    described: Description | None


def make_receiver(passphrase: Hidden[str]) -> Receiver:
    """A key of its own for a machine that has no database, under a passphrase.

    Raises:
        PassphraseTooShort: fewer than twelve characters.
    """
    passphrases.check(passphrase)
    public_key, private_key = sealing.new_key_pair()
    data = wire.member_key_data(holder="", public_key=public_key)
    sealed, cost = sealing.seal_under_words(private_key, words=passphrase, data=data)
    return Receiver(holder="", public_key=public_key, sealed_private_key=sealed, argon2=cost.to_json())


def write_bundle(out: IO[bytes], *, to: Receiver, packed: Sequence[Packed]) -> None:
    """Write what was packed, sealed for its receiver. Files are copied as they lie, never opened."""
    key = Hidden(random(wire.KEY_BYTES))
    info = wire.bundle_key_info(public_key=to.public_key)
    listed = [
        {"of": each.of, "ref": each.ref, "kind": each.kind, "version": each.version, "key": _text(each.key.reveal())} for each in packed
    ]
    with ZipFile(out, "w") as bundle:
        bundle.writestr(ZipInfo("to"), to.to_json())
        bundle.writestr(ZipInfo("key"), sealing.seal_key(key, public_key=to.public_key, info=info))
        bundle.writestr(ZipInfo("list"), sealing.encrypt(json.dumps(listed).encode(), key=key, data=info))
        for number, each in enumerate(packed):
            bundle.writestr(ZipInfo(str(number)), each.content)
            if each.place:
                with (folder() / each.place).open("rb") as stream, bundle.open(ZipInfo(f"{number}-stream"), "w", force_zip64=True) as copy:
                    shutil.copyfileobj(stream, copy)


def receiver_of(path: Path) -> Receiver:
    """Who a bundle is for.

    Raises:
        DoesNotOpen: it is no bundle.
    """
    try:
        with _zip(path) as bundle:
            return Receiver.from_json(bundle.read("to"))
    except _UNREADABLE:
        raise DoesNotOpen from None


def unpack(path: Path, *, private_key: Hidden[bytes], public_key: bytes) -> Iterator[Unpacked]:
    """What is in a bundle, one after the other. Take all pieces of one before the next.

    Raises:
        DoesNotOpen: it is for somebody else, or not what was written.
    """
    try:
        with ExitStack() as stack:
            bundle = stack.enter_context(_zip(path))
            info = wire.bundle_key_info(public_key=public_key)
            key = opening.open_key(bundle.read("key"), private_key=private_key, info=info)
            listed = json.loads(opening.decrypt(bundle.read("list"), key=key, data=info).reveal())
            for number, said in enumerate(listed):
                yield _unpacked(bundle, number, said)
    except _UNREADABLE:
        raise DoesNotOpen from None


def _zip(path: Path) -> ZipFile:
    bundle = ZipFile(path)
    if any(each.compress_type != ZIP_STORED for each in bundle.infolist()):  # we compress nothing, and unpack nothing that may grow
        bundle.close()
        raise DoesNotOpen
    return bundle


def _unpacked(bundle: ZipFile, number: int, said: dict[str, Any]) -> Unpacked:
    ref, kind, of = said["ref"], said["kind"], said["of"]
    if not (_is_ref.fullmatch(ref) and _is_ref.fullmatch(of)):  # whoever knows the key can have written this; a Ref becomes a file's name
        raise DoesNotOpen
    content = opening.decrypt_content(
        bundle.read(str(number)), key=Hidden(_bytes(said["key"])), ref=ref, kind=kind, version=said["version"]
    )  # fmt: skip
    if kind != FILE:
        return Unpacked(of=of, ref=ref, kind=kind, pieces=iter([content.reveal()]), described=None)
    described = description_from(content, ref=ref)
    return Unpacked(of=of, ref=ref, kind=kind, pieces=_stream(bundle, number, described), described=described)


def _stream(bundle: ZipFile, number: int, described: Description) -> Iterator[bytes]:
    try:
        with bundle.open(f"{number}-stream") as stream:
            yield from streams.opened(
                stream, key=described.key, ref=described.ref, length=described.size, sha256=bytes.fromhex(described.sha256)
            )  # fmt: skip
    except (*_UNREADABLE, streams.StreamBroken):
        raise DoesNotOpen from None


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return b64decode(text, validate=True)
