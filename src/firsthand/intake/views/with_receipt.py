"""What every page behind a receipt begins with: the words that were typed, and what they open."""

from __future__ import annotations

import time

from django.core.signing import Signer
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow, NotValid, Refusal
from firsthand.intake import receipts
from firsthand.intake.forms.receipt import ReceiptForm
from firsthand.intake.patience import Patience
from firsthand.intake.queries import Given, ReceiptUnknown, given_by_receipt

TO_MEND = 422
_signer = Signer(salt="firsthand.intake.seen")
PATIENCE = Patience(clock=time.monotonic, sleep=time.sleep)


def given_by(form: ReceiptForm) -> Given | None:
    """What the typed receipt opens, or None with the form saying what is wrong. Words that are no receipt at all are told so at once.

    Whoever comes from a page that these words opened has our sign for it and need not wait again: what they typed there is not lost.
    """
    if not form.is_valid():
        return None
    try:
        if not _is_seen(form.cleaned_data["seen"], receipts.read(form.typed())):
            PATIENCE.take_turn()
        return given_by_receipt(form.typed(), now=timezone.now())
    except ReceiptUnknown as refusal:
        PATIENCE.note_miss()
        form.add_error("receipt", said_of(refusal))
    except (NotValid, NotNow) as refusal:
        form.add_error("receipt", said_of(refusal))
    return None


def behind(receipt: Hidden[str]) -> dict[str, str]:
    """What the forms of a page behind a receipt carry on (intake/again.html). Only for words that opened something just now."""
    return {"receipt": receipt.reveal(), "seen": _sign_of(receipts.read(receipt))}


def said_of(refusal: Refusal) -> str:
    """A refusal's sentence in the reader's language."""
    return gettext(refusal.sentence).format(**refusal.facts)


def _is_seen(sign: str, bits: Hidden[bytes]) -> bool:
    return bool(sign) and constant_time_compare(sign, _sign_of(bits))


def _sign_of(bits: Hidden[bytes]) -> str:
    return _signer.signature(receipts.lookup_of(bits))
