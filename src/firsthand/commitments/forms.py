"""What is asked of someone who searches the register or brings a matrix into it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firsthand.commitments.queries import Choices, Filters
from firsthand.core.searching import LONGEST_QUESTION

_ANY = ("", _("Any"))
_FILE_WANTED = _("Choose a Word file (.docx) of at most 2 MB.")


class RegisterFilter(forms.Form):
    """A search of the register. A value that no longer stands in it is told, and the rest still searches."""

    words = forms.CharField(
        label=_("Words or number"),
        required=False,
        max_length=LONGEST_QUESTION,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    session = forms.ChoiceField(label=_("Session"), required=False)
    position = forms.ChoiceField(label=_("Position of the State"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    persons = forms.ChoiceField(label=_("Affected persons"), required=False)
    goal = forms.ChoiceField(label=_("Sustainable Development Goal"), required=False)
    plain = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "state": choices.states,
            "session": choices.sessions,
            "position": choices.positions,
            "theme": choices.themes,
            "persons": choices.persons,
            "goal": choices.goals,
        }
        for name, values in offered.items():
            self.fields[name].choices = [_ANY, *values]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What is looked for. What was not understood is left out; the form says so."""
        self.is_valid()
        given = self.cleaned_data
        return Filters(
            words=given.get("words", ""),
            as_typed=given.get("plain", False),
            state=given.get("state", ""),
            session=given.get("session", ""),
            position=given.get("position", ""),
            theme=given.get("theme", ""),
            goal=given.get("goal", ""),
            persons=given.get("persons", ""),
        )

    def has_more(self) -> bool:
        """Whether one of the filters that stand folded away is in use."""
        return any(self.data.get(name) for name in ("session", "theme", "persons", "goal"))


class MatrixForm(forms.Form):
    """A matrix to look at. Nothing is written before the second step."""

    state = forms.ChoiceField(label=_("State under review"))
    session = forms.CharField(
        label=_("Session"),
        max_length=20,
        help_text=_("The session of the Working Group in which the State was reviewed, such as 48."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    file = forms.FileField(
        label=_("Matrix of recommendations"),
        help_text=_("The Word file (.docx) from the UN human rights office, with or without your comments in its last column."),
        error_messages={"required": _FILE_WANTED, "empty": _FILE_WANTED},
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args: Any, states: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("Choose a State")), *states]  # type: ignore[attr-defined]


class ConfirmForm(MatrixForm):
    """The second step: the same file once more. `sha256` is that of the file that was looked at; the server kept nothing of it."""

    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("state", "session"):
            self.fields[name].widget = forms.HiddenInput()
        self.fields["file"].label = _("The same file again")
        self.fields["file"].help_text = _("We kept nothing of it. Choose it once more; if it is any other file, nothing is written.")
