"""Who may do what, and for whom; what the pages about people show.

The rule: a person sees the organisations in which they hold a role. A coordinator acts for the organisations that they coordinate. The
one organisation that hosts the network is more: its coordinators see the names of all organisations, found new ones, and invite the
first coordinator of an organisation that has none. Nothing else of another organisation is theirs.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from firsthand.foundation.people.models import Organisation, Person, Role

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(person: Person) -> bool:
    """Whether this person set up a code generator or a passkey. Recovery codes alone are not a second factor."""
    return bool(Authenticator.objects.filter(user=person, type__in=SECOND_FACTORS).exists())


def organisations_where(person: Person, *roles: Role.Name) -> frozenset[int]:
    """The ids of the organisations in which this person holds any of these roles (any role at all where none is named)."""
    held = Role.objects.filter(person=person, organisation__is_active=True)
    if roles:
        held = held.filter(name__in=roles)
    return frozenset(held.values_list("organisation_id", flat=True))


def coordinates_network(person: Person) -> bool:
    """Whether this person coordinates the organisation that hosts the network."""
    return Role.objects.filter(
        person=person, name=Role.Name.COORDINATOR, organisation__is_active=True, organisation__hosts_network=True
    ).exists()


def coordinators_of(organisation: Organisation) -> QuerySet[Role]:
    """The roles by which active persons coordinate this organisation."""
    return Role.objects.filter(organisation=organisation, name=Role.Name.COORDINATOR, person__is_active=True)


def may_coordinate(person: Person, organisation: Organisation) -> bool:
    """Whether this person decides who works in this organisation: its coordinators, or the host's while it has none."""
    if organisation.pk in organisations_where(person, Role.Name.COORDINATOR):
        return True
    return coordinates_network(person) and not coordinators_of(organisation).exists()
