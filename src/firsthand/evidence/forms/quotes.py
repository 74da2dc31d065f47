"""Lifting words, and saying why they are not printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firsthand.core.hidden import Hidden
from firsthand.evidence.models import Quote

LONGEST = 2000


class LiftForm(forms.Form):
    """Anonymised words. `descriptions` are those that may stand beside them; a name only where its giver agreed to be named."""

    words = forms.CharField(
        label=_("The words, with everything taken out that points at someone"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Replace rather than blank: “my landlord” for a name, “a city in the north” for a place."),
    )
    language = forms.ChoiceField(label=_("Language of the words"), choices=lambda: settings.LANGUAGES)
    attribution = forms.ChoiceField(label=_("Who says it"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Or the name under which they agreed to be quoted"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, descriptions: Sequence[str], may_be_named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attribution"].choices = [(text, text) for text in descriptions]  # type: ignore[attr-defined]
        if not may_be_named:
            del self.fields["name"]

    def words_given(self) -> Hidden[str]:
        return Hidden(str(self.cleaned_data["words"]))

    def attribution_given(self) -> str:
        return str(self.cleaned_data.get("name") or self.cleaned_data["attribution"])


class RefuseQuoteForm(forms.Form):
    """Why a quote is not printed, from a list: a reason in free words would repeat what must not be printed."""

    reason = forms.ChoiceField(label=_("Why it may not be printed"), choices=Quote.Reason.choices, widget=forms.RadioSelect)
