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


def _name(use: Use) -> object:
    wording = wording_of(use)
    return wording.name if wording else use.value
