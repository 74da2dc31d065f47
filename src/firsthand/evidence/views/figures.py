"""Figures: the list, designing one, and a second reader's verdict."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.disclosure import table_of
from firsthand.core.refusal import NotNow, NotReleasable, NotValid
from firsthand.evidence.actions import count_again, give_verdict, make_figure
from firsthand.evidence.condensing import Condensed, condensed
from firsthand.evidence.forms import FigureForm, VerdictForm
from firsthand.evidence.queries import (
    TEAM,
    Preview,
    batch_for,
    designs_instead,
    dimensions_of,
    figure_for,
    figures_for,
    notes_on,
    open_batches_for,
    preview_of,
)
from firsthand.evidence.views.tables import ShownTable, shown
from firsthand.foundation.people.http import DeskRequest
from firsthand.render.charts import ChartKind, draw_chart, kinds_for


@require_safe
def list_figures(request: DeskRequest) -> HttpResponse:
    """Every figure of this person's organisations, those waiting on top."""
    context = {"figures": figures_for(request.user), "batches": open_batches_for(request.user)}
    return render(request, "evidence/list_figures.html", context)


@require_http_methods(["GET", "POST"])
def new_figure(request: DeskRequest, batch_ref: str) -> HttpResponse:
    """Design a figure: see what would be printed, change it, make it."""
    batch = batch_for(request.user, batch_ref, *TEAM)
    form = FigureForm(request.POST or None, frame=dimensions_of(batch))
    preview: Preview | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("step") == "make":
                return _make(request, batch_ref, form)
            preview = preview_of(batch, form.design())
            if preview.released:
                form.offer(kinds_for(condensed(preview.released).released))
        except (NotValid, NotNow, NotReleasable) as refused:
            form.add_error(None, str(refused))
    context = {
        "batch": batch,
        "form": form,
        "preview": preview,
        "table": _table(condensed(preview.released), _("Preview")) if preview and preview.released else None,
        "chart": _chart(condensed(preview.released), _("Preview"), form.chart_given()) if preview and preview.released else "",
        "instead": designs_instead(batch, form.design(), preview) if preview else (),
    }
    return render(request, "evidence/new_figure.html", context, status=422 if form.errors else 200)


@require_safe
def show_figure(request: DeskRequest, ref: str) -> HttpResponse:
    """A figure: chart, table, what was checked, and the verdict."""
    return _page(request, ref, VerdictForm())


@require_POST
def judge(request: DeskRequest, ref: str) -> HttpResponse:
    """Give the second reader's verdict."""
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _page(request, ref, form, status=422)
    try:
        is_approved = form.cleaned_data["verdict"] == "approve"
        give_verdict(figure_ref=ref, is_approved=is_approved, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    except NotValid as refused:
        form.add_error("reason", str(refused))
        return _page(request, ref, form, status=422)
    messages.success(request, _("Your verdict is kept. A text can cite the figure now.") if is_approved else _("Your verdict is kept."))
    return redirect("evidence:show-figure", ref)


def _make(request: DeskRequest, batch_ref: str, form: FigureForm) -> HttpResponse:
    design = form.design()
    ref = make_figure(
        batch_ref=batch_ref,
        title=form.cleaned_data["title"],
        dimensions=design.dimensions,
        within=design.within,
        chart=form.chart_given(),
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("%(ref)s is made and waits for a second reader. It will never change.") % {"ref": ref})
    return redirect("evidence:show-figure", ref)


def _page(request: DeskRequest, ref: str, form: VerdictForm, *, status: int = 200) -> HttpResponse:
    card = figure_for(request.user, ref)
    shorter = condensed(card.released)
    context = {
        "card": card,
        "chart": _chart(shorter, card.row.title, ChartKind(card.chart)),
        "table": _table(shorter, card.row.title),
        "form": form,
    }
    return render(request, "evidence/show_figure.html", context, status=status)


def _chart(shorter: Condensed, title: str, kind: ChartKind) -> str:
    return draw_chart(shorter.released, title=title, language=get_language() or "en", kind=kind)


@require_POST
def again(request: DeskRequest, ref: str) -> HttpResponse:
    """Count the same in the batch that is open now."""
    figure = count_again(figure_ref=ref, by=request.user, now=timezone.now())
    messages.success(request, _("%(ref)s is made. Texts that cite the earlier figure still print that one.") % {"ref": figure})
    return redirect("evidence:show-figure", figure)


def _table(shorter: Condensed, caption: str) -> ShownTable:
    return shown(table_of(shorter.released, caption=caption, people=_("People"), total=_("Total"), notes=notes_on(shorter)))
