"""A ceremony: trustees letting one person back in. It is opened, shares are given, whom it is for completes it; or it ends by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotNow, NotPermitted
from firsthand.foundation.vault import opening, sealing, shares, wire
from firsthand.foundation.vault.actions import holding
from firsthand.foundation.vault.actions.teams import AlreadyOnTeam
from firsthand.foundation.vault.models import Ceremony, GivenShare, MemberKey, Share, Team, Trust
from firsthand.foundation.vault.queries import is_on_team
from firsthand.foundation.vault.wire import UnlockedMember, UnlockedTeam

LASTS = timedelta(days=7)


class NoTrustees(NotNow):
    code = "no-trustees"
    sentence = "This team has no trustees, or too few of them are left."


class CeremonyRunning(NotNow):
    code = "ceremony-running"
    sentence = "The trustees are asked already. End that first, or wait for them."


class CeremonyOver(NotNow):
    code = "ceremony-over"
    sentence = "The days in which the trustees could answer are over. A coordinator can ask them again."


class ShareGiven(NotNow):
    code = "share-given"
    sentence = "You gave your share already. The others are asked too."


class SharesMissing(NotNow):
    code = "shares-missing"
    sentence = "{given} of {needed} trustees gave their share. Nothing opens before all {needed} did."


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How far a ceremony is."""

    given: int
    needed: int


@transaction.atomic
def open_ceremony(*, team: Team, member: MemberKey, by: str, now: datetime) -> Ceremony:
    """Ask the trustees to let this person back in. They have a week.

    Raises:
        AlreadyOnTeam: this person can open what the team opens; who forgot a passphrase begins anew with a new key first.
        NoTrustees: there are none, or too few are left.
        CeremonyRunning: they are asked already.
    """
    _hold(team)
    trust = Trust.objects.select_related("team").filter(team=team).first()
    if is_on_team(member.holder, team):
        raise AlreadyOnTeam
    if trust is None or trust.shares.count() < trust.needed:
        raise NoTrustees
    Ceremony.objects.filter(trust=trust, ends_on__lt=now.date()).delete()
    if Ceremony.objects.filter(trust=trust).exists():
        raise CeremonyRunning
    public_key, private_key = sealing.new_key_pair()
    team_public_key = bytes(trust.team.public_key)
    info = wire.ceremony_key_info(team_public_key=team_public_key, ceremony_public_key=public_key, holder=member.holder)
    return Ceremony.objects.create(
        trust=trust,
        member=member,
        opened_by=by,
        ends_on=(now + LASTS).date(),
        public_key=public_key,
        sealed_private_key=sealing.seal_key(private_key, public_key=bytes(member.public_key), info=info),
    )


@transaction.atomic
def give_share(*, team: Team, giver: UnlockedMember, by: str, now: datetime) -> Given:  # noqa: ARG001 -- see the package
    """A trustee gives their share, from the session in which they unlocked: opened by their key, sealed to the ceremony's.

    Raises:
        NotFound: no ceremony is running, or the giver is no trustee.
        CeremonyOver: its days are over.
        ShareGiven: they gave it already.
    """
    ceremony = _running(team, now)
    share = Share.objects.filter(trust=ceremony.trust, member__holder=giver.holder).first()
    if share is None:
        raise NotPermitted
    if GivenShare.objects.filter(ceremony=ceremony, share=share).exists():
        raise ShareGiven
    team_public_key, public_key = bytes(ceremony.trust.team.public_key), bytes(ceremony.public_key)
    info = wire.share_info(team_public_key=team_public_key, holder=giver.holder)
    opened = opening.open_key(bytes(share.sealed_share), private_key=giver.private_key, info=info)
    info = wire.given_share_info(team_public_key=team_public_key, ceremony_public_key=public_key, holder=giver.holder)
    sealed_share = sealing.seal_key(opened, public_key=public_key, info=info)
    GivenShare.objects.create(ceremony=ceremony, share=share, sealed_share=sealed_share)
    return Given(given=ceremony.given.count(), needed=ceremony.trust.needed)


@transaction.atomic
def complete_ceremony(*, team: Team, member: UnlockedMember, by: str, now: datetime) -> UnlockedTeam:  # noqa: ARG001 -- see the package
    """Whom it is for puts the shares together, in the session in which they unlocked, and is on the team again. Returns the team's key.

    Raises:
        NotFound: no ceremony is running, or it is for someone else.
        CeremonyOver: its days are over.
        SharesMissing: not as many as are needed gave theirs.
    """
    ceremony = _running(team, now)
    if ceremony.member.holder != member.holder:
        raise NotPermitted
    given = list(ceremony.given.select_related("share__member").order_by("pk"))
    if len(given) < ceremony.trust.needed:
        raise SharesMissing(given=len(given), needed=ceremony.trust.needed)
    key = _opened_together(ceremony, given[: ceremony.trust.needed], member)
    holding.held(team, with_key=key)
    holding.let_in(ceremony.member, with_key=key)
    return key


@transaction.atomic
def end_ceremony(*, team: Team, by: str, now: datetime) -> bool:  # noqa: ARG001 -- see the package
    """Stop asking. What was given is deleted. False if nobody was asked."""
    return bool(Ceremony.objects.filter(trust__team=team).delete()[0])


def _hold(team: Team) -> None:
    """Whatever changes what a team has, holds its row first, so that no two of these wait for each other."""
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)


def _running(team: Team, now: datetime) -> Ceremony:
    _hold(team)
    ceremony = Ceremony.objects.select_related("trust__team", "member").filter(trust__team=team).first()
    if ceremony is None:
        raise NotFound
    if ceremony.ends_on < now.date():
        raise CeremonyOver
    return ceremony


def _opened_together(ceremony: Ceremony, given: list[GivenShare], member: UnlockedMember) -> UnlockedTeam:
    team, public_key = ceremony.trust.team, bytes(ceremony.public_key)
    team_public_key = bytes(team.public_key)
    info = wire.ceremony_key_info(team_public_key=team_public_key, ceremony_public_key=public_key, holder=member.holder)
    ceremony_key = opening.open_key(bytes(ceremony.sealed_private_key), private_key=member.private_key, info=info)
    opened: list[Hidden[bytes]] = []
    for row in given:
        info = wire.given_share_info(team_public_key=team_public_key, ceremony_public_key=public_key, holder=row.share.member.holder)
        opened.append(opening.open_key(bytes(row.sealed_share), private_key=ceremony_key, info=info))
    data = wire.trust_data(team_public_key=team_public_key, needed=ceremony.trust.needed)
    private_key = opening.decrypt(bytes(ceremony.trust.sealed_team_key), key=shares.combine(opened), data=data)
    return UnlockedTeam(
        team_id=team.pk, owner=team.owner, public_key=team_public_key, private_key=private_key, generation=ceremony.trust.generation
    )  # fmt: skip
