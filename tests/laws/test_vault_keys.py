"""After any sequence of sealing, joining, leaving, changing keys, forgetting and recovering: exactly the right people can open.

The machine keeps, beside the database, who should be able to open what; after every step it compares. Who was removed is taken to have
kept the team's private key of that day: what it opens is what decision 0041 says, and nothing more.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from firsthand.core.hidden import Hidden
from firsthand.foundation.vault import actions, opening
from firsthand.foundation.vault.models import ItemKey, MemberKey, Team
from firsthand.foundation.vault.opening import DoesNotOpen, KeyDestroyed, NotOnTeam
from firsthand.foundation.vault.queries import item_by_ref
from firsthand.foundation.vault.sealing import seal_item
from firsthand.foundation.vault.wire import UnlockedMember, UnlockedTeam

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PEOPLE = tuple(f"P-00000{number}" for number in range(1, 6))
PASSPHRASE = Hidden("seven herons over the estuary")
anyone = st.sampled_from(PEOPLE)
some = st.sets(anyone, max_size=4)
few = settings(
    max_examples=24,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@dataclass
class Kept:
    """What someone who was removed took along: the team's private key, and which item keys are still sealed to it."""

    key: UnlockedTeam
    opens: set[str]


class Keys(RuleBasedStateMachine):
    """Five people, one team, its items and its trustees."""

    @initialize()
    def begin(self):
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.passphrases = dict.fromkeys(PEOPLE, PASSPHRASE)
        for person in PEOPLE:
            actions.make_member_key(holder=person, passphrase=PASSPHRASE, now=NOW)
        first = self.member(PEOPLE[0])
        self.team = actions.found_team(name="Evidence", owner="O-000001", first=first, by=PEOPLE[0], now=NOW)
        self.on_team, self.items, self.forgotten, self.kept = {PEOPLE[0]}, {}, set(), []
        self.trustees, self.needed = set(), 0

    def teardown(self):
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def member(self, person):
        return MemberKey.objects.get(holder=person)

    def unlocked(self, person):
        private_key = opening.open_member_key(holder=person, passphrase=self.passphrases[person])
        return UnlockedMember(holder=person, private_key=private_key)

    def key_of(self, person):
        member = self.unlocked(person)
        return opening.open_team(team=self.team, holder=person, member_private_key=member.private_key)

    @property
    def acting(self):
        return min(self.on_team)

    @rule(content=st.binary(max_size=40))
    def seal(self, content):
        item = seal_item(team=Team.objects.get(), kind="testimony", content=content)
        self.items[item.ref] = content

    @rule(content=st.binary(max_size=40))
    def seal_with_a_page_loaded_before(self, content):
        """Whoever sealed still had the team's public key as it was when the machine began."""
        item = seal_item(team=self.team, kind="testimony", content=content)
        self.items[item.ref] = content
        for kept in self.kept:
            if kept.key.generation == self.team.generation:
                kept.opens.add(item.ref)

    @precondition(lambda self: self.items)
    @rule(which=st.integers(0))
    def forget(self, which):
        ref = sorted(self.items)[which % len(self.items)]
        actions.destroy_key(item_ref=ref, by=PEOPLE[0], now=NOW)
        self.forgotten.add(ref)
        self.lose(ref)

    @precondition(lambda self: self.on_team)
    @rule(person=anyone)
    def join(self, person):
        key = self.key_of(self.acting)
        if person in self.on_team:
            with pytest.raises(actions.AlreadyOnTeam):
                actions.join_team(team=self.team, member=self.member(person), with_key=key, by=self.acting, now=NOW)
            return
        actions.join_team(team=self.team, member=self.member(person), with_key=key, by=self.acting, now=NOW)
        self.on_team.add(person)

    @precondition(lambda self: self.on_team)
    @rule(person=anyone)
    def remove(self, person):
        key, refused = self.key_of(self.acting), None
        if person == self.acting:
            refused = actions.CannotRemoveYourself
        elif person not in self.on_team:
            refused = NotOnTeam
        if refused:
            with pytest.raises(refused):
                actions.remove_member(team=self.team, holder=person, with_key=key, by=self.acting, now=NOW)
            return
        present = Team.objects.get().generation
        refs = set(ItemKey.objects.filter(generation=present).values_list("item__ref", flat=True))
        actions.remove_member(team=self.team, holder=person, with_key=key, by=self.acting, now=NOW)
        self.kept.append(Kept(key, refs))
        self.on_team.discard(person)
        self.trust_without(person)

    @precondition(lambda self: self.on_team)
    @rule()
    def change_keys(self):
        actions.change_keys(team=self.team, with_key=self.key_of(self.acting), by=self.acting, now=NOW)
        self.trust_without()

    @precondition(lambda self: self.on_team)
    @rule(at_most=st.integers(1, 3))
    def reseal(self, at_most):
        present = Team.objects.get().generation
        behind = list(ItemKey.objects.filter(generation__lt=present).order_by("pk").values_list("item__ref", flat=True)[:at_most])
        piece = actions.reseal_some(team=self.team, with_key=self.key_of(self.acting), by=self.acting, now=NOW, at_most=at_most)
        assert (piece.done, piece.broken) == (len(behind), 0)
        for ref in behind:
            self.lose(ref)

    @precondition(lambda self: self.on_team)
    @rule(people=some, needed=st.integers(0, 4))
    def name_trustees(self, people, needed):
        def name():
            members, key = [self.member(person) for person in people], self.key_of(self.acting)
            actions.name_trustees(team=self.team, trustees=members, needed=needed, with_key=key, by=self.acting, now=NOW)

        if needed < 2 or len(people) < needed:
            with pytest.raises(actions.TooFewTrustees):
                name()
            return
        name()
        self.trustees, self.needed = set(people), needed

    @rule(person=anyone, givers=some)
    def recover(self, person, givers):
        if person in self.on_team or len(self.trustees) < max(self.needed, 1):
            with pytest.raises((actions.AlreadyOnTeam, actions.NoTrustees)):
                actions.open_ceremony(team=self.team, member=self.member(person), by=PEOPLE[0], now=NOW)
            return
        actions.open_ceremony(team=self.team, member=self.member(person), by=PEOPLE[0], now=NOW)
        for giver in sorted(givers & self.trustees):
            actions.give_share(team=self.team, giver=self.unlocked(giver), by=giver, now=NOW)
        if len(givers & self.trustees) < self.needed:
            with pytest.raises(actions.SharesMissing):
                actions.complete_ceremony(team=self.team, member=self.unlocked(person), by=person, now=NOW)
            actions.end_ceremony(team=self.team, by=PEOPLE[0], now=NOW)
            return
        actions.complete_ceremony(team=self.team, member=self.unlocked(person), by=person, now=NOW)
        self.on_team.add(person)

    @rule(person=anyone)
    def begin_anew(self, person):
        alone = self.on_team == {person}
        if alone and not (self.needed and len(self.trustees - {person}) >= self.needed):
            with pytest.raises(actions.OnlyOneWhoOpens):
                actions.begin_anew(holder=person, passphrase=PASSPHRASE, now=NOW)
            return
        actions.begin_anew(holder=person, passphrase=PASSPHRASE, now=NOW)
        self.passphrases[person] = PASSPHRASE
        self.on_team.discard(person)
        self.trustees.discard(person)

    @rule(person=anyone, number=st.integers(0, 9))
    def change_passphrase(self, person, number):
        new = Hidden(f"another long phrase {number}")
        actions.change_passphrase(holder=person, old=self.passphrases[person], new=new, now=NOW)
        self.passphrases[person] = new

    def trust_without(self, person=""):
        self.trustees.discard(person)
        if len(self.trustees) < self.needed:
            self.trustees, self.needed = set(), 0

    def lose(self, ref):
        for kept in self.kept:
            kept.opens.discard(ref)

    @invariant()
    def exactly_the_right_people_open(self):
        if not hasattr(self, "items"):
            return
        stored = {row.item.ref: row for row in ItemKey.objects.select_related("item")}
        assert set(stored) == set(self.items) - self.forgotten
        for person in set(PEOPLE) - self.on_team:
            with pytest.raises(NotOnTeam):
                self.key_of(person)
        keys = [self.key_of(person) for person in self.on_team]
        assert len({key.private_key.reveal() for key in keys}) == min(len(keys), 1)
        for ref, content in self.items.items() if keys else ():
            if ref not in self.forgotten:
                assert opening.open_item(stored[ref].item, with_key=keys[0]).reveal() == content
            else:
                with pytest.raises(KeyDestroyed):
                    opening.open_item(item_by_ref(ref), with_key=keys[0])
        for kept in self.kept:
            assert {ref for ref, row in stored.items() if opens_with(kept.key, row)} == kept.opens


def opens_with(old, row):
    """Whether a private key that somebody kept opens this item key, told anything they like about it."""
    try:
        opening.open_item_key(row, with_key=replace(old, generation=row.generation))
    except DoesNotOpen:
        return False
    return True


def test_any_sequence_leaves_exactly_the_right_people_able_to_open(db):
    run_state_machine_as_test(Keys, settings=few)
