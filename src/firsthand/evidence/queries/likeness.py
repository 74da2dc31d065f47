"""Which accounts may be of one incident, with the reasons, for the team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from firsthand.core.coding.likeness import NEAR_DAYS, WINDOW, Sketch, compare
from firsthand.core.refusal import NotFound
from firsthand.evidence.coding import When
from firsthand.evidence.models import Act, Affected, Information, Likeness, Precision
from firsthand.evidence.places import country_name
from firsthand.evidence.queries.access import TEAM
from firsthand.evidence.queries.blindness import hidden_from
from firsthand.evidence.queries.telling import when_of
from firsthand.foundation.people.models import Person
from firsthand.foundation.people.queries import organisations_where

PAGE = 20
_ACTS = Prefetch("acts", Act.objects.select_related("code"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two accounts. `people` are those of its incident: (id, which number of the testimony, whether it is its giver)."""

    testimony_ref: str
    incident_ref: str
    when: When
    country: str
    area: str
    acts: tuple[str, ...]
    people: tuple[tuple[int, int, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LikenessCard:
    """Two accounts side by side, and why they may be one. `days` apart is None where a day is not known."""

    id: int
    first: Side
    second: Side
    days: int | None
    is_same_area: bool
    shared: tuple[str, ...]


def likenesses_for(person: Person) -> tuple[int, tuple[LikenessCard, ...]]:
    """How many pairs wait for this person's teams, and the likest of them; a fixed number of queries."""
    rows = _waiting_for(person)
    return rows.count(), tuple(_card(row) for row in rows.order_by("-score", "pk")[:PAGE])


def likeness_for(person: Person, pk: int) -> LikenessCard:
    """One pair that waits.

    Raises:
        NotFound: there is none for this person.
    """
    row = _waiting_for(person).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return _card(row)


def block_of(row: Information) -> tuple[Sketch, ...]:
    """The accounts that this one is compared with: other testimonies', in its country, area and month, a window of them; two queries."""
    if not row.country or row.happened_on is None:
        return ()
    found = Information.objects.filter(incident__organisation=row.incident.organisation_id, country=row.country).exclude(
        incident=row.incident_id
    )
    if row.area_id:
        found = found.filter(Q(area=row.area_id) | Q(area=None))
    found = found.filter(_in_time(row.happened_on, row.precision)).order_by("-pk").prefetch_related(_ACTS)
    return tuple(map(sketch_of, found[:WINDOW]))


def sketch_of(row: Information) -> Sketch:
    """What is compared of an account."""
    return Sketch(
        id=row.pk,
        happened_on=row.happened_on,
        precision=row.precision,
        country=row.country,
        area=row.area_id,
        acts=frozenset(act.code.value for act in row.acts.all()),
    )


def _in_time(on: date, precision: str) -> Q:
    whole_year = Q(happened_on=date(on.year, 1, 1), precision__in=(Precision.YEAR, Precision.ABOUT))
    if precision not in {"day", "month"}:
        return whole_year
    first = on.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    span = (first - timedelta(days=NEAR_DAYS), last + timedelta(days=NEAR_DAYS))
    return Q(happened_on__range=span, precision__in=(Precision.DAY, Precision.MONTH)) | whole_year


def _waiting_for(person: Person) -> QuerySet[Likeness]:
    rows = Likeness.objects.filter(verdict=Likeness.Verdict.WAITING, first__incident__organisation__in=organisations_where(person, *TEAM))
    blind = hidden_from(person)
    rows = rows.exclude(first__testimony__in=blind).exclude(second__testimony__in=blind)
    sides = [f"{side}__{part}" for side in ("first", "second") for part in ("testimony", "incident", "area")]
    people = Affected.objects.prefetch_related("mentions")
    return rows.select_related(*sides).prefetch_related(
        Prefetch("first__acts", _ACTS.queryset),
        Prefetch("second__acts", _ACTS.queryset),
        Prefetch("first__incident__affected", people),
        Prefetch("second__incident__affected", people),
    )


def _card(row: Likeness) -> LikenessCard:
    found = compare(sketch_of(row.first), sketch_of(row.second))
    labels = {act.code.value: act.code.label for act in row.first.acts.all()}
    return LikenessCard(
        id=row.pk,
        first=_side(row.first),
        second=_side(row.second),
        days=found.days if found else None,
        is_same_area=found.is_same_area if found else False,
        shared=tuple(sorted(labels[value] for value in (found.shared if found else ()))),
    )


def _side(row: Information) -> Side:
    return Side(
        testimony_ref=row.testimony.ref,
        incident_ref=row.incident.ref,
        when=when_of(row),
        country=country_name(row.country),
        area=row.area.label if row.area else "",
        acts=tuple(sorted({act.code.label for act in row.acts.all()})),
        people=tuple(_people(row.incident.affected.all())),
    )


def _people(affected: Iterable[Affected]) -> Iterable[tuple[int, int, bool]]:
    for each in affected:
        number = min((mention.number for mention in each.mentions.all()), default=0)
        yield each.pk, number, each.giver_id is not None
