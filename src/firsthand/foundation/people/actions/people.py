"""Inviting people, their passphrases, and deactivating them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow, NotPermitted, NotValid
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.actions.roles import refuse_without_coordinator, require_coordinator
from firsthand.foundation.people.actions.sessions import end_every_session
from firsthand.foundation.people.models import Organisation, Person, Role
from firsthand.foundation.people.naming import first_passphrase, is_name, same_name


class NameNotValid(NotValid):
    code = "name-not-valid"
    sentence = "A name to sign in with has 2 to 60 letters or digits and no spaces."


class NameTaken(NotValid):
    code = "name-taken"
    sentence = "Someone else has this name already. Choose another."


class RoleMissing(NotValid):
    code = "role-missing"
    sentence = "Choose at least one role: without one a person sees nothing."


class WorksElsewhere(NotNow):
    code = "works-elsewhere"
    sentence = "This account is not yours alone to close. End the person’s roles in your organisation instead."


@transaction.atomic
def invite_person(
    *, username: str, organisation: Organisation, roles: Iterable[str], by: Person | None, now: datetime
) -> tuple[Person, Hidden[str]]:
    """Make an account, and the first passphrase, which is shown once and kept nowhere.

    Before the desk opens, the person chooses a passphrase of their own and sets up a second factor.
    """
    require_coordinator(by=by, organisation=organisation)
    chosen = sorted({Role.Name(role) for role in roles})
    name = same_name(username)
    if not chosen:
        raise RoleMissing
    if not is_name(name):
        raise NameNotValid
    if Person.objects.filter(username=name).exists():
        raise NameTaken
    first = first_passphrase()
    person = Person.objects.create_user(name, first.reveal(), must_change_password=True)
    Role.objects.bulk_create(Role(person=person, organisation=organisation, name=role) for role in chosen)
    facts: dict[str, object] = {"organisation": organisation.ref, "roles": [role.value for role in chosen]}
    record(kind="person-invited", subject=person.ref, by=by.ref if by else "", now=now, facts=facts)
    return person, first


@transaction.atomic
def renew_person(*, person: Person, by: Person | None, now: datetime) -> Hidden[str]:
    """For someone who lost passphrase or second factor: a new first passphrase; second factors go, and every session ends.

    Who decides for every organisation of the person may do it. What is sealed to the person stays sealed: that is another passphrase.
    """
    _require_all_organisations(person, by)
    first = first_passphrase()
    person.set_password(first.reveal())
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    Authenticator.objects.filter(user=person).delete()
    ended = end_every_session(person=person)
    record(kind="person-renewed", subject=person.ref, by=by.ref if by else "", now=now, facts={"sessions": ended})
    return first


@transaction.atomic
def change_password(*, person: Person, password: Hidden[str], now: datetime) -> None:
    """Set the passphrase that the person chose; nobody else has seen this one."""
    person.set_password(password.reveal())
    person.must_change_password = False
    person.save(update_fields=["password", "must_change_password"])
    record(kind="passphrase-changed", subject=person.ref, by=person.ref, now=now)


@transaction.atomic
def deactivate_person(*, person: Person, by: Person | None, now: datetime) -> None:
    """Close an account and end its sessions. What the person signed in the ledger keeps their Ref."""
    organisations = _require_all_organisations(person, by)
    if not person.is_active:
        return
    coordinated = Role.objects.filter(person=person, name=Role.Name.COORDINATOR).values_list("organisation_id", flat=True)
    for organisation in organisations:
        if organisation.pk in coordinated:
            refuse_without_coordinator(organisation=organisation, leaving=person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    ended = end_every_session(person=person)
    record(kind="person-deactivated", subject=person.ref, by=by.ref if by else "", now=now, facts={"sessions": ended})


def _require_all_organisations(person: Person, by: Person | None) -> tuple[Organisation, ...]:
    """The organisations of this person, each of them one for which `by` decides."""
    organisations = tuple(Organisation.objects.filter(roles__person=person).distinct().order_by("pk"))
    allowed = 0
    for organisation in organisations:
        try:
            require_coordinator(by=by, organisation=organisation)
            allowed += 1
        except NotPermitted:
            continue
    if by is not None and not allowed:
        raise NotPermitted
    if allowed < len(organisations):
        raise WorksElsewhere
    return organisations
