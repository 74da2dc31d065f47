"""Files sealed as they arrive, and the folder in which they lie. Nothing here opens one.

The stream is sealed under a key of its own that exists only in memory until the file is complete; then it is written, with the name,
the type, the length and the hash, into an item that is sealed to the team like any other. So a file that was not finished opens for
nobody, forgetting the item forgets the file, and new keys of a team reach its files without touching them.

On the disk a file has a random name, a size of a few, and a day: its time is set back to midnight. A file system keeps a second time
of its own (of the last change of the entry) that nobody can set back.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from nacl.utils import random

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import Fault, NotNow, NotValid
from firsthand.foundation.vault import wire
from firsthand.foundation.vault.forgetting import destroy_key
from firsthand.foundation.vault.models import SealedFile, Team, item_ref
from firsthand.foundation.vault.sealing import keep, seal
from firsthand.foundation.vault.streams import Sealer

KIND = "file"
LARGEST_FILE = 500 * 1024 * 1024
LEAST_ROOM = 1024 * 1024 * 1024  # what must stay free on the disk: a flood must not stop what is smaller and matters more
UNFINISHED = ".part"
ORPHAN_AFTER = timedelta(days=2)

_ROOM_ASKED_EVERY = 16 * 1024 * 1024


class FileTooLarge(NotValid):
    code = "file-too-large"
    sentence = "A file may have 500 MB at most. This one was not kept."


class NoRoom(NotNow):
    code = "no-room"
    sentence = "There is no room for files at the moment. What was received before is safe; this one was not kept."


class NotWritten(Fault):
    """The disk did not take a file. Nothing of it was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that lies sealed on the disk and counts for nothing until `keep_file` writes its row. Printing it shows no name."""

    ref: str
    place: str
    key: Hidden[bytes]
    name: Hidden[str]
    media_type: Hidden[str]
    length: int
    sha256: Hidden[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that counts. The commitment binds us to the hash of the original without telling it: its salt is sealed with the file."""

    file: SealedFile
    commitment: str


class FileWriter:
    """Takes a file as it arrives, seals each piece and writes it; nothing is written that is not sealed. Finish it or abandon it."""

    def __init__(self, *, largest: int = LARGEST_FILE) -> None:
        self._largest, self._asked_at = largest, 0
        self._key, self._ref, self._place = Hidden(random(wire.KEY_BYTES)), item_ref(), random(16).hex()
        self._sealer = Sealer(key=self._key, ref=self._ref)
        ask_for_room()
        try:
            self._out = os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)
        except OSError as failed:
            raise NotWritten from failed

    @property
    def _path(self) -> Path:
        return folder() / (self._place + UNFINISHED)

    def write(self, content: bytes) -> None:
        """Seal and write more of the file.

        Raises:
            FileTooLarge, NoRoom: it cannot be taken; what was written of it is gone.
            NotWritten: the disk did not take it; the same.
        """
        try:
            self._ask_whether_it_fits(len(content))
            self._put(*self._sealer.feed(content))
        except (FileTooLarge, NoRoom, NotWritten):
            self.abandon()
            raise

    def _ask_whether_it_fits(self, more: int) -> None:
        if self._sealer.length + more > self._largest:
            raise FileTooLarge
        if self._sealer.length - self._asked_at >= _ROOM_ASKED_EVERY:
            ask_for_room()
            self._asked_at = self._sealer.length

    def finish(self, *, name: Hidden[str], media_type: Hidden[str], day: datetime) -> Written:
        """The whole file is there: seal its end, bring it to the disk for good, and give what is needed to keep it."""
        try:
            for piece in self._sealer.finish():
                self._put(piece)
            settle(self._out.fileno(), self._path, day)
            self._out.close()
            self._path.rename(folder() / self._place)
            settle_folder()
        except (OSError, NotWritten) as failed:
            self.abandon()
            raise NotWritten from failed
        return Written(
            ref=self._ref, place=self._place, key=self._key, name=name, media_type=media_type,
            length=self._sealer.length, sha256=Hidden(self._sealer.sha256()),
        )  # fmt: skip

    def abandon(self) -> None:
        """Nothing of it stays. Doing it twice does no harm."""
        self._out.close()
        self._path.unlink(missing_ok=True)

    def _put(self, *pieces: bytes) -> None:
        try:
            for piece in pieces:
                left = memoryview(piece)
                while left:
                    left = left[self._out.write(left) :]
        except OSError as failed:
            raise NotWritten from failed


@transaction.atomic
def keep_file(written: Written, *, team: Team, by: str, now: datetime) -> Kept:  # noqa: ARG001 -- the caller writes the ledger row
    """Seal the description of a written file to a team and make it count, in the caller's transaction."""
    salt = random(32)
    description = {
        "name": written.name.reveal(),
        "type": written.media_type.reveal(),
        "size": written.length,
        "sha256": written.sha256.reveal().hex(),
        "salt": salt.hex(),
        "key": b64encode(written.key.reveal()).decode("ascii"),
    }
    team.refresh_from_db()
    sealed = seal(team=team, kind=KIND, content=json.dumps(description).encode(), ref=written.ref)
    row = SealedFile.objects.create(item=keep(sealed, team=team), place=written.place)
    return Kept(file=row, commitment=commitment_of(written.sha256.reveal(), salt))


def discard(written: Written) -> None:
    """A written file that is not to be kept after all."""
    (folder() / written.place).unlink(missing_ok=True)


def commitment_of(sha256: bytes, salt: bytes) -> str:
    """What the ledger holds of a file: whoever has the original and the salt can show that it is the one that was received."""
    return hashlib.sha256(b"firsthand file" + salt + sha256).hexdigest()


@transaction.atomic
def forget_file(*, item_ref: str, by: str, now: datetime) -> bool:
    """Destroy a file's key, and delete its bytes once the transaction stands. False if it was gone.

    Killed between the two, the bytes stay, open for nobody, until the next sweep.
    """
    is_destroyed = destroy_key(item_ref=item_ref, by=by, now=now)
    row = SealedFile.objects.filter(item__ref=item_ref).first()
    if row is not None:
        path = folder() / row.place
        row.delete()
        transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return is_destroyed


def sweep(*, now: datetime) -> int:
    """Delete what lies in the folder and counts for nothing: files that were not finished or not kept, after two days."""
    swept = 0
    for path in folder().iterdir():
        is_old = path.stat().st_mtime < (now - ORPHAN_AFTER).timestamp()
        if is_old and not SealedFile.objects.filter(place=path.name).exists():
            path.unlink()
            swept += 1
    return swept


def folder() -> Path:
    """Where sealed files lie; made for its owner only."""
    path = Path(settings.SEALED_DIR)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def ask_for_room() -> None:
    """Raises NoRoom where the disk has not much left: a flood must not stop what is smaller and matters more."""
    if shutil.disk_usage(folder()).free < LEAST_ROOM:
        raise NoRoom


def settle(descriptor: int, path: Path, day: datetime) -> None:
    """Bring a file to the disk for good; its time tells the day and not the minute."""
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    os.utime(path, (midnight, midnight))
    os.fsync(descriptor)


def settle_folder() -> None:
    """Bring new names in the folder to the disk for good."""
    descriptor = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
