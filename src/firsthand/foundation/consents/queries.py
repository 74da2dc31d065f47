"""Whether a thing may be used or shown, answered from live grants. Fails closed: an unknown subject has consented to nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from firsthand.core.consent import Allowed, Audience, Refused, Use, may_use
from firsthand.core.consent import Grant as GrantFact
from firsthand.core.lineage import Carries, Edge, edges_under
from firsthand.foundation.consents.models import (
    Assistance,
    ConsentText,
    Grant,
    KeepingNotice,
    KeepingRule,
    LegalHold,
    LimitsText,
    ReAsk,
)
from firsthand.foundation.ledger.queries import edges_below

_DEFAULTS = Path(__file__).with_name("retention.json")


def grants_of(subjects: Iterable[str]) -> dict[str, tuple[GrantFact, ...]]:
    """The grants of each of these Refs, live or not, in one query."""
    found: dict[str, list[GrantFact]] = defaultdict(list)
    for row in Grant.objects.filter(subject__in=set(subjects)).order_by("granted_on", "pk"):
        found[row.subject].append(_fact(row))
    return {subject: tuple(grants) for subject, grants in found.items()}


def verdict_on_use(*, subject: str, use: Use, audience: Audience, now: datetime, language: str = "") -> Allowed | Refused:
    """The one question asked before a thing is quoted, counted or sent."""
    grants = grants_of([subject]).get(subject, ())
    return may_use(grants, subject=subject, use=use, audience=audience, at=now, language=language)


def subjects_allowing(subjects: Iterable[str], *, use: Use, audience: Audience, now: datetime) -> frozenset[str]:
    """Those of these Refs whose grants allow the use now; two queries at most, however many."""
    asked = set(subjects)
    held = grants_of(asked)
    return frozenset(
        subject
        for subject in asked
        if isinstance(may_use(held.get(subject, ()), subject=subject, use=use, audience=audience, at=now), Allowed)
    )


def broken_words(refs: Iterable[str], *, now: datetime, audience: Audience = Audience.PUBLIC) -> dict[str, tuple[Edge, ...]]:
    """For each of these Refs that is tainted, the edges of words that have lost their consent. Clean Refs are not in the answer."""
    asked = tuple(refs)
    edges = edges_below(asked, carrying=frozenset({Carries.WORDS}))
    held = grants_of(edge.source for edge in edges if edge.use is not None)

    def is_live(edge: Edge) -> bool:
        if edge.use is None:
            return True
        answer = may_use(held.get(edge.source, ()), subject=edge.source, use=edge.use, audience=audience, at=now)
        return isinstance(answer, Allowed)

    dead = {edge for edge in edges if not is_live(edge)}
    if not dead:
        return {}
    broken = {ref: tuple(sorted(edges_under(ref, edges) & dead, key=lambda edge: edge.source)) for ref in asked}
    return {ref: found for ref, found in broken.items() if found}


def subjects_to_end(*, now: datetime) -> tuple[str, ...]:
    """The Refs that hold a yes which ran out and was not followed yet."""
    over = Grant.objects.filter(until__lte=now.date(), withdrawn_at=None, expired_on=None)
    return tuple(over.order_by("subject").values_list("subject", flat=True).distinct())


def ending_soon(*, now: datetime, days: int) -> dict[str, frozenset[Use]]:
    """For each Ref, the uses whose last live yes ends within so many days."""
    rows = Grant.objects.filter(until__gt=now.date(), until__lte=now.date() + timedelta(days=days), withdrawn_at=None)
    held = grants_of(rows.values_list("subject", flat=True))
    edge = now + timedelta(days=days)
    found = {
        subject: frozenset(
            use
            for use in {grant.use for grant in grants if grant.is_live(now)}
            if not any(grant.use == use and grant.is_live(edge) for grant in grants)
        )
        for subject, grants in held.items()
    }
    return {subject: uses for subject, uses in found.items() if uses}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAgain:
    """A giver who should be asked again, and by when."""

    subject: str
    uses: tuple[Use, ...]
    until: date


def waiting_to_be_asked(subjects: Iterable[str], *, now: datetime) -> tuple[AskAgain, ...]:
    """Those of these Refs whose yes ends soon and whom nobody asked again yet, the nearest end first."""
    found: dict[str, list[ReAsk]] = defaultdict(list)
    live = {(subject, grant.use.value) for subject, grants in grants_of(subjects).items() for grant in grants if grant.is_live(now)}
    for row in ReAsk.objects.filter(subject__in={subject for subject, _use in live}, asked_on=None, until__gt=now.date()):
        if (row.subject, row.use) in live:
            found[row.subject].append(row)
    asks = (
        AskAgain(subject=subject, uses=tuple(sorted(Use(row.use) for row in rows)), until=min(row.until for row in rows))
        for subject, rows in found.items()
    )
    return tuple(sorted(asks, key=lambda ask: (ask.until, ask.subject)))


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRecord:
    """One answer as it can be proved: what was asked, in which words, and what became of the yes.

    `question` is empty where no text was kept.
    """

    use: Use
    audience: Audience
    granted_on: date
    until: date | None
    ended_on: date | None
    has_expired: bool
    languages: tuple[str, ...]
    attribution: str
    text_version: str
    text_language: str
    limits_shown: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistanceCard:
    """Who helped, by their Ref, and on whose word."""

    assisted_by: str
    on_word: str
    on: date
    read_aloud: tuple[Use, ...]


def record_of(subject: str, *, now: datetime) -> tuple[GrantRecord, ...]:
    """Every answer of this Ref, the first given first, with the words in which it was asked."""
    rows = tuple(Grant.objects.filter(subject=subject).order_by("granted_on", "pk"))
    texts = ConsentText.objects.filter(version__in={row.text_version for row in rows}, jurisdiction="")
    asked = {(text.version, text.language, text.use): text.question for text in texts}
    return tuple(
        GrantRecord(
            use=Use(row.use),
            audience=Audience(row.audience),
            granted_on=row.granted_on,
            until=row.until,
            ended_on=row.withdrawn_at.date() if row.withdrawn_at else row.until if row.until and row.until <= now.date() else None,
            has_expired=row.withdrawn_at is None and row.until is not None and row.until <= now.date(),
            languages=tuple(row.languages),
            attribution=row.attribution,
            text_version=row.text_version,
            text_language=row.text_language,
            limits_shown=row.limits_shown,
            question=asked.get((row.text_version, row.text_language, row.use), ""),
        )
        for row in rows
    )


def assistance_of(subject: str) -> AssistanceCard | None:
    """Who helped this Ref's giver; None where they gave alone."""
    row = Assistance.objects.filter(subject=subject).first()
    if row is None:
        return None
    read = tuple(Use(use) for use in row.read_aloud)
    return AssistanceCard(assisted_by=row.assisted_by, on_word=str(row.get_on_word_display()), on=row.on, read_aloud=read)


