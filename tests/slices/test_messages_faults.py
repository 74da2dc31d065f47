"""Whatever statement fails while something is written, added or destroyed: it happened whole or not at all."""

from contextlib import contextmanager

import pytest
from django.db import connection
from tests.slices.evidence_stage import Stage

from firsthand.core.hidden import Hidden
from firsthand.evidence.actions import write_to_giver
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.ledger.queries import first_break
from firsthand.foundation.vault.models import InboxKey, Item, ItemKey
from firsthand.intake import slip as slips
from firsthand.intake.actions import withdraw_by_receipt
from firsthand.intake.adding import add_words
from firsthand.intake.inbox import read_inbox
from firsthand.intake.models import Message
from firsthand.intake.said import Said, Sort


class DiskFullError(Exception):
    pass


@contextmanager
def failing_at(statement):
    counted = 0

    def watch(execute, sql, params, many, context):
        nonlocal counted
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            counted += 1
            if counted == statement:
                raise DiskFullError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


@pytest.fixture
def stage(cast, now):
    return Stage(cast, now)


def state():
    rows = (Item, ItemKey, InboxKey, Message, Entry)
    return [model.objects.count() for model in rows] + [Message.objects.exclude(read_on=None).count()]


def write(stage, ref):
    key = stage.key_of(stage.cast.teal)
    return lambda: write_to_giver(
        testimony_ref=ref, sort=Sort.NEWS, words=Hidden("It is printed."), language="en", with_key=key, by=stage.cast.teal, now=stage.now
    )


def add(stage, ref):
    own = slips.read(slips.drawn(stage.team)[0])
    return lambda: add_words(receipt=stage.receipts[ref], slip=own, said=Said(words="More.", sort=Sort.ADDITION), now=stage.now)


def destroy(stage, ref):
    write(stage, ref)()
    add(stage, ref)()
    return lambda: withdraw_by_receipt(receipt=stage.receipts[ref], uses=None, destroy=True, now=stage.now)


@pytest.mark.parametrize("prepare", [write, add, destroy])
def test_failing_at_any_statement_leaves_nothing_half_done(stage, prepare):
    ref = stage.give()
    act, statement = prepare(stage, ref), 0
    before = state()
    while True:
        statement += 1
        try:
            with failing_at(statement):
                act()
        except DiskFullError:
            assert state() == before
            continue
        break
    assert statement > 5
    assert state() != before
    assert first_break() is None
    assert len(read_inbox(receipt=stage.receipts[ref], now=stage.now).letters) == Message.objects.filter(is_to_giver=True).count()
