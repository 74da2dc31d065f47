"""A questionnaire out: rows as pyxform reads them, and a workbook that opens in a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from firsthand.core.questionnaire import Choice, Group, Item, Question, Questionnaire, Repeat, Words
from firsthand.core.questionnaire.kinds import WITH_CHOICES
from firsthand.core.questionnaire.model import Media

Cells = dict[str, str]
_first = ("type", "list_name", "name", "label", "hint", "guidance_hint")
SURVEY_ORDER = (
    *_first, "required", "required_message", "relevant", "constraint", "constraint_message", "calculation", "trigger", "default",
    "read_only", "appearance", "parameters", "choice_filter", "repeat_count", "media", "purpose",
)  # fmt: skip


def sheets_of(questionnaire: Questionnaire) -> dict[str, list[Cells]]:
    """The three sheets of an XLSForm, each a list of rows from column to cell. Empty cells are left out."""
    choices = [_choice(found.name, choice) for found in questionnaire.lists for choice in found.choices]
    return {"survey": list(_rows(questionnaire.items)), "choices": choices, "settings": [_settings(questionnaire)]}


def columns_of_sheets(questionnaire: Questionnaire, sheets: Mapping[str, list[Cells]]) -> dict[str, list[str]]:
    """The columns of each sheet: those that everybody looks for first, languages in their order, the others as they come."""
    languages = questionnaire.languages
    found: dict[str, list[str]] = {}
    for name, rows in sheets.items():
        columns = dict.fromkeys(column for row in rows for column in row)
        if name == "survey":
            columns |= dict.fromkeys(f"label::{language}" for language in languages)
        order = list(columns)
        found[name] = sorted(columns, key=lambda column: (*_rank(column, languages), order.index(column)))
    return found


def write_xlsform(questionnaire: Questionnaire) -> bytes:
    """The workbook as .xlsx. Every cell is text, so nothing in it is ever worked out by a spreadsheet."""
    workbook = Workbook(write_only=True)
    sheets = sheets_of(questionnaire)
    for name, columns in columns_of_sheets(questionnaire, sheets).items():
        sheet = workbook.create_sheet(name)
        sheet.append(columns or ["list_name", "name", "label"])
        for row in sheets[name]:
            sheet.append([_text_cell(sheet, row.get(column, "")) for column in columns])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    """A cell that a spreadsheet takes for words, even where they begin with an equals sign."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text) or None)
    if text:
        cell.data_type = "s"
    return cell


def _rank(column: str, languages: tuple[str, ...]) -> tuple[int, int]:
    head, _, language = column.partition("::")
    head_rank = SURVEY_ORDER.index(head) if head in SURVEY_ORDER else len(SURVEY_ORDER)
    return head_rank, languages.index(language) + 1 if language in languages else 0


def _rows(items: tuple[Item, ...]) -> Iterator[Cells]:
    for item in items:
        if not isinstance(item, Group):
            yield _question(item)
            continue
        edge = "repeat" if isinstance(item, Repeat) else "group"
        yield _group(item, edge)
        yield from _rows(item.items)
        yield {"type": f"end_{edge}"}


def _group(item: Group, edge: str) -> Cells:
    count = item.count if isinstance(item, Repeat) else ""
    return _filled(
        {"type": f"begin_{edge}", "name": item.name, "relevant": item.relevant, "read_only": item.read_only, "appearance": item.appearance},
        {"label": item.label, "hint": item.hint},
        item.media,
        {"repeat_count": count, **dict(item.also)},
    )


def _question(item: Question) -> Cells:
    plain = {
        "type": _type(item),
        "name": item.name,
        "required": item.required,
        "relevant": item.relevant,
        "constraint": item.constraint,
        "calculation": item.calculation,
        "trigger": item.trigger,
        "default": item.default,
        "read_only": item.read_only,
        "appearance": item.appearance,
        "parameters": " ".join(f"{name}={value}" for name, value in item.parameters),
        "choice_filter": item.choice_filter,
        "purpose": item.purpose,
    }
    spoken = {
        "label": item.label,
        "hint": item.hint,
        "guidance_hint": item.guidance,
        "required_message": item.required_message,
        "constraint_message": item.constraint_message,
    }
    return _filled(plain, spoken, item.media, dict(item.also))


def _type(item: Question) -> str:
    if item.shape not in WITH_CHOICES:
        return item.kind.value
    return f"{item.kind.value} {item.choices}{' or_other' if item.or_other else ''}"


def _choice(list_name: str, choice: Choice) -> Cells:
    return _filled({"list_name": list_name, "name": choice.name}, {"label": choice.label}, choice.media, dict(choice.columns))


def _filled(plain: Mapping[str, str], spoken: Mapping[str, Words], media: Media, more: Mapping[str, str]) -> Cells:
    cells = {column: value for column, value in plain.items() if value}
    for column, words in (*spoken.items(), *((f"media::{kind}", words) for kind, words in media)):
        cells |= {f"{column}::{language}" if language else column: text for language, text in words.pairs}
    return cells | {column: value for column, value in more.items() if value}


def _settings(questionnaire: Questionnaire) -> Cells:
    cells = {
        "form_title": questionnaire.title,
        "form_id": questionnaire.form_id,
        "version": questionnaire.version,
        "default_language": questionnaire.default_language,
        "instance_name": questionnaire.instance_name,
        "name": questionnaire.root if questionnaire.root != "data" else "",
        "style": questionnaire.style,
        "public_key": questionnaire.public_key,
        "allow_choice_duplicates": "yes" if questionnaire.may_repeat_choices else "",
        **dict(questionnaire.also),
    }
    return {column: value for column, value in cells.items() if value}
