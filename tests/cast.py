"""The cast: invented people in invented organisations, each made once a test through the product's own actions.

Alder House (community-led, host of the network and of the evidence team): Wren coordinates, Teal codes, Reed reads second, Lark edits.
Birch Collective (community-led): Finch coordinates. Ministry of Examples (institution): Stone holds a seat. Moss is an outsider with
an account and no role at all.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property

from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from firsthand.foundation.people.models import Organisation, Person, Region, Role

PASSWORD = "a long enough passphrase"


@dataclass
class Cast:
    """Everybody is made when first asked for."""

    @cached_property
    def north(self) -> Region:
        return Region.objects.create(code="north", name="North")

    @cached_property
    def alder(self) -> Organisation:
        return self._organisation("Alder House", Organisation.Kind.COMMUNITY_LED, "KE", hosts_network=True)

    @cached_property
    def birch(self) -> Organisation:
        return self._organisation("Birch Collective", Organisation.Kind.COMMUNITY_LED, "PE")

    @cached_property
    def ministry(self) -> Organisation:
        return self._organisation("Ministry of Examples", Organisation.Kind.INSTITUTION, "SI")

    @cached_property
    def wren(self) -> Person:
        return self.person("wren", self.alder, Role.Name.COORDINATOR)

    @cached_property
    def teal(self) -> Person:
        return self.person("teal", self.alder, Role.Name.CODER)

    @cached_property
    def reed(self) -> Person:
        return self.person("reed", self.alder, Role.Name.SECOND_READER)

    @cached_property
    def lark(self) -> Person:
        return self.person("lark", self.alder, Role.Name.EDITOR)

    @cached_property
    def dove(self) -> Person:
        return self.person("dove", self.alder, Role.Name.READER)

    @cached_property
    def finch(self) -> Person:
        return self.person("finch", self.birch, Role.Name.COORDINATOR, Role.Name.CODER, Role.Name.EDITOR, Role.Name.SECOND_READER)

    @cached_property
    def stone(self) -> Person:
        return self.person("stone", self.ministry, Role.Name.SEAT_HOLDER)

    @cached_property
    def moss(self) -> Person:
        return self.person("moss", None)

    def person(self, username: str, organisation: Organisation | None, *roles: Role.Name) -> Person:
        person = Person.objects.create_user(username, PASSWORD)
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        for role in roles:
            Role.objects.create(person=person, organisation=organisation, name=role)
        return person

    def _organisation(self, name: str, kind: str, country: str, *, hosts_network: bool = False) -> Organisation:
        return Organisation.objects.create(
            name=name, kind=kind, country=country, region=self.north, languages=["en"], hosts_network=hosts_network
        )


def at_desk(person: Person, *, stepped_up: bool = True) -> Client:
    """A browser in which this person has signed in with both factors: just now, or (not stepped up) a day ago."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    at = time.time() - (0 if stepped_up else 86_400)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": at, "username": person.username},
        {"method": "mfa", "type": "totp", "at": at, "reauthenticated": True},
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client
