"""The network comes to be: organisations, people who sign in, the evidence team and its doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from firsthand.core.hidden import Hidden
from firsthand.evidence.actions import seed_codebook
from firsthand.flows.demo.network import CODER, COORDINATOR, HELP, HOST, LIMITS, MEMBERS, REGIONS, SECOND_READER, WORKERS, Member, Worker
from firsthand.foundation.people.actions import change_password, found_organisation, found_region, invite_person
from firsthand.foundation.people.models import Organisation, Person, Region
from firsthand.foundation.vault.actions import found_team, join_team, make_member_key
from firsthand.foundation.vault.models import Team
from firsthand.foundation.vault.opening import open_team_by_passphrase
from firsthand.foundation.vault.wire import UnlockedTeam
from firsthand.intake.actions import open_door
from firsthand.intake.models import Door


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """How someone invented signs in. Secrets of nobody; a real installation never shows them."""

    username: str
    role: str
    organisation: str
    second_factor: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The network as the story finds it. `passphrase` opens every invented account and every member's key."""

    host: Organisation
    people: dict[str, Person]
    doors: dict[str, Door]
    team: Team
    passphrase: Hidden[str]
    sign_ins: tuple[SignIn, ...]

    def person(self, worker: Worker) -> Person:
        return self.people[worker.username]

    def unlocked_by(self, worker: Worker) -> UnlockedTeam:
        """The team's key, opened by one of its members."""
        return open_team_by_passphrase(team=self.team, holder=self.person(worker).ref, passphrase=self.passphrase)


def settle(*, passphrase: Hidden[str], now: datetime) -> Settled:
    """Found the network. Every row comes from the product's own actions."""
    seed_codebook(now=now)
    regions = {code: found_region(code=code, name=name, by=None, now=now) for code, name in REGIONS}
    organisations = {member.name: _organisation(member, regions, now) for member in MEMBERS}
    people, sign_ins = {}, []
    for worker in WORKERS:
        person = _person(worker, organisations[worker.organisation.name], passphrase, now)
        people[worker.username] = person
        sign_ins.append(_sign_in(worker, person))
    team = _team(organisations[HOST.name], people, passphrase, now)
    coordinators = {worker.organisation.name: people[worker.username] for worker in WORKERS}
    doors = {
        member.name: open_door(
            organisation=organisations[member.name], team=team, help_now=HELP, limits=LIMITS, by=coordinators[member.name], now=now
        )
        for member in MEMBERS
        if member.share
    }
    return Settled(
        host=organisations[HOST.name],
        people=people,
        doors=doors,
        team=team,
        passphrase=passphrase,
        sign_ins=tuple(sign_ins),
    )


def _organisation(member: Member, regions: dict[str, Region], now: datetime) -> Organisation:
    return found_organisation(
        name=member.name,
        kind=member.kind,
        country=member.country,
        region=regions[member.region],
        languages=member.languages,
        by=None,
        now=now,
    )


def _person(worker: Worker, organisation: Organisation, passphrase: Hidden[str], now: datetime) -> Person:
    person, _first = invite_person(username=worker.username, organisation=organisation, roles=worker.roles, by=None, now=now)
    change_password(person=person, password=passphrase, now=now)
    return person


def _sign_in(worker: Worker, person: Person) -> SignIn:
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    codes = RecoveryCodes.activate(person).get_unused_codes()
    return SignIn(
        username=worker.username,
        role=", ".join(str(role.label) for role in worker.roles),
        organisation=worker.organisation.name,
        second_factor=secret,
        codes=tuple(codes),
    )


def _team(host: Organisation, people: dict[str, Person], passphrase: Hidden[str], now: datetime) -> Team:
    founder = people[COORDINATOR.username]
    first = make_member_key(holder=founder.ref, passphrase=passphrase, now=now)
    team = found_team(name="Evidence team (invented)", owner=host.ref, first=first, by=founder.ref, now=now)
    unlocked = open_team_by_passphrase(team=team, holder=founder.ref, passphrase=passphrase)
    for worker in (CODER, SECOND_READER):
        member = make_member_key(holder=people[worker.username].ref, passphrase=passphrase, now=now)
        join_team(team=team, member=member, with_key=unlocked, by=founder.ref, now=now)
    return team
