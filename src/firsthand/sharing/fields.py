"""The closed list of what may be shared, and the rows. A field that is not here cannot be named in a protocol; words are not here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from firsthand.core.crosstab import TOTAL
from firsthand.evidence.queries import FigurePrint, SharedCase

CASE_FIELDS = {
    "case": _("Number of the case, good for this file only"),
    "received": _("Month in which it was told"),
    "year": _("Year in which it happened"),
    "country": _("Country"),
    "acts": _("What happened, as codes"),
    "perpetrators": _("Who did it, by kind"),
    "place-type": _("Kind of place"),
    "legal-setting": _("Law at the place"),
}
AGGREGATE_FIELDS = {
    "figure": _("Reference of the figure"),
    "title": _("Title of the figure"),
    "categories": _("What is counted"),
    "people": _("How many people, or “withheld”"),
    "made": _("Day on which the figure was made"),
    "batch": _("Number of the batch"),
}
WITHHELD = "withheld"

Row = Mapping[str, str]


def case_rows(cases: Iterable[SharedCase], *, fields: Iterable[str]) -> list[Row]:
    """One row a case, with the named fields and no other."""
    named = tuple(fields)
    found: list[Row] = []
    for number, each in enumerate(cases, start=1):
        row = {
            "case": case_number(number),
            "received": f"{each.received_on:%Y-%m}",
            "year": _joined(str(told.happened_on.year) for told in each.told if told.happened_on),
            "country": _joined(told.country for told in each.told),
            "acts": _joined(act for told in each.told for act in told.acts),
            "perpetrators": _joined(value for told in each.told for value in told.perpetrators),
            "place-type": _joined(told.place_type for told in each.told),
            "legal-setting": _joined(told.legal_setting for told in each.told),
        }
        found.append({name: row[name] for name in CASE_FIELDS if name in named})
    return found


def _joined(values: Iterable[str]) -> str:
    """What a case tells of its incidents, each value once."""
    return "; ".join(sorted({value for value in values if value}))


def case_number(number: int) -> str:
    return f"case-{number}"


def figure_rows(figures: Iterable[FigurePrint], *, fields: Iterable[str]) -> list[Row]:
    """One row a printed number; a withheld one says so and nothing else."""
    named = tuple(fields)
    found: list[Row] = []
    for figure in figures:
        labels = [{category.key: category.label for category in each.categories} for each in figure.released.dimensions]
        for key, count in figure.released.cells.items():
            parts = [_("all") if part == TOTAL else known.get(part, part) for part, known in zip(key, labels, strict=True)]
            row = {
                "figure": figure.ref,
                "title": figure.title,
                "categories": " / ".join(map(str, parts)),
                "people": WITHHELD if count is None else str(count),
                "made": f"{figure.made_at:%Y-%m-%d}",
                "batch": str(figure.batch_number),
            }
            found.append({name: row[name] for name in AGGREGATE_FIELDS if name in named})
    return found
