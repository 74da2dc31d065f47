"""Keeps `DeskSession` true to what the sign-in library does.

Signals are not how this house talks to itself; here they are the only way to hear of a sign-in, because the library makes it: by
password and code, by passkey, or by a way that a later version of it adds. What must hold does not rest on them: a session without
a row is not let through the door, so a signal that is missed locks out and never lets in.
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from firsthand.foundation.people.actions import end_other_sessions, forget_session, start_session
from firsthand.foundation.people.models import Person

SESSION_CODE = "desk_session"


def code_of(request: HttpRequest) -> str:
    """The code of the session that this request came with; empty where there is none."""
    return str(request.session.get(SESSION_CODE, ""))


@receiver(user_logged_in, dispatch_uid="people.remember_sign_in")
def remember_sign_in(request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    """Give the session its row; a second sign-in in the same browser replaces the first."""
    forget_session(code=code_of(request))
    if request.session.session_key is None:
        request.session.create()
    request.session[SESSION_CODE] = start_session(person=user, session_key=str(request.session.session_key), now=timezone.now())


@receiver(user_logged_out, dispatch_uid="people.forget_sign_in")
def forget_sign_in(request: HttpRequest, **_kwargs: Any) -> None:
    """Take the row away before the session goes."""
    forget_session(code=code_of(request))


@receiver(password_changed, dispatch_uid="people.end_sessions_of_old_passphrase")
def end_sessions_of_old_passphrase(request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    """Whoever signed in with the old passphrase elsewhere is out."""
    end_other_sessions(keep=code_of(request), by=user, now=timezone.now())
