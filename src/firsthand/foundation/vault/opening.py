"""Opening: needs a private key, which the server does not hold. Only rooms where someone has unlocked may import this.

Everything that does not open, for whatever cause (a flipped bit, a moved row, another team's key), fails alike: `DoesNotOpen`.
"""

from __future__ import annotations

from dataclasses import replace

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotNow, NotPermitted, NotValid
from firsthand.foundation.vault import passphrases, wire, words
from firsthand.foundation.vault.models import Item, ItemKey, MemberKey, Membership, PastKey, RecoveryCode, Team
from firsthand.foundation.vault.unsealing import DoesNotOpen, KeyDestroyed, decrypt, decrypt_content, open_key
from firsthand.foundation.vault.wire import UnlockedTeam

__all__ = [
    "DoesNotOpen", "KeyDestroyed", "KeysChanged", "NoMemberKey", "NotOnTeam", "PassphraseWrong", "RecoveryCodeWrong",
    "decrypt", "decrypt_content", "key_of_generation", "open_by_recovery_code", "open_item", "open_item_key", "open_key",
    "open_member_key", "open_team", "open_team_by_passphrase",
]  # fmt: skip


class KeysChanged(NotNow):
    code = "keys-changed"
    sentence = "The team changed its keys a moment ago. Try again."


class PassphraseWrong(NotValid):
    code = "passphrase-wrong"
    sentence = "This passphrase does not open your key."


class RecoveryCodeWrong(NotValid):
    code = "recovery-code-wrong"
    sentence = "These words do not open your key. A code opens once, and a newer one ends the one before."


class NoMemberKey(NotFound):
    code = "no-member-key"


class NotOnTeam(NotPermitted):
    code = "not-on-team"


def open_item(item: Item, *, with_key: UnlockedTeam) -> Hidden[bytes]:
    """The content of an item, as it was sealed.

    Raises:
        KeyDestroyed: its key was destroyed, so that it opens for nobody.
        KeysChanged: the team has newer keys than the one that was opened.
        DoesNotOpen: it was sealed to another team, or the row or its key is not what was written.
    """
    stored = ItemKey.objects.select_related("item").filter(item=item).first()
    if stored is None:
        raise KeyDestroyed
    key = open_item_key(stored, with_key=with_key)
    return decrypt_content(bytes(item.content), key=key, ref=item.ref, kind=item.kind, version=item.version)


def open_item_key(stored: ItemKey, *, with_key: UnlockedTeam) -> Hidden[bytes]:
    """An item's own key, whichever of its team's keys it is sealed to.

    Raises:
        KeysChanged: the team has newer keys than the one that was opened.
        DoesNotOpen: it was sealed to another team, or is not what was written.
    """
    if stored.team_id != with_key.team_id:
        raise DoesNotOpen
    item, sealed_to = stored.item, key_of_generation(stored.generation, with_key=with_key)
    info = wire.item_key_info(team_public_key=sealed_to.public_key, ref=item.ref, kind=item.kind, version=item.version)
    return open_key(bytes(stored.sealed_key), private_key=sealed_to.private_key, info=info)


def key_of_generation(generation: int, *, with_key: UnlockedTeam) -> UnlockedTeam:
    """A team's key of this generation, for whoever opened the present one.

    Raises:
        KeysChanged: the generation is newer than the key that was opened.
        DoesNotOpen: the team never had this generation, or its key is not what was written.
    """
    if generation == with_key.generation:
        return with_key
    if generation > with_key.generation:
        raise KeysChanged
    past = PastKey.objects.filter(team=with_key.team_id, generation=generation).first()
    if past is None:
        raise DoesNotOpen
    public_key = bytes(past.public_key)
    info = wire.past_key_info(team_public_key=with_key.public_key, past_public_key=public_key)
    private_key = open_key(bytes(past.sealed_private_key), private_key=with_key.private_key, info=info)
    return replace(with_key, public_key=public_key, private_key=private_key, generation=generation)


def open_team(*, team: Team, holder: str, member_private_key: Hidden[bytes]) -> UnlockedTeam:
    """The team's private key, opened by one of its members.

    Raises:
        NotOnTeam: this holder is not a member.
    """
    membership = Membership.objects.select_related("team").filter(team=team, member__holder=holder).first()
    if membership is None:
        raise NotOnTeam
    team = membership.team  # as it stands beside the sealed key: the team may have changed its keys since it was asked for
    public_key = bytes(team.public_key)
    info = wire.team_key_info(team_public_key=public_key, holder=holder)
    private_key = open_key(bytes(membership.sealed_team_key), private_key=member_private_key, info=info)
    return UnlockedTeam(
        team_id=team.pk, owner=team.owner, public_key=public_key, private_key=private_key, generation=team.generation
    )  # fmt: skip


def open_member_key(*, holder: str, passphrase: Hidden[str]) -> Hidden[bytes]:
    """A member's private key, opened by their passphrase. Takes as long as Argon2id was told to take.

    Raises:
        NoMemberKey: this person never made a key.
        PassphraseWrong: it does not open.
    """
    stored = MemberKey.objects.filter(holder=holder).first()
    if stored is None:
        raise NoMemberKey
    key = passphrases.stretch(passphrase, cost=passphrases.Cost.from_json(stored.argon2))
    data = wire.member_key_data(holder=holder, public_key=bytes(stored.public_key))
    try:
        return decrypt(bytes(stored.sealed_private_key), key=key, data=data)
    except DoesNotOpen as closed:
        raise PassphraseWrong from closed


def open_by_recovery_code(*, holder: str, code: Hidden[str]) -> Hidden[bytes]:
    """A member's private key, opened by their recovery code.

    Raises:
        RecoveryCodeWrong: they have no code, or this is not it.
    """
    stored = RecoveryCode.objects.select_related("member").filter(member__holder=holder).first()
    if stored is None:
        raise RecoveryCodeWrong
    key = passphrases.stretch(words.as_kept(code), cost=passphrases.Cost.from_json(stored.argon2))
    data = wire.recovery_code_data(holder=holder, public_key=bytes(stored.member.public_key))
    try:
        return decrypt(bytes(stored.sealed_private_key), key=key, data=data)
    except DoesNotOpen as closed:
        raise RecoveryCodeWrong from closed


def open_team_by_passphrase(*, team: Team, holder: str, passphrase: Hidden[str]) -> UnlockedTeam:
    """Both steps at once, for commands and for what runs without a browser session."""
    return open_team(team=team, holder=holder, member_private_key=open_member_key(holder=holder, passphrase=passphrase))
