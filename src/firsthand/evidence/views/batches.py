"""Batches: which people are counted together."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firsthand.core.refusal import NotNow
from firsthand.evidence.actions import open_batch
from firsthand.evidence.queries import batches_for, next_batches_for, organisation_coordinated_by
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
