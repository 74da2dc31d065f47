"""What coordinators are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firsthand.foundation.people.queries import RoleCard, kind_choices, regions, role_choices


class RegionForm(forms.Form):
    """A part of the network's own division of the world."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As your network calls it, for example “East and Central Africa”."))
    code = forms.SlugField(
        label=_("Short code"), max_length=40, help_text=_("Small letters, digits and hyphens; it stands in tables and files.")
    )


class OrganisationForm(forms.Form):
    """A community-led organisation, an ally or an institution."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=kind_choices, widget=forms.RadioSelect)
    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    languages = forms.CharField(
        label=_("Languages"), initial="en", max_length=80, help_text=_("Language tags, the preferred one first, for example: fr, en")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Works everywhere")), *_countries()]  # type: ignore[attr-defined]
        self.fields["region"].choices = [("", _("None")), *regions()]  # type: ignore[attr-defined]

    def clean_languages(self) -> tuple[str, ...]:
        """The tags one by one."""
        return tuple(tag for tag in re.split(r"[\s,;]+", self.cleaned_data["languages"]) if tag)


class InviteForm(forms.Form):
    """A chosen name and what the person does here. Nothing else is asked for."""

    username = forms.CharField(
        label=_("Chosen name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("The name the person signs in with and is known by at the desk. It need not be their legal name, and better is not."),
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=role_choices, widget=forms.CheckboxSelectMultiple)


class RoleForm(forms.Form):
    """One role; those that the person holds already are not offered."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, held: Iterable[RoleCard] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {role.name for role in held}
        self.fields["role"].choices = [choice for choice in role_choices() if choice[0] not in names]  # type: ignore[attr-defined]


def _countries() -> list[tuple[str, str]]:
    territories = Locale.parse(get_language() or "en", sep="-").territories
    named = [
        (code, str(name)) for code, name in territories.items() if len(code) == 2 and code not in {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}
    ]
    return sorted(named, key=lambda item: item[1])
