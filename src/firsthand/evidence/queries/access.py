"""Who of an organisation does what with evidence. The organisation that owns the team owns its batches, figures and quotes."""

from __future__ import annotations

from django.db.models import QuerySet

from firsthand.core.refusal import NotFound
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import organisations_where
from firsthand.intake.models import Testimony

# Who opens and codes testimony, makes figures and lifts quotes.
TEAM = (Role.Name.CODER, Role.Name.COORDINATOR)
# Who clears what someone else lifted.
CLEARERS = (Role.Name.COORDINATOR, Role.Name.SECOND_READER)
# Who sees figures and quotes: whoever makes them, judges them or writes with them.
READERS = (Role.Name.CODER, Role.Name.COORDINATOR, Role.Name.SECOND_READER, Role.Name.EDITOR, Role.Name.READER)


def organisation_refs_where(person: Person, *roles: Role.Name) -> frozenset[str]:
    """The Refs of the organisations in which this person holds any of these roles."""
    held = Role.objects.filter(person=person, organisation__is_active=True, name__in=roles)
    return frozenset(held.values_list("organisation__ref", flat=True))


def testimonies_of(person: Person, *roles: Role.Name) -> QuerySet[Testimony]:
    """The testimonies sealed to teams of organisations in which this person holds any of these roles."""
    return Testimony.objects.filter(door__team__owner__in=organisation_refs_where(person, *roles))


def may_code(person: Person, organisation_id: int) -> bool:
    """Whether this person is of the organisation's evidence team."""
    return organisation_id in organisations_where(person, *TEAM)


def organisation_coordinated_by(person: Person, pk: str) -> Organisation:
    """The organisation with this id, if this person coordinates it.

    Raises:
        NotFound: there is none, or they do not.
    """
    mine = organisations_where(person, Role.Name.COORDINATOR)
    row = Organisation.objects.filter(pk__in=mine, pk=int(pk)).first() if pk.isdecimal() else None
    if row is None:
        raise NotFound
    return row


def organisations_coded_by(person: Person) -> tuple[tuple[int, str], ...]:
    """The organisations whose evidence team this person is of: (id, name)."""
    rows = Organisation.objects.filter(pk__in=organisations_where(person, *TEAM)).order_by("name")
    return tuple(rows.values_list("pk", "name"))
