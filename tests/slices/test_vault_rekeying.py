"""Changing a team's keys: who went opens nothing new, nobody loses anything, and a kill in the middle leaves all as it was."""

import pytest
from django.db import connection

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault import actions, opening
from firsthand.foundation.vault.models import ItemKey, MemberKey, Membership, PastKey, Team
from firsthand.foundation.vault.opening import DoesNotOpen, KeysChanged, NotOnTeam
from firsthand.foundation.vault.sealing import seal_item
from firsthand.foundation.vault.wire import UnlockedMember

TEAL, WREN, ALDER = "P-TEA100", "P-WREN00", "O-A1DER0"
TRUSTEES = ("P-000001", "P-000002")
PASSPHRASE = Hidden("seven herons over the estuary")


class Killed(Exception):  # noqa: N818 -- nobody's error
    """The process went away before this statement."""


def key_of(team, holder=TEAL):
    return opening.open_team_by_passphrase(team=team, holder=holder, passphrase=PASSPHRASE)


def member(holder):
    return UnlockedMember(holder=holder, private_key=opening.open_member_key(holder=holder, passphrase=PASSPHRASE))


def read(items, key):
    return [opening.open_item(item, with_key=key).reveal() for item in items]


@pytest.fixture
def team(db, now):
    keys = {holder: actions.make_member_key(holder=holder, passphrase=PASSPHRASE, now=now) for holder in (TEAL, WREN, *TRUSTEES)}
    team = actions.found_team(name="Evidence", owner=ALDER, first=keys[TEAL], by=TEAL, now=now)
    actions.join_team(team=team, member=keys[WREN], with_key=key_of(team), by=TEAL, now=now)
    actions.name_trustees(team=team, trustees=[keys[one] for one in TRUSTEES], needed=2, with_key=key_of(team), by=TEAL, now=now)
    return team


@pytest.fixture
def items(team):
    return [seal_item(team=team, kind="testimony", content=f"words {number}".encode()) for number in range(5)]


def test_nobody_removes_themselves(team, now):
    with pytest.raises(actions.CannotRemoveYourself):
        actions.remove_member(team=team, holder=TEAL, with_key=key_of(team), by=TEAL, now=now)


def test_who_is_not_on_the_team_is_not_removed(team, now):
    with pytest.raises(NotOnTeam):
        actions.remove_member(team=team, holder=TRUSTEES[0], with_key=key_of(team), by=TEAL, now=now)
    assert Team.objects.get().generation == 1


def test_key_that_was_opened_before_a_change_changes_nothing(team, items, now):
    old = key_of(team)
    actions.change_keys(team=team, with_key=old, by=TEAL, now=now)
    outsider = MemberKey.objects.get(holder=TRUSTEES[0])
    for act in (
        lambda: actions.change_keys(team=team, with_key=old, by=TEAL, now=now),
        lambda: actions.remove_member(team=team, holder=WREN, with_key=old, by=TEAL, now=now),
        lambda: actions.join_team(team=team, member=outsider, with_key=old, by=TEAL, now=now),
        lambda: actions.reseal_some(team=team, with_key=old, by=TEAL, now=now),
        lambda: actions.name_trustees(team=team, trustees=[], needed=2, with_key=old, by=TEAL, now=now),
        lambda: opening.open_item(seal_item(team=Team.objects.get(), kind="testimony", content=b"new"), with_key=old),
    ):
        with pytest.raises(KeysChanged):
            act()
    assert (Team.objects.get().generation, Membership.objects.count()) == (2, 2)


def test_removed_member_opens_no_new_item_with_a_key_they_kept(team, items, now):
    kept = key_of(team, WREN)
    actions.remove_member(team=team, holder=WREN, with_key=key_of(team), by=TEAL, now=now)
    new = seal_item(team=Team.objects.get(), kind="testimony", content=b"new")
    row = ItemKey.objects.get(item=new)
    row.generation = kept.generation  # told whatever they like about it
    with pytest.raises(DoesNotOpen):
        opening.open_item_key(row, with_key=kept)
    with pytest.raises(NotOnTeam):
        key_of(team, WREN)


def test_key_that_was_kept_opens_old_items_until_they_are_sealed_anew(team, items, now):
    kept = key_of(team, WREN)
    new = actions.remove_member(team=team, holder=WREN, with_key=key_of(team), by=TEAL, now=now)
    assert read(items, kept) == read(items, new)
    actions.reseal_some(team=team, with_key=new, by=TEAL, now=now)
    for row in ItemKey.objects.select_related("item"):
        row.generation = kept.generation
        with pytest.raises(DoesNotOpen):
            opening.open_item_key(row, with_key=kept)


