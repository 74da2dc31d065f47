"""The directory of services: what someone at a door looks for, and what whoever keeps it fills in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firsthand.intake import asked
from firsthand.intake.directory import LONGEST, Offer
from firsthand.intake.helping import Directory, Sought

ANY = ("", _("Any"))


class SoughtForm(forms.Form):
    """Each choice may be left at any. Only what some service offers can be chosen."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=_("What kind of help?"), required=False)
    country = forms.ChoiceField(label=_("In which country?"), required=False)
    language = forms.ChoiceField(label=_("In which language?"), required=False)

    def __init__(self, *args: Any, directory: Directory, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("kind", directory.kinds), ("country", directory.countries), ("language", directory.languages)):
            self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined]


def sought_in(sent: Any) -> Sought:
    """What was looked for, as it was sent; what no service offers simply fits nothing."""
    return Sought(country=sent.get("country", ""), language=sent.get("language", ""), kind=sent.get("kind", ""))


class ServiceForm(forms.Form):
    """One service. `organisations` are (id, name) of those whose directory the person keeps; none where it is changed."""

    organisation = forms.TypedChoiceField(label=_("Named by"), coerce=int)
    name = forms.CharField(label=_("What it is called"), max_length=LONGEST)
    how = forms.CharField(
        label=_("How to reach it"),
        help_text=_("A telephone number, a plain web address, or how to find it. Whoever needs it may be in a hurry."),
        max_length=LONGEST,
    )
    hours = forms.CharField(label=_("When"), max_length=LONGEST, required=False)
    kinds = forms.MultipleChoiceField(
        label=_("What kind of help?"), choices=asked.KINDS_OF_HELP, widget=forms.CheckboxSelectMultiple, required=False
    )
    country = forms.ChoiceField(label=_("In which country?"), required=False, help_text=_("Leave it open for what helps anywhere."))
    languages = forms.CharField(
        label=_("In which languages?"), help_text=_("Their codes with commas, such as en, sw, ar."), max_length=100, required=False
    )

    def __init__(self, *args: Any, organisations: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisations:
            self.fields["organisation"].choices = list(organisations)  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]
        self.fields["country"].choices = [("", _("Anywhere")), *asked.countries(get_language() or "en")]  # type: ignore[attr-defined]

    def clean_languages(self) -> tuple[str, ...]:
        """Codes of languages that there are."""
        codes = tuple(filter(None, (code.strip().lower() for code in self.cleaned_data["languages"].split(","))))
        unknown = [code for code in codes if not asked.is_language(code)]
        if unknown:
            raise forms.ValidationError(_("We know no language with this code: %(code)s"), params={"code": unknown[0]})
        return tuple(dict.fromkeys(codes))

    def offer(self) -> Offer:
        """What was filled in."""
        said = self.cleaned_data
        return Offer(
            name=said["name"],
            how=said["how"],
            hours=said["hours"],
            kinds=tuple(said["kinds"]),
            country=said["country"],
            languages=said["languages"],
        )


def filled_with(offer: Offer) -> dict[str, object]:
    """The form's first values, from what stands."""
    return {
        "name": offer.name,
        "how": offer.how,
        "hours": offer.hours,
        "kinds": list(offer.kinds),
        "country": offer.country,
        "languages": ", ".join(offer.languages),
    }
