"""Letting someone back in by the trustees. Each step is a ledger row, so that nobody is let in unseen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from firsthand.core.refusal import NotFound
from firsthand.evidence.actions.team import OPENERS, key_of, require
from firsthand.evidence.queries.access import organisation_refs_where
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Person, Role
from firsthand.foundation.vault import actions as vault
from firsthand.foundation.vault.models import Team
from firsthand.foundation.vault.wire import UnlockedMember


@transaction.atomic
def ask_trustees(*, team: Team, for_person: str, by: Person, now: datetime) -> None:
    """A coordinator asks the trustees to let someone of the organisation in who has a key but can open nothing with it.

    Raises:
        NotFound: no such person holds a role here that opens anything, or they have no key.
        AlreadyOnTeam, NoTrustees, CeremonyRunning: as the vault says.
    """
    require(team, Role.Name.COORDINATOR, by=by)
    person = Person.objects.filter(ref=for_person, is_active=True).first()
    if person is None or team.owner not in organisation_refs_where(person, *OPENERS):
        raise NotFound
    ceremony = vault.open_ceremony(team=team, member=key_of(for_person), by=by.ref, now=now)
    _record("recovery-asked", team, by, now, {"for": for_person, "needed": ceremony.trust.needed})


@transaction.atomic
def give_share(*, team: Team, giver: UnlockedMember, by: Person, now: datetime) -> vault.Given:
    """A trustee, of whatever organisation, gives their share."""
    given = vault.give_share(team=team, giver=giver, by=by.ref, now=now)
    _record("recovery-share-given", team, by, now, {"given": given.given, "needed": given.needed})
    return given


@transaction.atomic
def complete_recovery(*, team: Team, member: UnlockedMember, by: Person, now: datetime) -> None:
    """Whom it is for puts the shares together and is on the team. They must still work here.

    Raises:
        NotFound: nobody was asked to let them in.
        SharesMissing: not all that are needed were given.
    """
    require(team, *OPENERS, by=by)
    vault.complete_ceremony(team=team, member=member, by=by.ref, now=now)
    _record("recovery-completed", team, by, now, {"joined": by.ref})


@transaction.atomic
def stop_asking(*, team: Team, by: Person, now: datetime) -> None:
    """A coordinator stops asking; what was given is deleted.

    Raises:
        NotFound: nobody is asked.
    """
    require(team, Role.Name.COORDINATOR, by=by)
    if not vault.end_ceremony(team=team, by=by.ref, now=now):
        raise NotFound
    _record("recovery-stopped", team, by, now, {})


def _record(kind: str, team: Team, by: Person, now: datetime, facts: dict[str, object]) -> None:
    record(kind=kind, subject=team.owner, by=by.ref, now=now, facts=facts)
