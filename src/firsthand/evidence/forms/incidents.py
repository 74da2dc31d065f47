"""One incident that a testimony tells of: who did what to whom, line by line, and what was done about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firsthand.evidence.coding import Coding, Deed, Response
from firsthand.evidence.forms.coding import CodingForm
from firsthand.evidence.models import Chain, Code, Information, Mention
from firsthand.evidence.queries import areas_in_use, choices_in_use
from firsthand.intake.asked import countries

_NOT_SAID = ("", _("Not said"))
MOST_LINES = 40
OTHERS = 4
_PEOPLE = [
    ("0", _("The person who tells")),
    *((str(number), _("Another person, no. %(number)d") % {"number": number}) for number in range(1, OTHERS + 1)),
]
_LINE = re.compile(r"deed_(\d+)_act")


class IncidentForm(CodingForm):
    """The codes of one incident. `incident` is its Ref, `another` for one more, empty for the only one."""

    incident = forms.CharField(widget=forms.HiddenInput, required=False)
    connection = forms.ChoiceField(
        label=_("How they know of it"),
        choices=Information.Connection.choices,
        required=False,
        help_text=_("If it happened to someone else, what you tick below is kept as done to “Another person, no. 1”."),
    )
    reliability = forms.ChoiceField(label=_("How sure the account is"), choices=Information.Reliability.choices, required=False)
    confidentiality = forms.ChoiceField(label=_("Who may use it"), choices=Information.Confidentiality.choices, required=False)
    area = forms.ChoiceField(label=_("Part of the country"), required=False, help_text=_("Never smaller than a large town."))

    def __init__(self, *args: Any, coding: Coding | None = None, incident: str = "", **kwargs: Any) -> None:
        super().__init__(*args, coding=coding, **kwargs)
        deeds, responses = _lines_of(coding) if coding else ((), ())
        posted = [int(found[1]) + 1 for key in (self.data or {}) if (found := _LINE.fullmatch(key))]
        self._deeds = min(MOST_LINES, max([len(deeds) + 3, *posted]))
        self._responses = min(MOST_LINES, len(responses) + 2)
        self.fields["area"].choices = (_NOT_SAID, *areas_in_use())  # type: ignore[attr-defined]
        self._add_lines()
        self.initial.update(_initial(coding, deeds, responses) if coding else {})
        self.initial["incident"] = incident

    @property
    def has_deeds(self) -> bool:
        """Whether a line says who did what to whom, so that the lines are shown open."""
        return any(line[0].value() for line in self.deeds())

    @property
    def has_responses(self) -> bool:
        return any(line[0].value() for line in self.responses())

    def deeds(self) -> list[tuple[forms.BoundField, ...]]:
        """The lines of who did what to whom: (act, by whom, to whom)."""
        return [tuple(self[f"deed_{n}_{part}"] for part in ("act", "by", "to")) for n in range(self._deeds)]

    def responses(self) -> list[tuple[forms.BoundField, ...]]:
        """The lines of what was done about it: (what, by whom, what came of it)."""
        return [tuple(self[f"response_{n}_{part}"] for part in ("what", "whose", "outcome")) for n in range(self._responses)]

    def ages(self) -> list[forms.BoundField]:
        """The age at the time of each person."""
        return [self[f"age_{number}"] for number, _label in _PEOPLE]

    def clean(self) -> dict[str, Any] | None:
        """What happened is ticked or stands in a line; a line names an act, a response what it was, an area lies in the country."""
        cleaned = super().clean() or {}
        for n in range(self._deeds):
            if cleaned.get(f"deed_{n}_by") and not cleaned.get(f"deed_{n}_act"):
                self.add_error(f"deed_{n}_act", _("Say what this person or these people did."))
        for n in range(self._responses):
            if (cleaned.get(f"response_{n}_whose") or cleaned.get(f"response_{n}_outcome")) and not cleaned.get(f"response_{n}_what"):
                self.add_error(f"response_{n}_what", _("Say what was done."))
        if cleaned.get("area") and not str(cleaned["area"]).startswith(f"{cleaned.get('country')}:"):
            self.add_error("area", _("This part lies in another country than the one chosen."))
        return cleaned

    def coding(self) -> Coding:
        """What was chosen; ask only after `is_valid`."""
        said = super().coding()
        chosen = self.cleaned_data
        return Coding(
            acts=said.acts,
            perpetrators=said.perpetrators,
            place_type=said.place_type,
            legal_setting=said.legal_setting,
            country=said.country,
            when=said.when,
            area=chosen["area"].partition(":")[2],
            deeds=frozenset(self._deed(n) for n in range(self._deeds) if chosen[f"deed_{n}_act"]),
            ages=tuple((int(number), chosen[f"age_{number}"]) for number, _label in _PEOPLE if chosen[f"age_{number}"]),
            responses=frozenset(
                Response(what=chosen[f"response_{n}_what"], whose=chosen[f"response_{n}_whose"], outcome=chosen[f"response_{n}_outcome"])
                for n in range(self._responses)
                if chosen[f"response_{n}_what"]
            ),
            connection=chosen["connection"] or Information.Connection.VICTIM.value,
            reliability=chosen["reliability"] or Information.Reliability.NOT_JUDGED.value,
            confidentiality=chosen["confidentiality"] or Information.Confidentiality.AS_AGREED.value,
        )

    def _deed(self, n: int) -> Deed:
        chosen = self.cleaned_data
        by = chosen[f"deed_{n}_by"]
        return Deed(act=chosen[f"deed_{n}_act"], perpetrators=frozenset({by} if by else ()), to=int(chosen[f"deed_{n}_to"] or 0))

    def _add_lines(self) -> None:
        acts, by = choices_in_use(Code.List.ACT), choices_in_use(Code.List.PERPETRATOR)
        self.fields["acts"].required = False
        for n in range(self._deeds):
            self.fields[f"deed_{n}_act"] = _select(_("What"), acts)
            self.fields[f"deed_{n}_by"] = _select(_("By whom"), by)
            self.fields[f"deed_{n}_to"] = forms.ChoiceField(label=_("To whom"), choices=_PEOPLE, required=False)
        for number, label in _PEOPLE:
            self.fields[f"age_{number}"] = _select(label, Mention.Age.choices)
        what, whose, outcome = map(choices_in_use, (Code.List.INTERVENTION, Code.List.INTERVENER, Code.List.OUTCOME))
        for n in range(self._responses):
            self.fields[f"response_{n}_what"] = _select(_("What was done"), what)
            self.fields[f"response_{n}_whose"] = _select(_("Who did it"), whose)
            self.fields[f"response_{n}_outcome"] = _select(_("What came of it"), outcome)


class ChainForm(forms.Form):
    """How two incidents of one testimony belong together."""

    first = forms.ChoiceField(label=_("This incident"))
    link = forms.ChoiceField(label=_("How"), choices=Chain.Link.choices)
    after = forms.ChoiceField(label=_("That incident"))

    def __init__(self, *args: Any, incidents: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "after"):
            self.fields[name].choices = [(ref, _("Incident %(number)d") % {"number": number}) for number, ref in enumerate(incidents, 1)]  # type: ignore[attr-defined]


class AreaForm(forms.Form):
    """A coarse area."""

    country = forms.ChoiceField(label=_("Country"))
    label = forms.CharField(label=_("Its name"), max_length=120, help_text=_("A province, a region or a large town; never an address."))
    inhabitants = forms.IntegerField(label=_("How many people live there, roughly"), min_value=1, max_value=10**10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose a country")), *countries(get_language() or "en")]  # type: ignore[attr-defined]


def _select(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[_NOT_SAID, *choices], required=False)


def _lines_of(coding: Coding) -> tuple[tuple[tuple[str, str, int], ...], tuple[Response, ...]]:
    """One line for each act, perpetrator and person; and the responses in a fixed order."""
    deeds = [(deed.act, by, deed.to) for deed in coding.deeds for by in (sorted(deed.perpetrators) or [""])]
    return tuple(sorted(deeds, key=lambda line: (line[2], line[0], line[1]))), tuple(
        sorted(coding.responses, key=lambda each: (each.what, each.whose))
    )


def _initial(coding: Coding, deeds: Sequence[tuple[str, str, int]], responses: Sequence[Response]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "connection": coding.connection,
        "reliability": coding.reliability,
        "confidentiality": coding.confidentiality,
        "area": f"{coding.country}:{coding.area}" if coding.area else "",
        **{f"age_{number}": age for number, age in coding.ages},
    }
    for n, (act, by, to) in enumerate(deeds):
        found |= {f"deed_{n}_act": act, f"deed_{n}_by": by, f"deed_{n}_to": str(to)}
    for n, each in enumerate(responses):
        found |= {f"response_{n}_what": each.what, f"response_{n}_whose": each.whose, f"response_{n}_outcome": each.outcome}
    return found
