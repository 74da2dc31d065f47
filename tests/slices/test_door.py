"""The door of the desk, and what every answer carries: refusals first."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from tests.cast import PASSWORD, at_desk

from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.people.actions import invite_person, touch_session
from firsthand.foundation.people.models import DeskSession, Person

SIGN_IN = "/desk/account/login/"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh_attempts():
    cache.clear()
    yield
    cache.clear()


def _code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def _sign_in(browser, username, password=PASSWORD, **extra):
    return browser.post(SIGN_IN, {"login": username, "password": password}, **extra)


@pytest.mark.parametrize("address", ["/desk/", "/desk/components/", "/desk/people/", "/desk/account/", "/desk/account/2fa/"])
def test_door_leads_a_visitor_to_sign_in_and_back(db, address):
    answer = Client().get(f"{address}?page=2&kind=a b")
    assert answer.status_code == 302
    assert answer["Location"] == f"{SIGN_IN}?next={address.replace('/', '%2F')}%3Fpage%3D2%26kind%3Da%2520b"


def test_door_leads_a_visitors_late_form_to_the_page_above_it(db):
    answer = Client().post("/desk/account/sessions/end-others/")
    assert answer["Location"] == f"{SIGN_IN}?next=%2Fdesk%2Faccount%2Fsessions%2F"


@pytest.mark.parametrize("address", ["signup/", "email/", "password/set/", "password/reset/", "confirm-email/", "login/code/"])
def test_pages_of_the_library_about_mail_and_signing_up_are_not_there(cast, address):
    for browser in (at_desk(cast.wren), Client()):
        assert browser.get(f"/desk/account/{address}").status_code == 404
        assert browser.post(f"/desk/account/{address}").status_code == 404


def test_pages_of_the_library_do_not_offer_what_is_not_there(cast):
    browser = at_desk(cast.wren)
    pages = (
        Client().get(SIGN_IN),
        browser.get("/desk/account/password/change/"),
        browser.get("/desk/account/2fa/reauthenticate/?next=/desk/"),
    )
    for page in pages:
        assert page.status_code == 200
        assert "reset" not in page.content.decode()
        assert "signup" not in page.content.decode()


def test_first_passphrase_opens_nothing_but_choosing_another(cast, now):
    invited, first = invite_person(username="olive", organisation=cast.alder, roles=["coder"], by=cast.wren, now=now)
    browser = Client()
    assert _sign_in(browser, "Olive", first.reveal()).status_code == 302
    for address in (
        "/desk/",
        "/desk/people/",
        "/desk/account/",
        "/desk/account/sessions/",
        "/desk/account/2fa/",
        "/desk/account/2fa/totp/activate/",
    ):
        assert browser.get(address)["Location"] == "/desk/account/password/change/"
    same = {"oldpassword": first.reveal(), "password1": first.reveal(), "password2": first.reveal()}
    assert "Choose one that only you know" in browser.post("/desk/account/password/change/", same).content.decode()
    invited.refresh_from_db()
    assert invited.must_change_password


def test_without_a_second_factor_nothing_opens_but_setting_one_up(cast):
    Authenticator.objects.filter(user=cast.wren).delete()
    browser = Client()
    assert _sign_in(browser, "wren").status_code == 302
    for address in ("/desk/", "/desk/people/", "/desk/account/", "/desk/account/sessions/", "/desk/components/"):
        assert browser.get(address)["Location"] == "/desk/account/2fa/"
    assert browser.post("/desk/account/sessions/end-others/")["Location"] == "/desk/account/2fa/"
    assert browser.get("/desk/account/2fa/").status_code == 200


def test_a_first_sign_in_goes_from_the_first_passphrase_to_the_open_desk(cast, now):
    _invited, first = invite_person(username="olive", organisation=cast.alder, roles=["coder"], by=cast.wren, now=now)
    browser = Client()
    _sign_in(browser, "olive", first.reveal())
    own = "walnuts under seven moons"
    changed = browser.post("/desk/account/password/change/", {"oldpassword": first.reveal(), "password1": own, "password2": own})
    assert changed["Location"] == "/desk/"
    assert browser.get("/desk/")["Location"] == "/desk/account/2fa/"
    asked = browser.get("/desk/account/2fa/totp/activate/")
    assert asked["Location"].startswith("/desk/account/reauthenticate/?next=")
    assert browser.post(asked["Location"], {"password": own})["Location"] == "/desk/account/2fa/totp/activate/"
    secret = re.search(r'value="([A-Z2-7]{32})"', browser.get("/desk/account/2fa/totp/activate/").content.decode()).group(1)
    assert browser.post("/desk/account/2fa/totp/activate/", {"code": _code(secret)}).status_code == 302
    assert browser.get("/desk/people/").status_code == 200
    assert "passphrase-changed" in {entry.kind for entry in Entry.objects.all()}


def test_passphrase_alone_does_not_sign_in_who_has_a_second_factor(cast):
    browser = Client()
    cast.wren.refresh_from_db()
    assert _sign_in(browser, "wren")["Location"].startswith("/desk/account/2fa/authenticate/")
    assert browser.get("/desk/people/")["Location"].startswith(SIGN_IN)
    assert DeskSession.objects.count() == 0
    _sign_in(browser, "wren")
    assert browser.post("/desk/account/2fa/authenticate/", {"code": _code()})["Location"] == "/desk/"
    assert browser.get("/desk/people/").status_code == 200


def test_changing_the_passphrase_signs_out_every_other_browser_and_not_this_one(cast):
    here, there = at_desk(cast.teal), at_desk(cast.teal)
    own = "walnuts under seven moons"
    here.post("/desk/account/password/change/", {"oldpassword": PASSWORD, "password1": own, "password2": own})
    assert here.get("/desk/account/").status_code == 200
    assert there.get("/desk/account/")["Location"].startswith(SIGN_IN)
    assert DeskSession.objects.filter(person=cast.teal).count() == 1
    assert "This one" in here.get("/desk/account/sessions/").content.decode()


def test_signing_out_is_a_form_and_takes_the_session_with_it(cast):
    browser = at_desk(cast.teal)
    assert browser.get("/desk/account/logout/").status_code == 200
    assert browser.get("/desk/account/").status_code == 200
    key = browser.session.session_key
    assert browser.post("/desk/account/logout/").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()
    assert DeskSession.objects.count() == 0
    assert browser.get("/desk/account/").status_code == 302


def test_a_session_without_its_row_is_not_let_in_even_if_the_library_knows_it(cast):
    browser = at_desk(cast.teal)
    DeskSession.objects.all().delete()
    assert browser.get("/desk/people/")["Location"].startswith(SIGN_IN)


def test_a_session_is_found_again_after_its_key_changed(cast):
    browser = at_desk(cast.teal)
    other = at_desk(cast.teal)
    session = browser.session
    session.cycle_key()
    browser.cookies["desk"] = session.session_key
    assert browser.get("/desk/account/").status_code == 200
    assert other.post(f"/desk/account/sessions/{session['desk_session']}/end/").status_code == 302
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_sessions_that_ran_out_are_not_shown_and_go_with_the_next_sign_in(cast, now):
    browser, old = at_desk(cast.teal), at_desk(cast.teal)
    Session.objects.filter(session_key=old.session.session_key).delete()
    assert browser.get("/desk/account/sessions/").content.decode().count("<tr>") == 2
    touch_session(code=browser.session["desk_session"], session_key="gone", now=now - timedelta(days=40))
    at_desk(cast.wren)
    assert not DeskSession.objects.filter(seen_on__lt=(now - timedelta(days=30)).date()).exists()


def test_one_place_cannot_guess_for_ever_and_its_address_is_kept_nowhere(cast):
    cast.wren.refresh_from_db()
    browser = Client()
    for _guess in range(5):
        _sign_in(browser, "wren", "wrong", REMOTE_ADDR="203.0.113.9")
    refused = _sign_in(browser, "wren", PASSWORD, REMOTE_ADDR="203.0.113.9")
    assert refused.status_code == 200
    assert "Too many failed login attempts" in refused.content.decode()
    kept = str(cache._cache) + str([row.get_decoded() for row in Session.objects.all()])
    assert "allauth:rl" in kept
    assert "203.0.113.9" not in kept


def test_neighbours_in_one_ipv6_household_are_one_place(cast, rf):
    from firsthand.foundation.people.adapters import AccountAdapter

    def name(address):
        return AccountAdapter().get_client_ip(rf.get("/", REMOTE_ADDR=address))

    assert name("2001:db8:1:2::1") == name("2001:db8:1:2::ffff")
    assert name("2001:db8:1:2::1") != name("2001:db8:1:3::1")
    assert name("203.0.113.9") != name("203.0.113.10")


def test_the_librarys_own_step_up_keeps_no_form_either(cast):
    browser = at_desk(cast.teal, stepped_up=False)
    answer = browser.post("/desk/account/2fa/totp/deactivate/", {"words": "heron-in-the-reeds"})
    assert answer["Location"].startswith("/desk/account/2fa/reauthenticate/?next=")
    assert "heron-in-the-reeds" not in str(dict(browser.session.items()))
    assert TOTP(Authenticator.objects.get(user=cast.teal)).validate_code(_code())


def test_stepping_up_leads_back_and_opens(cast):
    browser = at_desk(cast.wren, stepped_up=False)
    page = f"/desk/people/{cast.alder.ref}/invite/"
    asked = browser.get(page)["Location"]
    assert browser.get(asked).status_code == 200
    assert browser.post(asked, {"code": _code()})["Location"] == page
    assert browser.get(page).status_code == 200


@pytest.mark.parametrize("address", ["/", "/nothing/here/", "/publications/", "/commitments/", "/give/nothing/"])
def test_public_and_intake_pages_set_no_cookie(cast, address):
    for browser in (Client(), at_desk(cast.teal)):
        answer = browser.get(address)
        assert set(answer.cookies) == set()


def test_public_pages_tell_caches_that_the_language_is_chosen_by_a_cookie(db):
    answer = Client().get("/")
    assert {"Cookie", "Accept-Language"} <= {part.strip() for part in answer["Vary"].split(",")}
    assert "no-store" not in answer.get("Cache-Control", "")


def test_nothing_of_the_desk_or_intake_is_kept_by_a_browser(cast):
    for address in ("/desk/people/", "/desk/nothing/", "/give/nothing/"):
        assert at_desk(cast.teal).get(address)["Cache-Control"] == "no-store"


def test_every_page_carries_what_protects_its_reader(cast):
    for answer in (Client().get("/"), at_desk(cast.teal).get("/desk/people/"), Client().get("/give/nothing/")):
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "geolocation=()" in answer["Permissions-Policy"]


def test_desk_cookie_goes_to_the_desk_only_and_ends_with_the_browser(cast):
    Authenticator.objects.filter(user=cast.teal).delete()
    browser = Client()
    answer = _sign_in(browser, "teal")
    cookie = answer.cookies["desk"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"], cookie["max-age"]) == ("/desk/", "Strict", True, "")


def test_a_closed_account_does_not_sign_in(cast):
    Person.objects.filter(pk=cast.teal.pk).update(is_active=False)
    browser = Client()
    _sign_in(browser, "teal")
    assert browser.get("/desk/people/")["Location"].startswith(SIGN_IN)
