"""Batches: which people are counted together."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firsthand.core.refusal import NotNow, NotValid
from firsthand.evidence.actions import open_batch
from firsthand.evidence.forms import BY, UNITS, TallyForm
from firsthand.evidence.places import country_name
from firsthand.evidence.queries import (
    TEAM,
    Tally,
    batch_for,
    batches_for,
    forget_columns,
    is_whole,
    next_batches_for,
    organisation_coordinated_by,
    tally_of,
)
from firsthand.foundation.people.http import DeskRequest


@require_safe
def list_batches(request: DeskRequest) -> HttpResponse:
    """The batches, and what the next would count."""
    context = {"batches": batches_for(request.user), "nexts": next_batches_for(request.user, now=timezone.now())}
    return render(request, "evidence/list_batches.html", context)


@require_POST
def open_one(request: DeskRequest) -> HttpResponse:
    """Open the next batch of an organisation."""
    organisation = organisation_coordinated_by(request.user, request.POST.get("organisation", ""))
    try:
        ref = open_batch(organisation=organisation, by=request.user, now=timezone.now())
    except NotNow as refused:
        messages.error(request, str(refused))
        return redirect("evidence:list-batches")
    messages.success(request, _("%(ref)s is open. Figures are made of it until someone in it leaves or is coded anew.") % {"ref": ref})
    return redirect("evidence:new-figure", ref)


@require_safe
def show_tally(request: DeskRequest, batch_ref: str) -> HttpResponse:
    """Counts of a batch in the unit that was chosen, for the team itself."""
    batch = batch_for(request.user, batch_ref, *TEAM)
    form = TallyForm(request.GET if "unit" in request.GET else None)
    tally = None
    if form.is_bound and form.is_valid():
        if batch.closed_at is not None or not is_whole(batch, now=timezone.now()):
            forget_columns()
            form.add_error(None, _("This batch is closed, or someone in it took their consent back: it is not counted any more."))
        else:
            try:
                tally = tally_of(batch, unit=form.cleaned_data["unit"], by=form.by())
            except NotValid as refused:
                form.add_error(None, str(refused))
    labels = [dict(BY)[key] for key in tally.by] if tally else []
    context = {
        "batch": batch,
        "form": form,
        "labels": labels,
        "unit": dict(UNITS)[tally.unit] if tally else "",
        "rows": _rows(tally) if tally else (),
        "is_counted": tally is not None,
    }
    return render(request, "evidence/show_tally.html", context, status=422 if form.errors else 200)


def _rows(tally: Tally) -> list[tuple[tuple[str, ...], int | None]]:
    """The cells in the order of what is read in them: countries by their names."""
    return sorted((tuple(map(_named, tally.by, key)), number) for key, number in tally.cells.items())


def _named(dimension: str, label: str) -> str:
    return country_name(label) if dimension == "country" else label
