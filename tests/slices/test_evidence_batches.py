"""Batches: who is counted together, and when the next may be opened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.slices.evidence_stage import ALL, Stage

from firsthand.core.consent import Use
from firsthand.core.lineage import Carries
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.evidence import actions
from firsthand.evidence.models import Batch
from firsthand.evidence.queries import batches_for, next_batches_for
from firsthand.foundation.consents.actions import withdraw
from firsthand.foundation.ledger.queries import edges_below


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


def test_batch_is_opened_by_a_coordinator_only(stage):
    stage.people(3)
    with pytest.raises(NotPermitted):
        actions.open_batch(organisation=stage.cast.alder, by=stage.cast.teal, now=stage.now)
    with pytest.raises(NotFound):
        actions.open_batch(organisation=stage.cast.alder, by=stage.cast.finch, now=stage.now)
    assert not Batch.objects.exists()


def test_batch_of_nobody_is_refused(stage):
    stage.people(2, uses=frozenset({Use.STORE}))
    stage.give()
    with pytest.raises(actions.NobodyToCount):
        stage.open_batch()


def test_batch_counts_only_who_agreed_and_names_them_in_the_ledger(stage):
    agreed = stage.people(4)
    stage.people(3, uses=ALL - {Use.STATISTICS})
    stage.give()
    left = stage.people(1)[0]
    withdraw(subject=left, uses=[Use.STATISTICS], by="", now=stage.now)
    ref = stage.open_batch()
    assert {(edge.source, edge.carries, edge.use) for edge in edges_below([ref])} == {
        (each, Carries.COUNTS, Use.STATISTICS) for each in agreed
    }
    assert [(row.people, row.is_open, row.number) for row in batches_for(stage.cast.wren)] == [(4, True, 1)]


def test_next_batch_needs_ten_people_who_joined_or_left(stage):
    stage.people(6)
    first = stage.open_batch()
    stage.people(9)
    with pytest.raises(actions.BatchTooSmall) as refused:
        stage.open_batch()
    assert refused.value.facts == {"changes": 9, "needed": 10}
    assert Batch.objects.get().closed_at is None
    stage.people(1)
    assert [(each.changes, each.is_enough) for each in next_batches_for(stage.cast.wren, now=stage.now)] == [(10, True)]
    second = stage.open_batch(now=stage.now + timedelta(days=1))
    ended = Batch.objects.get(ref=first)
    assert (ended.closed_because, Batch.objects.get(ref=second).number) == (Batch.Ending.NEXT_OPENED, 2)


def test_who_left_counts_as_changed(stage):
    refs = stage.people(20)
    stage.open_batch()
    for ref in refs[:10]:
        withdraw(subject=ref, uses=[Use.STATISTICS], by="", now=stage.now)
    assert next_batches_for(stage.cast.wren, now=stage.now)[0].changes == 10


def test_organisation_never_has_two_open_batches(stage):
    stage.people(3)
    batch = Batch.objects.get(ref=stage.open_batch())
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.create(organisation=batch.organisation, number=2, opened_at=batch.opened_at, opened_by=batch.opened_by, frame=[])


def test_list_of_batches_asks_no_query_a_row(stage, django_assert_num_queries):
    stage.people(1)
    stage.open_batch()
    with django_assert_num_queries(2):
        assert len(batches_for(stage.cast.wren)) == 1
    for day in (1, 2):
        stage.people(10)
        stage.open_batch(now=stage.now + timedelta(days=day))
    with django_assert_num_queries(2):
        assert len(batches_for(stage.cast.wren)) == 3
    assert batches_for(stage.cast.finch) == ()
