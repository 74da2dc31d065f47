"""Unlocking, coding, and taking a testimony back for its giver."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firsthand.core.hidden import Hidden
from firsthand.evidence.coding import Coding, DateNotReal, When
from firsthand.evidence.models import Code
from firsthand.evidence.queries import choices_in_use
from firsthand.intake.actions import Because
from firsthand.intake.asked import countries

_NOT_SAID = ("", _("Not said"))


class UnlockForm(forms.Form):
    """The passphrase of a member's key. It is never written back into the page."""

    passphrase = forms.CharField(
        label=_("Your passphrase"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
        help_text=_("It opens your key for this browser and half an hour without use. It is not stored."),
    )
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def passphrase_given(self) -> Hidden[str]:
        return Hidden(str(self.cleaned_data["passphrase"]))


class KeyForm(forms.Form):
    """A passphrase for a new key, twice, because nobody can renew it."""

    passphrase = forms.CharField(
        label=_("A passphrase"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "At least twelve characters; five words that have nothing to do with each other are good. Not the one you sign in with."
        ),
    )
    again = forms.CharField(label=_("The same again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"}))

    def clean(self) -> dict[str, Any] | None:
        """Both must be the same."""
        cleaned = super().clean() or {}
        if not self.errors and cleaned["passphrase"] != cleaned["again"]:
            self.add_error("again", _("This is not the same passphrase."))
        return cleaned

    def passphrase_given(self) -> Hidden[str]:
        return Hidden(str(self.cleaned_data["passphrase"]))


class CodingForm(forms.Form):
    """What happened, by the codes of the codebook. Every act is ticked, never only the worst."""

    acts = forms.MultipleChoiceField(
        label=_("What happened"), widget=forms.CheckboxSelectMultiple, help_text=_("Everything that happened, not only the worst.")
    )
    perpetrators = forms.MultipleChoiceField(label=_("Who did it"), widget=forms.CheckboxSelectMultiple, required=False)
    place_type = forms.ChoiceField(label=_("Kind of place"), required=False)
    legal_setting = forms.ChoiceField(label=_("Law at the place"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=2200)
    month = forms.TypedChoiceField(label=_("Month"), required=False, coerce=int, empty_value=None, choices=[_NOT_SAID, *MONTHS.items()])
    day = forms.IntegerField(label=_("Day"), required=False, min_value=1, max_value=31)
    is_about = forms.BooleanField(label=_("The year is a guess"), required=False)

    def __init__(self, *args: Any, coding: Coding | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(_initial(coding) if coding else {})
        offered = {
            "acts": choices_in_use(Code.List.ACT),
            "perpetrators": choices_in_use(Code.List.PERPETRATOR),
            "place_type": (_NOT_SAID, *choices_in_use(Code.List.PLACE_TYPE)),
            "legal_setting": (_NOT_SAID, *choices_in_use(Code.List.LEGAL_SETTING)),
            "country": (_NOT_SAID, *countries(get_language() or "en")),
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """The three parts of the day must be a day together."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self._when()
            except DateNotReal as refused:
                self.add_error("day" if cleaned.get("day") else "year", str(refused))
        return cleaned

    def coding(self) -> Coding:
        """What was chosen; ask only after `is_valid`."""
        chosen = self.cleaned_data
        return Coding(
            acts=frozenset(chosen["acts"]),
            perpetrators=frozenset(chosen["perpetrators"]),
            place_type=chosen["place_type"],
            legal_setting=chosen["legal_setting"],
            country=chosen["country"],
            when=self._when(),
        )

    def _when(self) -> When:
        chosen = self.cleaned_data
        return When(year=chosen.get("year"), month=chosen.get("month"), day=chosen.get("day"), is_about=bool(chosen.get("is_about")))


class WithdrawForm(forms.Form):
    """Taking a testimony back for its giver. The reason is a code, so that nobody writes about a person."""

    because = forms.ChoiceField(
        label=_("Why"),
        choices=[
            (Because.GIVER_ASKED.value, _("The person asked for it")),
            (Because.GIVER_IN_DANGER.value, _("The person is in danger")),
            (Because.GIVEN_BY_MISTAKE.value, _("It was given by mistake")),
            (Because.POINTS_AT_SOMEONE.value, _("It points at someone else")),
        ],
    )
    destroy = forms.BooleanField(label=_("Destroy the key too, so that the words open for nobody, for good"), required=False)


def _initial(coding: Coding) -> dict[str, Any]:
    return {
        "acts": sorted(coding.acts),
        "perpetrators": sorted(coding.perpetrators),
        "place_type": coding.place_type,
        "legal_setting": coding.legal_setting,
        "country": coding.country,
        "year": coding.when.year,
        "month": coding.when.month,
        "day": coding.when.day,
        "is_about": coding.when.is_about,
    }
