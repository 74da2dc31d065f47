"""Editions at the desk: who received them, and taking one back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firsthand.documents.actions import name_recipient, withdraw_edition
from firsthand.documents.forms import RecipientForm
from firsthand.documents.queries import edition_for, may_write, organisations_to_send_to, recipients_of
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.stepup import step_up_required


@require_safe
def show_edition(request: DeskRequest, ref: str) -> HttpResponse:
    """An edition, its files and its recipients."""
    return _page(request, ref, RecipientForm(organisations=organisations_to_send_to()))


@require_POST
def add_recipient(request: DeskRequest, ref: str) -> HttpResponse:
    """Remember who received an edition."""
    form = RecipientForm(request.POST, organisations=organisations_to_send_to())
    if not form.is_valid():
        return _page(request, ref, form, status=422)
    name_recipient(
        edition_ref=ref,
        organisation_id=form.cleaned_data["organisation"],
        address=form.cleaned_data["address"],
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("They will be told if this edition changes."))
    return redirect("documents:show-edition", ref)


@require_POST
@step_up_required
def withdraw(request: DeskRequest, ref: str) -> HttpResponse:
    """Take an edition back whole."""
    withdraw_edition(edition_ref=ref, because="withdrawn-by-publisher", by=request.user, now=timezone.now())
    messages.success(request, _("The edition is withdrawn. Its address now says so, and its files are gone."))
    return redirect("documents:show-edition", ref)


def _page(request: DeskRequest, ref: str, form: RecipientForm, *, status: int = 200) -> HttpResponse:
    edition = edition_for(request.user, ref, now=timezone.now())
    context = {
        "edition": edition,
        "recipients": recipients_of(ref),
        "form": form,
        "may_act": may_write(request.user, edition.organisation_id),
    }
    return render(request, "documents/show_edition.html", context, status=status)
