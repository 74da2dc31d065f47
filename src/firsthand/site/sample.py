"""An invented form with every kind of control, for the page that shows the components in all their states."""

from __future__ import annotations

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    name = forms.CharField(label=_("What shall we call you here?"), help_text=_("A name of your choice. Not one from your papers."))
    story = forms.CharField(label=_("What do you want to say?"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    region = forms.ChoiceField(label=_("Where do you work?"), choices=[("", _("Choose a region")), ("n", _("North")), ("s", _("South"))])
    quoting = forms.ChoiceField(
        label=_("May we print your words without your name?"),
        help_text=_("You can take this back at any time."),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label=_("Which languages do you read?"),
        choices=[("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label=_("I have read what you can and cannot keep secret."))


def sample_forms() -> dict[str, SampleForm]:
    """The form as it is first seen, and as it comes back when nothing in it was answered."""
    return {"fresh": SampleForm(auto_id="fresh_%s"), "returned": SampleForm({}, auto_id="returned_%s")}


def sample_page() -> Page[int]:
    """The second of three pages."""
    return Paginator(range(30), 10).page(2)
