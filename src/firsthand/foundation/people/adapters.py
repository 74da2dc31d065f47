"""How the sign-in library is bent to this house: nobody signs up alone, and second-factor secrets are sealed at rest."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from firsthand.foundation.people.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by a coordinator, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- the library's signature
        """Always no."""
        return False

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """The second factor where there is one: a password that the browser fills in says nothing about who sits there."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] != "reauthenticate"] or methods


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
