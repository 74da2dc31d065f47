"""The cast can be made and the foundation answers."""

from firsthand.foundation.ledger.actions import record
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.ledger.queries import first_break


def test_ledger_shows_an_edit(cast, now):
    record(kind="tested", subject=cast.alder.ref, by=cast.wren.ref, now=now)
    record(kind="tested", subject=cast.alder.ref, by=cast.wren.ref, now=now, facts={"count": 2})
    assert first_break() is None
    Entry.objects.filter(number=1).update(kind="unsaid")
    found = first_break()
    assert found is not None
    assert (found.number, found.why) == (1, "the row was changed after it was written")
