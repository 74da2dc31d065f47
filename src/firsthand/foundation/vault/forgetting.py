"""Forgetting an item: its key goes, and with it what the item says. It takes no key to do, so rooms that open nothing may do it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from nacl.utils import random

from firsthand.foundation.vault.models import InboxKey, ItemKey


@transaction.atomic
def destroy_key(*, item_ref: str, by: str, now: datetime) -> bool:  # noqa: ARG001 -- see `actions`
    """Forget an item for good: overwrite and delete every copy of its key: the content that stays opens for nobody. False if it was gone.

    What this reaches: the live database (SQLite runs with secure_delete, so the freed bytes are zeroed; PostgreSQL drops them when it
    vacuums). What it does not reach: a backup made before this moment still holds the sealed key, and a member of the team who has that
    backup and their passphrase could open it. So backups must end: docs say for how long they are kept, and a restore must be followed
    by withdrawing again what the ledger says was withdrawn.
    """
    key = ItemKey.objects.select_for_update().filter(item__ref=item_ref).first()
    theirs = InboxKey.objects.select_for_update().filter(item__ref=item_ref).first()
    for each in (key, theirs):
        if each is not None:
            type(each).objects.filter(pk=each.pk).update(sealed_key=random(len(each.sealed_key)))
            each.delete()
    return key is not None or theirs is not None
