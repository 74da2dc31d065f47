"""Drawing a sample that anyone can draw again from the same seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def draw_sample(refs: Iterable[str], *, size: int, seed: str) -> tuple[str, ...]:
    """`size` of these Refs (all, if there are fewer), those whose SHA-256 together with the seed is smallest.

    Whoever knows the seed draws the same ones on any machine, and a Ref that is added or withdrawn later does not reshuffle the others.
    """
    order = sorted(set(refs), key=lambda ref: hashlib.sha256(f"{seed}:{ref}".encode()).digest())
    return tuple(order[: max(0, size)])
