"""Changing the codebook: one code, a file, a list of the house, and the word that goes with a version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firsthand.core.coding import CodeList
from firsthand.core.coding.codebook import Change, Entry, Kind, changes_between
from firsthand.evidence.models import Code
from firsthand.evidence.queries import retired_change, standing_entries
from firsthand.evidence.skos import LARGEST

_LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code != "en"]


class CodeForm(forms.Form):
    """One code, new or changed: the same list and short name is the same code."""

    list = forms.ChoiceField(label=_("List"), choices=Code.List.choices)
    value = forms.CharField(
        label=_("Short name"), max_length=60, help_text=_("Small letters and hyphens. It never changes; what people read are the labels.")
    )
    label = forms.CharField(label=_("Label in English"), max_length=160)
    definition = forms.CharField(label=_("What it means"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    use_when = forms.CharField(label=_("When to use it"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    not_when = forms.CharField(label=_("When not"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    broader = forms.CharField(label=_("Short name of the code that it stands under"), required=False, max_length=60)
    huridocs_code = forms.CharField(label=_("Code of HURIDOCS, if the meaning is the same"), required=False, max_length=12)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in _LANGUAGES:
            self.fields[f"label_{code}"] = forms.CharField(
                label=_("Label in %(language)s") % {"language": name}, required=False, max_length=160
            )

    def changes(self) -> tuple[Change, ...]:
        """The change that this makes; none where nothing differs."""
        chosen = self.cleaned_data
        labels = {code: chosen[f"label_{code}"] for code, _name in _LANGUAGES if chosen[f"label_{code}"]}
        entry = Entry(
            list=CodeList(chosen["list"]),
            value=chosen["value"],
            labels={"en": chosen["label"], **labels},
            definition=chosen["definition"],
            use_when=chosen["use_when"],
            not_when=chosen["not_when"],
            broader=chosen["broader"],
            huridocs_code=chosen["huridocs_code"],
        )
        return changes_between(standing_entries(), [(entry, 0)])


class RetireForm(forms.Form):
    """A code that is not used any more, and the code that takes its place, if one does."""

    list = forms.ChoiceField(label=_("List"), choices=Code.List.choices)
    value = forms.CharField(label=_("Short name"), max_length=60)
    into = forms.CharField(
        label=_("Short name of the code that takes its place"),
        max_length=60,
        required=False,
        help_text=_("What was coded with the old one counts as this one from then on. Leave it empty if none does."),
    )

    def changes(self) -> tuple[Change, ...]:
        """The change that this makes."""
        return (retired_change(CodeList(self.cleaned_data["list"]), self.cleaned_data["value"], into=self.cleaned_data["into"]),)


class SkosForm(forms.Form):
    """A codebook in Turtle."""

    file = forms.FileField(label=_("A codebook in SKOS, as Turtle (.ttl)"))
    into = forms.ChoiceField(
        label=_("List for codes that name none of ours"),
        choices=Code.List.choices,
        help_text=_("A file that was downloaded here names its lists itself."),
    )

    def clean_file(self) -> str:
        """The text of the file."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than two million characters."))
        try:
            return str(given.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("This file is not text in UTF-8.")) from None


class PublishForm(forms.Form):
    """What is new, for those who code."""

    note = forms.CharField(label=_("What is new, in a sentence"), max_length=300)


KINDS = {
    Kind.ADD: _("new"),
    Kind.ALTER: _("changed"),
    Kind.RETIRE: _("no longer used"),
    Kind.MERGE: _("merged"),
}
LISTS = dict(Code.List.choices)
