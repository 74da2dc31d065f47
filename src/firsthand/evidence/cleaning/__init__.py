"""Working copies without what cameras and programs write beside the content: made in memory, apart from the desk, by tools of others.

A picture is drawn anew from its pixels (`pictures`); a PDF keeps what its pages need (`pdf`); of an office file the parts stay that are
read (`office`); a recording or film is put anew into its container (`recordings`). What is *in* them stays: a face, a house number, a name
in the text, a voice. Whatever is not known is refused, not passed on half clean.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, cast

from firsthand.evidence.cleaning.refused import REFUSALS, CannotBeCleaned, DoesNotRead, TooLargeToClean

__all__ = ["LARGEST_CLEANED", "CannotBeCleaned", "Cleaned", "TooLargeToClean", "cleaned"]

LARGEST_CLEANED = 150 * 1024 * 1024

_command = (sys.executable, "-I", "-m", "firsthand.evidence.cleaning.apart")
_PATIENCE = 240  # seconds, of which the process may reckon half
_SIP = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A copy that is ready in the memory of the process that made it, handed out piece by piece. Closing `content` ends the process."""

    ending: str
    size: int
    content: Generator[bytes]


def cleaned(original: Iterable[bytes]) -> Cleaned:
    """A clean copy of a file.

    Raises:
        CannotBeCleaned and its kin, TooLargeToClean: there is none; their sentence says why.
        Whatever `original` raises.
    """
    apart = _Apart()
    try:
        said = apart.asked(original)
        content = apart.handed_out(said)
        next(content)  # so that it has begun, and closing it reaches its end
        return Cleaned(ending=str(said["ending"]), size=int(said["size"]), content=content)
    except BaseException:
        apart.end()
        raise


class _Apart:
    """The process that makes one copy, from its start to its end. It is ended when it takes too long, whatever waits for it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 -- our own command
            _command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
        )
        self._in, self._out = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        self._watch = threading.Timer(_PATIENCE, self._process.kill)
        self._watch.daemon = True
        self._watch.start()

    def asked(self, original: Iterable[bytes]) -> dict[str, str | int]:
        """Hand the whole file over, then read the first line of the answer; nothing, where the process died of the file."""
        try:
            for piece in original:
                self._in.write(piece)
            self._in.close()
            return dict(json.loads(self._out.readline()))
        except (BrokenPipeError, ValueError):
            return {}

    def handed_out(self, said: dict[str, str | int]) -> Generator[bytes]:
        """The copy, after one empty piece. Raises the refusal, where it is one."""
        refused = REFUSALS.get(str(said.get("refused", "")))
        if refused is not None or "size" not in said:
            raise (refused or DoesNotRead)
        left = int(said["size"])
        try:
            yield b""
            while left > 0 and (piece := self._out.read(min(_SIP, left))):
                yield piece
                left -= len(piece)
            if left:
                raise DoesNotRead
        finally:
            self.end()

    def end(self) -> None:
        """Whatever it still does, it stops. Doing it twice does no harm."""
        self._watch.cancel()
        self._process.kill()
        for pipe in (self._in, self._out):
            with suppress(BrokenPipeError):
                pipe.close()
        self._process.wait()
