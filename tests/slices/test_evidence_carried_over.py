"""Rows of an installation from before incidents stood apart from testimony come over whole."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.cast import Cast
from tests.slices.evidence_stage import Stage

BEFORE = [("evidence", "0002_read_twice_and_marked")]


def _apps_at(target):
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.mark.django_db(transaction=True)
def test_incident_of_before_becomes_one_that_a_testimony_tells_of(now):
    latest = [leaf for leaf in MigrationExecutor(connection).loader.graph.leaf_nodes() if leaf[0] == "evidence"]
    stage = Stage(cast=Cast(), now=now)
    refs = [stage.give(), stage.give()]
    try:
        old = _apps_at(BEFORE)
        made = [_coded_as_before(old, ref, stage.cast.teal.pk, now) for ref in refs]
        new = _apps_at(latest)
        told = new.get_model("evidence", "Information").objects.order_by("testimony__ref")
        assert [(row.testimony.ref, row.incident_id) for row in told] == sorted(zip(refs, made, strict=True))
        first = told.get(testimony__ref=refs[0])
        assert (first.country, first.precision, first.coded_at, first.codebook) == ("KE", "month", now, 0)
        assert (first.incident.country, first.incident.organisation_id) == ("KE", stage.cast.alder.pk)
        assert len({row.incident.ref for row in told}) == 2
        assert sorted(first.acts.values_list("code__value", flat=True)) == ["arrest", "raid"]
        assert list(first.acts.values_list("affected__giver", flat=True).distinct()) == [first.testimony.giver_id]
        assert list(first.involvements.values_list("perpetrator__value", "act")) == [("police", None)]
    finally:
        _apps_at(latest)


def _coded_as_before(old, ref, coder, now):
    testimony = old.get_model("intake", "Testimony").objects.get(ref=ref)
    code = old.get_model("evidence", "Code").objects
    incident = old.get_model("evidence", "Incident").objects.create(
        testimony_id=testimony.pk, happened_on="2025-03-01", precision="month", country="KE", coded_by_id=coder, coded_at=now
    )
    for value in ("arrest", "raid"):
        old.get_model("evidence", "Act").objects.create(incident=incident, code=code.get(list="act", value=value))
    old.get_model("evidence", "Involvement").objects.create(incident=incident, perpetrator=code.get(list="perpetrator", value="police"))
    return incident.pk
