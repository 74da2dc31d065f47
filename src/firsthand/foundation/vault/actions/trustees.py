"""Trustees: people who together, and never alone, can let someone back in.

The team's private key lies under a secret that nobody knows: it was shared out by SLIP-39, one share sealed to each trustee. A ceremony
lets one named person back in. Each trustee gives their share to the ceremony's fresh key, whose private half is sealed to that person;
so neither a trustee nor the server at rest ever holds enough, and with fewer shares than are needed nothing is known of the secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from firsthand.core.refusal import NotValid
from firsthand.foundation.vault import sealing, shares, wire
from firsthand.foundation.vault.actions import holding
from firsthand.foundation.vault.models import MemberKey, Share, Team, Trust
from firsthand.foundation.vault.wire import UnlockedTeam


class TooFewTrustees(NotValid):
    code = "too-few-trustees"
    sentence = "At least two trustees must be needed, and there must be as many as are needed: no one person may open this alone."


class TooManyTrustees(NotValid):
    code = "too-many-trustees"
    sentence = "A team has at most {most} trustees."


@transaction.atomic
def name_trustees(
    *, team: Team, trustees: Sequence[MemberKey], needed: int, with_key: UnlockedTeam, by: str, now: datetime  # noqa: ARG001 -- see the package
) -> Trust:  # fmt: skip
    """Share the team's key out among these people, anyone with a key of their own, of this organisation or another.

    Those who were trustees before are so no more, and a ceremony that was running ends.

    Raises:
        TooFewTrustees: fewer than two are needed, or fewer are named than are needed.
        TooManyTrustees: more than SLIP-39 can share among.
        KeysChanged: the team has newer keys than the one that was opened.
    """
    held = holding.held(team, with_key=with_key)
    chosen = {member.pk: member for member in trustees}
    if needed < 2 or len(chosen) < needed:
        raise TooFewTrustees
    if len(chosen) > shares.MOST:
        raise TooManyTrustees(most=shares.MOST)
    Trust.objects.filter(team=held).delete()
    secret = shares.new_secret()
    data = wire.trust_data(team_public_key=with_key.public_key, needed=needed)
    sealed = sealing.encrypt_key(with_key.private_key, key=secret, data=data)
    trust = Trust.objects.create(team=held, generation=held.generation, needed=needed, sealed_team_key=sealed)
    for member, share in zip(chosen.values(), shares.split(secret, needed=needed, among=len(chosen)), strict=True):
        info = wire.share_info(team_public_key=with_key.public_key, holder=member.holder)
        sealed_share = sealing.seal_key(share, public_key=bytes(member.public_key), info=info)
        Share.objects.create(trust=trust, member=member, sealed_share=sealed_share)
    return trust


@transaction.atomic
def end_trust(*, team: Team, by: str, now: datetime) -> bool:  # noqa: ARG001 -- see the package
    """Have no trustees any more. False if there were none. A share in an older backup still is one until the team changes its keys."""
    return bool(Trust.objects.filter(team=team).delete()[0])


def share_anew(*, team: Team, with_key: UnlockedTeam, by: str, now: datetime) -> None:
    """After a change of keys: the same trustees, a new secret. Ends the trust where too few of them are left."""
    trust = Trust.objects.filter(team=team).first()
    if trust is None:
        return
    members = list(MemberKey.objects.filter(shares__trust=trust).order_by("pk"))
    if len(members) < trust.needed:
        trust.delete()
        return
    name_trustees(team=team, trustees=members, needed=trust.needed, with_key=with_key, by=by, now=now)
