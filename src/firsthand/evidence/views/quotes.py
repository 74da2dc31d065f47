"""Quotes: the list, lifting one from an opened testimony, and clearing or refusing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow, NotValid
from firsthand.evidence.actions import clear_quote, lift_quote, open_messages, open_quote, open_testimony, refuse_quote
from firsthand.evidence.forms import LiftForm, RefuseQuoteForm
from firsthand.evidence.hints import hints_in
from firsthand.evidence.queries import card_of_testimony_for, descriptions_for, quote_for, quotes_for
from firsthand.evidence.views.openings import opening_counted
from firsthand.evidence.views.unlocking import key_for, to_unlock
from firsthand.foundation.people.http import DeskRequest


@require_safe
def list_quotes(request: DeskRequest) -> HttpResponse:
    """Every quote of this person's organisations, those waiting on top."""
    return render(request, "evidence/list_quotes.html", {"quotes": quotes_for(request.user, now=timezone.now())})


@sensitive_post_parameters("words")
@require_http_methods(["GET", "POST"])
@opening_counted
def lift(request: DeskRequest, ref: str) -> HttpResponse:
    """The opened words above, the anonymised ones below. Hints are shown once before anything is sealed."""
    card = card_of_testimony_for(request.user, ref, now=timezone.now())
    with_key = key_for(request, card.team)
    if with_key is None:
        return to_unlock(request)
    language = request.POST.get("language") or request.LANGUAGE_CODE
    form = LiftForm(
        request.POST or None,
        descriptions=descriptions_for(ref, language=language),
        may_be_named=card.may_be_named,
        initial={"language": language},
    )
    words = form.words_given() if form.is_valid() else None
    if words is not None and request.POST.get("step") == "seal":
        try:
            quote = lift_quote(
                testimony_ref=ref,
                words=words,
                attribution=form.attribution_given(),
                language=form.cleaned_data["language"],
                by=request.user,
                now=timezone.now(),
            )
        except (NotValid, NotNow) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(ref)s is sealed and waits for someone else to clear it.") % {"ref": quote})
            return redirect("evidence:show-quote", quote)
    opened = open_testimony(testimony_ref=ref, with_key=with_key, by=request.user, now=timezone.now())
    later = open_messages(testimony_ref=ref, with_key=with_key, by=request.user, now=timezone.now())
    context = {
        "card": card,
        "opened": opened,
        "said_later": later,
        "form": form,
        "is_checked": words is not None,
        "hints": _hints(words),
    }
    return render(request, "evidence/lift_quote.html", context, status=422 if form.errors else 200)


@require_safe
def show_quote(request: DeskRequest, ref: str) -> HttpResponse:
    """A quote. While it waits, its words are opened for whoever has unlocked; each opening is written down."""
    return _page(request, ref, RefuseQuoteForm())


@require_POST
def judge(request: DeskRequest, ref: str) -> HttpResponse:
    """Clear a quote, or refuse it for a reason of the list."""
    card = quote_for(request.user, ref, now=timezone.now())
    with_key = key_for(request, card.team)
    if with_key is None:
        return to_unlock(request)
    if request.POST.get("verdict") == "clear":
        clear_quote(quote_ref=ref, with_key=with_key, by=request.user, now=timezone.now())
        messages.success(request, _("The quote is cleared. A text can print it now."))
        return redirect("evidence:show-quote", ref)
    form = RefuseQuoteForm(request.POST)
    if not form.is_valid():
        return _page(request, ref, form, status=422)
    refuse_quote(quote_ref=ref, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    messages.success(request, _("The quote is refused, and its words are forgotten."))
    return redirect("evidence:show-quote", ref)


def _page(request: DeskRequest, ref: str, form: RefuseQuoteForm, *, status: int = 200) -> HttpResponse:
    card = quote_for(request.user, ref, now=timezone.now())
    with_key = key_for(request, card.team) if card.may_open else None
    words = None
    if with_key is not None:
        words = open_quote(quote_ref=ref, with_key=with_key, by=request.user, now=timezone.now())
    context = {"card": card, "words": words, "hints": _hints(words), "form": form}
    return render(request, "evidence/show_quote.html", context, status=status)


def _hints(words: Hidden[str] | None) -> tuple[object, ...]:
    return hints_in(words.reveal()) if words is not None else ()
