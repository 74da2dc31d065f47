"""Marking words of an opened testimony."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from firsthand.core.refusal import NotValid
from firsthand.evidence.actions import mark_words, open_marks, open_testimony, take_mark_off
from firsthand.evidence.forms import MarkForm
from firsthand.evidence.marked import marked_text
from firsthand.evidence.queries import card_of_testimony_for
from firsthand.evidence.views.openings import opening_counted
from firsthand.evidence.views.unlocking import key_for, to_unlock
from firsthand.foundation.people.http import DeskRequest


@sensitive_post_parameters("words")
@require_http_methods(["GET", "POST"])
@opening_counted
def mark(request: DeskRequest, ref: str) -> HttpResponse:
    """The opened text with its marks, and the form that adds one."""
    card = card_of_testimony_for(request.user, ref, now=timezone.now())
    with_key = key_for(request, card.team)
    if with_key is None:
        return to_unlock(request)
    opened = open_testimony(testimony_ref=ref, with_key=with_key, by=request.user, now=timezone.now())
    marked = marked_text(opened.words, open_marks(testimony_ref=ref, with_key=with_key, by=request.user, now=timezone.now()))
    form = MarkForm(request.POST or None, text=opened.words, sentences=marked.sentences)
    if request.method == "POST" and form.is_valid():
        try:
            mark_words(
                testimony_ref=ref, span=form.span(), code=form.cleaned_data["code"], with_key=with_key, by=request.user, now=timezone.now()
            )
        except NotValid as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Marked."))
            return redirect("evidence:mark-words", ref)
    context = {"ref": ref, "opened": opened, "marked": marked, "form": form}
    return render(request, "evidence/mark.html", context, status=422 if form.errors else 200)


@require_POST
def take_off(request: DeskRequest, ref: str, mark: str) -> HttpResponse:
    """Take off a mark of one's own."""
    take_mark_off(testimony_ref=ref, mark=mark, by=request.user, now=timezone.now())
    messages.success(request, _("The mark is taken off."))
    return redirect("evidence:mark-words", ref)
