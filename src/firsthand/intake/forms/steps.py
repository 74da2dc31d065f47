"""One form a question. Each can say in words what was answered (`summary`), for the page where the giver checks it all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firsthand.core.consent import Use
from firsthand.foundation.consents.wording import ASKED
from firsthand.intake import asked
from firsthand.intake.paths import Way
from firsthand.intake.testified import When

LONGEST = 20_000
EARLIEST = 1940
_typed = {"autocomplete": "off", "spellcheck": "false"}  # a browser's spelling help may send what is typed to its maker


class StepForm(forms.Form):
    """A question. `use_required_attribute` is off, so that what is wrong is told by us, in the reader's language, and never lost."""

    use_required_attribute = False

    def __init__(self, *args: Any, today: date, language: str, **kwargs: Any) -> None:
        self.today = today
        self.language = language
        super().__init__(*args, **kwargs)

    def summary(self) -> tuple[tuple[str, str], ...]:
        """(question, answer) pairs, once the form is valid."""
        raise NotImplementedError


class WordsForm(StepForm):
    words = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12, **_typed}),
        help_text=_("In any language, as long or as short as you like. Leave out names, addresses and telephone numbers, also of others."),
        error_messages={
            "required": _("Please write what happened, or leave this page."),
            "max_length": _("This is longer than we can take at once (%(show_value)d characters; at most %(limit_value)d)."),
        },
    )

    def summary(self) -> tuple[tuple[str, str], ...]:
        return ((gettext("Your words"), self.cleaned_data["words"]),)


class WhenForm(StepForm):
    year = forms.IntegerField(
        label=_("Year"), required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"})
    )
    month = forms.TypedChoiceField(label=_("Month"), required=False, coerce=int, empty_value=None)
    day = forms.IntegerField(
        label=_("Day"),
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}),
        help_text=_("A day can point at you. Give it only if it matters."),
    )
    is_about = forms.BooleanField(label=_("This is about when it was; I am not sure"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [("", _("Rather not say")), *MONTHS.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = {name: self.cleaned_data.get(name) for name in ("year", "month", "day")}
        if self.errors:
            return self.cleaned_data
        if given["day"] and not given["month"]:
            self.add_error("month", _("With a day, we also need the month. Or leave the day empty."))
        if given["month"] and not given["year"]:
            self.add_error("year", _("With a month, we also need the year. Or leave the month empty."))
        if given["year"] and not EARLIEST <= given["year"] <= self.today.year:
            self.add_error("year", _("Please give a year from %(first)d to %(last)d.") % {"first": EARLIEST, "last": self.today.year})
        if not self.errors and given["year"]:
            self._check_day(given["year"], given["month"] or 1, given["day"] or 1)
        return self.cleaned_data

    def when(self) -> When:
        """What was said, with how precise it is meant."""
        year, month, day = (self.cleaned_data[name] for name in ("year", "month", "day"))
        exact = "day" if day else "month" if month else "year"
        return When(year=year, month=month, day=day, precision="" if not year else "about" if self.cleaned_data["is_about"] else exact)

    def summary(self) -> tuple[tuple[str, str], ...]:
        when = self.when()
        parts = [str(when.day or ""), str(MONTHS[when.month]) if when.month else "", str(when.year or "")]
        told = " ".join(filter(None, parts)) or gettext("Not said")
        return ((gettext("When it happened"), gettext("about %(when)s") % {"when": told} if when.precision == "about" else told),)

    def _check_day(self, year: int, month: int, day: int) -> None:
        try:
            first = date(year, month, day)
        except ValueError:  # a 30 February
            self.add_error("day", _("This month has no such day."))
            return
        if first > self.today:
            self.add_error("year", _("This lies in the future."))


class CountryField(forms.ChoiceField):
    """A country by its code. It is looked up: Django would walk through all 250 names for each form that is read."""

    def valid_value(self, value: Any) -> bool:
        """Whether it is one of the list."""
        return asked.is_country(value)


class PlaceForm(StepForm):
    country = CountryField(label=_("Country"), required=False)
    area = forms.ChoiceField(label=_("Kind of area"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unsaid = ("", _("Rather not say"))
        self.fields["country"].choices = lambda: [unsaid, *asked.countries(self.language)]  # type: ignore[attr-defined]
        self.fields["area"].choices = [*asked.AREAS, unsaid]  # type: ignore[attr-defined]

    def summary(self) -> tuple[tuple[str, str], ...]:
        said = [
            str(dict(self.fields[name].choices)[self.cleaned_data[name]])  # type: ignore[attr-defined]
            for name in ("country", "area")
            if self.cleaned_data[name]
        ]
        return ((gettext("Where it happened"), ", ".join(said) or gettext("Not said")),)


class ActsForm(StepForm):
    acts = forms.MultipleChoiceField(
        label=_("What was done?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick all that happened, not only the worst."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["acts"].choices = asked.acts()  # type: ignore[attr-defined]

    def summary(self) -> tuple[tuple[str, str], ...]:
        labels = dict(asked.acts())
        return ((gettext("What was done"), "\n".join(str(labels[act]) for act in self.cleaned_data["acts"]) or gettext("Not said")),)


class YesField(forms.ChoiceField):
    """A yes or a no. Silence is no, also where a page that was open before does not know a new question yet."""

    def clean(self, value: Any) -> Any:
        """The answer."""
        return super().clean(value or "no")


class UsesForm(StepForm):
    """Consent, use by use, as far as the way asks. Every question stands on its own and says no until it is answered with yes."""

    def __init__(self, *args: Any, way: Way, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way = way
        self.asked = tuple(each for each in ASKED if each.use in way.asks)
        for each in self.asked:
            self.fields[name_of(each.use)] = YesField(
                label=str(each.question),
                help_text=f"{each.means}\n{each.ends}",
                choices=[("no", _("No")), ("yes", _("Yes"))],
                widget=forms.RadioSelect,
                initial="no",
            )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get(name_of(Use.STORE)) == "no":
            self.add_error(
                name_of(Use.STORE),
                _("You said no, so we keep nothing, and nothing was kept. If this is what you want, leave this page. Else answer yes."),
            )
        elif self.way.needs and not any(self.cleaned_data.get(name_of(use)) == "yes" for use in self.way.needs):
            self.add_error(name_of(min(self.way.needs)), str(self.way.unmet))
        return self.cleaned_data

    def uses(self) -> frozenset[Use]:
        """What was answered with yes."""
        return frozenset(each.use for each in self.asked if self.cleaned_data[name_of(each.use)] == "yes")

    def summary(self) -> tuple[tuple[str, str], ...]:
        said = self.uses()
        return tuple((str(each.question), gettext("Yes") if each.use in said else gettext("No")) for each in self.asked)


def name_of(use: Use) -> str:
    """The name of the field that asks for a use."""
    return f"use-{use.value}"
