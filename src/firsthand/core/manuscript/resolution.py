"""Putting behind each claim what it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from firsthand.core.manuscript.claims import Claim, ClaimKind, list_claims
from firsthand.core.manuscript.front import check_language
from firsthand.core.manuscript.table import TableData
from firsthand.core.manuscript.tree import Manuscript
from firsthand.core.refusal import NotValid

_SAFE_STARTS = ("https://", "http://", "mailto:", "/", "#")


class AddressNotSafe(NotValid):
    code = "address-not-safe"
    sentence = "The address “{address}” of {ref} cannot be linked to: it must start with https, http or a slash."


class ClaimsUnresolved(NotValid):
    """`missing` holds every claim with nothing behind it, in reading order."""

    code = "claims-unresolved"
    sentence = "Nothing stands behind these: {places}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedQuote:
    """Someone's words under their grant. `claim_url` is where a reader asks where they come from; empty if nowhere."""

    ref: str
    text: str
    attribution: str
    language: str
    claim_url: str = ""

    def __post_init__(self) -> None:
        check_language(self.language)
        _check_addresses(self.ref, self.claim_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedFigure:
    """A chart with its table. `svg` is one whole `<svg>` element; `note` says what the numbers are and are not."""

    ref: str
    title: str
    svg: str
    table: TableData
    note: str = ""
    claim_url: str = ""

    def __post_init__(self) -> None:
        _check_addresses(self.ref, self.claim_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedCitation:
    """A cited work or commitment: a short label, its entry in the list of sources, and where it can be read."""

    ref: str
    label: str
    entry_text: str
    url: str = ""
    claim_url: str = ""

    def __post_init__(self) -> None:
        _check_addresses(self.ref, self.url, self.claim_url)


Resolved = ResolvedQuote | ResolvedFigure | ResolvedCitation

_SHAPES: Mapping[ClaimKind, type[Resolved]] = {
    ClaimKind.QUOTE: ResolvedQuote,
    ClaimKind.FIGURE: ResolvedFigure,
    ClaimKind.CITATION: ResolvedCitation,
}


class OnMissing(StrEnum):
    """What `resolve` does about a claim with nothing behind it: refuse, or (in a writer's preview only) leave a visible mark."""

    REFUSE = "refuse"
    MARK = "mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedManuscript:
    """A manuscript with what stands behind its claims.

    `figures`, `quotes` and `citations` are keyed by Ref and hold only what the text uses. A Ref that is in none of them was left
    unresolved for a preview and is listed in `missing`; an edition has none.
    """

    manuscript: Manuscript
    figures: Mapping[str, ResolvedFigure]
    quotes: Mapping[str, ResolvedQuote]
    citations: Mapping[str, ResolvedCitation]
    missing: tuple[Claim, ...] = ()


def resolve(manuscript: Manuscript, sources: Mapping[str, Resolved], *, on_missing: OnMissing = OnMissing.REFUSE) -> ResolvedManuscript:
    """The manuscript with what stands behind each claim; a source of the wrong kind for its claim counts as missing.

    Raises:
        ClaimsUnresolved: some Refs have nothing behind them and `on_missing` is `REFUSE`; it names all of them with their places.

    """
    claims = list_claims(manuscript)
    missing = tuple(claim for claim in claims if not isinstance(sources.get(claim.ref), _SHAPES[claim.kind]))
    if missing and on_missing is OnMissing.REFUSE:
        raise ClaimsUnresolved(missing=missing, places="; ".join(_place(claim) for claim in missing))
    used = {claim.ref: sources[claim.ref] for claim in claims if claim.ref in sources}
    return ResolvedManuscript(
        manuscript=manuscript,
        figures={ref: source for ref, source in used.items() if isinstance(source, ResolvedFigure)},
        quotes={ref: source for ref, source in used.items() if isinstance(source, ResolvedQuote)},
        citations={ref: source for ref, source in used.items() if isinstance(source, ResolvedCitation)},
        missing=missing,
    )


def _place(claim: Claim) -> str:
    where = f"under “{claim.section}”" if claim.section else "before the first heading"
    return f"{claim.kind} {claim.ref}, {where}"


def _check_addresses(ref: str, *addresses: str) -> None:
    for address in addresses:
        if address and not address.lower().startswith(_SAFE_STARTS):
            raise AddressNotSafe(ref=ref, address=address[:80])
