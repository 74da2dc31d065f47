"""After any sequence of writing both ways, changing keys, taking back and ending: exactly the right people read each message.

The machine keeps, beside the database, who wrote what to whom and what was destroyed; after every step it compares: what each giver's
receipt opens, what the team's present key opens, and that no key is left of what was destroyed.
"""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.evidence.actions import TestimonyWithdrawn, open_messages, write_to_giver
from firsthand.foundation.vault import wire
from firsthand.foundation.vault.actions import change_keys, reseal_some
from firsthand.foundation.vault.inboxes import OpenInbox, inbox_of, open_letters
from firsthand.foundation.vault.models import InboxKey, Item, ItemKey, Team
from firsthand.foundation.vault.opening import DoesNotOpen, open_item_key
from firsthand.foundation.vault.sealing import keep, new_key_pair, seal
from firsthand.intake import receipts, slip
from firsthand.intake.actions import end_keeping, withdraw_by_receipt
from firsthand.intake.adding import NothingIsAdded, add_words, destroy_added
from firsthand.intake.inbox import read_inbox
from firsthand.intake.said import Said, Sort
from tests.cast import Cast
from tests.slices.evidence_stage import Stage

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
which = st.integers(0, 1)
words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
few = settings(
    max_examples=9,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)


class Messages(RuleBasedStateMachine):
    """Two givers and a team that changes its keys."""

    @initialize()
    def begin(self):
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.stage = Stage(Cast(), NOW)
        self.givers = [self.stage.give(words=f"Told by {number}.") for number in range(2)]
        self.letters, self.added = {}, {}  # Ref of the item -> (giver, words)
        self.withdrawn, self.kept = set(), []

    def teardown(self):
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def receipt(self, giver):
        return self.stage.receipts[self.givers[giver]]

    @property
    def key(self):
        return self.stage.key_of(self.stage.cast.teal)

    @rule(giver=which, text=words)
    def team_writes(self, giver, text):
        def write():
            return write_to_giver(
                testimony_ref=self.givers[giver], sort=Sort.QUESTION, words=Hidden(text), language="en", with_key=self.key,
                by=self.stage.cast.teal, now=NOW,
            )  # fmt: skip

        if giver in self.withdrawn:
            with pytest.raises(TestimonyWithdrawn):
                write()
            return
        self.letters[write()] = (giver, text)

    @rule(giver=which, text=words)
    def giver_adds(self, giver, text):
        own = slip.read(slip.drawn(Team.objects.get())[0])

        def add():
            return add_words(receipt=self.receipt(giver), slip=own, said=Said(words=text, sort=Sort.ADDITION), now=NOW)

        if giver in self.withdrawn:
            with pytest.raises(NothingIsAdded):
                add()
            return
        ref = add().ref
        assert (add().ref, add().is_new) == (ref, False)
        self.added[ref] = (giver, text)

    @rule()
    def team_changes_its_keys(self):
        old = self.key
        change_keys(team=Team.objects.get(), with_key=old, by=self.stage.cast.teal.ref, now=NOW)
        self.kept.append((old, {*self.letters, *self.added}))

    @rule(at_most=st.integers(1, 4))
    def team_seals_anew(self, at_most):
        reseal_some(team=Team.objects.get(), with_key=self.key, by=self.stage.cast.teal.ref, now=NOW, at_most=at_most)

    @rule(giver=which)
    def giver_stops_one_use(self, giver):
        withdraw_by_receipt(receipt=self.receipt(giver), uses=frozenset({Use.STATISTICS}), destroy=False, now=NOW)

    @rule(giver=which, destroy=st.booleans())
    def giver_takes_all_back(self, giver, destroy):
        withdraw_by_receipt(receipt=self.receipt(giver), uses=None, destroy=destroy, now=NOW)
        self.withdrawn.add(giver)
        if destroy:
            self.lose(giver)

    @rule(giver=which)
    def its_time_is_over(self, giver):
        end_keeping(testimony_ref=self.givers[giver], now=NOW)
        self.withdrawn.add(giver)
        self.lose(giver)

    @precondition(lambda self: self.added)
    @rule(place=st.integers(0))
    def giver_destroys_one(self, place):
        ref = sorted(self.added)[place % len(self.added)]
        giver, _ = self.added.pop(ref)
        assert destroy_added(receipt=self.receipt(giver), ref=ref, now=NOW)
        assert not destroy_added(receipt=self.receipt(giver), ref=ref, now=NOW)

    def lose(self, giver):
        for found in (self.letters, self.added):
            for ref in [ref for ref, (whose, _) in found.items() if whose == giver]:
                del found[ref]

    @invariant()
    def exactly_the_right_people_read(self):
        if not hasattr(self, "givers"):
            return
        later = {"letter", "addition"}
        assert set(InboxKey.objects.values_list("item__ref", flat=True)) == set(self.letters)
        assert set(ItemKey.objects.filter(item__kind__in=later).values_list("item__ref", flat=True)) == {*self.letters, *self.added}
        every = list(Item.objects.values_list("ref", flat=True))
        for giver in range(2):
            mine = {ref: text.strip() for ref, (whose, text) in self.letters.items() if whose == giver}
            shown = read_inbox(receipt=self.receipt(giver), now=NOW).letters
            assert {each.ref: each.words.reveal() for each in shown if each.words} == mine
            inbox = inbox_of(receipts.inbox_seed_of(receipts.read(self.receipt(giver))))
            assert set(open_letters(every, inbox=inbox)) == set(mine)
        self.team_reads()
        for old, before in self.kept:
            opened = {row.item.ref for row in ItemKey.objects.filter(item__kind__in=later).select_related("item") if opens(old, row)}
            assert opened <= before

    def team_reads(self):
        for giver, ref in enumerate(self.givers):
            if giver in self.withdrawn:
                with pytest.raises(TestimonyWithdrawn):
                    open_messages(testimony_ref=ref, with_key=self.key, by=self.stage.cast.teal, now=NOW)
                continue
            opened = open_messages(testimony_ref=ref, with_key=self.key, by=self.stage.cast.teal, now=NOW)
            theirs = {r: text for r, (whose, text) in {**self.letters, **self.added}.items() if whose == giver}
            assert {each.card.ref: each.said.words for each in opened if each.said} == theirs


