"""Drawing a sample, and marking words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firsthand.core.anchoring import Span
from firsthand.core.hidden import Hidden
from firsthand.evidence.marked import Sentence, span_of
from firsthand.evidence.queries import codebook, coders_of, organisations_coded_by
from firsthand.foundation.people.models import Person


class DrawForm(forms.Form):
    """How many testimonies are read twice, and by whom."""

    organisation = forms.TypedChoiceField(label=_("Whose testimonies"), coerce=int)
    size = forms.IntegerField(
        label=_("How many"), min_value=2, max_value=500, initial=20, help_text=_("They are drawn by chance; the draw can be checked.")
    )
    first = forms.TypedChoiceField(label=_("Who reads"), coerce=int)
    second = forms.TypedChoiceField(label=_("And who else"), coerce=int)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = organisations_coded_by(person)  # type: ignore[attr-defined]
        for name in ("first", "second"):
            self.fields[name].choices = coders_of(person)  # type: ignore[attr-defined]


class MarkForm(forms.Form):
    """Which words get which code: from one sentence to another, or words typed as they stand; a script fills in exact places."""

    code = forms.ChoiceField(label=_("Code"))
    first = forms.TypedChoiceField(label=_("From sentence"), coerce=int, required=False, empty_value=None)
    last = forms.TypedChoiceField(label=_("To sentence"), coerce=int, required=False, empty_value=None)
    words = forms.CharField(
        label=_("Or only these words"),
        required=False,
        max_length=2000,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Exactly as they stand in the text."),
    )
    start = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, text: Hidden[str], sentences: tuple[Sentence, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._text = text
        self._sentences = {each.number: each for each in sentences}
        numbered = [(each.number, f"{each.number}. {_shortened(each.text)}") for each in sentences]
        self.fields["first"].choices = numbered  # type: ignore[attr-defined]
        self.fields["last"].choices = [("", _("The same")), *numbered]  # type: ignore[attr-defined]
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (each.label, [(f"{each.key}={code.value}", code.label) for code in each.codes if not code.is_retired]) for each in codebook()
        ]

    def clean(self) -> dict[str, Any] | None:
        """Words must stand in the text once, or where a script said; sentences run forward."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned.get("words"):
            places = span_of(self._text, words=cleaned["words"])
            near = cleaned.get("start")
            if not places:
                self.add_error("words", _("These words do not stand in the text like this."))
            elif near is not None:
                cleaned["span"] = min(places, key=lambda span: abs(span.start - near))
            elif len(places) > 1:
                self.add_error("words", _("These words stand in the text more than once. Add a word before or after."))
            else:
                cleaned["span"] = places[0]
        elif cleaned.get("first"):
            first, last = self._sentences[cleaned["first"]], self._sentences[cleaned.get("last") or cleaned["first"]]
            if last.number < first.number:
                self.add_error("last", _("The last sentence stands before the first."))
            else:
                cleaned["span"] = Span(first.start, last.end)
        else:
            self.add_error("first", _("Choose a sentence, or type the words."))
        return cleaned

    def span(self) -> Span:
        """What was chosen; ask only after `is_valid`."""
        found: Span = self.cleaned_data["span"]
        return found


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:57] + "…"
