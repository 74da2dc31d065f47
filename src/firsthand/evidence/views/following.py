"""Follow-ups: everything open, those of one testimony, and writing down that someone is asked again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.refusal import NotNow, NotValid
from firsthand.evidence.actions import add_follow_up, end_follow_up, note_asked
from firsthand.evidence.forms import FollowUpForm
from firsthand.evidence.queries import card_of_testimony_for, follow_up_card, follow_ups_for
from firsthand.foundation.people.http import DeskRequest


@require_safe
def list_follow_ups(request: DeskRequest) -> HttpResponse:
    """Everything that is still to be done, the earliest due first."""
    return render(request, "evidence/list_follow_ups.html", {"rows": follow_ups_for(request.user, today=timezone.now().date())})


@require_http_methods(["GET", "POST"])
def follow_up(request: DeskRequest, ref: str) -> HttpResponse:
    """What is to be done for one testimony, and adding to it. No words are opened for this."""
    card_of_testimony_for(request.user, ref, now=timezone.now())
    card = follow_up_card(ref, today=timezone.now().date())
    form = FollowUpForm(request.POST or None, services=card.services)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            add_follow_up(
                testimony_ref=ref, what=said["what"], service=said["service"], due_on=said["due_on"], by=request.user, now=timezone.now()
            )
        except (NotValid, NotNow) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written down."))
            return redirect("evidence:follow-up", ref)
    return render(request, "evidence/follow_up.html", {"ref": ref, "card": card, "form": form}, status=422 if form.errors else 200)


@require_POST
def end(request: DeskRequest, ref: str, follow_up: int) -> HttpResponse:
    """It is done."""
    end_follow_up(testimony_ref=ref, follow_up=follow_up, by=request.user, now=timezone.now())
    messages.success(request, _("Done."))
    return redirect("evidence:follow-up", ref)


@require_POST
def asked(request: DeskRequest, ref: str) -> HttpResponse:
    """Write down that the giver is asked to tell again."""
    try:
        times = note_asked(testimony_ref=ref, is_thought_of="thought-of" in request.POST, by=request.user, now=timezone.now())
    except NotNow as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Written down: asked %(times)d times within a year.") % {"times": times})
    return redirect("evidence:follow-up", ref)
