"""The default codebook: short lists in which a network can say what happened, who did it, where, and under what law.

It is a starting point that a network replaces with its own words. The lists are ours; `huridocs_code` links an entry to the micro-thesauri
of HURIDOCS where the meaning is the same, and stays empty where it is not (nothing there covers condoms as evidence, forced testing or
outing). No entry ranks another: every act that happened is ticked, not only the worst.
"""

from __future__ import annotations

from firsthand.core.coding.entry import CodeEntry, CodeList
from firsthand.core.coding.lists import ACTS, INTERVENERS, INTERVENTIONS, LEGAL_SETTINGS, OUTCOMES, PERPETRATORS, PLACE_TYPES

DEFAULT_CODEBOOK: tuple[CodeEntry, ...] = (
    *ACTS,
    *PERPETRATORS,
    *PLACE_TYPES,
    *LEGAL_SETTINGS,
    *INTERVENTIONS,
    *INTERVENERS,
    *OUTCOMES,
)

__all__ = [
    "ACTS", "DEFAULT_CODEBOOK", "INTERVENERS", "INTERVENTIONS", "LEGAL_SETTINGS", "OUTCOMES", "PERPETRATORS", "PLACE_TYPES",
    "CodeEntry", "CodeList", "entries_of",
]  # fmt: skip


def entries_of(codebook: tuple[CodeEntry, ...], wanted: CodeList) -> tuple[CodeEntry, ...]:
    """The entries of one list, in the order in which they are shown."""
    return tuple(entry for entry in codebook if entry.list == wanted)
