"""What a text may print, and why the rest may not. Asked by documents; whoever publishes asks about consent once more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from firsthand.core.disclosure import Released, released_from_json
from firsthand.core.ref import Kind
from firsthand.evidence.condensing import Condensed, condensed
from firsthand.evidence.models import Figure, Quote, Verdict
from firsthand.foundation.consents.queries import broken_words
from firsthand.foundation.people.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePrint:
    """Words that may be printed now."""

    ref: str
    text: str
    attribution: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePrint:
    """Numbers that may be printed. `people` is how many were counted; None where even that is withheld.

    `released` is shown without categories that hold nothing but printed zeros; `notes` name those, so that no number is lost.
    """

    ref: str
    title: str
    released: Released
    notes: tuple[str, ...]
    digest: str
    chart: str
    made_at: datetime
    batch_ref: str
    batch_number: int
    people: int | None


def quotes_for_print(refs: Iterable[str], *, now: datetime) -> Mapping[str, QuotePrint]:
    """Those of these quotes that were cleared and whose consent is live now."""
    rows = tuple(Quote.objects.filter(ref__in=set(refs), verdict=Verdict.APPROVED, withdrawn_at=None, testimony__withdrawn_at=None))
    broken = broken_words((row.ref for row in rows), now=now)
    return {
        row.ref: QuotePrint(ref=row.ref, text=row.text, attribution=row.attribution, language=row.language)
        for row in rows
        if row.ref not in broken
    }


def figures_for_print(refs: Iterable[str]) -> Mapping[str, FigurePrint]:
    """Those of these figures that a second reader let through. A figure is printed as it was made, whoever left since."""
    rows = Figure.objects.filter(ref__in=set(refs), verdict=Verdict.APPROVED).select_related("batch")
    return {row.ref: _figure(row) for row in rows}


def why_not_printable(refs: Iterable[str], *, organisation_id: int, now: datetime) -> Mapping[str, str]:
    """For each of these figures and quotes that a text of this organisation may not print now: why, in the reader's words."""
    asked = set(refs)
    owner = Organisation.objects.filter(pk=organisation_id).values_list("ref", flat=True).first()
    figures = {row.ref: row for row in Figure.objects.filter(ref__in=asked).defer("released").select_related("batch")}
    quotes = {row.ref: row for row in Quote.objects.filter(ref__in=asked).select_related("testimony__door__team")}
    broken = broken_words(quotes, now=now)
    found: dict[str, str] = {}
    for ref in sorted(asked):
        if ref in figures:
            reason = _against_figure(figures[ref], organisation_id)
        elif ref in quotes:
            reason = _against_quote(quotes[ref], owner, is_broken=ref in broken)
        else:
            reason = _("There is no such quote.") if ref.startswith(f"{Kind.QUOTE.value}-") else _("There is no such figure.")
        if reason:
            found[ref] = reason
    return found


def _figure(row: Figure) -> FigurePrint:
    whole = released_from_json(row.released)
    shown = condensed(whole)
    return FigurePrint(
        ref=row.ref,
        title=row.title,
        released=shown.released,
        notes=notes_on(shown),
        digest=row.digest,
        chart=row.chart,
        made_at=row.made_at,
        batch_ref=row.batch.ref,
        batch_number=row.batch.number,
        people=whole.total,
    )


def notes_on(shown: Condensed) -> tuple[str, ...]:
    """What a reader of the table must know: whom it was narrowed to, that people stand in several rows, and what is empty all through."""
    released = shown.released
    narrowed = (
        f"{each.dimension.label}: {', '.join(category.label for category in each.dimension.categories if category.key in each.keys)}"
        for each in released.within
    )
    several = [dimension.label for dimension in released.dimensions if dimension.is_multiple]
    return (
        _("Counted: people who told us, each once. These are reports made to us, not prevalence."),
        *(_("Only people who told of %(categories)s.") % {"categories": each} for each in narrowed),
        *(_("One person may be counted in several rows of “%(dimension)s”.") % {"dimension": each} for each in several),
        *(
            _("Nobody, under “%(dimension)s”: %(categories)s.") % {"dimension": label, "categories": "; ".join(categories)}
            for label, categories in shown.empty
        ),
    )


def _against_figure(row: Figure, organisation_id: int) -> str:
    if row.batch.organisation_id != organisation_id:
        return _("This figure belongs to another organisation.")
    if row.verdict == Verdict.WAITING:
        return _("This figure has no verdict of a second reader yet.")
    return _("A second reader refused this figure.") if row.verdict == Verdict.REFUSED else ""


def _against_quote(row: Quote, owner: str | None, *, is_broken: bool) -> str:
    if row.testimony.door.team.owner != owner:
        return _("This quote belongs to another organisation.")
    if row.withdrawn_at is not None or row.testimony.withdrawn_at is not None or is_broken:
        return _("Consent for these words is not live.")
    if row.verdict == Verdict.WAITING:
        return _("Nobody has cleared this quote yet.")
    return _("A second person refused this quote.") if row.verdict == Verdict.REFUSED else ""
