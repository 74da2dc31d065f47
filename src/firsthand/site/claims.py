"""“Where does this come from?”: the answer for everyone, and the deeper one for those who may see it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from firsthand.flows.provenance import provenance_for, public_provenance
from firsthand.flows.tracing import public_trace, trace_for
from firsthand.foundation.people.http import DeskRequest


@require_safe
@cache_control(no_cache=True)
def show_claim(request: HttpRequest, ref: str) -> HttpResponse:
    """What a reader may know of a printed number, quote or citation."""
    return render(request, "claim.html", {"trace": public_trace(ref, now=timezone.now())})


@require_safe
def show_claim_at_desk(request: DeskRequest, ref: str) -> HttpResponse:
    """The whole path, down to the testimony's Ref."""
    return render(request, "claim_at_desk.html", {"trace": trace_for(request.user, ref, now=timezone.now())})


@require_safe
@cache_control(no_cache=True)
def download_provenance(_request: HttpRequest, ref: str) -> HttpResponse:
    """What an edition was made from, as PROV-JSON for other tools."""
    return JsonResponse(public_provenance(ref, now=timezone.now()), content_type="application/json")


@require_safe
def download_provenance_at_desk(request: DeskRequest, ref: str) -> HttpResponse:
    """The whole path under a Ref that this person may follow, as PROV-JSON."""
    return JsonResponse(provenance_for(request.user, ref), content_type="application/json")
