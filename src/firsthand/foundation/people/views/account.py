"""One's own account: where everything about it is found, and the browsers that are signed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from firsthand.foundation.people.actions import end_other_sessions, end_session
from firsthand.foundation.people.http import DeskRequest
from firsthand.foundation.people.queries import roles_of, sessions_of
from firsthand.foundation.people.sign_ins import code_of


@require_safe
def show_account(request: DeskRequest) -> HttpResponse:
    """Under which name one is known, what one may do and where, and the ways to keep the account safe."""
    return render(request, "people/account.html", {"roles": roles_of(request.user)})


@require_safe
def show_sessions(request: DeskRequest) -> HttpResponse:
    """The browsers in which one is signed in."""
    sessions = sessions_of(request.user, this_one=code_of(request), now=timezone.now())
    return render(request, "people/sessions.html", {"sessions": sessions, "has_others": any(not row.is_this_one for row in sessions)})


@require_POST
def end_one(request: DeskRequest, code: str) -> HttpResponse:
    """Sign out another browser. To leave this one there is "sign out"; ending it here does the same."""
    end_session(code=code, by=request.user, now=timezone.now())
    messages.success(request, _("That browser is signed out."))
    return redirect("people:show-sessions")


@require_POST
def end_others(request: DeskRequest) -> HttpResponse:
    """Sign out every other browser."""
    ended = end_other_sessions(keep=code_of(request), by=request.user, now=timezone.now())
    messages.success(
        request, ngettext("%(count)d other browser is signed out.", "%(count)d other browsers are signed out.", ended) % {"count": ended}
    )
    return redirect("people:show-sessions")
