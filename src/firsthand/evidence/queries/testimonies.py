"""Testimonies as the evidence team sees them: Refs, days and consents; never words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from firsthand.core.consent import Allowed, Audience, Grant, Use, may_use
from firsthand.core.refusal import NotFound
from firsthand.evidence.coding import Coding
from firsthand.evidence.models import Information
from firsthand.evidence.queries.access import TEAM, organisation_refs_where, testimonies_of
from firsthand.evidence.queries.telling import coding_of, tellings_of
from firsthand.foundation.consents.queries import grants_of
from firsthand.foundation.consents.wording import wording_of
from firsthand.foundation.people.models import Person, Role
from firsthand.foundation.vault.models import Team
from firsthand.intake.models import Message, Testimony
from firsthand.intake.paths import Path, way_of

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonyRow:
    """A testimony as a line of a list.

    `given_for` is what its giver chose at the door. `may_be_counted` and `may_be_quoted` are answered from live grants.
    """

    ref: str
    received_on: date
    door: str
    given_for: str
    incidents: int
    coded_at: datetime | None
    coded_by: str
    may_be_counted: bool
    may_be_quoted: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonyPage:
    """One page of the list, with how many stand in each state."""

    state: str
    rows: tuple[TestimonyRow, ...]
    page: Page[Testimony]
    uncoded: int
    apart: int
    added: int
    coded: int
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingCard:
    """What a testimony tells of one incident. `others` is how many other testimonies tell of it."""

    incident_ref: str
    coding: Coding
    coded_by: str
    coded_at: datetime
    codebook: int
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonyCard:
    """A testimony with what its giver agreed to, and what it tells of each incident as far as it is coded."""

    ref: str
    received_on: date
    door: str
    given_for: str
    path: Path
    is_apart: bool
    team: Team
    organisation_ref: str
    told: tuple[TellingCard, ...]
    uses: tuple[str, ...]
    may_be_counted: bool
    may_be_quoted: bool
    may_be_named: bool
    may_warn: bool
    may_take_back: bool
    quotes: tuple[str, ...]
    is_withdrawn: bool

    @property
    def coding(self) -> Coding | None:
        """What it tells of the first incident; None while it is uncoded."""
        return self.told[0].coding if self.told else None

    @property
    def coded_by(self) -> str:
        return self.told[-1].coded_by if self.told else ""

    @property
    def coded_at(self) -> datetime | None:
        return self.told[-1].coded_at if self.told else None


_IS_CODED = Exists(Information.objects.filter(testimony=OuterRef("pk")))
_IS_UNREAD = Exists(Message.objects.filter(testimony=OuterRef("pk"), is_to_giver=False, read_on=None))
_STATES = {
    "uncoded": Q(~_IS_CODED, withdrawn_at=None, apart=""),
    "apart": Q(~Q(apart=""), withdrawn_at=None),
    "added": Q(_IS_UNREAD, withdrawn_at=None),
    "coded": Q(_IS_CODED, withdrawn_at=None),
    "withdrawn": Q(withdrawn_at__isnull=False),
}


def page_of_testimonies_for(person: Person, *, now: datetime, state: str = "uncoded", page: int | str = 1) -> TestimonyPage:
    """The testimonies of the teams that this person codes for, the longest waiting first; a fixed number of queries."""
    mine = testimonies_of(person, *TEAM)
    chosen = state if state in _STATES else "uncoded"
    counts = {name: mine.filter(condition).count() for name, condition in _STATES.items()}
    order = ("received_on", "pk") if chosen in {"uncoded", "apart", "added"} else ("-received_on", "-pk")
    tellings = Prefetch("informations", Information.objects.select_related("coded_by").order_by("pk"))
    rows = mine.filter(_STATES[chosen]).select_related("door__organisation").prefetch_related(tellings).order_by(*order)
    shown = Paginator(rows, PAGE).get_page(page)
    return TestimonyPage(
        state=chosen,
        rows=_rows(shown.object_list, now),
        page=shown,
        **counts,
    )


def card_of_testimony_for(person: Person, ref: str, *, now: datetime) -> TestimonyCard:
    """One testimony, without its words.

    Raises:
        NotFound: there is none, or this person is not of the team that it was given to.
    """
    rows = testimonies_of(person, *TEAM).select_related("door__organisation", "door__team", "alert")
    row = rows.filter(ref=ref).first()
    if row is None:
        raise NotFound
    told = tuple(_told(each) for each in tellings_of(row))
    grants = grants_of([ref]).get(ref, ())
    return TestimonyCard(
        ref=row.ref,
        received_on=row.received_on,
        door=row.door.organisation.name,
        given_for=str(way_of(row.path).at_desk),
        path=way_of(row.path).path,
        is_apart=bool(row.apart),
        team=row.door.team,
        organisation_ref=row.door.team.owner,
        told=told,
        uses=tuple(sorted({grant.use.value for grant in grants if grant.is_live(now)})),
        may_be_counted=_allows(grants, ref, Use.STATISTICS, now),
        may_be_quoted=_allows(grants, ref, Use.ANONYMOUS_QUOTE, now),
        may_warn=_warns(row, grants, now),
        may_be_named=_allows(grants, ref, Use.ATTRIBUTED_QUOTE, now),
        may_take_back=row.door.team.owner in organisation_refs_where(person, Role.Name.COORDINATOR),
        quotes=tuple(row.quotes.order_by("pk").values_list("ref", flat=True)),
        is_withdrawn=row.withdrawn_at is not None,
    )


def uncoded_count_for(person: Person) -> int:
    """How many testimonies wait for their codes in the teams that this person codes for."""
    return testimonies_of(person, *TEAM).filter(_STATES["uncoded"]).count()


def added_count_for(person: Person) -> int:
    """To how many testimonies of these teams their givers added something that nobody read yet."""
    return testimonies_of(person, *TEAM).filter(_STATES["added"]).count()


def next_uncoded_for(person: Person) -> str:
    """The Ref of the testimony that waits longest for its codes; empty when none waits."""
    waiting = testimonies_of(person, *TEAM).filter(_STATES["uncoded"]).order_by("received_on", "pk")
    return waiting.values_list("ref", flat=True).first() or ""


def uses_named(uses: Iterable[str]) -> tuple[str, ...]:
    """What a giver agreed to, in the words in which they were asked."""
    known = ((use, wording_of(Use(use))) for use in uses)
    return tuple(str(wording.name) if wording else use for use, wording in known)


def _rows(testimonies: Iterable[Testimony] | QuerySet[Testimony], now: datetime) -> tuple[TestimonyRow, ...]:
    listed = list(testimonies)
    held = grants_of(row.ref for row in listed)
    found = []
    for row in listed:
        told = tuple(row.informations.all())
        grants = held.get(row.ref, ())
        found.append(
            TestimonyRow(
                ref=row.ref,
                received_on=row.received_on,
                door=row.door.organisation.name,
                given_for=str(way_of(row.path).at_desk),
                incidents=len(told),
                coded_at=told[-1].coded_at if told else None,
                coded_by=told[-1].coded_by.username if told else "",
                may_be_counted=_allows(grants, row.ref, Use.STATISTICS, now),
                may_be_quoted=_allows(grants, row.ref, Use.ANONYMOUS_QUOTE, now),
                is_withdrawn=row.withdrawn_at is not None,
            )
        )
    return tuple(found)


def _told(row: Information) -> TellingCard:
    return TellingCard(
        incident_ref=row.incident.ref,
        coding=coding_of(row),
        coded_by=row.coded_by.username,
        coded_at=row.coded_at,
        codebook=row.codebook,
        others=getattr(row, "telling", 1) - 1,
    )


def _warns(row: Testimony, grants: Iterable[Grant], now: datetime) -> bool:
    """Whether peers may be warned of it and nobody has decided about that yet."""
    asked = may_use(grants, subject=row.ref, use=Use.PEER_ALERT, audience=Audience.NETWORK, at=now)
    return isinstance(asked, Allowed) and not hasattr(row, "alert")


def _allows(grants: Iterable[Grant], ref: str, use: Use, now: datetime) -> bool:
    return isinstance(may_use(grants, subject=ref, use=use, audience=Audience.PUBLIC, at=now), Allowed)
