"""What may be shown: the frozen outcome of disclosure control, and the table a reader sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from itertools import product
from types import MappingProxyType
from typing import Any

from firsthand.core.crosstab import TOTAL, Category, Dimension, Key, Slice
from firsthand.core.disclosure.rules import Rules
from firsthand.core.manuscript import TableData


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was shown before the release, in counts only. It is for the desk and is not printed.

    How many cells were small is not among them: beside the number withheld it would tell whoever reads the stored figure how many of
    the withheld ones are small. Whoever may see the people counts it anew (`core.disclosure.small_cells`).

    `witnesses` are other integer tables, equal on every printed number, that together make every sensitive number both empty and at
    least the threshold; `attacked` numbers were then solved for by the attacker's program, and `broken` of them (always 0 in what was
    released) gave way.
    """

    withheld: int
    witnesses: int
    attacked: int
    broken: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A table that passed disclosure control. Cells are the true count or None, withheld; nothing is ever altered.

    It holds no true value of a withheld cell, no Ref, and nothing that tells a small withheld cell from one withheld to protect it.
    """

    dimensions: tuple[Dimension, ...]
    within: tuple[Slice, ...] = ()
    cells: Mapping[Key, int | None]
    rules: Rules
    proof: Proof

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", MappingProxyType(dict(self.cells)))

    @property
    def total(self) -> int | None:
        return self.cells[(TOTAL,) * len(self.dimensions)]

    @property
    def withheld(self) -> int:
        return sum(count is None for count in self.cells.values())


def released_to_json(released: Released) -> dict[str, Any]:
    """Plain data for a JSON column; `released_from_json` gives back an equal value."""
    return {
        "dimensions": [_dimension_to_json(dimension) for dimension in released.dimensions],
        "within": [{"dimension": _dimension_to_json(each.dimension), "keys": sorted(each.keys)} for each in released.within],
        "cells": [[list(key), count] for key, count in released.cells.items()],
        "rules": asdict(released.rules),
        "proof": asdict(released.proof),
    }


def released_from_json(data: Mapping[str, Any]) -> Released:
    return Released(
        dimensions=tuple(_dimension_from_json(each) for each in data["dimensions"]),
        within=tuple(Slice(_dimension_from_json(each["dimension"]), frozenset(each["keys"])) for each in data["within"]),
        cells={tuple(key): count for key, count in data["cells"]},
        rules=Rules(**data["rules"]),
        proof=Proof(**{field.name: data["proof"][field.name] for field in fields(Proof)}),  # older rows hold more
    )


def _dimension_to_json(dimension: Dimension) -> dict[str, Any]:
    return {
        "key": dimension.key,
        "label": dimension.label,
        "is_multiple": dimension.is_multiple,
        "categories": [[category.key, category.label, category.group] for category in dimension.categories],
    }


def _dimension_from_json(data: Mapping[str, Any]) -> Dimension:
    categories = tuple(Category(*each) for each in data["categories"])
    return Dimension(data["key"], data["label"], categories, is_multiple=data["is_multiple"])


def table_of(released: Released, *, caption: str, people: str = "People", total: str = "Total", notes: tuple[str, ...] = ()) -> TableData:
    """The table beside the chart: the last dimension makes the columns, those before it the rows, each with its total.

    `people` heads the numbers of a one-way table and `total` names the margins, both in the reader's language; `notes` are the caller's
    (that these are reports and not prevalence, that people in a multi-valued dimension are counted in several rows).
    """
    *down, across = released.dimensions
    if not down:
        rows = tuple((_labelled(across, key, total), _written(released.cells[(key,)])) for key in (*across.keys, TOTAL))
        return TableData(caption=caption, header=((across.label, people),), rows=rows, notes=notes)
    columns = (*across.keys, TOTAL)
    top = ("", across.label, *("" for _ in columns[1:]))
    side = " · ".join(dimension.label for dimension in down)
    return TableData(
        caption=caption,
        header=(top, (side, *(_labelled(across, key, total) for key in columns))),
        rows=tuple(
            (
                " · ".join(_labelled(dimension, part, total) for dimension, part in zip(down, key, strict=True)),
                *(_written(released.cells[(*key, column)]) for column in columns),
            )
            for key in product(*((*dimension.keys, TOTAL) for dimension in down))
        ),
        notes=notes,
    )


def _labelled(dimension: Dimension, key: str, total: str) -> str:
    return total if key == TOTAL else dimension.label_of(key)


def _written(count: int | None) -> str | None:
    return None if count is None else str(count)
