"""A map as plain data, for JSON, pages and texts: only what may be shown, no person and no place of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from firsthand.core.opinion.mapping import OpinionMap
from firsthand.core.opinion.shown import Difference, Table
from firsthand.core.opinion.support import Support

METHOD = (
    "Everybody votes agree, disagree or pass on short assertions. Votes on assertions that go together in many people make a direction; "
    "the two strongest directions make the map. Groups are people who stand near each other. They are drawn only if shuffled votes hardly "
    "ever give groups as clear, and if people drawn anew from those who voted give nearly the same ones. No group and no number stands for "
    "fewer than {floor} people; what is withheld is withheld to protect people."
)
"""How it is made, in plain words, for whoever reads a map."""


def as_plain(map_: OpinionMap, *, texts: Mapping[Any, str] | None = None) -> dict[str, Any]:
    """Numbers, strings, lists and dicts, in an order that does not change. Shares are from 0 to 1; None is withheld."""
    return {
        "finding": str(map_.finding),
        "sentence": map_.sentence,
        "method": METHOD.format(floor=map_.rules.floor),
        "people": {"voted": map_.voters, "on_map": map_.on_map},
        "votes": map_.votes,
        "support": None if map_.support is None else _support(map_.support),
        "groups": [
            {
                "name": name,
                "people": size,
                "centre": [round(float(part), 3) for part in map_.centres[at]],
                "set_apart_by": [_difference(map_, each) for each in map_.apart[at]],
            }
            for at, (name, size) in enumerate(zip(map_.groups.names, map_.groups.sizes, strict=True))
            if name
        ],
        "common_ground": [_label(map_, at) for at in map_.common_ground],
        "disputed": [_label(map_, at) for at in map_.disputed],
        "assertions": [_assertion(map_, at, texts or {}) for at in range(len(map_.assertions)) if not map_.is_out[at]],
        "density": {
            "half": map_.frame.half,
            "patches": [[patch.left, patch.bottom, patch.width, patch.height, patch.people] for patch in map_.patches],
        },
    }


def _assertion(map_: OpinionMap, at: int, texts: Mapping[Any, str]) -> dict[str, Any]:
    label = _label(map_, at)
    lowest = float(map_.lowest[at])
    return {
        "assertion": label,
        "text": texts.get(label, ""),
        "is_meta": bool(map_.is_meta[at]),
        "all": _cell(map_.groups.everybody(), 0, at),
        "lowest_agreement": None if np.isnan(lowest) else lowest,
        "groups": {name: _cell(map_.groups, row, at) for row, name in enumerate(map_.groups.names) if name},
        "segments": {table.question: {name: _cell(table, row, at) for row, name in enumerate(table.names)} for table in map_.segments},
    }


def _cell(table: Table, row: int, at: int) -> dict[str, int] | None:
    cell = table.cell(row, at)
    return None if cell is None else {"agreed": cell.agreed, "disagreed": cell.disagreed, "voted": cell.voted}


def _difference(map_: OpinionMap, each: Difference) -> dict[str, Any]:
    return {
        "assertion": _label(map_, each.assertion),
        "says": ("agrees" if each.is_agreement else "disagrees") + (" more" if each.is_more else " less"),
        "here": round(each.here, 3),
        "elsewhere": round(each.elsewhere, 3),
    }


def _support(support: Support) -> dict[str, Any]:
    return {
        "people_looked_at": support.people,
        "clearness_of_groups": round(support.silhouette, 3),
        "clearness_of_shuffled": [round(float(np.mean(support.shuffled)), 3), round(max(support.shuffled, default=0.0), 3)],
        "chance_of_groups": round(support.chance, 4),
        "chance_of_axis": round(support.axis_chance, 4),
        "strength_of_axis": round(support.strength, 2),
        "stability": None if support.stability is None else round(support.stability, 3),
        "shuffles": len(support.shuffled),
        "resamples": len(support.agreements),
    }


def _label(map_: OpinionMap, at: int) -> Any:
    return map_.assertions[at].item() if hasattr(map_.assertions[at], "item") else str(map_.assertions[at])
