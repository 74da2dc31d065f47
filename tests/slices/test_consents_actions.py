"""Giving and ending consent: no row is a no, and the moment of a withdrawal is not kept."""

from datetime import UTC, datetime

from firsthand.core.consent import Allowed, Audience, Reason, Refused, Use
from firsthand.foundation.consents.actions import give, withdraw
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.consents.queries import verdict_on_use
from firsthand.foundation.ledger.models import Entry

SUBJECT = "T-7K3M9Q"


def ask(use, now):
    return verdict_on_use(subject=SUBJECT, use=use, audience=Audience.PUBLIC, now=now)


def test_use_that_nobody_named_is_a_no(db, now):
    give(subject=SUBJECT, uses=[Use.STATISTICS], audience=Audience.PUBLIC, text_version="2026-11", by="", now=now)
    assert ask(Use.ANONYMOUS_QUOTE, now) == Refused(subject=SUBJECT, use=Use.ANONYMOUS_QUOTE, reason=Reason.NEVER_GIVEN)


def test_withdrawing_what_was_not_given_changes_and_records_nothing(db, now):
    assert withdraw(subject=SUBJECT, uses=None, by="", now=now) == ()
    assert Entry.objects.count() == 0


def test_withdrawal_ends_the_named_use_only_and_keeps_the_day(db, now):
    give(subject=SUBJECT, uses=[Use.STATISTICS, Use.MEDIA], audience=Audience.PUBLIC, text_version="2026-11", by="", now=now)
    assert withdraw(subject=SUBJECT, uses=[Use.MEDIA], by="", now=now) == (Use.MEDIA,)
    assert isinstance(ask(Use.STATISTICS, now), Allowed)
    assert ask(Use.MEDIA, now) == Refused(subject=SUBJECT, use=Use.MEDIA, reason=Reason.WITHDRAWN)
    assert list(Grant.objects.filter(use=Use.MEDIA).values_list("withdrawn_at", flat=True)) == [datetime(2026, 11, 24, tzinfo=UTC)]
    assert [(entry.kind, entry.facts.get("uses")) for entry in Entry.objects.all()] == [
        ("consent-given", ["media", "statistics"]),
        ("consent-withdrawn", ["media"]),
    ]
