"""How the sign-in library is bent to this house.

Nobody signs up alone, second-factor secrets are sealed at rest, and no one's network address is kept, not even for a minute.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from firsthand.core.hidden import Hidden
from firsthand.foundation.people.actions import change_password
from firsthand.foundation.people.models import Person
from firsthand.foundation.people.naming import same_name


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by a coordinator, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- the library's signature
        """Always no."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Who this is. The name is looked up as it is kept: without case, in any script."""
        if "username" in credentials:
            credentials["username"] = same_name(credentials["username"])
        found: Person | None = super().authenticate(request, **credentials)
        return found

    def clean_password(self, password: str, user: Person | None = None) -> str:
        """A passphrase that holds, and not the one that someone else has seen."""
        cleaned: str = super().clean_password(password, user)
        if user is not None and user.must_change_password and user.check_password(cleaned):
            raise ValidationError(_("This is the passphrase that you were given. Choose one that only you know."))
        return cleaned

    def set_password(self, user: Person, password: str) -> None:
        """Through the house's own action, so that it is recorded."""
        change_password(person=user, password=Hidden(password), now=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 -- the library's signature
        """To the desk: at the first sign-in, its door leads on to the second factor."""
        return reverse("desk")

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """The second factor where there is one: a password that the browser fills in says nothing about who sits there."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] != "reauthenticate"] or methods

    def get_client_ip(self, request: HttpRequest) -> str:
        """A name for where a request came from, under which attempts are counted; the address cannot be read from it."""
        address: str = super().get_client_ip(request)
        return salted_hmac("firsthand.attempts", _network_of(address), algorithm="sha256").hexdigest()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of code generators are encrypted under a key derived from the installation's secret key, which is not in the database."""

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as the library checks codes with it."""
        return _box().decrypt(encrypted_text.encode("ascii")).decode()


def _box() -> Fernet:
    key = hashlib.sha256(b"firsthand second factor v1" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _network_of(address: str) -> str:
    """The address itself, or for IPv6 the network of a household: one who may take any address in it is still one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
