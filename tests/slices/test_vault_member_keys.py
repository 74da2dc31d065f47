"""A person's own key: another passphrase, a recovery code, beginning anew, and leaving."""

import pytest

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault import actions, opening, words
from firsthand.foundation.vault.actions import OnlyOneWhoOpens
from firsthand.foundation.vault.models import MemberKey, Membership, RecoveryCode, Share, Team
from firsthand.foundation.vault.opening import NoMemberKey, NotOnTeam, PassphraseWrong, RecoveryCodeWrong
from firsthand.foundation.vault.passphrases import PassphraseTooShort

TEAL, WREN, ALDER = "P-TEA100", "P-WREN00", "O-A1DER0"
OLD, NEW = Hidden("seven herons over the estuary"), Hidden("nine egrets under the bridge")


@pytest.fixture
def key(db, now):
    return actions.make_member_key(holder=TEAL, passphrase=OLD, now=now)


@pytest.fixture
def team(key, now):
    return actions.found_team(name="Evidence", owner=ALDER, first=key, by=TEAL, now=now)


def let_in(team, holder, now):
    with_key = opening.open_team_by_passphrase(team=team, holder=TEAL, passphrase=OLD)
    actions.join_team(
        team=team, member=actions.make_member_key(holder=holder, passphrase=OLD, now=now), with_key=with_key, by=TEAL, now=now
    )


def code_of(now, language="en"):
    return actions.make_recovery_code(holder=TEAL, passphrase=OLD, language=language, now=now)


def test_passphrase_is_not_changed_by_a_wrong_one(key, now):
    with pytest.raises(PassphraseWrong):
        actions.change_passphrase(holder=TEAL, old=NEW, new=Hidden("yet another long phrase"), now=now)
    assert opening.open_member_key(holder=TEAL, passphrase=OLD)


def test_passphrase_is_not_changed_to_a_short_one(key, now):
    with pytest.raises(PassphraseTooShort):
        actions.change_passphrase(holder=TEAL, old=OLD, new=Hidden("short"), now=now)
    assert opening.open_member_key(holder=TEAL, passphrase=OLD)


def test_passphrase_of_a_key_that_is_not_there_is_not_changed(db, now):
    with pytest.raises(NoMemberKey):
        actions.change_passphrase(holder=TEAL, old=OLD, new=NEW, now=now)


def test_new_passphrase_opens_the_same_key_and_the_old_one_opens_nothing(key, now):
    before = opening.open_member_key(holder=TEAL, passphrase=OLD)
    actions.change_passphrase(holder=TEAL, old=OLD, new=NEW, now=now)
    assert opening.open_member_key(holder=TEAL, passphrase=NEW).reveal() == before.reveal()
    with pytest.raises(PassphraseWrong):
        opening.open_member_key(holder=TEAL, passphrase=OLD)


def test_new_passphrase_is_stretched_at_the_cost_of_today(key, now, settings):
    before = MemberKey.objects.get().argon2
    settings.ARGON2_OPSLIMIT, settings.ARGON2_MEMLIMIT = before["opslimit"] + 1, before["memlimit"] * 2
    actions.change_passphrase(holder=TEAL, old=OLD, new=OLD, now=now)
    after = MemberKey.objects.get().argon2
    assert (after["opslimit"], after["memlimit"]) == (before["opslimit"] + 1, before["memlimit"] * 2)
    assert after["salt"] != before["salt"]


def test_recovery_code_is_made_for_nobody_with_a_wrong_passphrase(key, now):
    with pytest.raises(PassphraseWrong):
        actions.make_recovery_code(holder=TEAL, passphrase=NEW, language="en", now=now)
    assert not RecoveryCode.objects.exists()


def test_words_that_are_not_the_code_open_nothing(key, now):
    code_of(now)
    with pytest.raises(RecoveryCodeWrong):
        actions.use_recovery_code(holder=TEAL, code=words.new_code(language="en"), new=NEW, now=now)
    assert opening.open_member_key(holder=TEAL, passphrase=OLD)


def test_code_of_someone_without_one_opens_nothing(key, now):
    with pytest.raises(RecoveryCodeWrong):
        actions.use_recovery_code(holder=TEAL, code=words.new_code(language="en"), new=NEW, now=now)


