"""Unlocking for a browser session: the edge of the vault that sees requests.

The member's private key is kept in the server-side session only encrypted, under a random key that only the reader's own cookie holds.
So the session table opens nothing without the browser, and the cookie opens nothing without the session table. The entry ends after
half an hour without use, on `lock`, and on sign-out.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from nacl.utils import random

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow
from firsthand.foundation.vault import opening, sealing, wire
from firsthand.foundation.vault.models import Team
from firsthand.foundation.vault.opening import DoesNotOpen, NoMemberKey, NotOnTeam, PassphraseWrong
from firsthand.foundation.vault.wire import UnlockedMember, UnlockedTeam

__all__ = [
    "COOKIE", "IDLE", "NoMemberKey", "NotOnTeam", "PassphraseWrong", "VaultCookie", "VaultLocked",
    "is_unlocked", "lock", "unlock", "unlocked_member", "unlocked_team",
]  # fmt: skip

COOKIE = "vault"
COOKIE_PATH = "/desk/"
IDLE = timedelta(minutes=30)

_ENTRY = "vault"
_REFRESH = timedelta(minutes=1)
_PENDING = "_vault_cookie"


class VaultLocked(NotNow):
    code = "vault-locked"
    sentence = "The vault is locked. Unlock it with your passphrase to read."


def unlock(request: HttpRequest, *, passphrase: Hidden[str]) -> None:
    """Open the signed-in person's key for this browser session. The `VaultCookie` middleware hands the browser its half.

    Raises:
        PassphraseWrong: it does not open their key.
        NoMemberKey: they have none.
    """
    holder = _holder(request)
    private_key = opening.open_member_key(holder=holder, passphrase=passphrase)
    key = Hidden(random(wire.KEY_BYTES))
    box = sealing.encrypt(private_key.reveal(), key=key, data=wire.session_key_data(holder=holder))
    request.session[_ENTRY] = {"box": _to_text(box), "until": (timezone.now() + IDLE).isoformat()}
    setattr(request, _PENDING, key)


def lock(request: HttpRequest) -> None:
    """Forget the key now, in the session and in the browser."""
    request.session.pop(_ENTRY, None)
    setattr(request, _PENDING, None)


def is_unlocked(request: HttpRequest) -> bool:
    """Whether this browser session can open the signed-in person's key now."""
    return _member_private_key(request) is not None


def unlocked_team(request: HttpRequest, *, team: Team) -> UnlockedTeam:
    """The team's key, for this request.

    Raises:
        VaultLocked: nobody unlocked in this browser session, or it was left idle.
        NotOnTeam: the signed-in person is not a member.
    """
    member = unlocked_member(request)
    return opening.open_team(team=team, holder=member.holder, member_private_key=member.private_key)


def unlocked_member(request: HttpRequest) -> UnlockedMember:
    """The signed-in person's own key, for this request.

    Raises:
        VaultLocked: nobody unlocked in this browser session, or it was left idle.
    """
    private_key = _member_private_key(request)
    if private_key is None:
        raise VaultLocked
    return UnlockedMember(holder=_holder(request), private_key=private_key)


class VaultCookie:
    """Hands out and takes back the browser's half of the key, and lets an idle entry end."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if COOKIE in request.COOKIES:
            _age(request, timezone.now())
        response = self.get_response(request)
        if hasattr(request, _PENDING):
            _put_cookie(response, getattr(request, _PENDING))
        elif COOKIE in request.COOKIES and not (request.user.is_authenticated and _ENTRY in request.session):
            _put_cookie(response, None)
        return response


def _put_cookie(response: HttpResponse, key: Hidden[bytes] | None) -> None:
    if key is None:
        response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Strict")
        return
    response.set_cookie(
        COOKIE, _to_text(key.reveal()), path=COOKIE_PATH, secure=settings.IS_HTTPS, httponly=True, samesite="Strict"
    )  # fmt: skip


def _age(request: HttpRequest, now: datetime) -> None:
    """Drop an entry that was idle too long; push the end of one in use. Written once a minute at most."""
    entry = request.session.get(_ENTRY)
    if entry is None:
        return
    until = datetime.fromisoformat(entry["until"])
    if until <= now:
        del request.session[_ENTRY]
    elif now + IDLE - until >= _REFRESH:
        request.session[_ENTRY] = {**entry, "until": (now + IDLE).isoformat()}


def _member_private_key(request: HttpRequest) -> Hidden[bytes] | None:
    entry = request.session.get(_ENTRY)
    key = _browser_key(request)
    if entry is None or key is None or datetime.fromisoformat(entry["until"]) <= timezone.now():
        return None
    try:
        return opening.decrypt(base64.b64decode(entry["box"]), key=key, data=wire.session_key_data(holder=_holder(request)))
    except DoesNotOpen:  # a cookie from another session: for this one the vault is simply locked
        return None


def _browser_key(request: HttpRequest) -> Hidden[bytes] | None:
    """The key that this browser holds, or was given in this very request."""
    if hasattr(request, _PENDING):
        pending: Hidden[bytes] | None = getattr(request, _PENDING)
        return pending
    try:
        key = base64.b64decode(request.COOKIES.get(COOKIE, ""), validate=True)
    except (binascii.Error, ValueError):  # not a cookie of ours
        return None
    return Hidden(key) if len(key) == wire.KEY_BYTES else None


def _holder(request: HttpRequest) -> str:
    """The Ref of whoever is signed in; nobody at all has none, and opens nothing."""
    return str(getattr(request.user, "ref", ""))


def _to_text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
