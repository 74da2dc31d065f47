"""What is asked of someone who writes, publishes or sends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firsthand.documents.submission import profiles

LONGEST_TEXT = 600_000  # characters; a book of two hundred pages


class ManuscriptForm(forms.Form):
    """A manuscript to start. `organisations` are (id, name) of those the person may write for."""

    title = forms.CharField(label=_("Title"), max_length=200)
    subtitle = forms.CharField(label=_("Subtitle"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language of the text"), choices=lambda: settings.LANGUAGES)
    organisation = forms.TypedChoiceField(label=_("Written for"), coerce=int)

    def __init__(self, *args: Any, organisations: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class VersionForm(forms.Form):
    """A text being written. `based_on` is the version that the writer began from."""

    body = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "true", "class": "manuscript"}),
        help_text=_(
            "Markdown. A figure: {{figure:F-…}} on a line of its own. A quote: {{quote:Q-…}} on a line of its own. A citation: [@C-…]."
        ),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_body(self) -> str:
        """Line ends as this house keeps them, so that the same text is the same version whatever browser sent it."""
        return str(self.cleaned_data["body"]).replace("\r\n", "\n").replace("\r", "\n")


class ProfileForm(forms.Form):
    """Which body's rules a text is held against."""

    profile = forms.ChoiceField(
        label=_("Hold this text against the rules of"),
        required=False,
        choices=lambda: [("", _("nobody")), *((each.key, each.name) for each in profiles().values())],
    )


class RecipientForm(forms.Form):
    """Someone who received an edition: an organisation of the network, or an address outside it."""

    organisation = forms.TypedChoiceField(label=_("An organisation of the network"), coerce=int, required=False, empty_value=None)
    address = forms.EmailField(label=_("Or an e-mail address outside it"), required=False, max_length=254)

    def __init__(self, *args: Any, organisations: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", _("None")), *organisations]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """One of the two, not both: each recipient is told in one way."""
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("organisation")) == bool(cleaned.get("address")):
            raise forms.ValidationError(_("Choose an organisation or write an address, one of the two."), code="one-of-two")
        return cleaned
