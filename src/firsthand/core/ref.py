"""Refs: the short stable ids of anything citable, as people see and type them (`T-7K3M9Q`).

The alphabet is Crockford's base 32 (no I, L, O, U), so that a Ref survives being read aloud and typed back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from firsthand.core.refusal import NotValid

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
PATTERN = rf"[A-Z]{{1,2}}-[{ALPHABET}]{{{LENGTH}}}"

_shape = re.compile(rf"^([A-Z]{{1,2}})-([{ALPHABET}]{{{LENGTH}}})$")
_misread = str.maketrans({"I": "1", "L": "1", "O": "0"})


class Kind(StrEnum):
    """What a Ref names; the value is its prefix."""

    TESTIMONY = "T"
    ITEM = "V"
    QUOTE = "Q"
    FIGURE = "F"
    COMMITMENT = "C"
    SOURCE = "S"
    MANUSCRIPT = "M"
    EDITION = "E"
    ORGANISATION = "O"
    PERSON = "P"
    BATCH = "B"
    GIVER = "G"
    INCIDENT = "IN"
    PROTOCOL = "SP"
    EXPORT = "X"


class RefMalformed(NotValid):
    code = "ref-malformed"
    sentence = "“{given}” is not a reference: it should look like T-7K3M9Q."


def mint(kind: Kind, draw: Callable[[int], int]) -> str:
    """A fresh Ref of this kind; `draw(n)` gives a number in 0..n-1 and is the caller's source of chance."""
    return f"{kind.value}-" + "".join(ALPHABET[draw(len(ALPHABET))] for _ in range(LENGTH))


def parse(given: str) -> tuple[Kind, str]:
    """The kind and the canonical form of a Ref as someone typed it (lower case and I, L, O read as 1, 1, 0).

    Raises:
        RefMalformed: it has not the shape of a Ref, or its kind is unknown.
    """
    prefix, _, rest = given.strip().upper().partition("-")
    canonical = f"{prefix}-{rest.translate(_misread)}"
    found = _shape.match(canonical)
    if not found or prefix not in {kind.value for kind in Kind}:
        raise RefMalformed(given=given[:40])
    return Kind(prefix), canonical
