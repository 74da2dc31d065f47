"""After a team changed its keys: the keys of its items, sealed to the new one piece by piece by whoever has unlocked.

Each piece is a transaction of its own. Killed in the middle of one, nothing of it happened; what was not yet done still opens through
the past key, and any member goes on where the last one stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firsthand.foundation.vault import sealing, wire
from firsthand.foundation.vault.actions import holding
from firsthand.foundation.vault.models import ItemKey, Team
from firsthand.foundation.vault.opening import DoesNotOpen, open_item_key
from firsthand.foundation.vault.queries import keys_to_reseal
from firsthand.foundation.vault.wire import UnlockedTeam

PIECE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one piece came to: keys sealed anew, keys that do not open any more and stay as they are, and where it stopped.

    `last` is the id of the last key that was looked at; None where none was left to look at.
    """

    done: int
    broken: int
    last: int | None


@transaction.atomic
def reseal_some(
    *, team: Team, with_key: UnlockedTeam, by: str, now: datetime, after: int = 0, at_most: int = PIECE  # noqa: ARG001 -- see the package
) -> Piece:  # fmt: skip
    """Seal the keys of some items to the team's present key, the oldest first. Doing it when nothing is left does no harm.

    Raises:
        KeysChanged: the team has newer keys than the one that was opened.
    """
    held = holding.held(team, with_key=with_key)
    behind = keys_to_reseal(held).filter(pk__gt=after).select_related("item").defer("item__content")
    done, broken, last = 0, 0, None
    for stored in behind.select_for_update(of=("self",)).order_by("pk")[:at_most]:
        last = stored.pk
        try:
            _seal_anew(stored, with_key)
            done += 1
        except DoesNotOpen:  # damaged before: leaving it does no more harm, and it does not stop the others
            broken += 1
    return Piece(done=done, broken=broken, last=last)


def _seal_anew(stored: ItemKey, with_key: UnlockedTeam) -> None:
    key, item = open_item_key(stored, with_key=with_key), stored.item
    info = wire.item_key_info(team_public_key=with_key.public_key, ref=item.ref, kind=item.kind, version=item.version)
    stored.sealed_key = sealing.seal_key(key, public_key=with_key.public_key, info=info)
    stored.generation = with_key.generation
    stored.save(update_fields=["sealed_key", "generation"])
