"""The door of the desk in a real browser: a password and a code, a passkey made and used, all under the strict content policy."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import hotp_value
from django.core.cache import cache

from tests.cast import PASSWORD

pytestmark = pytest.mark.browser

SECRET = "JBSWY3DPEHPK3PXP"


def code_now() -> str:
    """What a person's code generator shows at this moment."""
    return f"{hotp_value(SECRET, int(time.time()) // 30):06d}"


def give_password(page, person) -> None:
    page.goto("/desk/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def give_code(page, button: str = "Open the desk") -> None:
    """Gives a code that was not used before: as if half a minute had passed."""
    cache.clear()
    page.get_by_label("Code").fill(code_now())
    page.get_by_role("button", name=button).click()


@pytest.fixture
def with_authenticator():
    """Gives a page's browser a device that makes passkeys and says yes."""

    def give(page) -> None:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    return give


def test_door_says_what_is_wrong_and_stays_closed(page_at, axe, photograph, cast):
    page = page_at(360)
    page.goto("/desk/")
    axe(page)
    photograph(page, "sign-in-360-light")
    page.get_by_label("Username").fill(cast.lark.username)
    page.get_by_label("Password").fill("not the passphrase")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.locator(".error-summary li").count() == 1
    photograph(page, "sign-in-refused-360-light")
    axe(page)
    page.goto("/desk/")
    assert "/desk/account/login/" in page.url


def test_password_and_code_open_the_desk_without_scripts(page_at, cast):
    page = page_at(360, scripts=False)
    give_password(page, cast.lark)
    give_code(page)
    assert page.url.endswith("/desk/")
    assert page.locator("h1").inner_text() == "Your desk"


def test_passkey_is_made_and_then_opens_the_desk(page_at, axe, photograph, cast, with_authenticator):
    page = page_at(1280)
    with_authenticator(page)
    give_password(page, cast.lark)
    photograph(page, "second-step-1280-light")
    axe(page)
    give_code(page)
    page.goto("/desk/account/2fa/webauthn/add/")
    photograph(page, "step-up-1280-light")
    axe(page)
    give_code(page, "Confirm")
    axe(page)
    photograph(page, "add-key-1280-light")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    photograph(page, "recovery-1280-light")
    axe(page)
    page.goto("/desk/account/2fa/webauthn/")
    assert page.get_by_text("Passkey", exact=True).count() == 1
    photograph(page, "passkeys-1280-light")
    axe(page)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/desk/")
    photograph(page, "sign-in-1280-light")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk/")
    assert page.locator("h1").inner_text() == "Your desk"
