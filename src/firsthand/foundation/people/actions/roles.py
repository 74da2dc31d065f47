"""Giving and ending roles: an organisation's own coordinators decide who works in it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from firsthand.core.refusal import NotFound, NotNow, NotPermitted
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.queries import coordinators_of, may_coordinate, person_in


class LastCoordinator(NotNow):
    code = "last-coordinator"
    sentence = "This is the only coordinator of the organisation. Name another first."


@transaction.atomic
def give_role(*, person: Person, organisation: Organisation, role: str, by: Person | None, now: datetime) -> None:
    """Give a role to someone who works in this organisation already; the role that is held already stays one role.

    Only the operator brings a person of one organisation into another: a coordinator does not learn who works elsewhere.
    """
    require_coordinator(by=by, organisation=organisation)
    if by is not None and person_in(organisation, person.ref) is None:
        raise NotFound
    _held, is_new = Role.objects.get_or_create(person=person, organisation=organisation, name=Role.Name(role))
    if is_new:
        _record("role-given", person, organisation, role, by, now)


@transaction.atomic
def end_role(*, person: Person, organisation: Organisation, role: str, by: Person | None, now: datetime) -> None:
    """End a role; the row goes, the ledger remembers that it was held. An organisation keeps a coordinator."""
    require_coordinator(by=by, organisation=organisation)
    held = Role.objects.filter(person=person, organisation=organisation, name=role).first()
    if held is None:
        raise NotFound
    if held.name == Role.Name.COORDINATOR and person.is_active:
        refuse_without_coordinator(organisation=organisation, leaving=person)
    held.delete()
    _record("role-ended", person, organisation, role, by, now)


def require_coordinator(*, by: Person | None, organisation: Organisation) -> None:
    """Refuse anyone but the operator and those who decide who works in this organisation.

    The organisation's row is locked until the transaction ends, so that two coordinators cannot end each other at the same moment.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if by is not None and not may_coordinate(by, organisation):
        raise NotPermitted


def refuse_without_coordinator(*, organisation: Organisation, leaving: Person) -> None:
    """Refuse where the organisation would be left without anyone who can decide for it."""
    if not coordinators_of(organisation).exclude(person=leaving).exists():
        raise LastCoordinator


def _record(kind: str, person: Person, organisation: Organisation, role: str, by: Person | None, now: datetime) -> None:
    facts: dict[str, object] = {"organisation": organisation.ref, "role": role}
    record(kind=kind, subject=person.ref, by=by.ref if by else "", now=now, facts=facts)
