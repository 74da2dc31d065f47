"""What stands behind each claim of a text, brought together from evidence, commitments and earlier editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from firsthand.commitments.queries import citations_for_print, why_not_citable
from firsthand.core.disclosure import table_of
from firsthand.core.manuscript import Claim, ClaimKind, Resolved, ResolvedCitation, ResolvedFigure, ResolvedQuote
from firsthand.core.ref import Kind
from firsthand.documents.models import Edition
from firsthand.documents.queries import edition_cards
from firsthand.evidence.queries import FigurePrint, figures_for_print, quotes_for_print, why_not_printable
from firsthand.render.charts import ChartKind, draw_chart
from firsthand.research.queries import sources_for_print
from firsthand.research.queries import why_not_citable as works_not_citable


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What may be printed, and why the rest may not: a reason in the reader's words for each Ref that has nothing behind it."""

    sources: Mapping[str, Resolved]
    reasons: Mapping[str, str]


def standing_of(claims: Iterable[Claim], *, organisation_id: int, language: str, now: datetime) -> Standing:
    """What stands behind these claims for a text of this organisation now; one set of queries, however many claims."""
    refs: dict[ClaimKind, set[str]] = {kind: set() for kind in ClaimKind}
    for claim in claims:
        refs[claim.kind].add(claim.ref)
    evidence = refs[ClaimKind.QUOTE] | refs[ClaimKind.FIGURE]
    editions = {ref for ref in refs[ClaimKind.CITATION] if ref.startswith(f"{Kind.EDITION}-")}
    works = {ref for ref in refs[ClaimKind.CITATION] if ref.startswith(f"{Kind.SOURCE}-")}
    cited = refs[ClaimKind.CITATION] - editions - works
    unprintable = why_not_printable(evidence, organisation_id=organisation_id, now=now)
    uncitable = dict(why_not_citable(cited))
    sources: dict[str, Resolved] = {}
    for ref, quote in quotes_for_print(refs[ClaimKind.QUOTE] - unprintable.keys(), now=now).items():
        sources[ref] = ResolvedQuote(ref=ref, text=quote.text, attribution=quote.attribution, language=quote.language)
    with override(language):
        for ref, figure in figures_for_print(refs[ClaimKind.FIGURE] - unprintable.keys()).items():
            sources[ref] = _figure(figure, language)
        sources |= citations_for_print(cited - uncitable.keys())
    unknown = works_not_citable(works)
    sources |= sources_for_print(works - unknown.keys())
    found, ended = _editions(editions, now)
    return Standing(sources=sources | found, reasons={**unprintable, **uncitable, **unknown, **ended})


def _figure(figure: FigurePrint, language: str) -> ResolvedFigure:
    with override(language):
        note = _("These are reports made to us, not prevalence: they count the people who told us, not everyone it happened to.")
    return ResolvedFigure(
        ref=figure.ref,
        title=figure.title,
        svg=draw_chart(figure.released, title=figure.title, language=language, kind=ChartKind(figure.chart)),
        table=table_of(figure.released, caption=figure.title, notes=figure.notes),
        note=note,
    )


def _editions(refs: set[str], now: datetime) -> tuple[dict[str, Resolved], dict[str, str]]:
    """Editions cited by Ref: those that are shown, and why the others cannot be cited."""
    rows = Edition.objects.filter(ref__in=refs).select_related("manuscript__organisation", "superseded_by").prefetch_related("files")
    cards = {card.ref: card for card in edition_cards(rows, now=now)} if refs else {}
    found: dict[str, Resolved] = {}
    reasons: dict[str, str] = {}
    for ref in refs:
        card = cards.get(ref)
        if card is None:
            reasons[ref] = _("There is no such edition.")
        elif not card.is_shown:
            reasons[ref] = _("This edition is no longer live.")
        else:
            entry = f"{card.organisation} ({card.published_at.year}). {card.title}. {_('Edition')} {card.number}."
            found[ref] = ResolvedCitation(ref=ref, label=f"{card.organisation} {card.published_at.year}", entry_text=entry)
    return found, reasons
