"""One's own key: where it is used, another passphrase, a recovery code, beginning anew. Pages take a passphrase and keep nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from firsthand.core.refusal import NotNow, NotValid
from firsthand.evidence.actions import begin_key_anew, change_key_passphrase, recover_by_code, renew_recovery_code
from firsthand.evidence.forms import ChangePassphraseForm, KeyForm, RecoveryCodeForm, UseCodeForm
from firsthand.evidence.queries import asked_for, teams_for, trusteeships_of
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.stepup import step_up_required
from firsthand.foundation.vault import unlocking
from firsthand.foundation.vault.queries import has_member_key, has_recovery_code


@require_safe
def show_keys(request: DeskRequest) -> HttpResponse:
    """One's own key, the teams that one works with, and what one is asked as a trustee."""
    today = timezone.now().date()
    context = {
        "reference": request.user.ref,
        "has_key": has_member_key(request.user.ref),
        "has_code": has_recovery_code(request.user.ref),
        "is_unlocked": unlocking.is_unlocked(request),
        "teams": teams_for(request.user),
        "trusteeships": trusteeships_of(request.user, today=today),
        "asked": asked_for(request.user, today=today),
    }
    return render(request, "evidence/show_keys.html", context)


@sensitive_post_parameters("old", "passphrase", "again")
@require_http_methods(["GET", "POST"])
@step_up_required
def change_passphrase(request: DeskRequest) -> HttpResponse:
    """The same key under another passphrase."""
    form = ChangePassphraseForm(request.POST or None)
    if _keyless(request):
        return redirect("evidence:make-key")
    if request.method == "POST" and form.is_valid():
        try:
            change_key_passphrase(old=form.old_given(), new=form.passphrase_given(), by=request.user, now=timezone.now())
        except NotValid as refused:
            form.add_error("old" if refused.code == "passphrase-wrong" else "passphrase", str(refused))
        else:
            messages.success(request, _("Your key has a new passphrase. The old one opens it no more."))
            return redirect("evidence:show-keys")
    return _page(request, "evidence/change_passphrase.html", form)


@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "POST"])
@step_up_required
def make_code(request: DeskRequest) -> HttpResponse:
    """A recovery code; the answer itself shows it, once, because no session and no message may hold it."""
    form = RecoveryCodeForm(request.POST or None)
    if _keyless(request):
        return redirect("evidence:make-key")
    if request.method == "POST" and form.is_valid():
        try:
            language = get_language() or "en"
            code = renew_recovery_code(passphrase=form.passphrase_given(), language=language, by=request.user, now=timezone.now())
        except NotValid as refused:
            form.add_error("passphrase", str(refused))
        else:
            return render(request, "evidence/show_code.html", {"words": code.reveal().split()})
    return _page(request, "evidence/make_code.html", form, has_code=has_recovery_code(request.user.ref))


@sensitive_post_parameters("code", "passphrase", "again")
@require_http_methods(["GET", "POST"])
@step_up_required
def use_code(request: DeskRequest) -> HttpResponse:
    """A new passphrase by the recovery code."""
    form = UseCodeForm(request.POST or None)
    if _keyless(request):
        return redirect("evidence:make-key")
    if request.method == "POST" and form.is_valid():
        try:
            recover_by_code(code=form.code_given(), new=form.passphrase_given(), by=request.user, now=timezone.now())
        except NotValid as refused:
            form.add_error("code" if refused.code == "recovery-code-wrong" else "passphrase", str(refused))
        else:
            messages.success(request, _("Your key has a new passphrase. The code is used up: make another one now."))
            return redirect("evidence:show-keys")
    return _page(request, "evidence/use_code.html", form)


@sensitive_post_parameters("passphrase", "again")
@require_http_methods(["GET", "POST"])
@step_up_required
def begin_anew(request: DeskRequest) -> HttpResponse:
    """A new key instead of one that does not open any more."""
    form = KeyForm(request.POST or None)
    if _keyless(request):
        return redirect("evidence:make-key")
    if request.method == "POST" and form.is_valid():
        try:
            begin_key_anew(passphrase=form.passphrase_given(), by=request.user, now=timezone.now())
        except (NotValid, NotNow) as refused:
            form.add_error("passphrase", str(refused))
        else:
            unlocking.lock(request)
            messages.success(request, _("You have a new key. Your team, or its trustees, must let you in before it opens anything."))
            return redirect("evidence:show-keys")
    return _page(request, "evidence/begin_anew.html", form)


def _keyless(request: DeskRequest) -> bool:
    return not has_member_key(request.user.ref)


def _page(request: DeskRequest, template: str, form: object, **more: object) -> HttpResponse:
    is_wrong = bool(getattr(form, "errors", None))
    return render(request, template, {"form": form, **more}, status=422 if is_wrong else 200)
