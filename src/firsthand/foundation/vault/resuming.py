"""Files that arrive in pieces, by a line that breaks: what arrived lies sealed, and the next piece goes on where it ends.

Between two pieces the server must remember the file's key and where its stream stands. It does not know how to: that is sealed under a
key that follows from a secret which only whoever sends the file has (intake derives it from their receipt), and which comes along with
every piece. So a disk that is taken while a file is half there holds a stream and a note that open for nobody, and neither says whose.

A piece that comes twice changes nothing. A process that dies between writing a piece and writing the note leaves a tail; the next try
must seal to the same bytes, or the file begins anew under another key: one key never seals two contents at one place.
"""

from __future__ import annotations

import fcntl
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.exceptions import CryptoError
from nacl.secret import Aead
from nacl.utils import random

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow
from firsthand.foundation.vault import wire
from firsthand.foundation.vault.files import (
    LARGEST_FILE,
    UNFINISHED,
    FileTooLarge,
    NoRoom,
    NotWritten,
    Written,
    ask_for_room,
    folder,
    settle,
    settle_folder,
)
from firsthand.foundation.vault.models import item_ref
from firsthand.foundation.vault.streams import Interrupted, Sealer, StreamBroken, digest

NOTE = ".note"
MOST_UNFINISHED = 400  # as many may lie half there at once; a flood of them stops new ones, not the plain form
_NOTE_BYTES = 96 * 1024  # padded: the note holds up to 64 KiB of the file, and how much is nobody's business


class BeingSent(NotNow):
    code = "file-being-sent"
    sentence = "This file is being sent from somewhere else just now. Please wait a moment and try again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How much of a file arrived. `ref` is the Ref under which it was kept, once it was; `written` it, when it became whole just now."""

    at: int
    ref: str = ""
    written: Written | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    ref: str
    key: Hidden[bytes]
    size: int
    stream: Interrupted | None
    on_disk: int
    kept: bool = False


