"""What a page of a questionnaire shows: frozen cards, in one language, for a template that needs no script."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from firsthand.core.questionnaire.checking import Finding
from firsthand.core.questionnaire.kinds import Kind, Shape


class Widget(StrEnum):
    """How a question is asked on a page."""

    LINE = "line"  # one line of words
    AREA = "area"  # several lines
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"  # a date and a time: fields `path#date` and `path#time`
    RADIOS = "radios"
    DROPDOWN = "dropdown"
    CHECKBOXES = "checkboxes"
    RANKING = "ranking"  # a number beside each choice: fields `path#name`
    CHECK = "check"  # one box to tick; its value is OK
    UPLOAD = "upload"
    POINT = "point"  # fields `path#latitude` and `path#longitude`
    NOTE = "note"
    SHOWN = "shown"  # an answer that is not changed here


_grouped = frozenset({Widget.RADIOS, Widget.CHECKBOXES, Widget.RANKING, Widget.MOMENT, Widget.POINT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceCard:
    """`rank` is the place in a ranking, "" where there is none yet."""

    name: str
    label: str
    is_chosen: bool
    rank: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCard:
    """One question on a page. `path` is the name of its field; `parts` are the values of fields that stand together, by their ending."""

    path: str
    name: str
    kind: Kind
    shape: Shape
    widget: Widget
    label: str
    hint: str
    guidance: str
    media: tuple[tuple[str, str], ...]
    value: str
    parts: tuple[tuple[str, str], ...]
    choices: tuple[ChoiceCard, ...]
    is_required: bool
    rows: int
    accepts: str
    finding: Finding | None = None

    @property
    def anchor(self) -> str:
        """An id for the control, that an address can end in."""
        return "q-" + "".join(letter if letter.isalnum() or letter == "_" else "-" for letter in self.path)

    @property
    def is_group(self) -> bool:
        """Whether it is asked with several controls, so that a fieldset holds them."""
        return self.widget in _grouped

    @property
    def described_by(self) -> str:
        """The ids of what stands beside the control, for `aria-describedby`."""
        said = (f"{self.anchor}-hint" if self.hint else "", f"{self.anchor}-error" if self.finding else "")
        return " ".join(filter(None, said))

    @property
    def input_type(self) -> str:
        """The `type` of a single input. Numbers are typed as words, so that every script and a decimal comma can be."""
        return self.widget.value if self.widget in {Widget.DATE, Widget.TIME} else "text"

    @property
    def shown_value(self) -> str:
        """The value as an input of that type takes it: a time without its seconds and offset."""
        return self.value[:5] if self.widget is Widget.TIME and ":" in self.value[:5] else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatCard:
    """The page after the instances of a repeat: those that there are, as path and number, and whether one more may be added."""

    path: str
    name: str
    label: str
    instances: tuple[tuple[str, int], ...]
    may_add: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCard:
    """One page. `captions` are the labels of the groups around it, the outermost first; a page has fields, or a repeat to go on with."""

    key: str
    number: int
    count: int
    captions: tuple[str, ...]
    fields: tuple[FieldCard, ...]
    repeat: RepeatCard | None
    language: str
    language_code: str
    is_right_to_left: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(field.finding for field in self.fields if field.finding)

    @property
    def has_upload(self) -> bool:
        return any(field.widget is Widget.UPLOAD for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCard:
    """One line of "check your answers". `shown` has labels of choices in the reader's language; `page` leads to where it is changed."""

    path: str
    page: str
    label: str
    shown: str
    is_answered: bool
    finding: Finding | None
