"""What every page behind a receipt begins with: the words that were typed, and what they open."""

from __future__ import annotations

import time

from django.utils import timezone
from django.utils.translation import gettext

from firsthand.core.refusal import NotNow, NotValid, Refusal
from firsthand.intake import receipts
from firsthand.intake.forms.receipt import ReceiptForm
from firsthand.intake.patience import Patience
from firsthand.intake.queries import Given, ReceiptUnknown, given_by_receipt

TO_MEND = 422
PATIENCE = Patience(clock=time.monotonic, sleep=time.sleep)


def given_by(form: ReceiptForm) -> Given | None:
    """What the typed receipt opens, or None with the form saying what is wrong. Words that are no receipt at all are told so at once."""
    if not form.is_valid():
        return None
    try:
        receipts.read(form.typed())
        PATIENCE.take_turn()
        return given_by_receipt(form.typed(), now=timezone.now())
    except ReceiptUnknown as refusal:
        PATIENCE.note_miss()
        form.add_error("receipt", said_of(refusal))
    except (NotValid, NotNow) as refusal:
        form.add_error("receipt", said_of(refusal))
    return None


def said_of(refusal: Refusal) -> str:
    """A refusal's sentence in the reader's language."""
    return gettext(refusal.sentence).format(**refusal.facts)
