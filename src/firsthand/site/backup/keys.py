"""The keys, kept apart from what they open: written, rotated, and put back."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection, models, transaction

from firsthand.core.refusal import Fault
from firsthand.foundation.consents.models import Grant
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.vault.models import (
    Ceremony,
    GivenShare,
    InboxKey,
    Item,
    ItemKey,
    MemberKey,
    Membership,
    PastKey,
    RecoveryCode,
    Share,
    Team,
    Trust,
)
from firsthand.site.backup.places import moment_of, private, stamp

# In the order in which they can be put back. A team's row stands in the content too, because doors lead to it; the keys' one is newer.
APART: tuple[type[models.Model], ...] = (
    PastKey, MemberKey, RecoveryCode, Membership, Trust, Share, Ceremony, GivenShare, ItemKey, InboxKey,
)  # fmt: skip


class KeysNotReadable(Fault):
    """A file of keys is not one that `firsthand backup` wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What had been taken back when the keys were written: whole testimonies with why, and uses that ended, by Ref."""

    testimonies: dict[str, str]
    uses: dict[str, list[str]]


def write_keys(folder: Path, *, now: datetime) -> Path:
    """Write the keys of this moment, whole or not at all, readable by their owner only; delete those that are too old."""
    place = private(folder / "keys")
    path = place / f"keys-{stamp(now)}.json"
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(_keys_now(), out)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    limit = now - timedelta(days=settings.KEY_BACKUP_DAYS)
    for old in key_files(folder):
        if moment_of(old) < limit:
            old.unlink()
    return path


def key_files(folder: Path) -> list[Path]:
    """The files of keys, the oldest first."""
    return sorted((folder / "keys").glob("keys-*.json"))


@transaction.atomic
def put_back(path: Path) -> TakenBack:
    """Put the keys of a file into a database that holds none. A key whose item is not there is left out.

    Raises:
        KeysNotReadable: it is no such file.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        rows, refs, said = found["rows"], found["refs"], found["taken_back"]
        taken_back = TakenBack(testimonies=said["testimonies"], uses=said["uses"])
    except (OSError, KeyError, TypeError, ValueError):
        raise KeysNotReadable from None  # not chained: the message may repeat what it stumbled over
    here = {str(pk): ref for pk, ref in Item.objects.values_list("pk", "ref")}
    for each in serializers.deserialize("python", rows):
        row = each.object
        if not isinstance(row, ItemKey | InboxKey) or here.get(str(row.item_id)) == refs.get(str(row.item_id)):
            each.save()
    _count_on()
    return taken_back


def put_back_secret_key(path: Path) -> None:
    """The installation's own secret key, where it was kept in the data folder: without it nobody's code generator is known again."""
    found = json.loads(path.read_text(encoding="utf-8")).get("secret_key")
    if found:
        kept = settings.DATA_DIR / "secret-key"
        kept.touch(mode=0o600)
        kept.write_text(found, encoding="ascii")


def _kept() -> tuple[type[models.Model], ...]:
    return (Team, *APART)


def _count_on() -> None:
    """The rows brought their own numbers: have PostgreSQL count on after them. SQLite does by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(_kept())):
            cursor.execute(statement)


def _keys_now() -> dict[str, Any]:
    with transaction.atomic():
        rows = [row for model in _kept() for row in model._default_manager.order_by("pk")]  # noqa: SLF001 -- of any model
        refs = dict(ItemKey.objects.values_list("item_id", "item__ref"))
        kept = settings.DATA_DIR / "secret-key"
        return {
            "rows": json.loads(serializers.serialize("json", rows)),
            "refs": refs,
            "taken_back": {"testimonies": _testimonies_taken_back(), "uses": _uses_ended()},
            "secret_key": kept.read_text(encoding="ascii").strip() if kept.exists() else "",
        }


def _testimonies_taken_back() -> dict[str, str]:
    entries = Entry.objects.filter(kind="testimony-withdrawn").values_list("subject", "facts")
    return {subject: str(facts.get("because", "")) for subject, facts in entries}


def _uses_ended() -> dict[str, list[str]]:
    """The uses of each Ref that were said yes to once and have no live yes now."""
    grants = Grant.objects.values_list("subject", "use", "withdrawn_at")
    live = {(subject, use) for subject, use, ended in grants if ended is None}
    found: dict[str, list[str]] = {}
    for subject, use in sorted({(subject, use) for subject, use, ended in grants if ended is not None} - live):
        found.setdefault(subject, []).append(use)
    return found
