"""A form is sent once: each blank form carries a secret number of its own, signed so that it is one that we drew.

Nothing is stored when it is drawn. Whoever sends the form twice (a double click, a reload) sends the same number, from which the same
receipt follows; `actions.receive_testimony` sees it in its transaction and keeps one testimony.
"""

from __future__ import annotations

import base64
import binascii

from django.core.signing import BadSignature, Signer
from nacl.utils import random

from firsthand.core.hidden import Hidden
from firsthand.intake.receipts import BITS_AS_BYTES

_signer = Signer(salt="firsthand.intake.once")


def drawn() -> str:
    """A fresh number for a blank form."""
    return _signer.sign(base64.urlsafe_b64encode(random(BITS_AS_BYTES)).decode("ascii"))


def read(token: str) -> Hidden[bytes] | None:
    """The number that a form carries, or None if it is not one of ours (a form from before the installation's key changed)."""
    try:
        number = base64.urlsafe_b64decode(_signer.unsign(token))
    except (BadSignature, binascii.Error, ValueError):
        return None
    return Hidden(number) if len(number) == BITS_AS_BYTES else None
