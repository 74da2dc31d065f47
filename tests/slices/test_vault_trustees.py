"""Trustees: together they let someone back in; one alone, or fewer than are needed, or the rows at rest, never."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.db import IntegrityError, transaction

from firsthand.core.hidden import Hidden
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.foundation.vault import actions, opening, shares, wire
from firsthand.foundation.vault.models import Ceremony, GivenShare, MemberKey, Share, Team, Trust
from firsthand.foundation.vault.opening import DoesNotOpen
from firsthand.foundation.vault.sealing import seal_item
from firsthand.foundation.vault.wire import UnlockedMember

TEAL, WREN, ALDER = "P-TEA100", "P-WREN00", "O-A1DER0"
TRUSTEES = ("P-000001", "P-000002", "P-000003")
PASSPHRASE = Hidden("seven herons over the estuary")


def unlocked(holder):
    return UnlockedMember(holder=holder, private_key=opening.open_member_key(holder=holder, passphrase=PASSPHRASE))


def team_key(team, holder):
    return opening.open_team_by_passphrase(team=team, holder=holder, passphrase=PASSPHRASE)


def key_of(holder):
    return MemberKey.objects.get(holder=holder)


@pytest.fixture
def team(db, now):
    for holder in (TEAL, WREN, *TRUSTEES):
        actions.make_member_key(holder=holder, passphrase=PASSPHRASE, now=now)
    return actions.found_team(name="Evidence", owner=ALDER, first=key_of(TEAL), by=TEAL, now=now)


@pytest.fixture
def name(team, now):
    def named(*holders, needed=2):
        members = [key_of(holder) for holder in holders]
        return actions.name_trustees(team=team, trustees=members, needed=needed, with_key=team_key(team, TEAL), by=TEAL, now=now)

    return named


@pytest.fixture
def asked(team, name, now):
    """Two of three trustees are needed, and they are asked to let Wren in."""
    name(*TRUSTEES)
    return actions.open_ceremony(team=team, member=key_of(WREN), by=TEAL, now=now)


def give(team, holder, now):
    return actions.give_share(team=team, giver=unlocked(holder), by=holder, now=now)


def complete(team, now, holder=WREN):
    return actions.complete_ceremony(team=team, member=unlocked(holder), by=holder, now=now)


@pytest.mark.parametrize(("holders", "needed"), [((), 0), (TRUSTEES, 1), (TRUSTEES[:1], 1), (TRUSTEES[:1], 2), (TRUSTEES, 4)])
def test_trust_that_one_person_could_open_or_nobody_is_refused(name, holders, needed):
    with pytest.raises(actions.TooFewTrustees):
        name(*holders, needed=needed)
    assert not Trust.objects.exists()


def test_one_person_named_twice_is_one_trustee(name):
    with pytest.raises(actions.TooFewTrustees):
        name(TRUSTEES[0], TRUSTEES[0], needed=2)


def test_database_itself_refuses_a_trust_of_one(name):
    name(*TRUSTEES)
    with pytest.raises(IntegrityError), transaction.atomic():
        Trust.objects.update(needed=1)


def test_more_trustees_than_shares_can_be_made_are_refused(team, now):
    members = [actions.make_member_key(holder=f"P-0001{n:02}", passphrase=PASSPHRASE, now=now) for n in range(shares.MOST + 1)]
    with pytest.raises(actions.TooManyTrustees):
        actions.name_trustees(team=team, trustees=members, needed=2, with_key=team_key(team, TEAL), by=TEAL, now=now)


def test_fewer_shares_than_are_needed_are_not_combined():
    secret = shares.new_secret()
    made = shares.split(secret, needed=3, among=5)
    for few in [*combinations(made, 1), *combinations(made, 2)]:
        with pytest.raises(DoesNotOpen):
            shares.combine(few)
    assert {shares.combine(three).reveal() for three in combinations(made, 3)} == {secret.reveal()}


def test_shares_of_two_secrets_are_not_combined():
    one, other = (shares.split(shares.new_secret(), needed=2, among=2) for _ in range(2))
    with pytest.raises(DoesNotOpen):
        shares.combine([one[0], other[1]])


def test_nobody_is_asked_where_there_are_no_trustees(team, now):
    with pytest.raises(actions.NoTrustees):
        actions.open_ceremony(team=team, member=key_of(WREN), by=TEAL, now=now)


def test_nobody_is_asked_for_someone_who_is_on_the_team(team, name, now):
    name(*TRUSTEES)
    with pytest.raises(actions.AlreadyOnTeam):
        actions.open_ceremony(team=team, member=key_of(TEAL), by=TEAL, now=now)


def test_nobody_is_asked_twice_at_once(team, asked, now):
    with pytest.raises(actions.CeremonyRunning):
        actions.open_ceremony(team=team, member=key_of(TRUSTEES[0]), by=TEAL, now=now)


def test_nobody_is_asked_where_too_few_trustees_are_left(team, name, now):
    name(*TRUSTEES, needed=3)
    actions.forget_member_key(holder=TRUSTEES[0], by="", now=now)
    with pytest.raises(actions.NoTrustees):
        actions.open_ceremony(team=team, member=key_of(WREN), by=TEAL, now=now)


def test_who_is_no_trustee_gives_nothing(team, asked, now):
    for holder in (TEAL, WREN):
        with pytest.raises(NotPermitted):
            give(team, holder, now)
    assert not GivenShare.objects.exists()


def test_trustee_who_was_not_asked_gives_nothing(team, name, now):
    name(*TRUSTEES)
    with pytest.raises(NotFound):
        give(team, TRUSTEES[0], now)


def test_share_is_given_once(team, asked, now):
    give(team, TRUSTEES[0], now)
    with pytest.raises(actions.ShareGiven):
        give(team, TRUSTEES[0], now)
    with pytest.raises(actions.SharesMissing) as refused:
        complete(team, now)
    assert refused.value.facts == {"given": 1, "needed": 2}


def test_nobody_else_completes_it(team, asked, now):
    for holder in TRUSTEES[:2]:
        give(team, holder, now)
    for holder in (*TRUSTEES, TEAL):
        with pytest.raises(NotPermitted):
            complete(team, now, holder)


def test_ceremony_ends_by_itself(team, asked, now):
    later = now + timedelta(days=8)
    for holder in TRUSTEES[:2]:
        give(team, holder, now)
    with pytest.raises(actions.CeremonyOver):
        give(team, TRUSTEES[2], later)
    with pytest.raises(actions.CeremonyOver):
        complete(team, later)
    actions.open_ceremony(team=team, member=key_of(WREN), by=TEAL, now=later)
    assert (Ceremony.objects.count(), GivenShare.objects.count()) == (1, 0)


def test_what_was_given_is_gone_when_asking_ends(team, asked, now):
    for holder in TRUSTEES[:2]:
        give(team, holder, now)
    assert actions.end_ceremony(team=team, by=TEAL, now=now)
    assert not GivenShare.objects.exists()
    with pytest.raises(NotFound):
        complete(team, now)
    assert not actions.end_ceremony(team=team, by=TEAL, now=now)


def test_share_moved_to_another_trustee_does_not_open(team, asked, now):
    one, other = Share.objects.order_by("pk")[:2]
    Share.objects.filter(pk=one.pk).update(sealed_share=other.sealed_share)
    with pytest.raises(DoesNotOpen):
        give(team, one.member.holder, now)


def test_while_a_ceremony_runs_only_its_person_opens_what_was_given(team, asked, now):
    give(team, TRUSTEES[0], now)
    public, ceremony, given = bytes(team.public_key), Ceremony.objects.get(), GivenShare.objects.get()
    key_info = wire.ceremony_key_info(team_public_key=public, ceremony_public_key=bytes(ceremony.public_key), holder=WREN)
    share_info = wire.given_share_info(team_public_key=public, ceremony_public_key=bytes(ceremony.public_key), holder=TRUSTEES[0])
    for holder in (*TRUSTEES, TEAL):
        with pytest.raises(DoesNotOpen):
            opening.open_key(bytes(ceremony.sealed_private_key), private_key=unlocked(holder).private_key, info=key_info)
        with pytest.raises(DoesNotOpen):
            opening.open_key(bytes(given.sealed_share), private_key=unlocked(holder).private_key, info=share_info)
    opened = opening.open_key(bytes(ceremony.sealed_private_key), private_key=unlocked(WREN).private_key, info=key_info)
    one_share = opening.open_key(bytes(given.sealed_share), private_key=opened, info=share_info)
    with pytest.raises(DoesNotOpen):
        shares.combine([one_share])


def test_new_keys_end_what_was_asked_and_share_anew(team, asked, now):
    give(team, TRUSTEES[0], now)
    before = {bytes(share.sealed_share) for share in Share.objects.all()}
    actions.change_keys(team=team, with_key=team_key(team, TEAL), by=TEAL, now=now)
    assert not Ceremony.objects.exists()
    assert not before & {bytes(share.sealed_share) for share in Share.objects.all()}
    assert Trust.objects.get().generation == Team.objects.get().generation == 2


def test_removed_member_is_no_trustee_any_more(team, name, now):
    key = team_key(team, TEAL)
    actions.join_team(team=team, member=key_of(WREN), with_key=key, by=TEAL, now=now)
    name(WREN, *TRUSTEES[:2])
    actions.remove_member(team=team, holder=WREN, with_key=key, by=TEAL, now=now)
    assert {share.member.holder for share in Share.objects.all()} == set(TRUSTEES[:2])
    name(TRUSTEES[0], TEAL)
    actions.join_team(team=team, member=key_of(TRUSTEES[0]), with_key=team_key(team, TEAL), by=TEAL, now=now)
    actions.remove_member(team=team, holder=TRUSTEES[0], with_key=team_key(team, TEAL), by=TEAL, now=now)
    assert not Trust.objects.exists()


def test_trust_can_be_ended(team, name, now):
    assert not actions.end_trust(team=team, by=TEAL, now=now)
    name(*TRUSTEES)
    assert actions.end_trust(team=team, by=TEAL, now=now)
    assert not Share.objects.exists()


@pytest.mark.parametrize("givers", [TRUSTEES[:2], TRUSTEES[1:], TRUSTEES])
def test_enough_trustees_let_someone_in_who_then_opens_everything(team, asked, now, givers):
    item = seal_item(team=team, kind="testimony", content=b"words")
    counted = [give(team, holder, now) for holder in givers]
    assert [(one.given, one.needed) for one in counted] == [(number, 2) for number in range(1, len(givers) + 1)]
    complete(team, now)
    assert opening.open_item(item, with_key=team_key(team, WREN)).reveal() == b"words"
    assert not Ceremony.objects.exists()
    assert Share.objects.count() == 3


def test_whom_a_colleague_lets_in_meanwhile_needs_no_ceremony(team, asked, now):
    actions.join_team(team=team, member=key_of(WREN), with_key=team_key(team, TEAL), by=TEAL, now=now)
    assert not Ceremony.objects.exists()
