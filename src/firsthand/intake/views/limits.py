"""Texts on the limits of confidence at the desk, country by country."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firsthand.core.refusal import NotPermitted
from firsthand.foundation.people.http import DeskRequest
from firsthand.intake.forms.limits import LimitsForm
from firsthand.intake.jurisdictions import confirm_limits, limits_for, organisations_writing_limits, write_limits


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: DeskRequest) -> HttpResponse:
    """What holds now, and the form for a new text."""
    organisations = organisations_writing_limits(request.user)
    if not organisations:
        raise NotPermitted
    form = LimitsForm(request.POST if request.method == "POST" else None, organisations=organisations)
    if form.is_valid():
        said = form.cleaned_data
        write_limits(
            organisation_id=said["organisation"],
            jurisdiction=said["jurisdiction"],
            language=said["language"],
            text=said["text"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Kept as a new version. Your doors show it from now on."))
        return redirect("intake-desk:limits")
    kept = limits_for(request.user, today=timezone.now().date(), language=get_language() or "en")
    return render(request, "intake/desk/limits_texts.html", {"form": form, "kept": kept}, status=422 if form.is_bound else 200)


@require_POST
def confirm(request: DeskRequest, owner: str, jurisdiction: str, language: str) -> HttpResponse:
    """It was held against the law today."""
    confirm_limits(owner=owner, jurisdiction=jurisdiction, language=language, by=request.user, now=timezone.now())
    messages.success(request, _("Written down: it was checked today."))
    return redirect("intake-desk:limits")
