"""What a column means: pyxform's aliases, then one name for each thing that the model knows, and the language where one is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyxform import aliases
from pyxform.parsing.sheet_headers import clean_text_values, process_header
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey

from firsthand.core.questionnaire import Words
from firsthand.core.questionnaire.model import Media
from firsthand.render.xlsform.workbooks import WorkbookUnreadable

MEDIA = ("image", "big-image", "audio", "video")
_fields: dict[tuple[str, ...], str] = {
    ("type",): "type",
    ("name",): "name",
    ("label",): "label",
    ("hint",): "hint",
    ("guidance_hint",): "guidance_hint",
    ("trigger",): "trigger",
    ("default",): "default",
    ("parameters",): "parameters",
    ("choice_filter",): "choice_filter",
    ("purpose",): "purpose",
    ("disabled",): "disabled",
    ("list name",): "list_name",
    ("bind", "relevant"): "relevant",
    ("bind", "required"): "required",
    ("bind", "jr:requiredMsg"): "required_message",
    ("bind", "constraint"): "constraint",
    ("bind", "jr:constraintMsg"): "constraint_message",
    ("bind", "calculate"): "calculation",
    ("bind", "readonly"): "read_only",
    ("control", "appearance"): "appearance",
    ("control", "jr:count"): "repeat_count",
    **{("media", kind): kind for kind in MEDIA},
}
_spoken = frozenset({"label", "hint", "guidance_hint", "required_message", "constraint_message", *MEDIA})
_survey = set(MultipleChoiceQuestion.get_slot_names())
_choices = set(Option.get_slot_names())
_settings = set(Survey.get_slot_names())


@dataclass(frozen=True, slots=True)
class Column:
    """`field` is "" for a column that the model carries and does not read; `header` is how it was written."""

    header: str
    field: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by what its columns mean. `also` are the cells of columns that nobody reads, in their order."""

    number: int
    cells: Mapping[str, str]
    words: Mapping[str, Words]
    also: tuple[tuple[str, str], ...]

    def cell(self, field: str) -> str:
        return self.cells.get(field, "")

    def said(self, field: str) -> Words:
        return self.words.get(field, Words())

    @property
    def media(self) -> Media:
        return tuple((kind, words) for kind, words in self.words.items() if kind in MEDIA)


def columns_of(headers: tuple[str, ...], sheet: str) -> dict[str, Column]:
    """What each header of a sheet means.

    Raises:
        WorkbookUnreadable: two headers mean the same.

    """
    known, names = (aliases.survey_header, _survey) if sheet == "survey" else (aliases.list_header, _choices)
    uses_double = any("::" in header for header in headers)
    columns = {header: _column(header, process_header(header, uses_double, known, names)[1]) for header in headers}
    seen: dict[tuple[str, str], str] = {}
    for column in columns.values():
        if column.field and seen.setdefault((column.field, column.language), column.header) != column.header:
            twin = seen[column.field, column.language]
            raise WorkbookUnreadable(reason=f"the columns “{twin}” and “{column.header}” of the sheet {sheet} mean the same.")
    return columns


def setting_of(header: str) -> str:
    """What a header of the sheet `settings` means, by the name that pyxform gives to it."""
    tokens = process_header(header, use_double_colon="::" in header, header_aliases=aliases.settings_header, header_columns=_settings)[1]
    return "::".join(tokens)


def read_row(number: int, cells: Mapping[str, str], columns: Mapping[str, Column], *, is_cleaned: bool) -> Row:
    """A row by what its columns mean. `is_cleaned` collapses runs of spaces, as the setting `clean_text_values` says."""
    plain: dict[str, str] = {}
    spoken: dict[str, dict[str, str]] = {}
    also: list[tuple[str, str]] = []
    for header, raw in cells.items():
        column = columns[header]
        value = clean_text_values(raw, strip_whitespace=is_cleaned)
        if column.field in _spoken:
            spoken.setdefault(column.field, {})[column.language] = value
        elif column.field:
            plain[column.field] = value
        else:
            also.append((column.header, value))
    return Row(number, plain, {field: Words.of(words) for field, words in spoken.items()}, tuple(also))


def _column(header: str, tokens: tuple[str, ...]) -> Column:
    for length in (2, 1):
        field = _fields.get(tokens[:length])
        if field is None or (length == 1 and tokens[:1] == ("bind",)):
            continue
        rest = tokens[length:]
        if not rest:
            return Column(header, field)
        if field in _spoken:
            return Column(header, field, "::".join(rest))
        break
    return Column(header, "")


def languages_of(columns: Mapping[str, Column]) -> list[str]:
    """The languages that the columns of a sheet name, in their order."""
    return list(dict.fromkeys(column.language for column in columns.values() if column.language))