def test_past_key_of_another_team_does_not_open(team, items, now):
    actions.change_keys(team=team, with_key=key_of(team), by=TEAL, now=now)
    other = actions.found_team(name="Other", owner="O-B1RCH0", first=MemberKey.objects.get(holder=WREN), by=WREN, now=now)
    actions.change_keys(team=other, with_key=key_of(other, WREN), by=WREN, now=now)
    foreign = PastKey.objects.get(team=other)
    PastKey.objects.filter(team=team).update(sealed_private_key=foreign.sealed_private_key, public_key=foreign.public_key)
    with pytest.raises(DoesNotOpen):
        read(items, key_of(team))


def test_damaged_key_does_not_stop_the_others(team, items, now):
    ItemKey.objects.filter(item=items[1]).update(sealed_key=b"\x01" + b"\x00" * 60)
    new = actions.change_keys(team=team, with_key=key_of(team), by=TEAL, now=now)
    piece = actions.reseal_some(team=team, with_key=new, by=TEAL, now=now)
    assert (piece.done, piece.broken) == (4, 1)
    again = actions.reseal_some(team=team, with_key=new, by=TEAL, now=now, after=piece.last)
    assert (again.done, again.broken, again.last) == (0, 0, None)


def test_resealing_goes_on_where_it_stopped(team, items, now):
    new = actions.change_keys(team=team, with_key=key_of(team), by=TEAL, now=now)
    done = [actions.reseal_some(team=team, with_key=new, by=TEAL, now=now, at_most=2).done for _ in range(4)]
    assert done == [2, 2, 1, 0]
    assert read(items, key_of(team, WREN)) == [f"words {number}".encode() for number in range(5)]


def test_keys_can_change_many_times_before_anything_is_sealed_anew(team, items, now):
    for _ in range(3):
        seal_item(team=Team.objects.get(), kind="testimony", content=b"meanwhile")
        actions.change_keys(team=team, with_key=key_of(team), by=TEAL, now=now)
    assert sorted(PastKey.objects.values_list("generation", flat=True)) == [1, 2, 3]
    assert read(items, key_of(team)) == [f"words {number}".encode() for number in range(5)]


def killed_before(statement, act):
    """Do it, and go away before this write; whether there were so many."""
    writes = 0

    def count(execute, sql, params, many, context):
        nonlocal writes
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            if writes == statement:
                raise Killed
            writes += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        try:
            act()
        except Killed:
            return True
    return False


@pytest.mark.parametrize("act", ["remove", "reseal"])
def test_kill_at_any_step_of_a_change_of_keys_loses_nothing(team, items, now, act):
    if act == "reseal":
        actions.change_keys(team=team, with_key=key_of(team), by=TEAL, now=now)
    before = Team.objects.get().generation
    acts = {
        "remove": lambda: actions.remove_member(team=team, holder=WREN, with_key=key_of(team), by=TEAL, now=now),
        "reseal": lambda: actions.reseal_some(team=team, with_key=key_of(team), by=TEAL, now=now),
    }
    words, step = read(items, key_of(team)), 0
    while killed_before(step, acts[act]):
        assert Team.objects.get().generation == before
        assert read(items, key_of(team)) == read(items, key_of(team, WREN)) == words
        assert set(ItemKey.objects.values_list("generation", flat=True)) == {1}
        step += 1
    assert step >= 5
    assert read(items, key_of(team)) == words
    assert Team.objects.get().generation == before + (act == "remove")


def test_kill_at_any_step_of_a_recovery_loses_nothing(team, items, now):
    newcomer = actions.make_member_key(holder="P-NEW000", passphrase=PASSPHRASE, now=now)
    step = 0

    def ceremony():
        actions.open_ceremony(team=team, member=newcomer, by=TEAL, now=now)
        for holder in TRUSTEES:
            actions.give_share(team=team, giver=member(holder), by=holder, now=now)
        actions.complete_ceremony(team=team, member=member("P-NEW000"), by="P-NEW000", now=now)

    while killed_before(step, ceremony):
        with pytest.raises(NotOnTeam):
            key_of(team, "P-NEW000")
        actions.end_ceremony(team=team, by=TEAL, now=now)
        step += 1
    assert step >= 4
    assert read(items, key_of(team, "P-NEW000")) == read(items, key_of(team))
