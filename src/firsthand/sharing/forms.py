"""What a protocol is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firsthand.core.consent import Use
from firsthand.sharing.fields import AGGREGATE_FIELDS, CASE_FIELDS
from firsthand.sharing.models import Protocol
from firsthand.sharing.writing import FORMATS

USES = ((Use.LEGAL_REFERRAL.value, _("Legal help")), (Use.ALLY.value, _("An ally's work with us")))


class ProtocolForm(forms.Form):
    """One page: who, what for, at which level, which fields, how often, until when."""

    holder = forms.ChoiceField(label=_("Who hands over"))
    recipient = forms.CharField(label=_("Who receives"), help_text=_("Their reference, such as O-7K3M9Q; ask them for it."), max_length=9)
    purpose = forms.CharField(label=_("For what"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)
    level = forms.ChoiceField(label=_("Numbers or cases"), choices=Protocol.Level.choices, widget=forms.RadioSelect)
    use = forms.ChoiceField(
        label=_("For cases: under which consent"), choices=USES, widget=forms.RadioSelect, initial=Use.LEGAL_REFERRAL.value, required=False
    )
    aggregate_fields = forms.MultipleChoiceField(
        label=_("For numbers: which fields"), choices=list(AGGREGATE_FIELDS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    case_fields = forms.MultipleChoiceField(
        label=_("For cases: which fields"), choices=list(CASE_FIELDS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    schedule = forms.ChoiceField(label=_("How often"), choices=Protocol.Schedule.choices, widget=forms.RadioSelect)
    until = forms.DateField(label=_("It ends on"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, holders: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = holders  # type: ignore[attr-defined]

    def chosen(self) -> tuple[str, ...]:
        """The fields of the level that was chosen."""
        is_case = self.cleaned_data["level"] == Protocol.Level.CASE
        return tuple(self.cleaned_data["case_fields" if is_case else "aggregate_fields"])


class HandOverForm(forms.Form):
    file_format = forms.ChoiceField(label=_("As"), choices=[(name, name.upper()) for name in FORMATS])
