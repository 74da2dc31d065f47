"""A warning to peers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firsthand.evidence.actions.alerts import LONGEST
from firsthand.intake.asked import countries

USUAL_DAYS = 30


class AlertForm(forms.Form):
    """Coarse words, where roughly, and until when."""

    words = forms.CharField(
        label=_("The warning, in your own words"),
        help_text=_("What kind of thing, and what to look out for. No day, no street, nothing that only one person can have told."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    until = forms.DateField(label=_("Shown until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = (today + timedelta(days=USUAL_DAYS)).isoformat()
        self.fields["country"].choices = [("", _("Not said")), *countries(get_language() or "en")]  # type: ignore[attr-defined]
