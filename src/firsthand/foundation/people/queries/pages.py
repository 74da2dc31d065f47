"""Organisations and people as the pages about them show them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from firsthand.core.refusal import NotFound
from firsthand.foundation.people.models import Organisation, Person, Region, Role
from firsthand.foundation.people.naming import same_name
from firsthand.foundation.people.queries.rules import SECOND_FACTORS


class NoSuchOrganisation(NotFound):
    code = "no-such-organisation"
    sentence = "No organisation has the reference or the name “{given}”."


class NoSuchPerson(NotFound):
    code = "no-such-person"
    sentence = "Nobody has the chosen name “{given}”."


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An organisation as a list shows it. Not open: the reader sees that it exists and may look no further."""

    ref: str
    name: str
    kind: str
    country: str
    region: str
    hosts_network: bool
    has_coordinator: bool
    is_open: bool
    may_coordinate: bool


@dataclass(frozen=True, slots=True)
class RoleCard:
    """One role of one person in the organisation whose page it is."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class OwnRole:
    """One role of the reader, with the organisation it is held in."""

    organisation: str
    ref: str
    label: str


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as their organisation sees them. Not set up: they have not yet chosen a passphrase or a second factor."""

    ref: str
    username: str
    is_active: bool
    is_set_up: bool
    roles: tuple[RoleCard, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """The roles that a person holds by organisation, and whether they coordinate the host."""

    roles: dict[int, set[str]]
    is_host: bool


def organisations_for(person: Person) -> tuple[OrganisationCard, ...]:
    """The organisations that this person may see, by name; two queries, however many."""
    held = _held_by(person)
    return tuple(_organisation_card(row, held) for row in _visible(held))


def organisation_for(person: Person, ref: str) -> tuple[Organisation, OrganisationCard] | None:
    """The organisation and its card where this person may open it; None where it is missing or not open to them."""
    held = _held_by(person)
    row = _visible(held).filter(ref=ref).first()
    if row is None:
        return None
    card = _organisation_card(row, held)
    return (row, card) if card.is_open else None


def open_organisation(person: Person, ref: str) -> tuple[Organisation, OrganisationCard]:
    """The organisation that this person may open, or the one answer that missing and forbidden things share."""
    found = organisation_for(person, ref)
    if found is None:
        raise NotFound
    return found


def coordinated_organisation(person: Person, ref: str) -> tuple[Organisation, OrganisationCard]:
    """The organisation in which this person decides who works."""
    row, card = open_organisation(person, ref)
    if not card.may_coordinate:
        raise NotFound
    return row, card


def coordinated_person(person: Person, ref: str, person_ref: str) -> tuple[Organisation, OrganisationCard, Person]:
    """Someone of an organisation in which this person decides who works."""
    row, card = coordinated_organisation(person, ref)
    found = person_in(row, person_ref)
    if found is None:
        raise NotFound
    return row, card, found


def people_of(organisation: Organisation) -> tuple[PersonCard, ...]:
    """Those who hold a role in this organisation, by name; two queries, however many. Roles they hold elsewhere are not told."""
    return tuple(_person_card(row) for row in _people(organisation))


def person_card(organisation: Organisation, person: Person) -> PersonCard:
    """One of them."""
    return _person_card(_people(organisation).get(pk=person.pk))


def person_in(organisation: Organisation, ref: str) -> Person | None:
    """The person of this Ref where they hold a role in this organisation."""
    return Person.objects.filter(ref=ref, roles__organisation=organisation).distinct().first()


def every_organisation() -> tuple[Organisation, ...]:
    """All of them, for the operator, by name."""
    return tuple(Organisation.objects.order_by("name"))


def organisation_named(place: str) -> Organisation:
    """The organisation of this Ref or exact name, for the operator."""
    found = Organisation.objects.filter(Q(ref=place.upper()) | Q(name=place)).first()
    if found is None:
        raise NoSuchOrganisation(given=place)
    return found


def person_named(username: str) -> Person:
    """The person of this chosen name, for the operator."""
    found = Person.objects.filter(username=same_name(username)).first()
    if found is None:
        raise NoSuchPerson(given=username)
    return found


def roles_of(person: Person) -> tuple[OwnRole, ...]:
    """What this person does, and where; one query."""
    rows = (
        Role.objects.filter(person=person, organisation__is_active=True)
        .select_related("organisation")
        .order_by("organisation__name", "name")
    )
    return tuple(OwnRole(organisation=row.organisation.name, ref=row.organisation.ref, label=str(row.get_name_display())) for row in rows)


def regions() -> tuple[tuple[str, str], ...]:
    """The network's regions as choices: code and name."""
    return tuple(Region.objects.order_by("name").values_list("code", "name"))


def region_of_code(code: str) -> Region | None:
    """The region of this code; None for no code, or for one that is not there."""
    return Region.objects.filter(code=code).first() if code else None


def kind_choices() -> tuple[tuple[str, str], ...]:
    """The kinds of organisation as choices."""
    return tuple((value, str(label)) for value, label in Organisation.Kind.choices)


def role_choices() -> tuple[tuple[str, str], ...]:
    """The roles as choices."""
    return tuple((value, str(label)) for value, label in Role.Name.choices)


def _people(organisation: Organisation) -> QuerySet[Any]:
    here = Role.objects.filter(organisation=organisation).order_by("name")
    second = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    return (
        Person.objects.filter(Exists(here.filter(person=OuterRef("pk"))))
        .annotate(has_second=Exists(second))
        .prefetch_related(Prefetch("roles", queryset=here, to_attr="roles_here"))
        .order_by("username")
    )


def _person_card(row: Any) -> PersonCard:
    return PersonCard(
        ref=row.ref,
        username=row.username,
        is_active=row.is_active,
        is_set_up=row.has_second and not row.must_change_password,
        roles=tuple(RoleCard(name=role.name, label=str(role.get_name_display())) for role in row.roles_here),
    )


def _held_by(person: Person) -> _Held:
    roles: dict[int, set[str]] = defaultdict(set)
    is_host = False
    rows = Role.objects.filter(person=person, organisation__is_active=True)
    for organisation_id, name, hosts in rows.values_list("organisation_id", "name", "organisation__hosts_network"):
        roles[organisation_id].add(name)
        is_host = is_host or (hosts and name == Role.Name.COORDINATOR)
    return _Held(roles=roles, is_host=is_host)


def _visible(held: _Held) -> QuerySet[Organisation]:
    coordinated = Role.objects.filter(organisation=OuterRef("pk"), name=Role.Name.COORDINATOR, person__is_active=True)
    rows = Organisation.objects.filter(is_active=True).select_related("region").annotate(has_coordinator=Exists(coordinated))
    return (rows if held.is_host else rows.filter(pk__in=held.roles)).order_by("name")


def _organisation_card(row: Organisation, held: _Held) -> OrganisationCard:
    roles = held.roles.get(row.pk, set())
    has_coordinator = bool(getattr(row, "has_coordinator", False))
    may = Role.Name.COORDINATOR in roles or (held.is_host and not has_coordinator)
    return OrganisationCard(
        ref=row.ref,
        name=row.name,
        kind=str(row.get_kind_display()),
        country=row.country,
        region=row.region.name if row.region else "",
        hosts_network=row.hosts_network,
        has_coordinator=has_coordinator,
        is_open=bool(roles) or may,
        may_coordinate=may,
    )
