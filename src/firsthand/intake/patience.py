"""Tries of receipts that lead nowhere make the tries after them wait: whoever's they are, for nobody's are told apart.

Twelve words by chance cannot be guessed; ten that somebody saw and two that they did not leave 262,144 to try after the checksum. Without
a pace that takes minutes, with it days in one process, by when the giver can have been told. What is kept is one count and one moment in
the memory of this process: no address, no cookie, no word.

Nobody is turned away. While many are trying, a few wait in line, so that the threads that receive testimony stay free; whoever finds the
line full is asked to press the button again, with their words kept on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from firsthand.core.refusal import NotNow


class ManyTrying(NotNow):
    code = "many-trying"
    sentence = "Many receipts are being tried at this moment. Nothing is wrong with yours. Wait a little and press “Open” again."


@dataclass(slots=True, kw_only=True)
class Patience:
    """The pace of tries in one process. `clock` counts seconds and never goes back; `sleep` waits so many of them.

    The first `free` misses cost nothing: people mistype. After them each doubles the pace up to `slowest` seconds, and one is forgotten
    every `forgets_after` seconds; no more than `most` are remembered. `line` is how many may wait at once.
    """

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    free: int = 5
    first: float = 0.25
    slowest: float = 4.0
    forgets_after: float = 30.0
    most: float = 20.0
    line: int = 2
    _misses: float = 0.0
    _seen: float = 0.0
    _next: float = 0.0
    _waiting: int = 0
    _lock: Lock = field(default_factory=Lock)

    def take_turn(self) -> float:
        """Wait for one's turn, which comes at once as long as few tries led nowhere; the seconds that were waited.

        Raises:
            ManyTrying: the line is full.
        """
        with self._lock:
            now = self.clock()
            wait = max(0.0, self._next - now)
            if wait and self._waiting >= self.line:
                raise ManyTrying
            self._next = now + wait + self._pace(now)
            self._waiting += 1
        try:
            if wait:
                self.sleep(wait)
        finally:
            with self._lock:
                self._waiting -= 1
        return wait

    def note_miss(self) -> None:
        """A try led nowhere. Words that are no receipt at all are not tries: whoever guesses sees that by themselves."""
        with self._lock:
            now = self.clock()
            self._misses = min(self.most, self._left(now) + 1)
            self._seen = now

    def _left(self, now: float) -> float:
        return max(0.0, self._misses - (now - self._seen) / self.forgets_after)

    def _pace(self, now: float) -> float:
        over = self._left(now) - self.free
        return 0.0 if over <= 0 else min(self.slowest, self.first * 2.0 ** min(over, 16))
