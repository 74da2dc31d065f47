"""The slip of a blank form that a browser will seal by itself: what it must know beforehand, signed so that it is what we drew.

Sealing binds words to the row that will hold them, so the row's Ref is drawn with the form, beside its secret number (`once`). The slip
also says for which key it was made: a page that was open while the team changed its keys seals again, to the new one. Nothing is stored
when a slip is drawn.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from nacl.utils import random

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault.models import Team, item_ref
from firsthand.intake.receipts import BITS_AS_BYTES

_signer = Signer(salt="firsthand.intake.slip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A slip that we drew: the form's secret number, the Ref that the words are sealed for, and the key that they are sealed to."""

    number: Hidden[bytes]
    ref: str
    key: str

    def is_for(self, team: Team) -> bool:
        """Whether the team still has the key that this slip was made for."""
        return self.key == _fingerprint(team)


def drawn(team: Team) -> tuple[str, str]:
    """A fresh slip as the form carries it, and the Ref in it."""
    ref = item_ref()
    number = base64.urlsafe_b64encode(random(BITS_AS_BYTES)).decode("ascii")
    return _signer.sign(f"{number}.{ref}.{_fingerprint(team)}"), ref


def read(token: str) -> Slip | None:
    """The slip that a form carries, or None if it is not one of ours (a form from before the installation's key changed)."""
    try:
        number, ref, key = _signer.unsign(token).split(".")
    except (BadSignature, ValueError):
        return None
    return Slip(number=Hidden(base64.urlsafe_b64decode(number)), ref=ref, key=key)


def _fingerprint(team: Team) -> str:
    return hashlib.sha256(bytes(team.public_key)).hexdigest()[:16]
