"""Testimonies: the list, one opened with its codes beside it, and taking one back for its giver."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firsthand.core.refusal import NotValid
from firsthand.evidence.actions import ANOTHER, code_testimony, named_files, open_marks, open_messages, open_testimony
from firsthand.evidence.forms import ChainForm, IncidentForm, WithdrawForm
from firsthand.evidence.marked import marked_text
from firsthand.evidence.opened import Opened
from firsthand.evidence.places import country_name
from firsthand.evidence.queries import (
    TestimonyCard,
    card_of_testimony_for,
    next_uncoded_for,
    organisations_coded_by,
    page_of_testimonies_for,
    sample_read_by,
    uses_named,
)
from firsthand.evidence.views.openings import opening_counted
from firsthand.evidence.views.unlocking import key_for, to_unlock
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.stepup import step_up_required
from firsthand.foundation.vault.unlocking import is_unlocked
from firsthand.foundation.vault.wire import UnlockedTeam
from firsthand.intake.actions import Because
from firsthand.intake.actions import withdraw_for_giver as take_back


@require_safe
def list_testimonies(request: DeskRequest) -> HttpResponse:
    """What was given to the teams that this person codes for."""
    shown = page_of_testimonies_for(
        request.user, now=timezone.now(), state=request.GET.get("state", "uncoded"), page=request.GET.get("page", "1")
    )
    context = {"shown": shown, "page": shown.page, "teams": organisations_coded_by(request.user), "is_unlocked": is_unlocked(request)}
    return render(request, "evidence/list_testimonies.html", context)


@require_safe
@opening_counted
def show_testimony(request: DeskRequest, ref: str) -> HttpResponse:
    """The words beside the form of codes, for someone who has unlocked. Each opening is written down."""
    card = card_of_testimony_for(request.user, ref, now=timezone.now())
    if card.is_withdrawn:
        return render(request, "evidence/show_testimony.html", {"card": card})
    sample = sample_read_by(request.user, ref)
    if sample is not None:
        return redirect("evidence:read-for-sample", sample, ref)
    with_key = key_for(request, card.team)
    if with_key is None:
        return to_unlock(request)
    opened = open_testimony(testimony_ref=ref, with_key=with_key, by=request.user, now=timezone.now())
    return _opened_page(request, card, opened, _form_of(card, opened, request.GET.get("incident", "")), with_key)


@require_POST
@opening_counted
def code(request: DeskRequest, ref: str) -> HttpResponse:
    """Store the codes and go on to the next testimony that waits."""
    card = card_of_testimony_for(request.user, ref, now=timezone.now())
    form = IncidentForm(request.POST)
    if form.is_valid():
        incident = form.cleaned_data["incident"]
        try:
            told = code_testimony(testimony_ref=ref, coding=form.coding(), incident_ref=incident, by=request.user, now=timezone.now())
        except NotValid as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(ref)s is coded.") % {"ref": ref})
            if request.POST.get("then") == "stay":
                return redirect(f"{reverse('evidence:show-testimony', args=[ref])}?incident={told}")
            if request.POST.get("then") == ANOTHER:
                return redirect(f"{reverse('evidence:show-testimony', args=[ref])}?incident={ANOTHER}")
            following = next_uncoded_for(request.user)
            return redirect("evidence:show-testimony", following) if following else redirect("evidence:list-testimonies")
    with_key = key_for(request, card.team)
    if with_key is None:
        return to_unlock(request)
    opened = open_testimony(testimony_ref=ref, with_key=with_key, by=request.user, now=timezone.now())
    return _opened_page(request, card, opened, form, with_key, status=422)


@require_POST
@step_up_required
def withdraw_for_giver(request: DeskRequest, ref: str) -> HttpResponse:
    """Take a testimony back for its giver: a coordinator's act."""
    card = card_of_testimony_for(request.user, ref, now=timezone.now())
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was taken back: say why."))
        return redirect("evidence:show-testimony", card.ref)
    take_back(
        testimony_ref=ref,
        by=request.user,
        reason_code=Because(form.cleaned_data["because"]),
        destroy=form.cleaned_data["destroy"],
        now=timezone.now(),
    )
    messages.success(request, _("%(ref)s is taken back, with every quote from it. The next batch counts without it.") % {"ref": ref})
    return redirect("evidence:show-testimony", ref)


def _form_of(card: TestimonyCard, opened: Opened, incident: str) -> IncidentForm:
    """The form of one of its incidents, of one more, or, before it is coded, of what its giver ticked."""
    if incident == ANOTHER:
        return IncidentForm(incident=ANOTHER)
    told = next((each for each in card.told if each.incident_ref == incident), card.told[0] if card.told else None)
    return IncidentForm(coding=told.coding if told else opened.said, incident=told.incident_ref if told else "")


def _opened_page(
    request: DeskRequest, card: TestimonyCard, opened: Opened, form: IncidentForm, with_key: UnlockedTeam, *, status: int = 200
) -> HttpResponse:
    marks = open_marks(testimony_ref=card.ref, with_key=with_key, by=request.user, now=timezone.now())
    context = {
        "marked": marked_text(opened.words, marks),
        "files": named_files(testimony_ref=card.ref, with_key=with_key),
        "said_later": open_messages(testimony_ref=card.ref, with_key=with_key, by=request.user, now=timezone.now()),
        "card": card,
        "opened": opened,
        "said_country": country_name(opened.said.country),
        "form": form,
        "chain_form": ChainForm(incidents=[each.incident_ref for each in card.told], auto_id="chain_%s"),
        "withdraw_form": WithdrawForm(auto_id="withdraw_%s"),
        "uses": uses_named(card.uses),
    }
    return render(request, "evidence/show_testimony.html", context, status=status)
