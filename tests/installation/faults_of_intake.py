"""Run in an installation of its own: sends testimonies and has the process killed, the disk full, the database locked, the clock set back.

Each try is a forked child that sends one form through the whole product and dies where it is told to. After each, this process looks at
what is there as a restarted one would. Prints one JSON line a try; tests/installation/test_faults.py judges them.
"""

import json
import os
import re
import resource
import sqlite3
import sys
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from firsthand.core.hidden import Hidden  # noqa: E402
from firsthand.foundation.consents.models import Grant  # noqa: E402
from firsthand.foundation.ledger.models import Entry  # noqa: E402
from firsthand.foundation.ledger.queries import first_break  # noqa: E402
from firsthand.foundation.vault import opening  # noqa: E402
from firsthand.foundation.vault.models import Item, ItemKey  # noqa: E402
from firsthand.intake import once  # noqa: E402
from firsthand.intake.models import Giver, Testimony  # noqa: E402
from firsthand.intake.queries import given_by_receipt  # noqa: E402
from firsthand.site.working import sweep  # noqa: E402
from tests.cast import Cast  # noqa: E402
from tests.guard.canary import bytes_on_disk  # noqa: E402
from tests.slices.intake_parts import PASSPHRASE, make_door  # noqa: E402

MARK = "Quagmire-heron-7291"
KILLED = 9
cast = Cast()
door = make_door(cast, timezone.now())
shown: list[str] = []


def form() -> dict[str, str]:
    uses = {f"use-{use}": "no" for use in ("translation", "un-submission", "state-body", "media")}
    uses |= {f"use-{use}": "yes" for use in ("store", "statistics", "anonymous-quote")}
    return {"words": f"It was {MARK}.", "year": "2025", "country": "KE", "area": "", "once": once.drawn()} | uses


def send(fields: dict[str, str]) -> tuple[int, str]:
    """The status, and the words of the receipt if one was shown."""
    answered = Client(raise_request_exception=False).post(f"/give/{door.code}/send/", fields)
    page = re.search(r'<ol class="receipt-words[^>]*>(.*?)</ol>', answered.content.decode(), re.DOTALL)
    return answered.status_code, " ".join(re.findall(r"<li>(.*?)</li>", page[1])) if page else ""


@contextmanager
def dying(*, statement: int, is_before: bool):
    """Die at this statement, counted from 1, just before or just after the database did it."""
    counted = 0

    def watch(execute, sql, params, many, context):
        nonlocal counted
        counted += 1
        if counted == statement and is_before:
            os._exit(KILLED)
        result = execute(sql, params, many, context)
        if counted == statement:
            os._exit(KILLED)
        return result

    with connection.execute_wrapper(watch):
        yield


@contextmanager
def dying_at_commit(*, is_before: bool):
    commit = connection._commit

    def watch():
        if not is_before:
            commit()
        os._exit(KILLED)

    connection._commit = watch
    yield


@contextmanager
def full_disk():
    """No file may grow by a byte beyond what the largest has now: what a full disk answers, without filling one."""
    largest = max(path.stat().st_size for path in settings.DATA_DIR.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (min(4096, largest), resource.RLIM_INFINITY))
    yield


@contextmanager
def impatient():
    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.2
    connection.settings_dict["OPTIONS"]["timeout"] = 0.2
    yield


@contextmanager
def clock_set_back():
    now = timezone.now
    timezone.now = lambda: now() - timedelta(days=3)
    yield


def begin(fault, fields: dict[str, str]) -> tuple[int, int]:
    """Send one form under a fault, in a process of its own; returns the process and where it will tell how it went."""
    connections.close_all()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        with fault:
            status, words = send(fields)
        os.write(write, json.dumps([status, words]).encode())
        os._exit(0)
    os.close(write)
    return child, read


def end(child: int, read: int) -> dict[str, object]:
    told = os.read(read, 65536)
    os.close(read)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status, words = json.loads(told) if told else (0, "")
    return {"code": code, "status": status, "words": words}


def look() -> dict[str, object]:
    """What a restarted process finds: whole testimonies only, an unbroken chain, receipts that open, and no word on the disk."""
    team = opening.open_team_by_passphrase(team=door.team, holder=cast.teal.ref, passphrase=PASSPHRASE)
    contents = [opening.open_item(row.item, with_key=team).reveal() for row in Testimony.objects.select_related("item")]
    folders = [settings.DATA_DIR, Path(os.environ["TMPDIR"]), *map(Path, filter(None, [os.environ.get("FAULTS_PGDATA")]))]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {
        "rows": [Testimony.objects.count(), Giver.objects.count(), Item.objects.count(), ItemKey.objects.count()],
        "granted": Grant.objects.count(),
        "entries": Entry.objects.filter(kind__in=("testimony-received", "consent-given")).count(),
        "chain": str(first_break()),
        "opened": sum(MARK.encode() in content for content in contents),
        "receipts": sum(not given_by_receipt(Hidden(words), now=timezone.now()).is_withdrawn for words in shown),
        "readable": [path.name for path in files if MARK.encode() in bytes_on_disk(path)],
    }


def attempt(name: str, fault) -> None:
    fields = form()
    before = Testimony.objects.count()
    tried = end(*begin(fault, fields))
    if tried["words"]:
        shown.append(str(tried["words"]))
    found = look()
    status, words = send(fields)  # whoever got no answer sends the form again
    shown.append(words)
    kept_by_fault = Testimony.objects.count() - before
    line = {"name": name, "code": tried["code"], "status": tried["status"], "shown": bool(tried["words"]), "before": before}
    print(json.dumps(line | {"found": found, "again": status, "after": kept_by_fault, "in_all": look()}), flush=True)  # noqa: T201


def at_once(many: int) -> None:
    """As many forms at the same moment, each from a process of its own."""
    begun = [begin(nullcontext(), form()) for _ in range(many)]
    tried = [end(*each) for each in begun]
    shown.extend(str(each["words"]) for each in tried)
    line = {"name": "at once", "codes": [each["code"] for each in tried], "again": max(int(str(each["status"])) for each in tried)}
    print(json.dumps(line | {"words": len({each["words"] for each in tried}), "in_all": look()}), flush=True)  # noqa: T201


def statements() -> int:
    """How many statements one whole intake asks of the database."""
    seen: list[str] = []

    def watch(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        shown.append(send(form())[1])
    return len(seen)


def main(every: int) -> None:
    steps = statements()
    for step in range(1, steps + 1, every):
        for is_before in (True, False):
            name = f"killed {'before' if is_before else 'after'} statement {step} of {steps}"
            attempt(name, dying(statement=step, is_before=is_before))
    attempt("killed before commit", dying_at_commit(is_before=True))
    attempt("killed after commit", dying_at_commit(is_before=False))
    attempt("clock set back", clock_set_back())
    at_once(6)
    if settings.IS_SQLITE:  # what befalls the disk of PostgreSQL is PostgreSQL's
        attempt("disk full", full_disk())
        locked()
        sweep()
        wal = settings.DATA_DIR / "firsthand.sqlite3-wal"
        print(json.dumps({"name": "swept", "log": wal.stat().st_size, "again": 200, "in_all": look()}), flush=True)  # noqa: T201


def locked() -> None:
    """Someone else holds the database for longer than a page waits."""
    connections.close_all()
    holder = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    fields = form()
    tried = end(*begin(impatient(), fields))
    holder.execute("ROLLBACK")
    holder.close()
    again, words = send(fields)
    shown.append(words)
    line = {"name": "locked", "status": tried["status"], "shown": bool(tried["words"]), "again": again}
    print(json.dumps(line | {"in_all": look()}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]))
