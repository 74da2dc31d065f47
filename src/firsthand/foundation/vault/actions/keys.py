"""A person's own key: made, put under another passphrase, opened by a recovery code, begun anew, forgotten when they leave."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotNow
from firsthand.foundation.vault import opening, passphrases, sealing, wire, words
from firsthand.foundation.vault.models import MemberKey, RecoveryCode, Team
from firsthand.foundation.vault.queries import teams_only_open_to


class AlreadyHasKey(NotNow):
    code = "already-has-key"
    sentence = "You have a key already. A second one would lock you out of what the first one opens."


class OnlyOneWhoOpens(NotNow):
    code = "only-one-who-opens"
    sentence = "Nobody but the holder of this key can open what is sealed to “{team}”. Let someone else in first, or name trustees."


@transaction.atomic
def make_member_key(*, holder: str, passphrase: Hidden[str], now: datetime) -> MemberKey:  # noqa: ARG001 -- see the package
    """A key pair for a person; the private half is stored under their passphrase and nowhere else.

    A passphrase that is lost is lost: what it opened is then opened by a recovery code, by other members of their teams, by trustees,
    or by nobody.

    Raises:
        PassphraseTooShort: fewer than twelve characters.
        AlreadyHasKey: the person has one.
    """
    passphrases.check(passphrase)
    if MemberKey.objects.filter(holder=holder).exists():
        raise AlreadyHasKey
    public_key, private_key = sealing.new_key_pair()
    data = wire.member_key_data(holder=holder, public_key=public_key)
    sealed, cost = sealing.seal_under_words(private_key, words=passphrase, data=data)
    return MemberKey.objects.create(holder=holder, public_key=public_key, sealed_private_key=sealed, argon2=cost.to_json())


@transaction.atomic
def change_passphrase(*, holder: str, old: Hidden[str], new: Hidden[str], now: datetime) -> None:  # noqa: ARG001 -- see the package
    """Put the same key under another passphrase, at the cost that Argon2 has today. A key made when computers were slower is so renewed.

    A backup made before still opens with the old passphrase: whoever fears for it tells their team, which changes its keys.

    Raises:
        NoMemberKey: they have none.
        PassphraseWrong: the old one does not open.
        PassphraseTooShort: the new one has fewer than twelve characters.
    """
    passphrases.check(new)
    key = _held(holder)
    _put_under(key, opening.open_member_key(holder=holder, passphrase=old), new)


@transaction.atomic
def make_recovery_code(*, holder: str, passphrase: Hidden[str], language: str, now: datetime) -> Hidden[str]:  # noqa: ARG001 -- see the package
    """Twelve words that open the key once, should the passphrase be forgotten. Shown once and kept nowhere; one before it opens no more.

    Raises:
        NoMemberKey: they have none.
        PassphraseWrong: the passphrase does not open.
    """
    key = _held(holder)
    private_key = opening.open_member_key(holder=holder, passphrase=passphrase)
    code = words.new_code(language=language)
    data = wire.recovery_code_data(holder=holder, public_key=bytes(key.public_key))
    sealed, cost = sealing.seal_under_words(private_key, words=words.as_kept(code), data=data)
    RecoveryCode.objects.filter(member=key).delete()
    RecoveryCode.objects.create(member=key, sealed_private_key=sealed, argon2=cost.to_json())
    return code


@transaction.atomic
def use_recovery_code(*, holder: str, code: Hidden[str], new: Hidden[str], now: datetime) -> None:  # noqa: ARG001 -- see the package
    """Open the key by its recovery code and put it under a new passphrase. The code has then been used, and opens no more.

    Raises:
        NoMemberKey: they have none.
        RecoveryCodeWrong: there is no code, or this is not it.
        PassphraseTooShort: the new passphrase has fewer than twelve characters.
    """
    passphrases.check(new)
    key = _held(holder)
    _put_under(key, opening.open_by_recovery_code(holder=holder, code=code), new)
    RecoveryCode.objects.filter(member=key).delete()


@transaction.atomic
def begin_anew(*, holder: str, passphrase: Hidden[str], now: datetime) -> MemberKey:
    """A new key in place of one that its holder cannot open any more. They are on no team then, and trustee of none, until let in again.

    Raises:
        OnlyOneWhoOpens: with the old key the only way to open something would go.
        PassphraseTooShort: fewer than twelve characters.
    """
    passphrases.check(passphrase)
    _hold_teams(holder)
    key = _held(holder)
    _refuse_if_only_one(holder)
    key.delete()
    return make_member_key(holder=holder, passphrase=passphrase, now=now)


@transaction.atomic
def forget_member_key(*, holder: str, by: str, now: datetime) -> tuple[Team, ...]:  # noqa: ARG001 -- see the package
    """Delete the key of someone who left, and everything that is sealed to it. Returns their teams, which are now due for new keys.

    A key that was opened before may have been kept by whoever left, so the teams change theirs; that takes a member who has unlocked.

    Raises:
        OnlyOneWhoOpens: with this key the only way to open something would go.
    """
    _hold_teams(holder)
    key = MemberKey.objects.select_for_update().filter(holder=holder).first()
    if key is None:
        return ()
    _refuse_if_only_one(holder)
    teams = tuple(Team.objects.filter(memberships__member=key).order_by("pk"))
    Team.objects.filter(pk__in=[team.pk for team in teams]).update(is_rekey_due=True)
    key.delete()
    return teams


def _refuse_if_only_one(holder: str) -> None:
    for team in teams_only_open_to(holder):
        raise OnlyOneWhoOpens(team=team.name)


def _hold_teams(holder: str) -> None:
    """Lock what this person is on or is trustee of, before their key: in the order in which a change of a team's keys locks them."""
    theirs = Q(memberships__member__holder=holder) | Q(trust__shares__member__holder=holder)
    found = Team.objects.filter(theirs).values("pk")
    list(Team.objects.select_for_update(no_key=True).filter(pk__in=found).order_by("pk"))


def _held(holder: str) -> MemberKey:
    key = MemberKey.objects.select_for_update().filter(holder=holder).first()
    if key is None:
        raise opening.NoMemberKey
    return key


def _put_under(key: MemberKey, private_key: Hidden[bytes], passphrase: Hidden[str]) -> None:
    data = wire.member_key_data(holder=key.holder, public_key=bytes(key.public_key))
    key.sealed_private_key, cost = sealing.seal_under_words(private_key, words=passphrase, data=data)
    key.argon2 = cost.to_json()
    key.save(update_fields=["sealed_private_key", "argon2"])
