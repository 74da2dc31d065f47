"""Yesterday's content with today's keys, and today's withdrawals done again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from firsthand.core.consent import Use
from firsthand.core.refusal import NotFound, NotNow
from firsthand.foundation.consents.actions import withdraw
from firsthand.foundation.people.models import Person
from firsthand.foundation.vault.models import Item, ItemKey
from firsthand.intake.actions import repeat_withdrawal
from firsthand.site.backup.content import content_folders, put_back_database, put_back_files
from firsthand.site.backup.keys import TakenBack, key_files, put_back, put_back_secret_key


class NoBackup(NotFound):
    code = "no-backup"
    sentence = "There is no backup in this folder: it needs content and keys."


class NotEmpty(NotNow):
    code = "not-empty"
    sentence = "There are people in this installation. A backup is restored into an empty one only: name another data folder or database."


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back: from which content and keys, how many sealed items open, how many for nobody, and what was taken back again."""

    content: str
    keys: str
    opens: int
    forgotten: int
    taken_back: int


def restore(folder: Path, *, now: datetime) -> Restored:
    """Put the newest content and the newest keys into an empty installation, and do again what was taken back in between.

    Raises:
        NoBackup: content or keys are missing in this folder.
        NotEmpty: somebody uses this installation.
        OtherEngine, ProgramMissing, ProgramFailed, KeysNotReadable: what its parts raise.
    """
    contents, keys = content_folders(folder), key_files(folder)
    if not contents or not keys:
        raise NoBackup
    table = Person._meta.db_table  # noqa: SLF001 -- documented by the framework under this name
    if table in connection.introspection.table_names() and Person.objects.exists():
        raise NotEmpty
    put_back_database(contents[-1])
    call_command("migrate", verbosity=0)
    taken_back = put_back(keys[-1])
    put_back_files(folder, contents[-1])
    put_back_secret_key(keys[-1])
    repeated = _take_back_again(taken_back, now=now)
    opens = ItemKey.objects.count()
    return Restored(
        content=contents[-1].name, keys=keys[-1].name, opens=opens, forgotten=Item.objects.count() - opens, taken_back=repeated
    )  # fmt: skip


def _take_back_again(said: TakenBack, *, now: datetime) -> int:
    whole = sum(repeat_withdrawal(testimony_ref=ref, because=because, now=now) for ref, because in said.testimonies.items())
    ended = sum(bool(withdraw(subject=ref, uses=[Use(use) for use in uses], by="", now=now)) for ref, uses in said.uses.items())
    return whole + ended
