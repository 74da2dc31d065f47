"""Writing to whoever gave a testimony, in an unlocked session."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from firsthand.core.refusal import NotNow, NotValid
from firsthand.evidence.actions import TestimonyWithdrawn, write_to_giver
from firsthand.evidence.forms import LetterForm
from firsthand.evidence.queries import card_of_testimony_for, has_inbox
from firsthand.evidence.views.unlocking import key_for, to_unlock
from firsthand.foundation.people.http import DeskRequest
from firsthand.intake.said import Sort


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: DeskRequest, ref: str) -> HttpResponse:
    """A letter to the giver: sealed to them and to the team, and found by them when they next open their receipt."""
    card = card_of_testimony_for(request.user, ref, now=timezone.now())
    if card.is_withdrawn:
        raise TestimonyWithdrawn
    with_key = key_for(request, card.team)
    if with_key is None:
        return to_unlock(request)
    form = LetterForm(request.POST if request.method == "POST" else None, initial={"sort": request.GET.get("sort", Sort.QUESTION)})
    if form.is_valid():
        try:
            write_to_giver(
                testimony_ref=ref,
                sort=form.sort_chosen(),
                words=form.words_given(),
                language=form.cleaned_data["language"],
                with_key=with_key,
                by=request.user,
                now=timezone.now(),
            )
        except (NotValid, NotNow) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Sealed. The giver of %(ref)s finds it when they next open their receipt.") % {"ref": ref})
            return redirect("evidence:show-testimony", ref)
    context = {"card": card, "form": form, "has_inbox": has_inbox(ref)}
    return render(request, "evidence/write_letter.html", context, status=422 if form.is_bound else 200)
