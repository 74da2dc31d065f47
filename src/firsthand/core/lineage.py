"""Lineage: what was made from what, in the words of W3C PROV (`derived` was derived from `source`).

An edge says what it carries. Edges of *words* taint at once: when consent for the source ends, everything made from it is tainted and is
not shown. Edges of *counts* never taint what is printed: a printed figure is frozen, and the next batch counts without the person.
Edges that only *cite* a public thing need no consent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from firsthand.core.consent import Use


class Carries(StrEnum):
    WORDS = "words"
    COUNTS = "counts"
    CITES = "cites"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """`derived` was made from `source` under `use` (None where the source is public and needs no consent)."""

    derived: str
    source: str
    carries: Carries
    use: Use | None = None


def sources_of(ref: str, edges: Iterable[Edge], *, carrying: frozenset[Carries] = frozenset(Carries)) -> frozenset[str]:
    """Every Ref that this one was made from, at any depth, along edges that carry one of these things."""
    return frozenset(edge.source for edge in edges_under(ref, edges, carrying=carrying))


def edges_under(ref: str, edges: Iterable[Edge], *, carrying: frozenset[Carries] = frozenset(Carries)) -> frozenset[Edge]:
    """Every edge on a path down from this Ref. Cost: linear in the edges handed in."""
    below: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.carries in carrying:
            below[edge.derived].append(edge)
    found: set[Edge] = set()
    waiting = [ref]
    seen = {ref}
    while waiting:
        for edge in below[waiting.pop()]:
            found.add(edge)
            if edge.source not in seen:
                seen.add(edge.source)
                waiting.append(edge.source)
    return frozenset(found)


def is_tainted(ref: str, edges: Iterable[Edge], *, is_live: Callable[[Edge], bool]) -> bool:
    """Whether any words in this thing have lost their consent.

    `is_live(edge)` says whether consent for the edge's source still covers the edge's use; it is asked for every edge of words that
    names a use. It must answer no when it does not know: lineage fails closed. Taint is monotone: fewer live grants never untaint.
    """
    words = edges_under(ref, edges, carrying=frozenset({Carries.WORDS}))
    return any(edge.use is not None and not is_live(edge) for edge in words)
