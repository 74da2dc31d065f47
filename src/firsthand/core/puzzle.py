"""A puzzle that costs its solver time and its checker nothing: find a number that makes a hash begin with enough zeros.

Hashcash with SHA-256 (A. Back, "Hashcash: a denial of service counter-measure", 2002): `SHA-256(puzzle ":" answer)` begins with `bits`
zero bits. One try in 2 ** bits succeeds, so a solver makes as many on average. It slows many forms down, never one person for long, and
stops nobody who has machines to spare: it buys time for people to look.
"""

from __future__ import annotations

import hashlib
from itertools import count

LONGEST = 20


def is_solved(puzzle: str, answer: str, *, bits: int) -> bool:
    """Whether this decimal number, of at most 20 digits, solves the puzzle."""
    if not answer.isascii() or not answer.isdecimal() or len(answer) > LONGEST:
        return False
    return _zeros(puzzle, answer) >= bits


def solve(puzzle: str, *, bits: int) -> str:
    """The smallest number that solves it, tried one after another from 0: what the browser's module does (`intake/puzzle.js`)."""
    return next(str(number) for number in count() if _zeros(puzzle, str(number)) >= bits)


def _zeros(puzzle: str, answer: str) -> int:
    digest = hashlib.sha256(f"{puzzle}:{answer}".encode()).digest()
    return len(digest) * 8 - int.from_bytes(digest, "big").bit_length()
