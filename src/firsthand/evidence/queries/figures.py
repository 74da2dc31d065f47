"""Figures as the desk sees them, and what a design would print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from firsthand.core.crosstab import Crosstab, Dimension, count
from firsthand.core.disclosure import Redesign, Released, release, released_from_json, small_cells, suggest_redesigns
from firsthand.core.refusal import NotFound, NotReleasable
from firsthand.evidence.counting import COARSER, COARSER_LABELS, Design, frame_from_json, table_for, units_of
from firsthand.evidence.history import check_changes, check_differences, joint_questions
from firsthand.evidence.models import Batch, Figure, Verdict
from firsthand.evidence.queries.access import READERS, TEAM
from firsthand.evidence.queries.counted import rules, told_by
from firsthand.foundation.people.models import Person, Role
from firsthand.foundation.people.queries import organisations_where

MOST_NUMBERS = 600


class TooManyNumbers(NotReleasable):
    code = "too-many-numbers"
    sentence = "This table has {numbers} numbers; more than {most} cannot be checked while you wait. Count more coarsely."


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A figure as a line of a list. `is_mine_to_judge`: this person may give its verdict."""

    ref: str
    title: str
    organisation: str
    batch_ref: str
    batch_number: int
    made_by: str
    made_at: datetime
    verdict: str
    is_mine_to_judge: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCard:
    """A figure with all that a second reader needs to judge it."""

    row: FigureRow
    released: Released
    digest: str
    chart: str
    earlier: str
    later: tuple[str, ...]
    may_count_again: bool
    verdict_by: str
    verdict_at: datetime | None
    verdict_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a design would print. `released` is None where it cannot be protected; `refusal` then says why, in words."""

    people: int
    cells: int
    small_cells: int
    redesigns: tuple[Redesign, ...]
    released: Released | None
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """A coarser table, how many cells it has and how many of them are still small."""

    dimensions: tuple[str, ...]
    labels: tuple[str, ...]
    small_cells: int
    cells: int


def figures_for(person: Person) -> tuple[FigureRow, ...]:
    """The figures of the organisations in which this person reads evidence: those waiting first, then the latest."""
    judged = organisations_where(person, Role.Name.SECOND_READER)
    rows = sorted(_readable(person).defer("released").order_by("-made_at", "-pk"), key=lambda row: row.verdict != Verdict.WAITING)
    return tuple(_row(row, person, judged) for row in rows)


def figure_for(person: Person, ref: str) -> FigureCard:
    """One figure.

    Raises:
        NotFound: there is none, or it belongs to an organisation in which this person reads no evidence.
    """
    row = _readable(person).filter(ref=ref).first()
    if row is None:
        raise NotFound
    return FigureCard(
        row=_row(row, person, organisations_where(person, Role.Name.SECOND_READER)),
        released=released_from_json(row.released),
        digest=row.digest,
        chart=row.chart,
        earlier=row.follows.ref if row.follows else "",
        later=tuple(row.later.order_by("pk").values_list("ref", flat=True)),
        may_count_again=_may_count_again(row, person),
        verdict_by=row.verdict_by.username if row.verdict_by else "",
        verdict_at=row.verdict_at,
        verdict_reason=row.verdict_reason,
    )


def preview_of(batch: Batch, design: Design) -> Preview:
    """What this design would print of this batch, beside all that was printed of it; nothing is stored.

    Raises:
        DesignNotValid: the batch cannot be counted so.
    """
    crosstab = crosstab_of(batch, design)
    released, refusal = None, ""
    try:
        released = released_of(batch, crosstab, design)
    except NotReleasable as refused:
        refusal = str(refused)
    return Preview(
        people=crosstab.people,
        cells=len(crosstab.cells),
        small_cells=small_cells(crosstab, rules=rules()),
        redesigns=suggest_redesigns(crosstab, rules=rules()),
        released=released,
        refusal=refusal,
    )


def released_of(batch: Batch, crosstab: Crosstab, design: Design) -> Released:
    """What may be printed of these counts. The same batch, design and history give the same release, in a preview and in earnest.

    What decides between equally good cells to withhold is drawn from the server's secret, so that a reader who knows the method cannot
    tell which of the withheld cells are the small ones.

    Raises:
        NotReleasable: no choice of cells to withhold protects everybody, or beside earlier figures it would point at few people
            (`core.disclosure`, `evidence.history`).
        TooManyNumbers: it would take minutes to check.
    """
    if len(crosstab.cells) > MOST_NUMBERS:
        raise TooManyNumbers(numbers=len(crosstab.cells), most=MOST_NUMBERS)
    printed = _printed(Figure.objects.filter(batch=batch))
    elsewhere = _printed(Figure.objects.filter(batch__organisation=batch.organisation_id).exclude(batch=batch))
    seed = salted_hmac("firsthand.evidence.figure", f"{batch.ref}:{_name_of(design)}", algorithm="sha256").digest()
    released = release(crosstab, rules=rules(), printed_before=printed, seed=seed)
    for keys in sorted(joint_questions(released, printed_before=printed), key=sorted):
        joint = crosstab_of(batch, Design(dimensions=tuple(sorted(keys)), within={}))
        check_differences(joint, printed=(*printed, released))
    check_changes(released, printed_before=elsewhere)
    return released


def crosstab_of(batch: Batch, design: Design) -> Crosstab:
    """The true counts of a batch by a design: for making a figure, never shown."""
    frame = frame_from_json(batch.frame)
    told = told_by(batch.members.values_list("testimony_id", flat=True))
    people, dimensions, within = table_for(units_of(told, frame=frame), frame=frame, design=design)
    return count(people, dimensions=dimensions, within=within)


def dimensions_of(batch: Batch) -> tuple[Dimension, ...]:
    """What the people of this batch can be counted and filtered by."""
    return frame_from_json(batch.frame)


def designs_instead(batch: Batch, design: Design, preview: Preview) -> tuple[Instead, ...]:
    """The coarser tables that were suggested, each as a design that can be chosen."""
    frame = {dimension.key: dimension for dimension in frame_from_json(batch.frame)}
    coarser = {base: name for name, base in COARSER.items()}
    return tuple(
        Instead(
            dimensions=tuple(each.key if each.keys == frame[each.key].keys else coarser[each.key] for each in redesign.dimensions),
            labels=tuple(
                each.label if each.keys == frame[each.key].keys else COARSER_LABELS[coarser[each.key]] for each in redesign.dimensions
            ),
            small_cells=redesign.small_cells,
            cells=redesign.cells,
        )
        for redesign in preview.redesigns
        if all(each.keys == frame[each.key].keys or each.key in coarser for each in redesign.dimensions)
        and tuple(each.key for each in redesign.dimensions) != design.dimensions
    )


def history_of(organisation_id: int) -> frozenset[str]:
    """The Refs of all figures that a new one is checked against."""
    rows = Figure.objects.filter(batch__organisation=organisation_id).exclude(verdict=Verdict.REFUSED)
    return frozenset(rows.values_list("ref", flat=True))


def _printed(figures: QuerySet[Figure]) -> tuple[Released, ...]:
    """What these figures print, or would if a second reader lets them through. What was refused was never printed."""
    rows = figures.exclude(verdict=Verdict.REFUSED).order_by("pk")
    return tuple(released_from_json(released) for released in rows.values_list("released", flat=True))


def _name_of(design: Design) -> str:
    """One canonical name for a design, to seed its release with."""
    within = (f"{key}={','.join(sorted(keys))}" for key, keys in sorted(design.within.items()))
    return "|".join((*design.dimensions, *within))


def _readable(person: Person) -> QuerySet[Figure]:
    mine = organisations_where(person, *READERS)
    return Figure.objects.filter(batch__organisation__in=mine).select_related("batch__organisation", "made_by", "verdict_by", "follows")


def _may_count_again(row: Figure, person: Person) -> bool:
    """Whether a later batch is open in which this person could count the same."""
    if row.design is None or row.batch.organisation_id not in organisations_where(person, *TEAM):
        return False
    later = Batch.objects.filter(organisation=row.batch.organisation_id, closed_at=None, number__gt=row.batch.number)
    return later.exists()


def _row(row: Figure, person: Person, judged: Iterable[int]) -> FigureRow:
    is_waiting = row.verdict == Verdict.WAITING
    return FigureRow(
        ref=row.ref,
        title=row.title,
        organisation=row.batch.organisation.name,
        batch_ref=row.batch.ref,
        batch_number=row.batch.number,
        made_by=row.made_by.username,
        made_at=row.made_at,
        verdict=row.verdict,
        is_mine_to_judge=is_waiting and row.batch.organisation_id in judged and row.made_by_id != person.pk,
    )