def test_code_that_was_renewed_opens_nothing(key, now):
    first, second = code_of(now), code_of(now)
    with pytest.raises(RecoveryCodeWrong):
        actions.use_recovery_code(holder=TEAL, code=first, new=NEW, now=now)
    actions.use_recovery_code(holder=TEAL, code=second, new=NEW, now=now)


def test_code_opens_once(key, now):
    code = code_of(now)
    actions.use_recovery_code(holder=TEAL, code=code, new=NEW, now=now)
    assert opening.open_member_key(holder=TEAL, passphrase=NEW)
    with pytest.raises(RecoveryCodeWrong):
        actions.use_recovery_code(holder=TEAL, code=code, new=OLD, now=now)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh-hans", "ar"])
def test_code_opens_as_people_type_it(key, now, language):
    code = code_of(now, language).reveal()
    assert len(code.split()) == 12
    typed = "".join(code.split()) if language == "zh-hans" else "  " + code.upper().replace(" ", "\n ")
    assert opening.open_by_recovery_code(holder=TEAL, code=Hidden(typed)).reveal()


def test_code_moved_to_another_key_does_not_open(key, now):
    code = code_of(now)
    other = actions.make_member_key(holder=WREN, passphrase=OLD, now=now)
    RecoveryCode.objects.update(member=other)
    with pytest.raises(RecoveryCodeWrong):
        opening.open_by_recovery_code(holder=WREN, code=code)


def test_stored_rows_hold_no_word_of_the_code(key, now):
    code = code_of(now).reveal().encode()
    row = RecoveryCode.objects.get()
    assert not any(word in bytes(row.sealed_private_key) for word in [code, *code.split()])
    assert set(row.argon2) == {"salt", "opslimit", "memlimit"}


def test_the_only_one_who_opens_does_not_begin_anew(team, now):
    with pytest.raises(OnlyOneWhoOpens):
        actions.begin_anew(holder=TEAL, passphrase=NEW, now=now)
    assert opening.open_team_by_passphrase(team=team, holder=TEAL, passphrase=OLD)


def test_the_only_one_who_opens_is_not_forgotten(team, now):
    with pytest.raises(OnlyOneWhoOpens):
        actions.forget_member_key(holder=TEAL, by="", now=now)
    assert opening.open_team_by_passphrase(team=team, holder=TEAL, passphrase=OLD)


def test_who_begins_anew_is_on_no_team(team, now):
    let_in(team, WREN, now)
    actions.begin_anew(holder=WREN, passphrase=NEW, now=now)
    with pytest.raises(NotOnTeam):
        opening.open_team_by_passphrase(team=team, holder=WREN, passphrase=NEW)
    assert not Team.objects.get().is_rekey_due


def test_trustees_make_up_for_the_only_one_who_opens(team, now):
    members = [actions.make_member_key(holder=f"P-00000{n}", passphrase=OLD, now=now) for n in range(2)]
    with_key = opening.open_team_by_passphrase(team=team, holder=TEAL, passphrase=OLD)
    actions.name_trustees(
        team=team, trustees=[MemberKey.objects.get(holder=TEAL), members[0]], needed=2, with_key=with_key, by=TEAL, now=now
    )
    with pytest.raises(OnlyOneWhoOpens):
        actions.begin_anew(holder=TEAL, passphrase=NEW, now=now)
    actions.name_trustees(team=team, trustees=members, needed=2, with_key=with_key, by=TEAL, now=now)
    actions.begin_anew(holder=TEAL, passphrase=NEW, now=now)
    assert not Membership.objects.exists()


def test_who_left_is_forgotten_everywhere_and_the_team_is_due_for_new_keys(team, now):
    let_in(team, WREN, now)
    wren = MemberKey.objects.get(holder=WREN)
    actions.make_recovery_code(holder=WREN, passphrase=OLD, language="en", now=now)
    with_key = opening.open_team_by_passphrase(team=team, holder=TEAL, passphrase=OLD)
    actions.name_trustees(team=team, trustees=[wren, MemberKey.objects.get(holder=TEAL)], needed=2, with_key=with_key, by=TEAL, now=now)
    assert actions.forget_member_key(holder=WREN, by="", now=now) == (team,)
    gone = (MemberKey.objects.filter(holder=WREN), RecoveryCode.objects.all(), Share.objects.filter(member__holder=WREN))
    assert not any(rows.exists() for rows in gone)
    assert (Membership.objects.count(), Team.objects.get().is_rekey_due) == (1, True)
    assert actions.forget_member_key(holder=WREN, by="", now=now) == ()
