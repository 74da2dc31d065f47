"""What is asked about keys: passphrases and recovery codes, never written back into the page; who is let in, and who is trusted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from firsthand.core.hidden import Hidden
from firsthand.core.ref import Kind, parse
from firsthand.core.refusal import Refusal
from firsthand.evidence.forms.coding import KeyForm


class ChangePassphraseForm(KeyForm):
    """The old passphrase, and a new one twice."""

    old = forms.CharField(label=_("Your passphrase until now"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    field_order = ("old", "passphrase", "again")

    def old_given(self) -> Hidden[str]:
        return Hidden(str(self.cleaned_data["old"]))


class RecoveryCodeForm(forms.Form):
    """The passphrase, before a new recovery code is made."""

    passphrase = forms.CharField(label=_("Your passphrase"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"}))

    def passphrase_given(self) -> Hidden[str]:
        return Hidden(str(self.cleaned_data["passphrase"]))


class UseCodeForm(KeyForm):
    """The twelve words, and a new passphrase twice."""

    code = forms.CharField(
        label=_("The twelve words of your recovery code"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
    )
    field_order = ("code", "passphrase", "again")

    def code_given(self) -> Hidden[str]:
        return Hidden(str(self.cleaned_data["code"]))


class PersonForm(forms.Form):
    """One person out of those who come into question."""

    person = forms.ChoiceField(label=_("Who is to be let in"))

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class TrusteesForm(forms.Form):
    """Who is trusted, and how many of them are needed."""

    here = forms.MultipleChoiceField(label=_("People of this organisation"), required=False, widget=forms.CheckboxSelectMultiple)
    elsewhere = forms.CharField(
        label=_("People of other organisations, by their reference"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Each of them reads their reference (P-…) on their own page about keys and tells it to you."),
    )
    needed = forms.IntegerField(
        label=_("How many of them are needed"), min_value=2, initial=2, help_text=_("At least two: no one person may open this alone.")
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["here"].choices = people  # type: ignore[attr-defined]

    def clean_elsewhere(self) -> tuple[str, ...]:
        """The Refs as they are kept, however they were typed."""
        refs = []
        for typed in re.split(r"[\s,;]+", str(self.cleaned_data["elsewhere"]).strip()):
            if not typed:
                continue
            try:
                kind, ref = parse(typed)
            except Refusal as refused:
                raise ValidationError(str(refused)) from None
            if kind is not Kind.PERSON:
                raise ValidationError(_now("This is not the reference of a person."))
            refs.append(ref)
        return tuple(refs)

    def chosen(self) -> tuple[str, ...]:
        return (*self.cleaned_data["here"], *self.cleaned_data["elsewhere"])
