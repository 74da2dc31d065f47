"""The order of the questions, and reading answers that travel with each page.

Each page's form is sent to the address of the next question, with every answer so far in hidden fields. The page at an address asks its
question, unless an earlier answer must be put right first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.forms import MultipleChoiceField
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firsthand.core.consent import Use
from firsthand.core.refusal import NotFound
from firsthand.intake.forms.steps import ActsForm, PlaceForm, StepForm, UsesForm, WhenForm, WordsForm
from firsthand.intake.paths import Way, way_of
from firsthand.intake.testified import Testified, When


class NoSuchStep(NotFound):
    code = "no-such-step"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A question: its place in the address, its form, its heading and the sentence under it."""

    name: str
    form: type[StepForm]
    heading: Promise
    lede: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What was answered so far: the valid forms in order, and the first question that must be put right, if any."""

    valid: tuple[tuple[Step, StepForm], ...]
    to_mend: tuple[Step, StepForm] | None

    def told(self) -> Testified:
        """What all the answers say, as one thing to seal."""
        forms = [form for _, form in self.valid]
        said = {name: value for form in forms for name, value in form.cleaned_data.items()}
        return Testified(
            words=said["words"],
            when=next((form.when() for form in forms if isinstance(form, WhenForm)), When()),
            country=said.get("country", ""),
            area=said.get("area", ""),
            acts=tuple(said.get("acts", ())),
            language=get_language() or "en",
        )

    def uses(self) -> frozenset[Use]:
        """What was said yes to."""
        return next(form.uses() for _, form in self.valid if isinstance(form, UsesForm))


STEPS: tuple[Step, ...] = (
    Step(name="words", form=WordsForm, heading=_("What happened?"), lede=_("Tell it in your own way. You can stop at any time.")),
    Step(
        name="when",
        form=WhenForm,
        heading=_("When did it happen?"),
        lede=_("As closely as you want to say. You can leave all of this empty."),
    ),
    Step(
        name="place",
        form=PlaceForm,
        heading=_("Where did it happen?"),
        lede=_("The country and the kind of area are enough. We do not ask for an address."),
    ),
    Step(name="acts", form=ActsForm, heading=_("What was done to you?"), lede=_("This helps us to count. You can leave it empty.")),
    Step(
        name="uses",
        form=UsesForm,
        heading=_("What may be done with it?"),
        lede=_("Each answer is no until you say yes. You can take back every yes later, with the receipt that you get at the end."),
    ),
)

_once, _path, _limits = "once", "path", "limits"


def way_in(sent: QueryDict) -> Way:
    """The way that was chosen at the door, as it travels with the answers."""
    return way_of(sent.get(_path, ""))


def limits_in(sent: QueryDict) -> str:
    """The code of the text on the limits of confidence that was shown, as it travels with the answers."""
    return sent.get(_limits, "")[:30]


def steps_of(way: Way) -> tuple[Step, ...]:
    """The questions of a way, in their order and its own words."""
    return tuple(_worded(step, way) for step in STEPS if step.name in way.steps)


def step_named(name: str, way: Way) -> Step:
    """The question at this address.

    Raises:
        NoSuchStep: this way has none.
    """
    found = next((step for step in steps_of(way) if step.name == name), None)
    if found is None:
        raise NoSuchStep
    return found


def blank_form(step: Step, sent: QueryDict) -> StepForm:
    """The question as it is shown on arrival, with what was answered before, and nothing marked as wrong."""
    form = _made(step, None, way_in(sent))
    form.initial = {
        name: sent.getlist(name) if isinstance(field, MultipleChoiceField) else sent[name]
        for name, field in form.fields.items()
        if name in sent
    }
    return form


def read_before(wanted: Step | None, sent: QueryDict) -> Answered:
    """The answers to the questions before this one (before None: to all of them), as far as the first that must be put right."""
    valid: list[tuple[Step, StepForm]] = []
    way = way_in(sent)
    for step in steps_of(way):
        if step == wanted:
            break
        form = _made(step, sent, way)
        if not form.is_valid():
            return Answered(valid=tuple(valid), to_mend=(step, form))
        valid.append((step, form))
    return Answered(valid=tuple(valid), to_mend=None)


def carried(sent: QueryDict, *, once: str, besides: Step | None) -> tuple[tuple[str, str], ...]:
    """The answers to every other question, as (name, value) pairs for hidden fields, with the way and the number of the form."""
    way = way_in(sent)
    names = [name for step in steps_of(way) if step != besides for name in _made(step, None, way).fields]
    return (
        (_once, once),
        (_path, way.path.value),
        (_limits, limits_in(sent)),
        *((name, value) for name in names for value in sent.getlist(name)),
    )


def number_of(sent: QueryDict) -> str:
    return sent.get(_once, "")


def uses_form(sent: QueryDict) -> UsesForm:
    """The consents alone, as they come beside what a browser sealed."""
    return UsesForm(sent, today=timezone.now().date(), language=get_language() or "en", way=way_in(sent))


def _made(step: Step, sent: QueryDict | None, way: Way) -> StepForm:
    own: dict[str, Any] = {"way": way} if step.form is UsesForm else {}
    return step.form(sent, today=timezone.now().date(), language=get_language() or "en", **own)


def _worded(step: Step, way: Way) -> Step:
    if step.name not in way.headings:
        return step
    heading, lede = way.headings[step.name]
    return replace(step, heading=heading, lede=lede)
