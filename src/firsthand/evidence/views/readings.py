"""Reading twice: samples, one reading without seeing the other, and ruling what counts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.refusal import NotNow, NotValid
from firsthand.evidence.actions import (
    agree_to_ruling,
    draw_by_choice,
    end_sample,
    keep_reading,
    open_marks,
    open_messages,
    open_testimony,
    rule,
)
from firsthand.evidence.forms import CodingForm, DrawForm
from firsthand.evidence.marked import marked_text
from firsthand.evidence.queries import (
    card_of_testimony_for,
    next_to_read,
    own_reading,
    sample_card_for,
    samples_for,
    to_rule_for,
)
from firsthand.evidence.views.openings import opening_counted
from firsthand.evidence.views.unlocking import key_for, to_unlock
from firsthand.foundation.people.http import DeskRequest


@require_http_methods(["GET", "POST"])
def list_samples(request: DeskRequest) -> HttpResponse:
    """Every sample of this person's organisations, and drawing one."""
    form = DrawForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            number = draw_by_choice(chosen=form.cleaned_data, by=request.user, now=timezone.now())
        except (NotValid, NotNow) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The sample is drawn. Each of the two reads it without seeing what the other says."))
            return redirect("evidence:show-sample", number)
    context = {"samples": samples_for(request.user), "form": form}
    return render(request, "evidence/list_samples.html", context, status=422 if form.errors else 200)


@require_safe
def show_sample(request: DeskRequest, number: int) -> HttpResponse:
    """How far the reading is; once it is done, how far the two agree."""
    return render(request, "evidence/show_sample.html", {"card": sample_card_for(request.user, number)})


@require_POST
def end(request: DeskRequest, number: int) -> HttpResponse:
    """Stop reading a sample: what both read so far is compared."""
    end_sample(sample_id=number, by=request.user, now=timezone.now())
    messages.success(request, _("The sample is closed. What both read is compared."))
    return redirect("evidence:show-sample", number)


@require_http_methods(["GET", "POST"])
@opening_counted
def read(request: DeskRequest, number: int, ref: str) -> HttpResponse:
    """The words beside the codes, as if nobody had coded them before."""
    mine = own_reading(request.user, number, ref)
    card = card_of_testimony_for(request.user, ref, now=timezone.now())
    with_key = key_for(request, card.team)
    if with_key is None:
        return to_unlock(request)
    form = CodingForm(request.POST) if request.method == "POST" else CodingForm(coding=mine)
    if request.method == "POST" and form.is_valid():
        try:
            keep_reading(sample_id=number, testimony_ref=ref, coding=form.coding(), by=request.user, now=timezone.now())
        except (NotValid, NotNow) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("What you said of %(ref)s is kept.") % {"ref": ref})
            following = next_to_read(request.user, number)
            return redirect("evidence:read-for-sample", number, following) if following else redirect("evidence:show-sample", number)
    opened = open_testimony(testimony_ref=ref, with_key=with_key, by=request.user, now=timezone.now())
    marks = open_marks(testimony_ref=ref, with_key=with_key, by=request.user, now=timezone.now())
    context = {
        "number": number,
        "ref": ref,
        "card": card,
        "opened": opened,
        "said_later": open_messages(testimony_ref=ref, with_key=with_key, by=request.user, now=timezone.now()),
        "marked": marked_text(opened.words, marks),
        "form": form,
    }
    return render(request, "evidence/read.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def rule_one(request: DeskRequest, number: int, ref: str) -> HttpResponse:
    """What both said side by side, and which codes count."""
    shown = to_rule_for(request.user, number, ref)
    form = CodingForm(request.POST) if request.method == "POST" else CodingForm(coding=shown.proposed or shown.first)
    if request.method == "POST" and form.is_valid():
        try:
            rule(sample_id=number, testimony_ref=ref, coding=form.coding(), by=request.user, now=timezone.now())
        except (NotValid, NotNow) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept. If you are one of the two, the other must agree before these codes count."))
            return redirect("evidence:show-sample", number)
    return render(request, "evidence/rule.html", {"shown": shown, "form": form}, status=422 if form.errors else 200)


@require_POST
def agree(request: DeskRequest, number: int, ref: str) -> HttpResponse:
    """Agree with what the other proposed."""
    agree_to_ruling(sample_id=number, testimony_ref=ref, by=request.user, now=timezone.now())
    messages.success(request, _("You agreed. These codes count now."))
    return redirect("evidence:show-sample", number)
