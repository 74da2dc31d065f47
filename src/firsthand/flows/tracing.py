"""Where a claim comes from, told to the depth its reader may see.

In public: what kind of thing it is, how it was checked, where it is printed; never which testimony. At the desk, for people of the
organisation that holds the evidence: the Refs on the path, in the words of W3C PROV (`derived` was derived from `source`), down to the
testimonies for its evidence team.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from firsthand.commitments.queries import citations_for_print
from firsthand.core.lineage import Edge
from firsthand.core.manuscript import ResolvedCitation
from firsthand.core.ref import Kind, RefMalformed, parse
from firsthand.core.refusal import NotFound
from firsthand.documents.models import Edition
from firsthand.documents.queries import EditionCard, edition_cards, publisher_of
from firsthand.evidence.queries import TEAM, FigurePrint, figures_for_print, holder_of
from firsthand.foundation.consents.queries import broken_words
from firsthand.foundation.ledger.models import Entry
from firsthand.foundation.ledger.queries import edges_below, entries_about, refs_above
from firsthand.foundation.people.models import Person
from firsthand.foundation.people.queries import organisations_where
from firsthand.research.queries import sources_for_print

PUBLIC_KINDS = {Kind.QUOTE, Kind.FIGURE, Kind.COMMITMENT, Kind.SOURCE, Kind.EDITION}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTrace:
    """The public answer. `is_whole` is false when words behind the claim were taken back."""

    ref: str
    kind: str
    is_whole: bool
    figure: FigurePrint | None
    citation: ResolvedCitation | None
    editions: tuple[EditionCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One edge on the path: `derived` was derived from `source`."""

    derived: str
    source: str
    carries: str
    use: str
    is_live: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A Ref as it is written, the edges under it that someone may follow, and how many they may not."""

    ref: str
    edges: tuple[Edge, ...]
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    kind: str
    actor: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTrace:
    """The answer at the desk. `more` counts the steps that are not listed, because they are many or because they lead to testimonies and
    the reader is not of the evidence team.
    """

    ref: str
    steps: tuple[Step, ...]
    more: int
    history: tuple[Happening, ...]


LISTED = 25


def public_trace(given: str, *, now: datetime) -> PublicTrace:
    """What everyone may know of a claim that an edition printed.

    Raises:
        NotFound: it is no claim, or no edition ever printed it: a draft's claims are nobody's business.
    """
    kind, ref = _known(given)
    printed_in = {above for above in refs_above([ref]) if above.startswith(f"{Kind.EDITION}-")}
    if kind not in PUBLIC_KINDS or not printed_in:
        raise NotFound
    rows = Edition.objects.filter(ref__in=printed_in).select_related("manuscript__organisation", "superseded_by")
    cards = edition_cards(rows.prefetch_related("files").order_by("-published_at"), now=now)
    return PublicTrace(
        ref=ref,
        kind=kind.name.lower(),
        is_whole=ref not in broken_words([ref], now=now),
        figure=figures_for_print([ref]).get(ref) if kind is Kind.FIGURE else None,
        citation=(sources_for_print if kind is Kind.SOURCE else citations_for_print)([ref]).get(ref),
        editions=cards,
    )


def trace_for(person: Person, given: str, *, now: datetime) -> DeskTrace:
    """Every step under a Ref, for someone of the organisation that holds it.

    Raises:
        NotFound: there is no such thing, or it is another organisation's.
    """
    path = path_for(person, given)
    ref = path.ref
    edges = sorted(path.edges, key=lambda edge: (edge.derived != ref, edge.derived, edge.source))
    shown = edges[:LISTED]
    broken = {edge for dead in broken_words({edge.derived for edge in edges}, now=now).values() for edge in dead}
    return DeskTrace(
        ref=ref,
        steps=tuple(_step(edge, broken) for edge in shown),
        more=len(edges) - len(shown) + path.hidden,
        history=tuple(_happening(entry) for entry in entries_about(ref)),
    )


def path_for(person: Person, given: str) -> Path:
    """The edges under a Ref that this person may follow: down to testimonies for the evidence team only.

    Raises:
        NotFound: there is no such thing, or it is another organisation's.
    """
    _kind, ref = _known(given)
    holder = publisher_of(ref) if ref.startswith(f"{Kind.EDITION}-") else holder_of(ref)
    if holder is None or holder not in organisations_where(person):
        raise NotFound
    edges = edges_below([ref])
    if holder in organisations_where(person, *TEAM):
        return Path(ref=ref, edges=edges, hidden=0)
    followed = tuple(edge for edge in edges if not edge.source.startswith(f"{Kind.TESTIMONY}-"))
    return Path(ref=ref, edges=followed, hidden=len(edges) - len(followed))


def _known(given: str) -> tuple[Kind, str]:
    try:
        return parse(given)
    except RefMalformed as malformed:
        raise NotFound from malformed


def _step(edge: Edge, broken: Collection[Edge]) -> Step:
    use = edge.use.value if edge.use else ""
    return Step(derived=edge.derived, source=edge.source, carries=edge.carries.value, use=use, is_live=edge not in broken)


def _happening(entry: Entry) -> Happening:
    return Happening(kind=entry.kind, actor=entry.actor, on=entry.on)
