"""What a stored row holds about people, declared by every model; a guard test fails on silence."""

from __future__ import annotations

from enum import StrEnum


class Holds(StrEnum):
    """What someone who reads the row learns about a person."""

    NOTHING = "nothing"  # no person: a code list, a published text, an institution's promise
    PSEUDONYMOUS = "pseudonymous"  # about one person, under a Ref or a chosen name
    SEALED = "sealed"  # the person's own words, readable only with a key that the server does not hold
