"""Opening and locking one's own key for this browser."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from firsthand.core.refusal import NotValid
from firsthand.evidence.forms import KeyForm, UnlockForm
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.stepup import step_up_required
from firsthand.foundation.vault import unlocking
from firsthand.foundation.vault.actions import make_member_key
from firsthand.foundation.vault.models import Team
from firsthand.foundation.vault.queries import has_member_key, teams_of
from firsthand.foundation.vault.wire import UnlockedTeam


@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "POST"])
def unlock(request: DeskRequest) -> HttpResponse:
    """Ask for the passphrase and go back to where it was needed."""
    if not has_member_key(request.user.ref):
        return redirect("evidence:make-key")
    form = UnlockForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        try:
            unlocking.unlock(request, passphrase=form.passphrase_given())
        except NotValid as refused:
            form.add_error("passphrase", str(refused))
        else:
            return redirect(_safe_next(request, form.cleaned_data["next"]))
    context = {"form": form, "is_unlocked": unlocking.is_unlocked(request), "teams": teams_of(request.user.ref)}
    return render(request, "evidence/unlock.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("passphrase", "again")
@require_http_methods(["GET", "POST"])
@step_up_required
def make_key(request: DeskRequest) -> HttpResponse:
    """A key of one's own, under a passphrase that nobody can renew."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            make_member_key(holder=request.user.ref, passphrase=form.passphrase_given(), now=timezone.now())
        except NotValid as refused:
            form.add_error("passphrase", str(refused))
        else:
            messages.success(request, _("You have a key now. Someone of the evidence team must let you in before it opens anything."))
            return redirect("evidence:unlock")
    context = {"form": form, "has_key": has_member_key(request.user.ref)}
    return render(request, "evidence/make_key.html", context, status=422 if form.errors else 200)


@require_POST
def lock(request: DeskRequest) -> HttpResponse:
    """Forget the open key now."""
    unlocking.lock(request)
    messages.success(request, _("Locked. Sealed words stay closed until you unlock again."))
    return redirect("evidence:list-testimonies")


def key_for(request: DeskRequest, team: Team) -> UnlockedTeam | None:
    """The team's key, if this browser has it open; None where nobody unlocked or the person was not let into the team."""
    try:
        return unlocking.unlocked_team(request, team=team)
    except (unlocking.VaultLocked, unlocking.NotOnTeam):
        return None


def to_unlock(request: DeskRequest) -> HttpResponse:
    """To the page that asks for the passphrase, and from there back to this one."""
    return redirect(reverse("evidence:unlock", query={"next": request.path}))


def to_unlock_from(name: str, *args: str) -> HttpResponse:
    """The same, and from there to a page that can be looked at: what was sent has to be sent again."""
    return redirect(reverse("evidence:unlock", query={"next": reverse(name, args=args)}))


def _safe_next(request: DeskRequest, asked: str) -> str:
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if asked.startswith("/desk/") and is_ours else reverse("evidence:list-testimonies")
