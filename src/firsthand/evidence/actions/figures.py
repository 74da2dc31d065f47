"""Making a figure, and a second person's verdict on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from firsthand.core.disclosure import Released
from firsthand.core.lineage import Carries, Edge
from firsthand.core.refusal import NotFound, NotNow, NotPermitted, NotValid
from firsthand.evidence.counting import Design
from firsthand.evidence.models import Batch, Figure, Verdict
from firsthand.evidence.queries.access import READERS, TEAM
from firsthand.evidence.queries.batches import batch_for, is_whole
from firsthand.evidence.queries.figures import crosstab_of, history_of, released_of
from firsthand.foundation.consents.actions import hold_grants
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where
from firsthand.render.charts import ChartKind


class FigureTitleMissing(NotValid):
    code = "figure-title-missing"
    sentence = "A figure needs a title that says what was counted."


class ChartUnknown(NotValid):
    code = "chart-unknown"
    sentence = "There is no such way to draw a figure."


class NothingNewer(NotNow):
    code = "nothing-newer"
    sentence = "There is no later open batch to count this again in."


class BatchClosed(NotNow):
    """A new figure beside the old ones of the same batch would show the difference."""

    code = "batch-closed"
    sentence = "This batch is closed for new figures. {why}. Open the next batch and make the figure of that."


class MadeMeanwhile(NotNow):
    code = "made-meanwhile"
    sentence = "Someone made another figure while this one was checked. Look at the preview again: it may have to withhold more now."


class VerdictGiven(NotNow):
    code = "verdict-given"
    sentence = "Someone already gave a verdict on this, and a verdict is not changed."


class SecondPersonNeeded(NotNow):
    code = "second-person-needed"
    sentence = "You made this yourself. Someone else must read it."


class ReasonMissing(NotValid):
    code = "reason-missing"
    sentence = "Say why you refuse it, so that whoever made it can make a better one."


def make_figure(
    *,
    batch_ref: str,
    title: str,
    dimensions: Sequence[str],
    within: Mapping[str, Iterable[str]] | None = None,
    chart: str = ChartKind.BARS,
    follows: str = "",
    by: Person,
    now: datetime,
) -> str:
    """Count the people of a batch, let disclosure control decide what may be printed, freeze that as a figure, and return its Ref.

    `chart` is how it is drawn, `follows` the Ref of a figure that counted the same in an earlier batch.

    `within` narrows the count to people who stand in one of these categories of a dimension. It counts as something printed: see
    `evidence.history`. Figures that a second reader refused were never printed and do not bind later ones.

    The proof may take many seconds, so it is found before anything is locked; then it is made sure that it still holds.

    Raises:
        NotFound: there is no such batch, or this person is not of its team.
        BatchClosed: it was closed, or someone in it took their consent back or was coded anew.
        DesignNotValid, FigureTitleMissing, ChartUnknown: what was chosen is not right.
        NotReleasable: nothing of it can be printed safely, alone or beside earlier figures.
        MadeMeanwhile: someone made another figure at the same time, against which this one was not checked.
    """
    if not title.strip():
        raise FigureTitleMissing
    if chart not in set(ChartKind):
        raise ChartUnknown
    design = Design(dimensions=tuple(dimensions), within={key: frozenset(keys) for key, keys in (within or {}).items()})
    batch = batch_for(by, batch_ref, *TEAM)
    check_open(batch, now=now)
    history = history_of(batch.organisation_id)
    released = released_of(batch, crosstab_of(batch, design), design)
    more = {"chart": str(chart), "design": _to_json(design), "follows": _followed(follows, batch)}
    return _keep(released, batch_ref=batch_ref, title=title.strip(), checked_against=history, more=more, by=by, now=now)


def count_again(*, figure_ref: str, by: Person, now: datetime) -> str:
    """Make the same figure of the batch that is open now: same title, same design, drawn alike. The earlier one stays as it is, and a text
    that cites it goes on printing it.

    Raises:
        NotFound: there is no such figure, or this person is not of its team.
        NothingNewer: no later batch is open, or it is not kept how the figure was made.
        BatchClosed, NotReleasable, MadeMeanwhile: as `make_figure`.
    """
    figure = Figure.objects.filter(ref=figure_ref, batch__organisation__in=organisations_where(by, *TEAM)).select_related("batch").first()
    if figure is None:
        raise NotFound
    batch = Batch.objects.filter(organisation=figure.batch.organisation_id, closed_at=None, number__gt=figure.batch.number).first()
    if batch is None or figure.design is None:
        raise NothingNewer
    return make_figure(
        batch_ref=batch.ref,
        title=figure.title,
        dimensions=figure.design["dimensions"],
        within=figure.design["within"],
        chart=figure.chart,
        follows=figure.ref,
        by=by,
        now=now,
    )


def _to_json(design: Design) -> dict[str, Any]:
    return {"dimensions": list(design.dimensions), "within": {key: sorted(keys) for key, keys in sorted(design.within.items())}}


def _followed(ref: str, batch: Batch) -> Figure | None:
    if not ref:
        return None
    figure = Figure.objects.filter(ref=ref, batch__organisation=batch.organisation_id, batch__number__lt=batch.number).first()
    if figure is None:
        raise NotFound
    return figure


@transaction.atomic
def _keep(
    released: Released, *, batch_ref: str, title: str, checked_against: frozenset[str], more: dict[str, Any], by: Person, now: datetime
) -> str:
    """Store what was released, if the batch and the history are what they were when it was checked."""
    asked = Batch.objects.get(ref=batch_ref)
    # In the order in which a batch is opened and a withdrawal travels, so that none of the three waits for another.
    Organisation.objects.select_for_update().get(pk=asked.organisation_id)
    hold_grants(asked.members.values_list("testimony__ref", flat=True))
    batch = Batch.objects.select_for_update().get(pk=asked.pk)
    check_open(batch, now=now)
    if not history_of(batch.organisation_id) <= checked_against:
        raise MadeMeanwhile
    figure = Figure.from_released(released, batch=batch, title=title, by=by, now=now, **more)
    facts: dict[str, object] = {"digest": figure.digest, "batch": batch.ref}
    made_from = [Edge(derived=figure.ref, source=batch.ref, carries=Carries.COUNTS)]
    record(kind="figure-made", subject=figure.ref, by=by.ref, now=now, facts=facts, edges=made_from)
    return figure.ref


@transaction.atomic
def give_verdict(*, figure_ref: str, is_approved: bool, reason: str, by: Person, now: datetime) -> None:
    """Let a figure be printed, or not. Given once, by a second reader who did not make it; a refusal says why.

    A figure of a batch that was closed because someone left or was coded anew is not let through any more: what was not printed while
    they agreed is not printed afterwards.

    Raises:
        NotFound, NotPermitted: there is no such figure for this person, or they are no second reader there.
        SecondPersonNeeded: they made it.
        VerdictGiven: it has one.
        ReasonMissing: a refusal without a reason.
        BatchClosed: it may not be let through any more.
    """
    figure = _figure_of(figure_ref, by)
    if figure.batch.organisation_id not in organisations_where(by, Role.Name.SECOND_READER):
        raise NotPermitted
    if figure.made_by_id == by.pk:
        raise SecondPersonNeeded
    if figure.verdict != Verdict.WAITING:
        raise VerdictGiven
    if not is_approved and not reason.strip():
        raise ReasonMissing
    hold_grants(figure.batch.members.values_list("testimony__ref", flat=True))
    if is_approved and figure.batch.closed_because != Batch.Ending.NEXT_OPENED:
        check_open(figure.batch, now=now)
    verdict = Verdict.APPROVED if is_approved else Verdict.REFUSED
    Figure.objects.filter(pk=figure.pk).update(verdict=verdict, verdict_by=by, verdict_at=now, verdict_reason=reason.strip())
    record(kind=f"figure-{verdict.value}", subject=figure_ref, by=by.ref, now=now, facts={"digest": figure.digest})


def check_open(batch: Batch, *, now: datetime) -> None:
    """Refuse unless the batch is open and everyone in it may still be counted."""
    if batch.closed_at is not None:
        raise BatchClosed(why=batch.get_closed_because_display())
    if not is_whole(batch, now=now):
        raise BatchClosed(why=Batch.Ending.MEMBER_LEFT.label)


def _figure_of(ref: str, by: Person) -> Figure:
    mine = organisations_where(by, *READERS)
    rows = Figure.objects.filter(ref=ref, batch__organisation__in=mine).select_related("batch")
    figure = rows.select_for_update(of=("self",)).first()
    if figure is None:
        raise NotFound
    return figure
