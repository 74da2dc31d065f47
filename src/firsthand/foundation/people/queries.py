"""Who may do what, and for whom."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from firsthand.foundation.people.models import Person, Role


def has_second_factor(person: Person) -> bool:
    """Whether this person set up a code generator or a passkey. Recovery codes alone are not a second factor."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=person, type__in=kinds).exists())


def organisations_where(person: Person, *roles: Role.Name) -> frozenset[int]:
    """The ids of the organisations in which this person holds any of these roles (any role at all where none is named)."""
    held = Role.objects.filter(person=person, organisation__is_active=True)
    if roles:
        held = held.filter(name__in=roles)
    return frozenset(held.values_list("organisation_id", flat=True))