class Arriving:
    """One file on its way. `secret` names it and seals what is remembered of it: the same secret is the same file."""

    def __init__(self, *, secret: Hidden[bytes], size: int) -> None:
        derived = HKDF(algorithm=SHA256(), length=48, salt=None, info=b"firsthand file in pieces v1").derive(secret.reveal())
        self._place, self._box, self._size = derived[:16].hex(), Aead(derived[16:]), size

    def progress(self) -> Progress:
        """How much arrived before; nothing, if it is not known."""
        note = self._noted()
        if note is None:
            return Progress(at=0)
        at = note.stream.length if note.stream else note.size
        return Progress(at=at, ref=note.ref if note.kept else "")

    def add(self, content: bytes, *, at: int, name: Hidden[str], media_type: Hidden[str], day: datetime) -> Progress:
        """Take the piece that begins `at` this byte, if it is the next one; else say where the next one begins.

        Raises:
            FileTooLarge, NoRoom: it cannot be taken.
            BeingSent: another request holds it.
            NotWritten: the disk did not take it; what arrived before stays.
        """
        if self._size > LARGEST_FILE:
            raise FileTooLarge
        before = self.progress()
        if before.at != at or at + len(content) > self._size or not content:
            return before
        ask_for_room()
        with self._held_alone() as out:
            note = self._noted() or self._begun(out)
            if note.stream is None or note.stream.length != at:
                return self.progress()
            return self._added(out, note, content, name=name, media_type=media_type, day=day)

    def mark_kept(self, ref: str, *, day: datetime) -> None:
        """Remember, until the sweep, that it was kept: whoever did not hear so asks again, and sends nothing twice."""
        self._write_note(_Note(ref=ref, key=Hidden(b""), size=self._size, stream=None, on_disk=0, kept=True), day=day)

    def give_up(self) -> None:
        """Nothing of it stays."""
        self._stream_path.unlink(missing_ok=True)
        self._note_path.unlink(missing_ok=True)

    @property
    def _stream_path(self) -> Path:
        return folder() / (self._place + UNFINISHED)

    @property
    def _note_path(self) -> Path:
        return folder() / (self._place + NOTE)

    @contextmanager
    def _held_alone(self) -> Iterator[int]:
        try:
            out = os.open(self._stream_path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as failed:
            raise NotWritten from failed
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield out
        except BlockingIOError:
            raise BeingSent from None
        finally:
            os.close(out)

    def _begun(self, out: int) -> _Note:
        if sum(1 for path in folder().iterdir() if path.suffix == NOTE) >= MOST_UNFINISHED:
            self._stream_path.unlink()
            raise NoRoom
        os.ftruncate(out, 0)
        ref, key = item_ref(), Hidden(random(wire.KEY_BYTES))
        return _Note(ref=ref, key=key, size=self._size, stream=Sealer(key=key, ref=ref).interrupted(), on_disk=0)

    def _added(
        self, out: int, note: _Note, content: bytes, *, name: Hidden[str], media_type: Hidden[str], day: datetime
    ) -> Progress:  # fmt: skip
        sealer = Sealer(key=note.key, ref=note.ref, after=note.stream)
        sealed = b"".join(sealer.feed(content))
        is_whole = sealer.length == self._size
        stream = sealer.interrupted()
        if is_whole:
            sealed += b"".join(sealer.finish())
        if not self._is_same_again(out, note.on_disk, sealed):
            self.give_up()
            return Progress(at=0)
        try:
            _write_at(out, note.on_disk, sealed)
        except OSError as failed:
            raise NotWritten from failed
        if not is_whole:
            self._write_note(_Note(ref=note.ref, key=note.key, size=note.size, stream=stream, on_disk=note.on_disk + len(sealed)), day=day)
            return Progress(at=stream.length)
        return Progress(at=self._size, written=self._finished(out, note, name=name, media_type=media_type, day=day))

    def _is_same_again(self, out: int, start: int, sealed: bytes) -> bool:
        """Whether all that was noted is there, and what lies behind it, from a try that broke off, is what is to be written there now."""
        return os.fstat(out).st_size >= start and sealed.startswith(os.pread(out, len(sealed), start))

    def _finished(self, out: int, note: _Note, *, name: Hidden[str], media_type: Hidden[str], day: datetime) -> Written:
        place = random(16).hex()
        try:
            with os.fdopen(os.dup(out), "rb", buffering=0) as stream:
                stream.seek(0)
                sha256 = digest(stream, key=note.key, ref=note.ref, length=self._size)
            settle(out, self._stream_path, day)
            self._stream_path.rename(folder() / place)
            settle_folder()
        except (OSError, StreamBroken) as failed:
            self.give_up()
            raise NotWritten from failed
        return Written(
            ref=note.ref, place=place, key=note.key, name=name, media_type=media_type, length=self._size, sha256=Hidden(sha256)
        )  # fmt: skip

    def _noted(self) -> _Note | None:
        try:
            said = json.loads(self._box.decrypt(self._note_path.read_bytes(), aad=self._place.encode()))
        except (FileNotFoundError, CryptoError):
            return None
        stream = said["stream"] and Interrupted(
            state=Hidden(b64decode(said["stream"]["state"])), start=b64decode(said["stream"]["start"]),
            held=Hidden(b64decode(said["stream"]["held"])), length=said["stream"]["length"],
        )  # fmt: skip
        return _Note(
            ref=said["ref"],
            key=Hidden(b64decode(said["key"])),
            size=said["size"],
            stream=stream,
            on_disk=said["on_disk"],
            kept=said["kept"],
        )

    def _write_note(self, note: _Note, *, day: datetime) -> None:
        """Write it whole or not at all, and only when the piece of which it tells has reached the disk."""
        stream = note.stream and {
            "state": _text(note.stream.state.reveal()), "start": _text(note.stream.start),
            "held": _text(note.stream.held.reveal()), "length": note.stream.length,
        }  # fmt: skip
        said = {"ref": note.ref, "key": _text(note.key.reveal()), "size": note.size, "stream": stream, "on_disk": note.on_disk}
        content = json.dumps(said | {"kept": note.kept}).encode().ljust(_NOTE_BYTES)
        fresh = self._note_path.with_suffix(".new")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb", buffering=0) as out:
                out.write(self._box.encrypt(content, aad=self._place.encode()))
                settle(out.fileno(), fresh, day)
            fresh.rename(self._note_path)
        except OSError as failed:
            fresh.unlink(missing_ok=True)
            raise NotWritten from failed


def _write_at(out: int, start: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        written = os.pwrite(out, left, start)
        start, left = start + written, left[written:]
    os.ftruncate(out, start)
    os.fsync(out)


def _text(content: bytes) -> str:
    return b64encode(content).decode("ascii")
