"""Testimonies taken out sealed, to be read on a machine without a network. Each is a row in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from firsthand.core.refusal import NotPermitted
from firsthand.evidence.actions.opening import testimony_to_work_on
from firsthand.foundation.ledger.actions import Happening, record_all
from firsthand.foundation.people.models import Person
from firsthand.foundation.vault.bundles import Packed
from firsthand.foundation.vault.models import ItemKey
from firsthand.foundation.vault.opening import KeyDestroyed, open_item_key
from firsthand.foundation.vault.wire import UnlockedTeam
from firsthand.intake.models import Testimony


@transaction.atomic
def export_testimonies(
    *, refs: Iterable[str], public_key: bytes, with_key: UnlockedTeam, by: Person, now: datetime
) -> tuple[Packed, ...]:  # fmt: skip
    """The words and the files of these testimonies, sealed as they are, with their keys: all of them or none.

    `public_key` is whose they will be; the ledger keeps its fingerprint.

    Raises:
        NotFound, TestimonyWithdrawn: one is not there for this person, or was taken back.
        KeyDestroyed: the words of one were destroyed.
        DoesNotOpen: a key is not what was written.
    """
    packed: list[Packed] = []
    happened = []
    fingerprint = hashlib.sha256(public_key).hexdigest()[:16]
    for ref in dict.fromkeys(refs):
        testimony = testimony_to_work_on(ref, by=by)
        if with_key.team_id != testimony.door.team_id:
            raise NotPermitted
        found = _packed(testimony, with_key)
        packed += found
        facts: dict[str, object] = {"files": len(found) - 1, "to": fingerprint}
        happened.append(Happening(kind="testimony-exported", subject=ref, by=by.ref, facts=facts))
    record_all(happened, now=now)
    return tuple(packed)


def _packed(testimony: Testimony, with_key: UnlockedTeam) -> list[Packed]:
    files = testimony.attachments.order_by("pk").values_list("item_id", flat=True)
    wanted = [testimony.item_id, *files]
    keys = {stored.item_id: stored for stored in ItemKey.objects.select_related("item__file").filter(item__in=wanted)}
    if testimony.item_id not in keys:
        raise KeyDestroyed
    return [_one(testimony.ref, keys[pk], with_key) for pk in wanted if pk in keys]


def _one(of: str, stored: ItemKey, with_key: UnlockedTeam) -> Packed:
    item = stored.item
    place = item.file.place if hasattr(item, "file") else ""
    key = open_item_key(stored, with_key=with_key)
    return Packed(of=of, ref=item.ref, kind=item.kind, version=item.version, key=key, content=bytes(item.content), place=place)