def opens(old, row):
    """Whether a private key that somebody kept opens this item key."""
    from dataclasses import replace

    try:
        open_item_key(row, with_key=replace(old, generation=row.generation))
    except DoesNotOpen:
        return False
    return True


def test_any_sequence_leaves_exactly_the_right_people_able_to_read(db):
    run_state_machine_as_test(Messages, settings=few)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=60), seed=st.binary(min_size=96, max_size=96), other=st.binary(min_size=96, max_size=96))
def test_the_opener_of_inboxes_opens_letters_and_nothing_else(db, content, seed, other):
    """Rule: not even a team's private key opens anything there; and what is sealed to one giver opens for no other."""
    public_key, private_key = new_key_pair()
    team = Team.objects.create(name="Evidence", owner="O-000001", public_key=public_key)
    mine = inbox_of(Hidden(seed))
    letter = keep(seal(team=team, kind=wire.LETTER, content=content, inbox_key=mine.public_key), team=team)
    told = keep(seal(team=team, kind="testimony", content=content), team=team)
    posing = keep(seal(team=team, kind="testimony", content=content, inbox_key=mine.public_key), team=team)
    refs = [letter.ref, told.ref, posing.ref]
    assert {ref: bytes_of.reveal() for ref, bytes_of in open_letters(refs, inbox=mine).items()} == {letter.ref: content}
    assert open_letters(refs, inbox=OpenInbox(public_key=public_key, private_key=private_key)) == {}
    # A team's own sealed key put in the place of a giver's: still nothing, its info is another.
    InboxKey.objects.filter(item=letter).update(sealed_key=ItemKey.objects.get(item=told).sealed_key)
    assert open_letters(refs, inbox=OpenInbox(public_key=public_key, private_key=private_key)) == {}
    if other != seed:
        assert open_letters(refs, inbox=inbox_of(Hidden(other))) == {}
