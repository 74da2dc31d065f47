"""Saying yes later, or once more before a yes ends, by whoever holds the receipt: use by use, to the words that were on the page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow
from firsthand.foundation.consents.actions import give_all, hold_grants, mark_asked_again
from firsthand.foundation.consents.wording import TEXT_VERSION, uses_by_audience
from firsthand.intake.models import Testimony
from firsthand.intake.queries import Given, given_by_receipt, testimony_of_receipt


class NothingLeftToAgreeTo(NotNow):
    code = "nothing-left-to-agree-to"
    sentence = "You took back what you told us, so there is nothing to say yes to. If you want it used after all, tell it anew."


class WordingChanged(NotNow):
    code = "wording-changed"
    sentence = "The questions were worded anew since this page was opened. Nothing was written down. Please read them once more."


@transaction.atomic
def agree_by_receipt(
    *, receipt: Hidden[str], uses: Collection[Use], text_version: str, language: str, now: datetime
) -> tuple[Use, ...]:  # fmt: skip
    """Store a yes to each of these uses that can be answered now (`Given.open_uses`); what was given is returned.

    `text_version` and `language` are those of the page on which the questions stood. A yes that holds and does not end soon is left as
    it is, so that a form sent twice changes nothing.

    Raises:
        NothingLeftToAgreeTo: everything was taken back.
        WordingChanged: the questions have other words by now.
        ReceiptUnknown and its kin: what `testimony_of_receipt` raises.
    """
    found = testimony_of_receipt(receipt)
    testimony = Testimony.objects.select_for_update().get(pk=found.pk)
    if testimony.withdrawn_at is not None:
        raise NothingLeftToAgreeTo
    if text_version != TEXT_VERSION:
        raise WordingChanged
    hold_grants([testimony.ref])
    given = tuple(use for use in given_by_receipt(receipt, now=now).open_uses if use in uses)
    if given:
        give_all(
            subject=testimony.ref, uses=uses_by_audience(given), text_version=text_version, language=language, by="", now=now
        )  # fmt: skip
    return given


def note_asked_again(*, given: Given, now: datetime) -> tuple[Use, ...]:
    """Whose receipt page shows that a yes ends soon has been asked again; the team's list need not remind of it any more."""
    if not any(each.is_ending for each in given.uses):
        return ()
    return mark_asked_again(subject=given.testimony_ref, by="", now=now)
