"""Keys, teams, sealing, opening and forgetting."""

import pytest

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault import opening, passphrases
from firsthand.foundation.vault.actions import (
    AlreadyHasKey,
    AlreadyOnTeam,
    destroy_key,
    found_team,
    join_team,
    make_member_key,
)
from firsthand.foundation.vault.models import Item, ItemKey, MemberKey
from firsthand.foundation.vault.opening import DoesNotOpen, KeyDestroyed, NoMemberKey, NotOnTeam, PassphraseWrong
from firsthand.foundation.vault.passphrases import CostOutOfBounds, PassphraseTooShort
from firsthand.foundation.vault.queries import (
    NoSuchItem,
    has_member_key,
    is_key_destroyed,
    is_on_team,
    item_by_ref,
    member_key_of,
    team_of,
    teams_of,
)
from firsthand.foundation.vault.sealing import ContentTooLarge, seal_item

TEAL, WREN, ALDER = "P-TEA100", "P-WREN00", "O-A1DER0"
PASSPHRASE = Hidden("seven herons over the estuary")


@pytest.fixture
def team(db, now):
    key = make_member_key(holder=TEAL, passphrase=PASSPHRASE, now=now)
    return found_team(name="Evidence", owner=ALDER, first=key, by=TEAL, now=now)


@pytest.fixture
def opened(team):
    return opening.open_team_by_passphrase(team=team, holder=TEAL, passphrase=PASSPHRASE)


def test_passphrase_that_is_short_makes_no_key(db, now):
    with pytest.raises(PassphraseTooShort):
        make_member_key(holder=TEAL, passphrase=Hidden("  eleven char "), now=now)
    assert not has_member_key(TEAL)


def test_second_key_for_one_person_is_refused(team, now):
    with pytest.raises(AlreadyHasKey):
        make_member_key(holder=TEAL, passphrase=PASSPHRASE, now=now)


def test_wrong_passphrase_opens_nothing(team):
    with pytest.raises(PassphraseWrong):
        opening.open_member_key(holder=TEAL, passphrase=Hidden("seven herons over the estuarY"))


def test_person_without_a_key_opens_nothing(team):
    with pytest.raises(NoMemberKey):
        opening.open_member_key(holder=WREN, passphrase=PASSPHRASE)


def test_key_whose_cost_was_edited_is_not_tried(team):
    MemberKey.objects.update(argon2={"salt": "00" * 16, "opslimit": 1, "memlimit": 1 << 40})
    with pytest.raises(CostOutOfBounds):
        opening.open_member_key(holder=TEAL, passphrase=PASSPHRASE)


def test_member_key_moved_to_another_holder_does_not_open(team):
    MemberKey.objects.update(holder=WREN)
    with pytest.raises(PassphraseWrong):
        opening.open_member_key(holder=WREN, passphrase=PASSPHRASE)


def test_same_passphrase_in_another_unicode_form_opens(db, now):
    make_member_key(holder=TEAL, passphrase=Hidden("sept hérons sur l’estuaire"), now=now)
    typed = Hidden("  sept he\u0301rons sur l’estuaire ")
    assert len(opening.open_member_key(holder=TEAL, passphrase=typed).reveal()) == 96


def test_person_outside_the_team_does_not_open_it(team, now):
    make_member_key(holder=WREN, passphrase=PASSPHRASE, now=now)
    with pytest.raises(NotOnTeam):
        opening.open_team_by_passphrase(team=team, holder=WREN, passphrase=PASSPHRASE)
    assert not is_on_team(WREN, team)
    assert teams_of(WREN) == ()


def test_content_beyond_the_limit_is_refused(team):
    with pytest.raises(ContentTooLarge):
        seal_item(team=team, kind="testimony", content=b"x" * (4 * 1024 * 1024 + 1))


def test_item_of_another_team_does_not_open(team, opened, now):
    other = found_team(name="Other", owner="O-B1RCH0", first=make_member_key(holder=WREN, passphrase=PASSPHRASE, now=now), by=WREN, now=now)
    item = seal_item(team=other, kind="testimony", content=b"words")
    with pytest.raises(DoesNotOpen):
        opening.open_item(item, with_key=opened)


def test_key_moved_to_another_row_does_not_open(team, opened):
    first, second = (seal_item(team=team, kind="testimony", content=content) for content in (b"one", b"two"))
    ItemKey.objects.filter(item=second).delete()
    ItemKey.objects.filter(item=first).update(item=second)
    with pytest.raises(DoesNotOpen):
        opening.open_item(second, with_key=opened)


@pytest.mark.parametrize("change", [{"ref": "V-000000"}, {"kind": "quote"}, {"version": 2}])
def test_row_that_was_changed_does_not_open(team, opened, change):
    item = seal_item(team=team, kind="testimony", content=b"words")
    Item.objects.filter(pk=item.pk).update(**change)
    with pytest.raises(DoesNotOpen):
        opening.open_item(Item.objects.get(pk=item.pk), with_key=opened)


def test_forgotten_item_opens_for_nobody(team, opened, now):
    item = seal_item(team=team, kind="testimony", content=b"words")
    assert destroy_key(item_ref=item.ref, by=TEAL, now=now)
    with pytest.raises(KeyDestroyed):
        opening.open_item(item, with_key=opened)
    assert is_key_destroyed(item.ref)


def test_forgetting_twice_says_that_nothing_was_left(team, now):
    item = seal_item(team=team, kind="testimony", content=b"words")
    assert [destroy_key(item_ref=item.ref, by=TEAL, now=now) for _ in range(2)] == [True, False]


def test_unknown_item_is_not_found(db):
    with pytest.raises(NoSuchItem):
        item_by_ref("V-000000")


def test_joining_twice_is_refused(team, opened, now):
    with pytest.raises(AlreadyOnTeam):
        join_team(team=team, member=member_key_of(TEAL), with_key=opened, by=TEAL, now=now)


def test_item_opens_for_everyone_on_the_team(team, opened, now):
    words = "слова, 词, كلمات".encode()
    item = seal_item(team=team, kind="testimony", content=words)
    join_team(
        team=team, member=make_member_key(holder=WREN, passphrase=Hidden("another long phrase"), now=now), with_key=opened, by=TEAL, now=now
    )
    by_wren = opening.open_team_by_passphrase(team=team, holder=WREN, passphrase=Hidden("another long phrase"))
    assert [opening.open_item(item_by_ref(item.ref), with_key=key).reveal() for key in (opened, by_wren)] == [words, words]
    assert team_of(ALDER) == team
    assert teams_of(WREN) == (team,)


def test_stored_bytes_hold_no_content_and_no_private_key(team, opened):
    item = seal_item(team=team, kind="testimony", content=b"a marked sentence")
    stored = bytes(Item.objects.get(pk=item.pk).content) + bytes(item.key.sealed_key)
    stored += b"".join(bytes(key.sealed_private_key) for key in MemberKey.objects.all())
    stored += b"".join(bytes(row.sealed_team_key) for row in team.memberships.all())
    assert b"marked" not in stored
    assert opened.private_key.reveal()[:32] not in stored


def test_cost_is_stored_with_the_key(team, settings):
    cost = passphrases.Cost.from_json(MemberKey.objects.get().argon2)
    assert (cost.passes, cost.memory, len(cost.salt)) == (settings.ARGON2_OPSLIMIT, settings.ARGON2_MEMLIMIT, 16)