def _fact(row: Grant) -> GrantFact:
    return GrantFact(
        subject=row.subject,
        use=Use(row.use),
        audience=Audience(row.audience),
        granted_on=row.granted_on,
        languages=tuple(row.languages),
        attribution=row.attribution,
        until=row.until,
        withdrawn_at=row.withdrawn_at,
        expired_on=row.expired_on,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How long a kind is kept (None: until it is taken back), and how many days before an end it is written down."""

    days: int | None
    notice_days: int


def keeping_rules() -> dict[str, Keeping]:
    """The rule of every kind: the network's own where it decided one, else the default."""
    decided = dict(KeepingRule.objects.values_list("kind", "days"))
    return {
        kind: Keeping(days=decided.get(kind, rule["days"]), notice_days=rule["notice_days"])
        for kind, rule in json.loads(_DEFAULTS.read_text(encoding="utf-8")).items()
    }


def held_until(subjects: Iterable[str], *, now: datetime) -> dict[str, date]:
    """Those of these Refs that a hold keeps, and until when."""
    holds = LegalHold.objects.filter(subject__in=set(subjects), until__gt=now.date()).order_by("until")
    return dict(holds.values_list("subject", "until"))


def noticed_before(kind: str, *, day: date) -> frozenset[str]:
    """The Refs whose end was written down on or before this day."""
    return frozenset(KeepingNotice.objects.filter(kind=kind, noticed_on__lte=day).values_list("subject", flat=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsCard:
    """A text on the limits of confidence, as it holds now. `code` names exactly this version."""

    owner: str
    jurisdiction: str
    language: str
    version: int
    text: str
    checked_on: date

    @property
    def code(self) -> str:
        """Country, language and version, as it is recorded with a grant."""
        return f"{self.jurisdiction}/{self.language}/{self.version}"


def limits_kept(owners: Iterable[str]) -> tuple[LimitsCard, ...]:
    """The texts that hold now for these organisations, by country and language; one query. Empty ones do not hold."""
    latest: dict[tuple[str, str, str], LimitsText] = {}
    for row in LimitsText.objects.filter(owner__in=set(owners)).order_by("jurisdiction", "language", "version"):
        latest[row.owner, row.jurisdiction, row.language] = row
    return tuple(
        LimitsCard(
            owner=row.owner,
            jurisdiction=row.jurisdiction,
            language=row.language,
            version=row.version,
            text=row.text,
            checked_on=row.checked_on,
        )
        for row in latest.values()
        if row.text
    )


def is_limits_code(owner: str, code: str) -> bool:
    """Whether this organisation ever kept the text that this code names."""
    jurisdiction, language, version = [*code.split("/"), "", ""][:3]
    if not version.isascii() or not version.isdecimal() or len(version) > 6:
        return False
    named = LimitsText.objects.filter(owner=owner, jurisdiction=jurisdiction, language=language, version=int(version))
    return named.exists()
