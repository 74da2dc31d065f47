"""The codebook's first entries."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from firsthand.core.coding import DEFAULT_CODEBOOK
from firsthand.evidence.models import Code


@transaction.atomic
def seed_codebook(*, now: datetime) -> int:  # noqa: ARG001 -- part of every action
    """Add the entries of the default codebook that are not there yet and return how many were added.

    What stands is left as it is: a network's own label, its own entry, and an entry that it retired.
    """
    before = set(Code.objects.values_list("list", "value"))
    missing = [
        Code(list=entry.list, value=entry.value, label=entry.label, huridocs_code=entry.huridocs_code, position=position)
        for position, entry in enumerate(DEFAULT_CODEBOOK)
        if (entry.list.value, entry.value) not in before
    ]
    Code.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)
