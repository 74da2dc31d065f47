"""The receipt typed in, and what its holder asks for."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.foundation.consents.wording import wording_of
from firsthand.intake.forms.steps import LONGEST, name_of
from firsthand.intake.said import Said, Sort


class Extent(StrEnum):
    """How much is taken back."""

    SOME = "some"
    ALL = "all"
    DESTROY = "destroy"


class ReceiptForm(forms.Form):
    use_required_attribute = False
    receipt = forms.CharField(
        label=_("The twelve words of your receipt"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("In their order. Capitals, numbers and line breaks do not matter."),
        error_messages={"required": _("Please type the twelve words.")},
    )

    seen = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def typed(self) -> Hidden[str]:
        return Hidden(self.cleaned_data["receipt"])


class WithdrawForm(forms.Form):
    """What to take back. The receipt travels in the form itself, because nothing is kept between two pages."""

    use_required_attribute = False
    extent = forms.ChoiceField(choices=[(extent.value, extent.value) for extent in Extent])
    uses = forms.TypedMultipleChoiceField(
        label=_("Uses to stop"),
        coerce=Use,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick the uses that you want to stop.")},
    )

    def __init__(self, *args: Any, live: Iterable[Use], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["uses"].choices = [(use.value, _name(use)) for use in live if use != Use.STORE]  # type: ignore[attr-defined]
        self.fields["uses"].required = not self.is_bound or self.data.get("extent") == Extent.SOME

    def extent_asked(self) -> Extent:
        return Extent(self.cleaned_data["extent"])

    def uses_asked(self) -> frozenset[Use] | None:
        """The uses to end; None for all."""
        return frozenset(self.cleaned_data["uses"]) if self.extent_asked() == Extent.SOME else None


class WriteForm(forms.Form):
    """What a giver adds. Where it answers a letter, nothing has to be chosen."""

    use_required_attribute = False
    sort = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(Sort.ADDITION.value, _("Something more")), (Sort.CORRECTION.value, _("Something that I told wrongly"))],
        widget=forms.RadioSelect,
        initial=Sort.ADDITION.value,
    )
    words = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("In any language. Leave out names, addresses and telephone numbers, also of others."),
        error_messages={
            "required": _("Please write something, or leave this page."),
            "max_length": _("This is longer than we can take at once (%(show_value)d characters; at most %(limit_value)d)."),
        },
    )

    def __init__(self, *args: Any, is_answer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_answer:
            del self.fields["sort"]

    def said(self, *, to: str, language: str) -> Said:
        """What was written, ready to be sealed."""
        return Said(words=self.cleaned_data["words"], sort=Sort(self.cleaned_data.get("sort") or Sort.ANSWER), to=to, language=language)


class AgreeForm(forms.Form):
    """Uses that can be said yes to now, each a question of its own, each no until it is answered."""

    use_required_attribute = False

    def __init__(self, *args: Any, uses: Iterable[Use], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [asked for use in uses if (asked := wording_of(use)) is not None]
        for each in self.asked:
            self.fields[name_of(each.use)] = forms.ChoiceField(
                label=str(each.question),
                help_text=f"{each.means}\n{each.ends}",
                choices=[("no", _("No")), ("yes", _("Yes"))],
                widget=forms.RadioSelect,
                initial="no",
            )

    def uses(self) -> frozenset[Use]:
        """What was answered with yes."""
        return frozenset(each.use for each in self.asked if self.cleaned_data[name_of(each.use)] == "yes")


def _name(use: Use) -> object:
    wording = wording_of(use)
    return wording.name if wording else use.value
