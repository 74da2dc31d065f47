"""Making keys and teams, letting a member in, and forgetting an item.

`by` and `now` are part of every action of the house; the vault keeps no record of its own, so the caller writes the ledger row in the
same transaction.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from nacl.pwhash import argon2id
from nacl.utils import random

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow
from firsthand.foundation.vault import passphrases, sealing, wire
from firsthand.foundation.vault.models import ItemKey, MemberKey, Membership, Team
from firsthand.foundation.vault.wire import UnlockedTeam


class AlreadyHasKey(NotNow):
    code = "already-has-key"
    sentence = "You have a key already. A second one would lock you out of what the first one opens."


class AlreadyOnTeam(NotNow):
    code = "already-on-team"
    sentence = "This person is on the team already."


@transaction.atomic
def make_member_key(*, holder: str, passphrase: Hidden[str], now: datetime) -> MemberKey:  # noqa: ARG001 -- see above
    """A key pair for a person; the private half is stored under their passphrase and nowhere else.

    A passphrase that is lost is lost: what only this person can open is then opened by the other members of their teams, or by nobody.

    Raises:
        PassphraseTooShort: fewer than twelve characters.
        AlreadyHasKey: the person has one.
    """
    passphrases.check(passphrase)
    if MemberKey.objects.filter(holder=holder).exists():
        raise AlreadyHasKey
    cost = passphrases.Cost(
        salt=random(argon2id.SALTBYTES),
        passes=settings.ARGON2_OPSLIMIT,
        memory=settings.ARGON2_MEMLIMIT,
    )
    public_key, private_key = sealing.new_key_pair()
    data = wire.member_key_data(holder=holder, public_key=public_key)
    sealed = sealing.encrypt(private_key.reveal(), key=passphrases.stretch(passphrase, cost=cost), data=data)
    return MemberKey.objects.create(holder=holder, public_key=public_key, sealed_private_key=sealed, argon2=cost.to_json())


@transaction.atomic
def found_team(*, name: str, owner: str, first: MemberKey, by: str, now: datetime) -> Team:  # noqa: ARG001 -- see above
    """A team with its own key pair and one member. Its private key exists only sealed to its members."""
    public_key, private_key = sealing.new_key_pair()
    team = Team.objects.create(name=name, owner=owner, public_key=public_key)
    _let_in(team, first, private_key)
    return team


@transaction.atomic
def join_team(*, team: Team, member: MemberKey, with_key: UnlockedTeam, by: str, now: datetime) -> None:  # noqa: ARG001 -- see above
    """Let another member in: the team's key, opened by someone who is in, is sealed to the newcomer too.

    Raises:
        AlreadyOnTeam: they are a member.
    """
    if Membership.objects.filter(team=team, member=member).exists():
        raise AlreadyOnTeam
    _let_in(team, member, with_key.private_key)


@transaction.atomic
def destroy_key(*, item_ref: str, by: str, now: datetime) -> bool:  # noqa: ARG001 -- see above
    """Forget an item for good: overwrite and delete its key, so that the content that stays opens for nobody. False if it was gone.

    What this reaches: the live database (SQLite runs with secure_delete, so the freed bytes are zeroed; PostgreSQL drops them when it
    vacuums). What it does not reach: a backup made before this moment still holds the sealed key, and a member of the team who has that
    backup and their passphrase could open it. So backups must end: docs say for how long they are kept, and a restore must be followed
    by withdrawing again what the ledger says was withdrawn.
    """
    key = ItemKey.objects.select_for_update().filter(item__ref=item_ref).first()
    if key is None:
        return False
    ItemKey.objects.filter(pk=key.pk).update(sealed_key=random(len(key.sealed_key)))
    key.delete()
    return True


def _let_in(team: Team, member: MemberKey, private_key: Hidden[bytes]) -> None:
    public_key = bytes(team.public_key)
    info = wire.team_key_info(team_public_key=public_key, holder=member.holder)
    sealed = sealing.seal_key(private_key, public_key=bytes(member.public_key), info=info)
    Membership.objects.create(team=team, member=member, sealed_team_key=sealed)
