"""Designing a figure, and judging one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firsthand.core.crosstab import Dimension
from firsthand.evidence.counting import COARSER, COARSER_LABELS, Design
from firsthand.render.charts import ChartKind

_NOTHING = ("", _("Nothing more"))
_EVERYBODY = ("", _("Everybody"))
_SLOTS = ("first", "second", "third")
# What a count can be narrowed by beside years and countries: one category of it.
_NARROWING = ("act", "perpetrator", "place-type", "legal-setting")


CHARTS = (
    (ChartKind.BARS.value, _("Bars")),
    (ChartKind.DOTS.value, _("Dots on a scale")),
    (ChartKind.LINE.value, _("Lines through time")),
    (ChartKind.TIMELINE.value, _("Discs through time")),
    (ChartKind.HEATMAP.value, _("Fields, darker for more")),
    (ChartKind.MAP.value, _("Map of tiles, one for each country")),
)


class FigureForm(forms.Form):
    """What to count by and whom to count. `frame` holds the batch's dimensions."""

    title = forms.CharField(label=_("Title"), max_length=200, required=False, help_text=_("What was counted, where and when."))
    first = forms.ChoiceField(label=_("Count by"))
    second = forms.ChoiceField(label=_("And by"), required=False)
    third = forms.ChoiceField(label=_("And by"), required=False)
    only = forms.ChoiceField(label=_("Only people who told of"), required=False)
    countries = forms.MultipleChoiceField(label=_("Only in these countries"), required=False, widget=forms.CheckboxSelectMultiple)
    year_from = forms.ChoiceField(label=_("From the year"), required=False)
    year_to = forms.ChoiceField(label=_("To the year"), required=False)
    chart = forms.ChoiceField(label=_("Draw it as"), choices=CHARTS, required=False)

    def __init__(self, *args: Any, frame: Sequence[Dimension], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._frame = {each.key: each for each in frame}
        dimensions = [*((each.key, each.label) for each in frame), *((key, COARSER_LABELS[key]) for key in COARSER)]
        years = [(key, key) for key in self._frame["year"].keys if key.isdigit()]
        offered: dict[str, Sequence[Any]] = {
            "first": dimensions,
            "second": [_NOTHING, *dimensions],
            "third": [_NOTHING, *dimensions],
            "only": [_EVERYBODY, *((self._frame[key].label, _choices(self._frame[key])) for key in _NARROWING)],
            "countries": [(each.key, each.label) for each in self._frame["country"].categories],
            "year_from": [("", _("The beginning")), *years],
            "year_to": [("", _("Today")), *years],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """A span of years runs forward."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_to", _("The last year is before the first."))
        return cleaned

    def offer(self, kinds: Sequence[ChartKind]) -> None:
        """Offer only the kinds of chart that the table can be drawn as."""
        names = dict(CHARTS)
        self.fields["chart"].choices = [(kind.value, names[kind.value]) for kind in kinds]  # type: ignore[attr-defined]

    def chart_given(self) -> ChartKind:
        """How it is to be drawn; ask only after `is_valid`."""
        return ChartKind(self.cleaned_data.get("chart") or ChartKind.BARS)

    def design(self) -> Design:
        """What was chosen; ask only after `is_valid`.

        Raises:
            DesignNotValid: the same thing twice, or counted by what it is narrowed by.
        """
        chosen = self.cleaned_data
        within: dict[str, frozenset[str]] = {}
        if chosen["only"]:
            key, _separator, category = chosen["only"].partition("=")
            within[key] = frozenset({category})
        if chosen["countries"]:
            within["country"] = frozenset(chosen["countries"])
        if chosen["year_from"] or chosen["year_to"]:
            within["year"] = self._years(chosen["year_from"], chosen["year_to"])
        return Design(dimensions=tuple(chosen[slot] for slot in _SLOTS if chosen[slot]), within=within)

    def _years(self, first: str, last: str) -> frozenset[str]:
        """The years of a span. Without a first year it reaches back to before the oldest that is counted alone."""
        known = [key for key in self._frame["year"].keys if key.isdigit()]
        named = {key for key in known if (first or known[0]) <= key <= (last or known[-1])}
        return frozenset(named if first else {*named, *(set(self._frame["year"].keys) - set(known) - {"not-said"})})


class VerdictForm(forms.Form):
    """A second reader's verdict on a figure."""

    verdict = forms.ChoiceField(choices=[("approve", _("It may be printed")), ("refuse", _("It may not be printed"))])
    reason = forms.CharField(
        label=_("If not, why"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For whoever made it. Say what is wrong with the table, not who stands in it."),
    )


def _choices(dimension: Dimension) -> list[tuple[str, str]]:
    return [(f"{dimension.key}={each.key}", each.label) for each in dimension.categories]
