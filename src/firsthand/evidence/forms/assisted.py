"""The form for someone who is here and tells it to a peer worker."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.evidence.actions import Assisted
from firsthand.foundation.consents.models import Assistance
from firsthand.foundation.consents.wording import ASKED, ASKED_IN_PERSON
from firsthand.intake import once
from firsthand.intake.testified import Testified, When

QUESTIONS = (*ASKED, *ASKED_IN_PERSON)
YES_NO = (("yes", _("Yes")), ("no", _("No")))
SOMEONE_ELSE = "someone-else"
WORDS: tuple[tuple[str, str | Promise], ...] = (*Assistance.Word.choices, (SOMEONE_ELSE, _("Someone else's, for a person who is not here")))


def _name(use: Use) -> str:
    return f"use_{use.value.replace('-', '_')}"


class AssistedForm(forms.Form):
    """First who is here and on whose word; then what happened; then every question, each read aloud and answered."""

    once = forms.CharField(widget=forms.HiddenInput, required=False)
    door = forms.ChoiceField(label=_("For which organisation"))
    on_word = forms.ChoiceField(label=_("On whose word do you write?"), choices=WORDS, widget=forms.RadioSelect)
    is_present = forms.BooleanField(label=_("The person whom it happened to is here with me"), required=False)
    words = forms.CharField(
        label=_("What happened, in the person's own words"), widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}), strip=False
    )
    year = forms.IntegerField(label=_("In which year, if known"), required=False, min_value=1900, max_value=2100)
    language = forms.CharField(
        label=_("The language in which it was told and the questions were read"),
        help_text=_("A code such as en, es or ru."),
        max_length=20,
        initial="en",
    )
    read_aloud = forms.BooleanField(label=_("I read every question and what it means aloud, and the person answered each"), required=False)

    def __init__(self, *args: Any, doors: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["door"].choices = doors  # type: ignore[attr-defined]
        for each in QUESTIONS:
            self.fields[_name(each.use)] = forms.ChoiceField(
                label=str(each.question), help_text=str(each.means), choices=YES_NO, widget=forms.RadioSelect
            )

    def clean_once(self) -> Hidden[bytes]:
        """The secret number that this form was drawn with."""
        number = once.read(self.cleaned_data["once"])
        if number is None:
            renewed = cast("QueryDict", self.data).copy()
            renewed["once"] = once.drawn()
            self.data = renewed
            self.add_error(None, _("This page had been open too long and had to be renewed. Nothing was kept yet. Please send it again."))
            return Hidden(b"")
        return number

    def questions(self) -> list[forms.BoundField]:
        """The questions of consent, in the order in which they are asked."""
        return [self[_name(each.use)] for each in QUESTIONS]

    def uses(self) -> frozenset[Use]:
        """What was said yes to."""
        return frozenset(each.use for each in QUESTIONS if self.cleaned_data[_name(each.use)] == "yes")

    def assisted(self) -> Assisted:
        """How the giver was helped. Every question was read aloud, or none counts as read."""
        asked = frozenset(each.use for each in QUESTIONS)
        return Assisted(
            on_word=self.cleaned_data["on_word"],
            is_present=self.cleaned_data["is_present"],
            asked=asked,
            read_aloud=asked if self.cleaned_data["read_aloud"] else frozenset(),
        )

    def told(self) -> Testified:
        """The words, ready to be sealed."""
        year = self.cleaned_data["year"]
        when = When(year=year, precision="year") if year else When()
        return Testified(words=self.cleaned_data["words"], when=when, language=self.cleaned_data["language"])
