"""Testimonies as the evidence team sees them: Refs, days and consents; never words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from firsthand.core.consent import Allowed, Audience, Grant, Use, may_use
from firsthand.core.refusal import NotFound
from firsthand.evidence.coding import Coding, When
from firsthand.evidence.models import Incident
from firsthand.evidence.queries.access import TEAM, organisation_refs_where, testimonies_of
from firsthand.foundation.consents.queries import grants_of
from firsthand.foundation.consents.wording import wording_of
from firsthand.foundation.people.models import Person, Role
from firsthand.foundation.vault.models import Team
from firsthand.intake.models import Testimony
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
    coded: int
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonyCard:
    """A testimony with what its giver agreed to. `coding` is None while it is uncoded."""

    ref: str
    received_on: date
    door: str
    given_for: str
    path: Path
    team: Team
    organisation_ref: str
    coding: Coding | None
    coded_by: str
    coded_at: datetime | None
    uses: tuple[str, ...]
    may_be_counted: bool
    may_be_quoted: bool
    may_be_named: bool
    may_take_back: bool
    quotes: tuple[str, ...]
    is_withdrawn: bool


_STATES = {
    "uncoded": Q(withdrawn_at=None, incident=None),
    "coded": Q(withdrawn_at=None, incident__isnull=False),
    "withdrawn": Q(withdrawn_at__isnull=False),
}


def page_of_testimonies_for(person: Person, *, now: datetime, state: str = "uncoded", page: int | str = 1) -> TestimonyPage:
    """The testimonies of the teams that this person codes for, the longest waiting first; a fixed number of queries."""
    mine = testimonies_of(person, *TEAM)
    chosen = state if state in _STATES else "uncoded"
    counts = {name: mine.filter(condition).count() for name, condition in _STATES.items()}
    order = ("received_on", "pk") if chosen == "uncoded" else ("-received_on", "-pk")
    rows = mine.filter(_STATES[chosen]).select_related("door__organisation", "incident__coded_by").order_by(*order)
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
    rows = testimonies_of(person, *TEAM).select_related("door__organisation", "door__team", "incident__coded_by")
    row = rows.filter(ref=ref).first()
    if row is None:
        raise NotFound
    incident = _incident(row)
    grants = grants_of([ref]).get(ref, ())
    return TestimonyCard(
        ref=row.ref,
        received_on=row.received_on,
        door=row.door.organisation.name,
        given_for=str(way_of(row.path).at_desk),
        path=way_of(row.path).path,
        team=row.door.team,
        organisation_ref=row.door.team.owner,
        coding=coding_of(incident) if incident else None,
        coded_by=incident.coded_by.username if incident else "",
        coded_at=incident.coded_at if incident else None,
        uses=tuple(sorted({grant.use.value for grant in grants if grant.is_live(now)})),
        may_be_counted=_allows(grants, ref, Use.STATISTICS, now),
        may_be_quoted=_allows(grants, ref, Use.ANONYMOUS_QUOTE, now),
        may_be_named=_allows(grants, ref, Use.ATTRIBUTED_QUOTE, now),
        may_take_back=row.door.team.owner in organisation_refs_where(person, Role.Name.COORDINATOR),
        quotes=tuple(row.quotes.order_by("pk").values_list("ref", flat=True)),
        is_withdrawn=row.withdrawn_at is not None,
    )


def uncoded_count_for(person: Person) -> int:
    """How many testimonies wait for their codes in the teams that this person codes for."""
    return testimonies_of(person, *TEAM).filter(_STATES["uncoded"]).count()


def next_uncoded_for(person: Person) -> str:
    """The Ref of the testimony that waits longest for its codes; empty when none waits."""
    waiting = testimonies_of(person, *TEAM).filter(_STATES["uncoded"]).order_by("received_on", "pk")
    return waiting.values_list("ref", flat=True).first() or ""


def uses_named(uses: Iterable[str]) -> tuple[str, ...]:
    """What a giver agreed to, in the words in which they were asked."""
    known = ((use, wording_of(Use(use))) for use in uses)
    return tuple(str(wording.name) if wording else use for use, wording in known)


def coding_of(incident: Incident) -> Coding:
    """The codes that stand for an incident, as the form that made them."""
    on = incident.happened_on
    has_month = on is not None and (incident.precision in {"month", "day"})
    has_day = on is not None and incident.precision == "day"
    return Coding(
        acts=frozenset(incident.acts.values_list("code__value", flat=True)),
        perpetrators=frozenset(incident.involvements.values_list("perpetrator__value", flat=True)),
        place_type=incident.place_type.value if incident.place_type else "",
        legal_setting=incident.legal_setting.value if incident.legal_setting else "",
        country=incident.country,
        when=When(
            year=on.year if on else None,
            month=on.month if on and has_month else None,
            day=on.day if on and has_day else None,
            is_about=incident.precision == "about",
        ),
    )


def _rows(testimonies: Iterable[Testimony] | QuerySet[Testimony], now: datetime) -> tuple[TestimonyRow, ...]:
    listed = list(testimonies)
    held = grants_of(row.ref for row in listed)
    found = []
    for row in listed:
        incident = _incident(row)
        grants = held.get(row.ref, ())
        found.append(
            TestimonyRow(
                ref=row.ref,
                received_on=row.received_on,
                door=row.door.organisation.name,
                given_for=str(way_of(row.path).at_desk),
                coded_at=incident.coded_at if incident else None,
                coded_by=incident.coded_by.username if incident else "",
                may_be_counted=_allows(grants, row.ref, Use.STATISTICS, now),
                may_be_quoted=_allows(grants, row.ref, Use.ANONYMOUS_QUOTE, now),
                is_withdrawn=row.withdrawn_at is not None,
            )
        )
    return tuple(found)


def _incident(row: Testimony) -> Incident | None:
    return getattr(row, "incident", None)


def _allows(grants: Iterable[Grant], ref: str, use: Use, now: datetime) -> bool:
    return isinstance(may_use(grants, subject=ref, use=use, audience=Audience.PUBLIC, at=now), Allowed)
