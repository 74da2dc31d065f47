"""Protocols at the desk: the list, writing one, and what both parties do with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.consent import Use
from firsthand.core.refusal import NotPermitted, NotValid
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.stepup import step_up_required
from firsthand.sharing.actions import Terms, end_protocol, hand_over, mark_recipient_told, sign_protocol, write_protocol
from firsthand.sharing.forms import HandOverForm, ProtocolForm
from firsthand.sharing.queries import holders_for, protocol_for, protocols_for


@require_safe
def list_protocols(request: DeskRequest) -> HttpResponse:
    """What was signed with whom."""
    context = {"protocols": protocols_for(request.user, now=timezone.now()), "may_write": bool(holders_for(request.user))}
    return render(request, "sharing/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_protocol(request: DeskRequest) -> HttpResponse:
    """Write down what is to be signed."""
    holders = holders_for(request.user)
    if not holders:
        raise NotPermitted
    form = ProtocolForm(request.POST if request.method == "POST" else None, holders=holders)
    if form.is_valid():
        said = form.cleaned_data
        terms = Terms(
            recipient_ref=said["recipient"].strip().upper(),
            purpose=said["purpose"],
            level=said["level"],
            use=Use(said["use"] or Use.STATISTICS),
            fields=form.chosen(),
            schedule=said["schedule"],
            until=said["until"],
        )
        try:
            ref = write_protocol(holder_id=int(said["holder"]), terms=terms, by=request.user, now=timezone.now())
        except NotValid as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written. Nothing may be handed over before a coordinator of each party has signed."))
            return redirect("sharing:show-protocol", ref)
    return render(request, "sharing/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def show_protocol(request: DeskRequest, ref: str) -> HttpResponse:
    """One protocol, its signatures and what was handed over under it."""
    card = protocol_for(request.user, ref, now=timezone.now())
    return render(request, "sharing/show.html", {"card": card, "form": HandOverForm()})


@require_POST
@step_up_required
def sign(request: DeskRequest, ref: str) -> HttpResponse:
    """Sign for one's organisation."""
    sign_protocol(ref=ref, by=request.user, now=timezone.now())
    messages.success(request, _("Signed."))
    return redirect("sharing:show-protocol", ref)


@require_POST
@step_up_required
def end(request: DeskRequest, ref: str) -> HttpResponse:
    """End it; nothing more is handed over."""
    end_protocol(ref=ref, by=request.user, now=timezone.now())
    messages.success(request, _("Ended. Nothing more is handed over under it."))
    return redirect("sharing:show-protocol", ref)


@never_cache
@require_POST
@step_up_required
def export(request: DeskRequest, ref: str) -> HttpResponse:
    """The file for the recipient, made now and not kept."""
    form = HandOverForm(request.POST)
    file_format = form.cleaned_data["file_format"] if form.is_valid() else "csv"
    made = hand_over(ref=ref, file_format=file_format, by=request.user, now=timezone.now())
    answer = HttpResponse(made.data, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer


@require_POST
def told(request: DeskRequest, ref: str) -> HttpResponse:
    """The recipient was told which cases to delete."""
    mark_recipient_told(ref=ref, by=request.user, now=timezone.now())
    messages.success(request, _("Written down: the recipient was told."))
    return redirect("sharing:show-protocol", ref)
