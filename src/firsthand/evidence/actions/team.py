"""Who is on an evidence team, and its keys. Every act is one transaction with its ledger row: who, whom, which day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.evidence.queries.access import CLEARERS, TEAM, organisation_refs_where
from firsthand.foundation.ledger.actions import record
from firsthand.foundation.people.models import Person, Role
from firsthand.foundation.vault import actions as vault
from firsthand.foundation.vault.models import MemberKey, Team
from firsthand.foundation.vault.queries import keys_to_reseal, member_key_of
from firsthand.foundation.vault.wire import UnlockedTeam

# Whom a team may let in: whoever opens testimony, and whoever clears a quote.
OPENERS = (*TEAM, *CLEARERS)


@transaction.atomic
def let_in(*, team: Team, newcomer: str, with_key: UnlockedTeam, by: Person, now: datetime) -> None:
    """Someone of the team lets another person of the organisation in.

    Raises:
        NotFound: no such person holds a role here that opens anything, or they have no key yet.
        AlreadyOnTeam: they are on it.
    """
    require(team, *OPENERS, by=by)
    person = Person.objects.filter(ref=newcomer, is_active=True).first()
    if person is None or team.owner not in organisation_refs_where(person, *OPENERS):
        raise NotFound
    vault.join_team(team=team, member=key_of(newcomer), with_key=with_key, by=by.ref, now=now)
    _record("team-joined", team, by, now, joined=newcomer)


@transaction.atomic
def take_off(*, team: Team, member: str, with_key: UnlockedTeam, by: Person, now: datetime) -> UnlockedTeam:
    """A coordinator takes someone off the team, and the team's keys change at once. Returns the new key.

    Raises:
        CannotRemoveYourself: it is the one who does it.
        NotOnTeam: they are not on it.
    """
    require(team, Role.Name.COORDINATOR, by=by)
    new = vault.remove_member(team=team, holder=member, with_key=with_key, by=by.ref, now=now)
    _record("team-member-removed", team, by, now, removed=member, generation=new.generation)
    return new


@transaction.atomic
def renew_keys(*, team: Team, with_key: UnlockedTeam, by: Person, now: datetime) -> UnlockedTeam:
    """A coordinator changes the team's keys without taking anyone off: after someone left, or because a device or a backup was lost."""
    require(team, Role.Name.COORDINATOR, by=by)
    new = vault.change_keys(team=team, with_key=with_key, by=by.ref, now=now)
    _record("team-keys-changed", team, by, now, generation=new.generation)
    return new


@transaction.atomic
def seal_anew(*, team: Team, with_key: UnlockedTeam, by: Person, now: datetime, after: int = 0) -> vault.Piece:
    """Seal the keys of one piece of what the team holds to its present key. The ledger hears of it when the last is done."""
    require(team, *OPENERS, by=by)
    piece = vault.reseal_some(team=team, with_key=with_key, by=by.ref, now=now, after=after)
    if piece.done and not keys_to_reseal(Team.objects.get(pk=team.pk)).exists():
        _record("team-items-sealed-anew", team, by, now, generation=with_key.generation)
    return piece


@transaction.atomic
def name_trustees(*, team: Team, trustees: tuple[str, ...], needed: int, with_key: UnlockedTeam, by: Person, now: datetime) -> None:
    """A coordinator names who can together let someone back in: anyone with a key, of this organisation or another.

    Raises:
        NotFound: one of these Refs is nobody's who has a key and an open account.
        TooFewTrustees: one person alone could open it, or nobody could.
    """
    require(team, Role.Name.COORDINATOR, by=by)
    active = set(Person.objects.filter(ref__in=trustees, is_active=True).values_list("ref", flat=True))
    members = [key_of(ref) for ref in trustees if ref in active]
    if len(active) < len(set(trustees)):
        raise NotFound
    vault.name_trustees(team=team, trustees=members, needed=needed, with_key=with_key, by=by.ref, now=now)
    _record("trustees-named", team, by, now, trustees=sorted(set(trustees)), needed=needed)


@transaction.atomic
def end_trust(*, team: Team, by: Person, now: datetime) -> None:
    """A coordinator ends the trust: from then on only the members open.

    Raises:
        NotFound: there are no trustees.
    """
    require(team, Role.Name.COORDINATOR, by=by)
    if not vault.end_trust(team=team, by=by.ref, now=now):
        raise NotFound
    _record("trust-ended", team, by, now)


def require(team: Team, *roles: Role.Name, by: Person) -> None:
    """Refuse who holds none of these roles in the organisation whose team it is."""
    if team.owner not in organisation_refs_where(by, *roles):
        raise NotPermitted


def key_of(person_ref: str) -> MemberKey:
    """The key of a person.

    Raises:
        NotFound: they have none.
    """
    key = member_key_of(person_ref)
    if key is None:
        raise NotFound
    return key


def _record(kind: str, team: Team, by: Person, now: datetime, **facts: object) -> None:
    record(kind=kind, subject=team.owner, by=by.ref, now=now, facts=facts)
