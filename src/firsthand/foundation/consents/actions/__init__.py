"""Giving, ending and keeping account of consent. Each is one ledger row in the same transaction."""

from firsthand.foundation.consents.actions.assisting import NotPresent, NotReadAloud, note_assistance
from firsthand.foundation.consents.actions.expiring import end_expired, mark_asked_again, note_expiring
from firsthand.foundation.consents.actions.giving import give, give_all, hold_grants, withdraw
from firsthand.foundation.consents.actions.keeping import HoldNotRight, KindNotKept, note_ends, place_hold, set_keeping
from firsthand.foundation.consents.actions.limits import keep_limits, mark_limits_checked
from firsthand.foundation.consents.actions.texts import keep_texts

__all__ = [
    "HoldNotRight",
    "KindNotKept",
    "NotPresent",
    "NotReadAloud",
    "end_expired",
    "give",
    "give_all",
    "hold_grants",
    "keep_limits",
    "keep_texts",
    "mark_asked_again",
    "mark_limits_checked",
    "note_assistance",
    "note_ends",
    "note_expiring",
    "place_hold",
    "set_keeping",
    "withdraw",
]
