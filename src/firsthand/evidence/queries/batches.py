"""Batches: who is counted together, and whether figures may still be made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef

from firsthand.core.consent import Audience, Use
from firsthand.core.refusal import NotFound
from firsthand.evidence.models import Batch, Information, Member
from firsthand.evidence.queries.access import READERS, TEAM
from firsthand.evidence.queries.counted import countable_testimonies
from firsthand.foundation.consents.queries import subjects_allowing
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """A batch as a line of a list."""

    ref: str
    organisation: str
    number: int
    people: int
    changes: int
    opened_at: datetime
    opened_by: str
    is_open: bool
    ending: str
    figures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NextBatch:
    """What a new batch would count now: `changes` people joined or left since the last; at least `needed` must have."""

    organisation_id: int
    organisation: str
    people: int
    changes: int
    needed: int
    is_first: bool
    may_open: bool

    @property
    def is_enough(self) -> bool:
        return self.people > 0 and (self.is_first or self.changes >= self.needed)


def batches_for(person: Person) -> tuple[BatchRow, ...]:
    """The batches of the organisations in which this person reads evidence, the latest first."""
    rows = (
        Batch.objects.filter(organisation__in=organisations_where(person, *READERS))
        .select_related("organisation", "opened_by")
        .annotate(
            people=Count("members__testimony__giver", distinct=True),
            figure_count=Count("figures", distinct=True),
        )
        .order_by("-opened_at", "-pk")
    )
    return tuple(
        BatchRow(
            ref=row.ref,
            organisation=row.organisation.name,
            number=row.number,
            people=row.people,
            changes=row.changes,
            opened_at=row.opened_at,
            opened_by=row.opened_by.username,
            is_open=row.closed_at is None,
            ending=row.get_closed_because_display() if row.closed_because else "",
            figures=row.figure_count,
        )
        for row in rows
    )


def next_batches_for(person: Person, *, now: datetime) -> tuple[NextBatch, ...]:
    """What a new batch would count, for each organisation whose evidence team this person is of."""
    coordinated = organisations_where(person, Role.Name.COORDINATOR)
    organisations = Organisation.objects.filter(pk__in=organisations_where(person, *TEAM)).order_by("name")
    return tuple(next_batch(organisation, now=now, may_open=organisation.pk in coordinated) for organisation in organisations)


def next_batch(organisation: Organisation, *, now: datetime, may_open: bool = True) -> NextBatch:
    """What a new batch of this organisation would count now."""
    givers = {row.giver_id for row in countable_testimonies(organisation, now=now)}
    last = last_batch(organisation.pk)
    before = givers_of(last) if last else frozenset()
    return NextBatch(
        organisation_id=organisation.pk,
        organisation=organisation.name,
        people=len(givers),
        changes=len(givers ^ before),
        needed=settings.FIRSTHAND_BATCH_MINIMUM,
        is_first=last is None,
        may_open=may_open,
    )


def last_batch(organisation_id: int) -> Batch | None:
    """The latest batch of an organisation, open or closed."""
    return Batch.objects.filter(organisation=organisation_id).order_by("-number").first()


def givers_of(batch: Batch) -> frozenset[int]:
    """The people counted in a batch."""
    return frozenset(batch.members.values_list("testimony__giver_id", flat=True))


def batch_for(person: Person, ref: str, *roles: Role.Name) -> Batch:
    """A batch of an organisation in which this person holds one of these roles.

    Raises:
        NotFound: there is none.
    """
    row = Batch.objects.filter(ref=ref, organisation__in=organisations_where(person, *roles)).select_related("organisation").first()
    if row is None:
        raise NotFound
    return row


def open_batches_for(person: Person) -> tuple[BatchRow, ...]:
    """The batches of which this person may make figures now."""
    mine = set(Batch.objects.filter(organisation__in=organisations_where(person, *TEAM)).values_list("ref", flat=True))
    return tuple(row for row in batches_for(person) if row.is_open and row.ref in mine)


def is_whole(batch: Batch, *, now: datetime) -> bool:
    """Whether everyone in the batch may still be counted: nobody withdrew, every consent is live, no code changed since it was opened."""
    members = Member.objects.filter(batch=batch)
    refs = tuple(members.values_list("testimony__ref", flat=True))
    changed = Information.objects.filter(testimony=OuterRef("testimony"), coded_at__gt=OuterRef("batch__opened_at"))
    coded = Information.objects.filter(testimony=OuterRef("testimony"))
    unchanged = members.filter(Exists(coded), ~Exists(changed), testimony__withdrawn_at=None).count()
    allowed = subjects_allowing(refs, use=Use.STATISTICS, audience=Audience.PUBLIC, now=now)
    return unchanged == len(refs) == len(allowed)
