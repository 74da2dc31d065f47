"""Incidents: which accounts may be of one, taking one back, chaining two, and the coarse areas."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.refusal import NotNow, NotValid
from firsthand.evidence.actions import chain_incidents, decide_likeness, name_area, uncode_incident
from firsthand.evidence.forms import AreaForm, ChainForm
from firsthand.evidence.queries import areas_in_use, card_of_testimony_for, likeness_for, likenesses_for, may_name_areas
from firsthand.foundation.people.http import DeskRequest


@require_safe
def list_likenesses(request: DeskRequest) -> HttpResponse:
    """The accounts that may be of one incident, the likest first."""
    waiting, pairs = likenesses_for(request.user)
    return render(request, "evidence/list_likenesses.html", {"waiting": waiting, "pairs": pairs})


@require_http_methods(["GET", "POST"])
def decide(request: DeskRequest, pk: int) -> HttpResponse:
    """Two accounts side by side: one incident, or two."""
    pair = likeness_for(request.user, pk)
    refusal = ""
    if request.method == "POST" and request.POST.get("verdict") not in {"same", "apart"}:
        refusal = _("Say whether it is one incident or two. Nothing was kept.")
    elif request.method == "POST":
        is_same = request.POST.get("verdict") == "same"
        people = {row[0]: request.POST.get(f"person-{row[0]}", "") for row in pair.second.people}
        same_people = {one: int(other) for one, other in people.items() if other.isdecimal()}
        try:
            decide_likeness(likeness_id=pk, is_same=is_same, same_people=same_people, by=request.user, now=timezone.now())
        except (NotNow, NotValid) as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("They count as one incident from now on.") if is_same else _("They stay two incidents."))
            return redirect("evidence:list-likenesses")
    return render(request, "evidence/decide_likeness.html", {"pair": pair, "refusal": refusal}, status=422 if refusal else 200)


@require_POST
def uncode(request: DeskRequest, ref: str, incident: str) -> HttpResponse:
    """Take back that a testimony tells of an incident."""
    uncode_incident(testimony_ref=ref, incident_ref=incident, by=request.user, now=timezone.now())
    messages.success(request, _("%(ref)s no longer tells of that incident.") % {"ref": ref})
    return redirect("evidence:show-testimony", ref)


@require_POST
def chain(request: DeskRequest, ref: str) -> HttpResponse:
    """Say that one incident of a testimony belongs to another."""
    card = card_of_testimony_for(request.user, ref, now=timezone.now())
    form = ChainForm(request.POST, incidents=[each.incident_ref for each in card.told])
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            chain_incidents(
                testimony_ref=ref, first=chosen["first"], then=chosen["after"], link=chosen["link"], by=request.user, now=timezone.now()
            )
            messages.success(request, _("Kept: how the two belong together."))
        except NotValid as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, _("Nothing was kept: choose two incidents and how they belong together."))
    return redirect(reverse("evidence:show-testimony", args=[ref]))


@require_http_methods(["GET", "POST"])
def list_areas(request: DeskRequest) -> HttpResponse:
    """The coarse areas, and naming one more."""
    form = AreaForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            name_area(
                country=chosen["country"], label=chosen["label"], inhabitants=chosen["inhabitants"], by=request.user, now=timezone.now()
            )
        except NotValid as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The area can be named from now on."))
            return redirect("evidence:list-areas")
    context = {"areas": areas_in_use(), "form": form, "may_name": may_name_areas(request.user)}
    return render(request, "evidence/list_areas.html", context, status=422 if form.errors else 200)
