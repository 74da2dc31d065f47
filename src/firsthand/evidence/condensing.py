"""Leaving out of a shown figure what is empty all through.

The categories of a batch are fixed before anyone is counted, so that a row tells nothing by being there. Many of them then hold only
printed zeros. They are shown in one line ("nobody told us of ...") instead of rows of zeros: the same numbers, none of them lost.
A category with anything withheld in it stays: withheld is not nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from firsthand.core.crosstab import TOTAL, Dimension, Key
from firsthand.core.disclosure import Released


@dataclass(frozen=True, slots=True, kw_only=True)
class Condensed:
    """`released` without its empty categories, and those, by dimension: (label of the dimension, labels of its categories)."""

    released: Released
    empty: tuple[tuple[str, tuple[str, ...]], ...]


def condensed(released: Released) -> Condensed:
    """The same figure, shorter. Where a dimension has nothing but empty categories, all of them stay."""
    kept = []
    empty = []
    for axis, dimension in enumerate(released.dimensions):
        inhabited = {key[axis] for key, count in released.cells.items() if count != 0}
        stay = tuple(category for category in dimension.categories if category.key in inhabited)
        kept.append(replace(dimension, categories=stay) if stay else dimension)
        gone = tuple(category.label for category in dimension.categories if stay and category.key not in inhabited)
        if gone:
            empty.append((dimension.label, gone))
    cells = {key: count for key, count in released.cells.items() if _is_in(key, kept)}
    return Condensed(released=replace(released, dimensions=tuple(kept), cells=cells), empty=tuple(empty))


def _is_in(key: Key, dimensions: list[Dimension]) -> bool:
    return all(part == TOTAL or part in dimension.keys for part, dimension in zip(key, dimensions, strict=True))
