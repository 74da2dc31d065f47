"""What of a batch to count, and by what."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

UNITS = (
    ("people", _("people who told us")),
    ("testimonies", _("testimonies")),
    ("incidents", _("incidents")),
    ("acts", _("acts")),
    ("affected", _("persons to whom it was done")),
)
BY = (
    ("act", _("What happened")),
    ("country", _("Country")),
    ("area", _("Part of the country")),
    ("place-type", _("Kind of place")),
    ("legal-setting", _("Law at the place")),
    ("year", _("Year")),
)


class TallyForm(forms.Form):
    """One unit and one to three dimensions."""

    unit = forms.ChoiceField(label=_("Count"), choices=UNITS)
    first = forms.ChoiceField(label=_("By"), choices=BY)
    second = forms.ChoiceField(label=_("And by"), choices=(("", _("Nothing more")), *BY), required=False)
    third = forms.ChoiceField(label=_("And by"), choices=(("", _("Nothing more")), *BY), required=False)

    def by(self) -> tuple[str, ...]:
        """What was chosen to count by; ask only after `is_valid`."""
        return tuple(self.cleaned_data[slot] for slot in ("first", "second", "third") if self.cleaned_data[slot])
