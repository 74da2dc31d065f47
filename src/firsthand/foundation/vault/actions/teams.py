"""Teams: founding one, letting someone in, and changing its keys when someone goes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from firsthand.core.refusal import NotNow
from firsthand.foundation.vault import sealing, wire
from firsthand.foundation.vault.actions import holding, trustees
from firsthand.foundation.vault.models import MemberKey, Membership, PastKey, Share, Team
from firsthand.foundation.vault.opening import NotOnTeam, key_of_generation
from firsthand.foundation.vault.wire import UnlockedTeam


class AlreadyOnTeam(NotNow):
    code = "already-on-team"
    sentence = "This person is on the team already."


class CannotRemoveYourself(NotNow):
    code = "cannot-remove-yourself"
    sentence = "Someone else of the team removes you: whoever makes the new keys has had them in hand."


@transaction.atomic
def found_team(*, name: str, owner: str, first: MemberKey, by: str, now: datetime) -> Team:  # noqa: ARG001 -- see the package
    """A team with its own key pair and one member. Its private key exists only sealed to its members."""
    public_key, private_key = sealing.new_key_pair()
    team = Team.objects.create(name=name, owner=owner, public_key=public_key)
    key = UnlockedTeam(team_id=team.pk, owner=owner, public_key=public_key, private_key=private_key, generation=team.generation)
    holding.let_in(first, with_key=key)
    return team


@transaction.atomic
def join_team(*, team: Team, member: MemberKey, with_key: UnlockedTeam, by: str, now: datetime) -> None:  # noqa: ARG001 -- see the package
    """Let another member in: the team's key, opened by someone who is in, is sealed to the newcomer too.

    Raises:
        AlreadyOnTeam: they are a member.
        KeysChanged: the team has newer keys than the one that was opened.
    """
    holding.held(team, with_key=with_key)
    if Membership.objects.filter(team=team, member=member).exists():
        raise AlreadyOnTeam
    holding.let_in(member, with_key=with_key)


@transaction.atomic
def remove_member(*, team: Team, holder: str, with_key: UnlockedTeam, by: str, now: datetime) -> UnlockedTeam:
    """Take someone off the team, as member and as trustee, and change the team's keys. Returns the new key.

    What is sealed from this moment on they cannot open, whatever they kept. What was sealed before is sealed anew piece by piece
    (`reseal_some`); decision 0041 says what somebody who kept the old private key can open until then, and with a backup.

    Raises:
        CannotRemoveYourself: it is the one who does it.
        NotOnTeam: they are no member.
        KeysChanged: the team has newer keys than the one that was opened.
    """
    if holder == by:
        raise CannotRemoveYourself
    holding.held(team, with_key=with_key)
    if not Membership.objects.filter(team=team, member__holder=holder).delete()[0]:
        raise NotOnTeam
    Share.objects.filter(trust__team=team, member__holder=holder).delete()
    return change_keys(team=team, with_key=with_key, by=by, now=now)


@transaction.atomic
def change_keys(*, team: Team, with_key: UnlockedTeam, by: str, now: datetime) -> UnlockedTeam:
    """New keys for a team, sealed to its members and shared out among its trustees anew. Returns the new key.

    Every earlier private key is sealed to the new one, so that nothing is lost at any moment. A trust that has too few trustees left
    ends here; the team names others.

    Raises:
        KeysChanged: the team has newer keys than the one that was opened.
    """
    held = holding.held(team, with_key=with_key)
    public_key, private_key = sealing.new_key_pair()
    new = UnlockedTeam(
        team_id=held.pk, owner=held.owner, public_key=public_key, private_key=private_key, generation=held.generation + 1
    )  # fmt: skip
    _keep_past_keys(with_key, new)
    for membership in Membership.objects.select_related("member").filter(team=held):
        membership.sealed_team_key = holding.sealed_for(membership.member, with_key=new)
        membership.save(update_fields=["sealed_team_key"])
    held.public_key, held.generation, held.is_rekey_due = public_key, new.generation, False
    held.save(update_fields=["public_key", "generation", "is_rekey_due"])
    trustees.share_anew(team=held, with_key=new, by=by, now=now)
    return new


def _keep_past_keys(old: UnlockedTeam, new: UnlockedTeam) -> None:
    for past in PastKey.objects.filter(team=old.team_id):
        past.sealed_private_key = _sealed_past_key(key_of_generation(past.generation, with_key=old), new)
        past.save(update_fields=["sealed_private_key"])
    PastKey.objects.create(
        team_id=old.team_id,
        generation=old.generation,
        public_key=old.public_key,
        sealed_private_key=_sealed_past_key(old, new),
    )


def _sealed_past_key(past: UnlockedTeam, new: UnlockedTeam) -> bytes:
    info = wire.past_key_info(team_public_key=new.public_key, past_public_key=past.public_key)
    return sealing.seal_key(past.private_key, public_key=new.public_key, info=info)
