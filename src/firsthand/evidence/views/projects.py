"""Marked testimonies for other programs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from firsthand.core.refusal import NotNow
from firsthand.evidence.actions import export_codes
from firsthand.evidence.queries import organisations_coded_by
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.stepup import step_up_required


@require_http_methods(["GET", "POST"])
@step_up_required
def export(request: DeskRequest) -> HttpResponse:
    """The codes on testimonies as a QDPX project, without words."""
    if request.method == "POST":
        given = request.POST.get("organisation", "")
        try:
            data = export_codes(organisation_id=int(given) if given.isdecimal() else 0, by=request.user, now=timezone.now())
        except NotNow as refused:
            messages.error(request, str(refused))
            return redirect("evidence:export-codes")
        answer = HttpResponse(data, content_type="application/zip")
        answer["Content-Disposition"] = 'attachment; filename="codes.qdpx"'
        return answer
    return render(request, "evidence/export_codes.html", {"teams": organisations_coded_by(request.user)})
