"""What is done once a day, by `firsthand daily` or by the worker. Done twice on one day it changes nothing more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from firsthand.evidence.actions import end_alerts_over
from firsthand.flows.expiry import announce_ends, end_expired
from firsthand.flows.retention import announce_and_end
from firsthand.foundation.vault.files import sweep

DUTIES: dict[str, Callable[..., int]] = {
    "consents that ran out": end_expired,
    "givers to ask again": announce_ends,
    "warnings whose last day passed": end_alerts_over,
    "things whose time was over": announce_and_end,
    "files that count for nothing": sweep,
}


def do_daily(*, now: datetime) -> dict[str, int]:
    """Do every duty and say what each came to. One that breaks does not keep the others from being done; the first break is raised."""
    done: dict[str, int] = {}
    broken: list[Exception] = []
    for name, duty in DUTIES.items():
        try:
            done[name] = duty(now=now)
        except Exception as failed:  # noqa: BLE001 -- raised below, when the rest is done
            broken.append(failed)
    if broken:
        raise broken[0]
    return done


@task()
def every_day() -> None:
    """Do what is done once a day, and plan the next day before anything can fail. Run twice, it plans one next day."""
    now = timezone.now()
    if not _planned().exists():
        every_day.using(run_after=now + timedelta(days=1)).enqueue()
    do_daily(now=now)


def plan_daily() -> bool:
    """Have the worker do it, unless that is planned already. Returns whether it was planned now."""
    if _planned().exists():
        return False
    every_day.enqueue()
    return True


def _planned() -> QuerySet[DBTaskResult[..., None]]:
    return DBTaskResult.objects.filter(task_path=every_day.module_path, status=TaskResultStatus.READY)
