"""Disclosure control: redesign first, suppress second, and let what was printed before count. True or withheld, never altered."""

from firsthand.core.disclosure.attacking import Attack, Attempt, attack
from firsthand.core.disclosure.redesigning import Change, Redesign, merged, small_cells, suggest_redesigns
from firsthand.core.disclosure.released import Proof, Released, released_from_json, released_to_json, table_of
from firsthand.core.disclosure.releasing import CannotBeProtected, release
from firsthand.core.disclosure.rules import Rules, RulesTooWeak, Sensitive, Why, sensitive_numbers

__all__ = [
    "Attack", "Attempt", "CannotBeProtected", "Change", "Proof", "Redesign", "Released", "Rules", "RulesTooWeak", "Sensitive", "Why",
    "attack", "merged", "release", "released_from_json", "released_to_json", "sensitive_numbers", "small_cells", "suggest_redesigns",
    "table_of",
]  # fmt: skip
