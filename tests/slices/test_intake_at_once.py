"""A double click: the same form twice at the same moment, on real connections. One testimony, one receipt."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from tests.cast import Cast
from tests.slices.intake_parts import give, make_door

from firsthand.core.hidden import Hidden
from firsthand.foundation.ledger.queries import first_break
from firsthand.foundation.vault.models import Item
from firsthand.intake.models import Giver, Testimony


def _is_shared_memory():
    return connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"])


@pytest.mark.django_db(transaction=True)
def test_form_sent_twice_at_the_same_moment_is_kept_once(now):
    if _is_shared_memory():
        pytest.skip("an in-memory database has one writer by construction; test_same_form_sent_twice_is_kept_once covers it")
    door = make_door(Cast(), now)

    def send(_turn):
        try:
            return give(door, now, once=Hidden(b"one form, 16 b.!"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(send, range(4)))
    assert len({receipt.words.reveal() for receipt in receipts}) == 1
    assert sorted(receipt.is_new for receipt in receipts) == [False, False, False, True]
    assert (Testimony.objects.count(), Giver.objects.count(), Item.objects.count()) == (1, 1, 1)
    assert first_break() is None
