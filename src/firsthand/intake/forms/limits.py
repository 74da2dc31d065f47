"""A text on the limits of confidence, for one country and in one language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firsthand.intake.asked import countries


class LimitsForm(forms.Form):
    """`organisations` are (id, name) of those that the person coordinates."""

    organisation = forms.TypedChoiceField(label=_("Said by"), coerce=int)
    jurisdiction = forms.ChoiceField(label=_("By the law of"))
    language = forms.ChoiceField(label=_("In which language"), choices=lambda: settings.LANGUAGES)
    text = forms.CharField(
        label=_("What you may have to pass on, in plain words"),
        help_text=_("Leave it empty to go back to the general text of your doors."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, organisations: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = list(organisations)  # type: ignore[attr-defined]
        self.fields["jurisdiction"].choices = countries(get_language() or "en")  # type: ignore[attr-defined]
