"""Later work: tried again when it fails, and nothing of a message is kept."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult
from tests.later import do_later_work

from firsthand.flows import tasks
from firsthand.flows.later import ATTEMPTS


@pytest.fixture
def broken(monkeypatch, db):
    def fail(*_: object, **__: object) -> None:
        raise ValueError("the heron's own words")

    monkeypatch.setattr(tasks, "public_edition", fail)


def test_a_failed_try_leaves_its_kind_and_place_and_is_put_back(broken, now):
    tasks.render_files.enqueue("E-000001")
    do_later_work()
    failed, again = DBTaskResult.objects.order_by("enqueued_at")
    assert failed.traceback.startswith("ValueError at ")
    assert "heron" not in failed.traceback
    assert (again.args_kwargs["args"], again.args_kwargs["kwargs"]) == (["E-000001"], {"attempt": 2})
    assert again.run_after is not None


def test_the_last_try_is_not_put_back(broken):
    with pytest.raises(ValueError, match="heron"):
        tasks.render_files.call("E-000001", attempt=ATTEMPTS)
    assert not DBTaskResult.objects.exists()
