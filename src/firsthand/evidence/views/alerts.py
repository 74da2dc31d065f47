"""Warnings: what members see, what waits for a decision, and the decision beside the opened words."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.refusal import NotValid
from firsthand.evidence.actions import end_alert, keep_alert_back, open_testimony, release_alert
from firsthand.evidence.forms import AlertForm
from firsthand.evidence.hints import hints_in
from firsthand.evidence.queries import alerts_for, alerts_waiting_for, card_of_testimony_for
from firsthand.evidence.views.openings import opening_counted
from firsthand.evidence.views.unlocking import key_for, to_unlock
from firsthand.foundation.people.http import DeskRequest


@require_safe
def list_alerts(request: DeskRequest) -> HttpResponse:
    """What warns now, and for the team what waits."""
    now = timezone.now()
    context = {"alerts": alerts_for(request.user, now=now), "waiting": alerts_waiting_for(request.user, now=now)}
    return render(request, "evidence/list_alerts.html", context)


@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
@opening_counted
def decide(request: DeskRequest, ref: str) -> HttpResponse:
    """The opened words above, the warning below. Hints are shown once before anything is released."""
    now = timezone.now()
    card = card_of_testimony_for(request.user, ref, now=now)
    step = request.POST.get("step", "")
    if step == "keep-back":
        keep_alert_back(testimony_ref=ref, by=request.user, now=now)
        messages.success(request, _("Nobody is warned of %(ref)s.") % {"ref": ref})
        return redirect("evidence:list-alerts")
    with_key = key_for(request, card.team)
    if with_key is None:
        return to_unlock(request)
    form = AlertForm(request.POST if step else None, today=now.date())
    is_checked = form.is_valid()
    if is_checked and step == "release":
        said = form.cleaned_data
        try:
            release_alert(testimony_ref=ref, words=said["words"], country=said["country"], until=said["until"], by=request.user, now=now)
        except NotValid as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Released. Members of community-led organisations see it at their desk."))
            return redirect("evidence:list-alerts")
    opened = open_testimony(testimony_ref=ref, with_key=with_key, by=request.user, now=now)
    hints = hints_in(form.cleaned_data["words"]) if is_checked else ()
    context = {"card": card, "opened": opened, "form": form, "is_checked": is_checked, "hints": hints}
    return render(request, "evidence/decide_alert.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: DeskRequest, ref: str) -> HttpResponse:
    """Take it down."""
    end_alert(testimony_ref=ref, by=request.user, now=timezone.now())
    messages.success(request, _("Taken down."))
    return redirect("evidence:list-alerts")
