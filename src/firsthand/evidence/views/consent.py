"""Consent at the desk: its record, whom to ask again, and testimony taken for someone who is here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.refusal import NotPermitted, NotValid
from firsthand.evidence.actions import ask_again as write_down_asking
from firsthand.evidence.actions import take_assisted
from firsthand.evidence.forms import AssistedForm
from firsthand.evidence.queries import ask_again_for, consent_card_for, doors_for, organisations_coded_by
from firsthand.foundation.people.http import DeskRequest
from firsthand.intake import once


@require_safe
def show_consent(request: DeskRequest, ref: str) -> HttpResponse:
    """What a giver answered, in which words they were asked, and who helped."""
    return render(request, "evidence/show_consent.html", {"card": consent_card_for(request.user, ref, now=timezone.now())})


@require_safe
def list_ask_again(request: DeskRequest) -> HttpResponse:
    """Whose yes ends soon."""
    return render(request, "evidence/list_ask_again.html", {"rows": ask_again_for(request.user, now=timezone.now())})


@require_POST
def ask_again(request: DeskRequest, ref: str) -> HttpResponse:
    """The giver was asked again."""
    write_down_asking(testimony_ref=ref, by=request.user, now=timezone.now())
    messages.success(request, _("Written down: the giver of %(ref)s was asked again.") % {"ref": ref})
    return redirect("evidence:list-ask-again")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: DeskRequest) -> HttpResponse:
    """Take testimony for someone who is here. It ends with the receipt, shown once, for the giver to keep."""
    if not organisations_coded_by(request.user):
        raise NotPermitted
    doors = doors_for(request.user)
    form = AssistedForm(request.POST if request.method == "POST" else None, doors=doors, initial={"once": once.drawn()})
    if form.is_valid():
        try:
            receipt = take_assisted(
                door_code=form.cleaned_data["door"],
                words=form.told(),
                uses=form.uses(),
                assisted=form.assisted(),
                once=form.cleaned_data["once"],
                by=request.user,
                now=timezone.now(),
            )
        except NotValid as refused:
            form.add_error(None, str(refused))
        else:
            context = {"receipt": receipt.words.reveal().split(), "ref": receipt.testimony_ref, "is_new": receipt.is_new}
            return render(request, "evidence/assisted_receipt.html", context)
    return render(request, "evidence/assisted.html", {"form": form, "doors": doors}, status=422 if form.is_bound else 200)
