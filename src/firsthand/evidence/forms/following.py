"""What is to be done for someone; from lists, so that nobody is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firsthand.evidence.models import FollowUp


class FollowUpForm(forms.Form):
    """What, to where, and by when."""

    what = forms.ChoiceField(label=_("What is to be done"), choices=FollowUp.What.choices)
    service = forms.TypedChoiceField(label=_("Where help is found"), coerce=int, empty_value=None, required=False)
    due_on = forms.DateField(label=_("By"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, services: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", _("Only for a referral")), *services]  # type: ignore[attr-defined]
