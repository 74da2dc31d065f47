"""Who may do what with the register. Reading it needs nobody's leave: it belongs to the network and is public."""

from __future__ import annotations

from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where

IMPORTERS = (Role.Name.COORDINATOR, Role.Name.EDITOR)


def may_import(person: Person) -> bool:
    """Coordinators and editors of any organisation but an institution: nobody keeps the register of their own promises."""
    return _is_in_the_movement(person, *IMPORTERS)


def may_read_remarks(person: Person) -> bool:
    """What organisations wrote about how a promise is kept is for community-led organisations and allies."""
    return _is_in_the_movement(person)


def _is_in_the_movement(person: Person, *roles: Role.Name) -> bool:
    held = Organisation.objects.filter(pk__in=organisations_where(person, *roles))
    return held.exclude(kind=Organisation.Kind.INSTITUTION).exists()
