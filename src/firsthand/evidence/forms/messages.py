"""Writing to a giver."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firsthand.core.hidden import Hidden
from firsthand.intake.said import Sort

LONGEST = 5000


class LetterForm(forms.Form):
    """A letter to a giver. Whoever has the giver's receipt reads it, so it repeats nothing that they told."""

    sort = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Sort.QUESTION.value, _("A question")),
            (Sort.NEWS.value, _("What became of what they told")),
            (Sort.CONSENT.value, _("About a yes of theirs that ends soon")),
        ],
        widget=forms.RadioSelect,
        initial=Sort.QUESTION.value,
    )
    language = forms.ChoiceField(label=_("Language of your words"), choices=lambda: settings.LANGUAGES)
    letter = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Repeat nothing that they told: whoever gets hold of their receipt reads this. Ask for one thing, and say why you ask."
        ),
    )

    def sort_chosen(self) -> Sort:
        return Sort(self.cleaned_data["sort"])

    def words_given(self) -> Hidden[str]:
        return Hidden(str(self.cleaned_data["letter"]))
