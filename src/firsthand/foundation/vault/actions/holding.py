"""A team whose row is locked, and its key sealed to one person more. What the other actions share."""

from __future__ import annotations

from firsthand.foundation.vault import sealing, wire
from firsthand.foundation.vault.models import Ceremony, MemberKey, Membership, Team
from firsthand.foundation.vault.opening import KeysChanged
from firsthand.foundation.vault.wire import UnlockedTeam


def held(team: Team, *, with_key: UnlockedTeam) -> Team:
    """The team's row, locked until the transaction ends, if the key that was opened is its present one. Sealing goes on meanwhile.

    Raises:
        KeysChanged: the team has newer keys.
    """
    row = Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    if (row.pk, row.generation) != (with_key.team_id, with_key.generation):
        raise KeysChanged
    return row


def let_in(member: MemberKey, *, with_key: UnlockedTeam) -> None:
    """Seal the team's key to this member. A ceremony that was to let them in is over."""
    Membership.objects.create(team_id=with_key.team_id, member=member, sealed_team_key=sealed_for(member, with_key=with_key))
    Ceremony.objects.filter(trust__team_id=with_key.team_id, member=member).delete()


def sealed_for(member: MemberKey, *, with_key: UnlockedTeam) -> bytes:
    """The team's private key as only this member opens it."""
    info = wire.team_key_info(team_public_key=with_key.public_key, holder=member.holder)
    return sealing.seal_key(with_key.private_key, public_key=bytes(member.public_key), info=info)
