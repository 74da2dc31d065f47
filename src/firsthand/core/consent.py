"""Consent: what its giver agreed to, per use, default no, checked when something is used.

The uses are separate yes/no questions (design, section 4). A grant names one use, for one audience, in one form of attribution, until a
day or until withdrawn. The consent of a thing derived from several is never wider than the strictest of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Use(StrEnum):
    """One thing that may be done with what someone gave; each is asked on its own."""

    STORE = "store"
    CONTACT = "contact"
    STATISTICS = "statistics"
    ANONYMOUS_QUOTE = "anonymous-quote"
    ATTRIBUTED_QUOTE = "attributed-quote"
    MEDIA = "media"
    PEER_ALERT = "peer-alert"
    STATE_BODY = "state-body"
    UN_SUBMISSION = "un-submission"
    UN_NAMED = "un-named"
    LEGAL_REFERRAL = "legal-referral"
    ALLY = "ally"
    TRANSLATION = "translation"
    ARCHIVE = "archive"


class Audience(StrEnum):
    """Who would see it. Wider includes narrower: a grant to the public covers the network too."""

    TEAM = "team"
    NETWORK = "network"
    PUBLIC = "public"


_width = {Audience.TEAM: 0, Audience.NETWORK: 1, Audience.PUBLIC: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A yes to one use. `until` is the first day on which it no longer holds; `languages` empty means any language."""

    subject: str
    use: Use
    audience: Audience
    granted_on: date
    languages: tuple[str, ...] = ()
    attribution: str = ""
    until: date | None = None
    withdrawn_at: datetime | None = None
    expired_on: date | None = None  # when its running out was followed; it ended on `until` whether or not anyone did

    def is_live(self, at: datetime) -> bool:
        """Whether the yes still holds at this moment."""
        return self.withdrawn_at is None and (self.until is None or at.date() < self.until)


class Reason(StrEnum):
    """Why a use is refused, in the order in which the causes are told."""

    NEVER_GIVEN = "never-given"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    AUDIENCE_TOO_WIDE = "audience-too-wide"
    LANGUAGE_NOT_COVERED = "language-not-covered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    grant: Grant


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    subject: str
    use: Use
    reason: Reason


def may_use(grants: Iterable[Grant], *, subject: str, use: Use, audience: Audience, at: datetime, language: str = "") -> Allowed | Refused:
    """This use of this subject, for this audience, at this moment: allowed by a grant, or refused with the nearest reason."""
    named = [grant for grant in grants if grant.subject == subject and grant.use == use]
    live = [grant for grant in named if grant.is_live(at)]
    wide = [grant for grant in live if _width[grant.audience] >= _width[audience]]
    spoken = [grant for grant in wide if not language or not grant.languages or language in grant.languages]
    if spoken:
        return Allowed(grant=spoken[0])
    return Refused(subject=subject, use=use, reason=_nearest_reason(named, live, wide))


def _nearest_reason(named: Sequence[Grant], live: Sequence[Grant], wide: Sequence[Grant]) -> Reason:
    if not named:
        return Reason.NEVER_GIVEN
    if not live:
        return Reason.WITHDRAWN if any(grant.withdrawn_at for grant in named) else Reason.EXPIRED
    return Reason.LANGUAGE_NOT_COVERED if wide else Reason.AUDIENCE_TOO_WIDE


def strictest(of_sources: Sequence[frozenset[Use]]) -> frozenset[Use]:
    """The uses that a thing made from all of these sources may have: what every one of them allows; nothing if there are none."""
    return frozenset.intersection(*of_sources) if of_sources else frozenset()


def years_after(day: date, years: int) -> date:
    """The same day so many years on: the first on which a yes given for that long no longer holds. After 29 February comes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
