"""Later work: tried again when it fails, and nothing of a message is kept."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from firsthand.flows import tasks
from firsthand.flows.later import ATTEMPTS, TaskFailed


@pytest.fixture
def broken(monkeypatch, db):
    def fail(*_: object, **__: object) -> None:
        raise ValueError("the heron's own words")

    monkeypatch.setattr(tasks, "public_edition", fail)


def test_a_failure_leaves_its_kind_and_place_and_is_put_back(broken):
    with pytest.raises(TaskFailed, match=r"^ValueError at [\w.]*test_flows_later:\d+$") as failed:
        tasks.render_files.call("E-000001")
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None
    again = DBTaskResult.objects.get()
    assert (again.args_kwargs["args"], again.args_kwargs["kwargs"]) == (["E-000001"], {"attempt": 2})
    assert again.run_after is not None


def test_the_last_try_is_not_put_back(broken):
    with pytest.raises(TaskFailed):
        tasks.render_files.call("E-000001", attempt=ATTEMPTS)
    assert not DBTaskResult.objects.exists()
