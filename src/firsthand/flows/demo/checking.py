"""A step that did not do what it should ends the demonstration."""

from __future__ import annotations

from firsthand.core.refusal import Fault


class StepFailed(Fault):
    """A step of the demonstration did not do what it should; the text says which."""


def must(holds: bool, otherwise: str) -> None:
    """Go on only if this holds."""
    if not holds:
        raise StepFailed(otherwise)
