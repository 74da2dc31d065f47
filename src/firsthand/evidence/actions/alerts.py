"""Warning peers: a person of the team decides, in words of their own, under the giver's live yes to this one use."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from firsthand.core.consent import Allowed, Audience, Use
from firsthand.core.refusal import NotFound, NotNow, NotValid
from firsthand.evidence.actions.opening import testimony_to_work_on
from firsthand.evidence.models import Alert
from firsthand.evidence.queries.access import TEAM, testimonies_of
from firsthand.foundation.consents.actions import hold_grants
from firsthand.foundation.consents.queries import verdict_on_use
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Person
from firsthand.intake.asked import is_country
from firsthand.intake.models import Testimony

LONGEST = 500
LONGEST_DAYS = 90


class WarningNotAgreed(NotNow):
    code = "warning-not-agreed"
    sentence = "The person who gave this did not agree, or does not agree any more, to others being warned of it."


class WarningDecided(NotNow):
    code = "warning-decided"
    sentence = "Someone has decided about this warning already."


class WarningNotRight(NotValid):
    code = "warning-not-right"
    sentence = "A warning has between 1 and {longest} characters, a country or none, and a last day within {days} days from now."


@transaction.atomic
def release_alert(*, testimony_ref: str, words: str, country: str, until: date, by: Person, now: datetime) -> None:
    """Warn members of community-led organisations with these coarse words until that day. Nothing else publishes a warning.

    Raises:
        NotFound, TestimonyWithdrawn: this person is not of its team, or it was taken back.
        WarningNotAgreed: there is no live yes to this use.
        WarningDecided: it was released or kept back before.
        WarningNotRight: the words, the country or the day.
    """
    testimony = _to_decide(testimony_ref, by, now)
    is_text = 0 < len(words.strip()) <= LONGEST and (not country or is_country(country))
    if not is_text or not now.date() < until <= now.date() + timedelta(days=LONGEST_DAYS):
        raise WarningNotRight(longest=LONGEST, days=LONGEST_DAYS)
    Alert.objects.create(testimony=testimony, words=words.strip(), country=country, decided_by=by, decided_on=now.date(), until=until)
    record(kind="alert-released", subject=testimony.ref, by=by.ref, now=now, facts={"until": until.isoformat()})


@transaction.atomic
def keep_alert_back(*, testimony_ref: str, by: Person, now: datetime) -> None:
    """Decide that nobody is warned of this: it would point at someone, or help nobody. Raises as above, but for the words."""
    testimony = _to_decide(testimony_ref, by, now)
    Alert.objects.create(testimony=testimony, decided_by=by, decided_on=now.date())
    record(kind="alert-kept-back", subject=testimony.ref, by=by.ref, now=now)


@transaction.atomic
def end_alert(*, testimony_ref: str, by: Person, now: datetime) -> None:
    """Take a warning down before its last day.

    Raises:
        NotFound: there is none that warns now, of a team of this person's.
    """
    mine = testimonies_of(by, *TEAM).filter(ref=testimony_ref)
    if not _empty(testimony_ref if mine.exists() else "", now):
        raise NotFound
    record(kind="alert-ended", subject=testimony_ref, by=by.ref, now=now)


@transaction.atomic
def take_back_alert(*, testimony_ref: str, by: str, now: datetime) -> None:
    """The giver took the use back: the warning goes at once. Doing it again changes nothing."""
    if _empty(testimony_ref, now):
        record(kind="alert-taken-back", subject=testimony_ref, by=by, now=now)


@transaction.atomic
def end_alerts_over(*, now: datetime) -> int:
    """Empty the warnings whose last day has passed; how many there were."""
    return Alert.objects.filter(ended_on=None, until__lt=now.date()).update(words="", ended_on=now.date())


def _empty(testimony_ref: str, now: datetime) -> int:
    live = Alert.objects.filter(testimony__ref=testimony_ref, ended_on=None, until__isnull=False)
    return live.update(words="", ended_on=now.date())


def _to_decide(testimony_ref: str, by: Person, now: datetime) -> Testimony:
    testimony = testimony_to_work_on(testimony_ref, by=by)
    hold_grants([testimony.ref])
    asked = verdict_on_use(subject=testimony.ref, use=Use.PEER_ALERT, audience=Audience.NETWORK, now=now)
    if not isinstance(asked, Allowed):
        raise WarningNotAgreed
    if Alert.objects.select_for_update().filter(testimony=testimony).exists():
        raise WarningDecided
    return testimony
