"""What a check found: the rules that are broken, what would satisfy each, and who agreed to go on all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from firsthand.core.refusal import NotNow


class Moment(StrEnum):
    """When rules are looked at."""

    SEATING = "seating"
    ATTENDANCE = "attendance"
    QUORUM = "quorum"
    DECISION = "decision"
    PUBLICATION = "publication"


class ParityNotMet(NotNow):
    code = "parity-not-met"
    sentence = "The rules of this roundtable do not allow it yet. {found}"


class ConsentMissing(NotNow):
    code = "consent-missing"
    sentence = "To go on although a rule is not met, somebody of each side must agree by name. Still missing: {missing}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One rule that is not met: `rule` is its kind, `found` what is the matter, `remedy` what would satisfy it, both in plain words.

    `objectors` are seats without whose own consent nobody may go on.
    """

    rule: str
    found: str
    remedy: str
    objectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One seat's agreement, by a named person, to go on although a rule is not met."""

    seat: str
    person: str
    given_on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Going on all the same: why, and who of each side agreed. It is kept with the result and printed with it."""

    rules: frozenset[str]
    reason: str
    consents: tuple[Consent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the rules are met at a moment. With an override it says so, and still says what was not met."""

    moment: Moment
    breaches: tuple[Breach, ...] = ()
    override: Override | None = None

    @property
    def is_met(self) -> bool:
        return not self.breaches

    @property
    def may_go_on(self) -> bool:
        return self.is_met or self.override is not None

    @property
    def said(self) -> str:
        """All that is the matter, in sentences; nothing where the rules are met."""
        return " ".join(f"{breach.found} {breach.remedy}" for breach in self.breaches)

    def require(self) -> Verdict:
        """The same verdict, if things may go on.

        Raises:
            ParityNotMet: a rule is not met, and nobody overrode it.

        """
        if not self.may_go_on:
            raise ParityNotMet(found=self.said)
        return self
