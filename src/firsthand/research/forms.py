"""Bringing works in, and writing about one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firsthand.research.reading import LARGEST


class ImportForm(forms.Form):
    """A file, or its text pasted. On the second step the text comes back as it was looked at."""

    organisation = forms.TypedChoiceField(label=_("Kept by"), coerce=int)
    file = forms.FileField(label=_("A file from a reference manager"), required=False, help_text=_("BibTeX, RIS or CSL-JSON."))
    text = forms.CharField(
        label=_("Or its text"), required=False, widget=forms.Textarea({"rows": 6, "spellcheck": "false"}), max_length=LARGEST
    )

    def __init__(self, *args: Any, organisations: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """One of the two."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not cleaned.get("text"):
            self.add_error("file", _("Choose a file, or paste its text."))
        return cleaned

    def data_given(self) -> bytes:
        """What was given; ask only after `is_valid`."""
        if self.cleaned_data.get("file"):
            return bytes(self.cleaned_data["file"].read())
        return str(self.cleaned_data["text"]).encode()


class NoteForm(forms.Form):
    """A note, or words out of the work."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=[("note", _("A note")), ("quote", _("Words out of it"))], widget=forms.RadioSelect, initial="note"
    )
    text = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea({"rows": 4}))
    page = forms.CharField(label=_("Page"), max_length=40, required=False, help_text=_("For words out of it."))
