"""Unlocking in a browser: what the server keeps, what the browser keeps, and when both are gone."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault import unlocking
from firsthand.foundation.vault.actions import found_team, make_member_key
from firsthand.foundation.vault.unlocking import NotOnTeam, PassphraseWrong, VaultCookie, VaultLocked

PASSPHRASE = Hidden("seven herons over the estuary")


@pytest.fixture
def team(cast, now):
    key = make_member_key(holder=cast.teal.ref, passphrase=PASSPHRASE, now=now)
    return found_team(name="Evidence", owner=cast.alder.ref, first=key, by=cast.teal.ref, now=now)


def visit(person, *, session=None, cookie="", act=None):
    """One request through the middleware; returns the request and the response."""
    request = RequestFactory().get("/desk/")
    request.user = person
    request.session = session if session is not None else SessionStore()
    if cookie:
        request.COOKIES["vault"] = cookie

    def view(inner):
        if act:
            act(inner)
        return HttpResponse()

    return request, VaultCookie(view)(request)


def unlock(request):
    unlocking.unlock(request, passphrase=PASSPHRASE)


def test_wrong_passphrase_unlocks_nothing(cast, team):
    request, _ = visit(cast.teal)
    with pytest.raises(PassphraseWrong):
        unlocking.unlock(request, passphrase=Hidden("seven herons over the lake"))
    assert not unlocking.is_unlocked(request)


def test_locked_vault_gives_no_team(cast, team):
    request, response = visit(cast.teal)
    with pytest.raises(VaultLocked):
        unlocking.unlocked_team(request, team=team)
    assert "vault" not in response.cookies


def test_session_without_the_cookie_stays_locked(cast, team):
    request, _ = visit(cast.teal, act=unlock)
    again, _ = visit(cast.teal, session=request.session)
    assert not unlocking.is_unlocked(again)


def test_cookie_of_another_session_opens_nothing(cast, team):
    first, _ = visit(cast.teal, act=unlock)
    _, response = visit(cast.teal, act=unlock)
    again, _ = visit(cast.teal, session=first.session, cookie=response.cookies["vault"].value)
    assert not unlocking.is_unlocked(again)


@pytest.mark.parametrize("cookie", ["", "not base64 !", "c2hvcnQ="])
def test_cookie_that_is_not_ours_opens_nothing(cast, team, cookie):
    request, _ = visit(cast.teal, act=unlock)
    again, _ = visit(cast.teal, session=request.session, cookie=cookie)
    assert not unlocking.is_unlocked(again)


def test_person_who_took_over_the_session_opens_nothing(cast, team):
    request, response = visit(cast.teal, act=unlock)
    again, _ = visit(cast.wren, session=request.session, cookie=response.cookies["vault"].value)
    assert not unlocking.is_unlocked(again)


def test_person_outside_the_team_gets_no_key(cast, team, now):
    make_member_key(holder=cast.wren.ref, passphrase=PASSPHRASE, now=now)
    request, _ = visit(cast.wren, act=unlock)
    with pytest.raises(NotOnTeam):
        unlocking.unlocked_team(request, team=team)


def test_unlocked_vault_opens_in_this_request_and_the_next(cast, team):
    seen = []
    request, response = visit(cast.teal, act=lambda inner: (unlock(inner), seen.append(unlocking.unlocked_team(inner, team=team))))
    again, _ = visit(cast.teal, session=request.session, cookie=response.cookies["vault"].value)
    seen.append(unlocking.unlocked_team(again, team=team))
    assert [key.team_id for key in seen] == [team.pk, team.pk]
    assert seen[0].private_key.reveal() == seen[1].private_key.reveal()


def test_cookie_goes_to_the_desk_only_and_to_no_script(cast, team, settings):
    settings.IS_HTTPS = True
    _, response = visit(cast.teal, act=unlock)
    cookie = response.cookies["vault"]
    assert [cookie[key] for key in ("path", "httponly", "samesite", "secure", "max-age", "expires")] == [
        "/desk/",
        True,
        "Strict",
        True,
        "",
        "",
    ]


def test_session_entry_holds_neither_key_nor_cookie(cast, team):
    request, response = visit(cast.teal, act=unlock)
    private_key = unlocking.opening.open_member_key(holder=cast.teal.ref, passphrase=PASSPHRASE).reveal()
    stored = request.session.encode(request.session._session) + str(request.session["vault"])
    assert response.cookies["vault"].value not in stored
    assert private_key.hex() not in stored
    assert unlocking._to_text(private_key)[:40] not in stored


def test_idle_vault_locks_itself(cast, team, monkeypatch, now):
    monkeypatch.setattr(unlocking.timezone, "now", lambda: now)
    request, response = visit(cast.teal, act=unlock)
    cookie = response.cookies["vault"].value
    monkeypatch.setattr(unlocking.timezone, "now", lambda: now + timedelta(minutes=30))
    again, gone = visit(cast.teal, session=request.session, cookie=cookie)
    assert not unlocking.is_unlocked(again)
    assert "vault" not in again.session
    assert gone.cookies["vault"].value == ""


def test_used_vault_stays_open(cast, team, monkeypatch, now):
    monkeypatch.setattr(unlocking.timezone, "now", lambda: now)
    request, response = visit(cast.teal, act=unlock)
    for minutes in (29, 58):
        monkeypatch.setattr(unlocking.timezone, "now", lambda minutes=minutes: now + timedelta(minutes=minutes))
        request, _ = visit(cast.teal, session=request.session, cookie=response.cookies["vault"].value)
    assert unlocking.is_unlocked(request)


def test_lock_forgets_in_session_and_browser(cast, team):
    request, response = visit(cast.teal, act=unlock)
    again, gone = visit(cast.teal, session=request.session, cookie=response.cookies["vault"].value, act=unlocking.lock)
    assert not unlocking.is_unlocked(again)
    assert gone.cookies["vault"]["max-age"] == 0


def test_sign_out_takes_the_cookie_back(cast, team):
    request, response = visit(cast.teal, act=unlock)

    def sign_out(inner):
        inner.session.flush()
        inner.user = AnonymousUser()

    again, gone = visit(cast.teal, session=request.session, cookie=response.cookies["vault"].value, act=sign_out)
    assert gone.cookies["vault"]["max-age"] == 0
    assert not unlocking.is_unlocked(again)
