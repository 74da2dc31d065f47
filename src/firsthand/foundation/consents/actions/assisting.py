"""Consent that someone gives with another's help: who helped, on whose word, and that every question was read aloud."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from firsthand.core.consent import Use
from firsthand.core.refusal import NotValid
from firsthand.foundation.consents.models import Assistance
from firsthand.foundation.ledger.actions import record


class NotPresent(NotValid):
    """Raised for every proxy: a friend's, a relative's, a worker's who was told of it elsewhere."""

    code = "giver-not-present"
    sentence = (
        "Only the person whom it happened to can agree, and they must be here. Nobody can agree for someone who is absent: they could "
        "not ask, not refuse and not keep the receipt by which they take it back. Nothing was kept."
    )


class NotReadAloud(NotValid):
    code = "not-read-aloud"
    sentence = "Every question must be read aloud and answered with yes or no by the person themselves. Nothing was kept."


@transaction.atomic
def note_assistance(
    *, subject: str, on_word: str, is_present: bool, read_aloud: Collection[Use], asked: Collection[Use], by: str, now: datetime
) -> None:
    """Keep with the grants of this subject who helped to give them.

    Raises:
        NotPresent: the giver was not there, or the word is not their own.
        NotReadAloud: a question that was asked was not read aloud.
    """
    if not is_present or on_word not in Assistance.Word.values:
        raise NotPresent
    if set(asked) - set(read_aloud):
        raise NotReadAloud
    uses = sorted(use.value for use in read_aloud)
    Assistance.objects.create(subject=subject, assisted_by=by, on_word=on_word, read_aloud=uses, on=now.date())
    record(kind="consent-assisted", subject=subject, by=by, now=now, facts={"word": on_word, "read": uses})
