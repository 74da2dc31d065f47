"""A workbook in: bytes to a questionnaire that can be asked, or every reason why not, with sheet and row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyxform import aliases

from firsthand.core.questionnaire import (
    Choice,
    ChoiceList,
    Plan,
    Problem,
    Questionnaire,
    QuestionnaireRefused,
    plan_questionnaire,
)
from firsthand.render.xlsform.columns import columns_of, languages_of, read_row, setting_of
from firsthand.render.xlsform.survey import read_survey
from firsthand.render.xlsform.workbooks import Sheet, read_table, read_workbook
from firsthand.render.xlsform.xforms import XFormRefused, write_xform

Rows = dict[tuple[str, ...], int]
SHEETS_NOT_CARRIED = {
    "entities": "Lists of entities that forms share are not kept here.",
    "osm": "Tagging on OpenStreetMap needs an application of its own.",
    "external_choices": "Lists in a sheet external_choices belong to an old way. Use select_one_from_file with a CSV file.",
}
SETTINGS_NOT_CARRIED = {
    "omit_instanceID": "Answers without a number of their own cannot be kept apart.",
    "omit_instanceid": "Answers without a number of their own cannot be kept apart.",
}


@dataclass(frozen=True, slots=True)
class ReadQuestionnaire:
    """A questionnaire, its plan, and in which row of which sheet what stands."""

    questionnaire: Questionnaire
    plan: Plan
    rows: Rows


def read_xlsform(
    content: bytes, *, files: Mapping[str, bytes] | None = None, form_id: str = "data", purposes: Mapping[str, str] | None = None
) -> ReadQuestionnaire:
    """Read a workbook. `files` are the CSV files that came with it, by name; `form_id` is used where the settings have none;
    `purposes` says, by the name of a question, what something is for that can lead to a person, where the workbook does not.

    Raises:
        WorkbookUnreadable: it is no workbook, or a file is no CSV file.
        QuestionnaireRefused: it is one, and cannot be asked; with every problem found.

    """
    sheets = read_workbook(content)
    settings = _settings(sheets["settings"])
    is_cleaned = aliases.yes_no.get(settings.get("clean_text_values", "yes"), True)
    problems = list(_of_sheets(sheets, settings))
    columns = columns_of(sheets["survey"].columns, "survey")
    survey = read_survey(
        [read_row(number, cells, columns, is_cleaned=is_cleaned) for number, cells in sheets["survey"].rows], purposes or {}
    )
    lists, rows, languages = _choices(sheets["choices"], problems)
    rows |= survey.rows
    questionnaire = _questionnaire(
        settings,
        form_id,
        items=survey.items,
        lists=lists,
        tables=tuple(read_table(name, found) for name, found in sorted((files or {}).items()) if name.casefold().endswith(".csv")),
        languages=tuple(dict.fromkeys([*languages_of(columns), *languages])),
    )
    problems += survey.problems
    try:
        plan = plan_questionnaire(questionnaire, rows=rows)
        if not problems:
            write_xform(questionnaire)
    except QuestionnaireRefused as refused:
        problems += refused.problems
    except XFormRefused as refused:
        problems.append(Problem(sheet="survey", reason=str(refused)))
    if problems:
        raise QuestionnaireRefused(sorted(problems, key=lambda found: (found.sheet != "survey", found.sheet, found.row or 0)))
    return ReadQuestionnaire(questionnaire, plan, rows)


def _settings(sheet: Sheet) -> dict[str, str]:
    """The first row of the sheet, by what its columns mean; as with pyxform, nothing else in it counts."""
    if not sheet.rows:
        return {}
    return {setting_of(header): value for header, value in sheet.rows[0][1].items()}


def _of_sheets(sheets: Mapping[str, Sheet], settings: Mapping[str, str]) -> list[Problem]:
    found = [Problem(sheet=name, reason=reason) for name, reason in SHEETS_NOT_CARRIED.items() if sheets[name].rows]
    found += [
        Problem(sheet="settings", row=2, column=name, reason=SETTINGS_NOT_CARRIED[name])
        for name in settings
        if name in SETTINGS_NOT_CARRIED
    ]
    return found


def _choices(sheet: Sheet, problems: list[Problem]) -> tuple[tuple[ChoiceList, ...], Rows, list[str]]:
    columns = columns_of(sheet.columns, "choices")
    found: dict[str, list[Choice]] = {}
    rows: Rows = {}
    for number, cells in sheet.rows:
        row = read_row(number, cells, columns, is_cleaned=False)
        list_name, name = row.cell("list_name"), row.cell("name")
        if not list_name:
            if name:
                problems.append(Problem(sheet="choices", row=number, column="list_name", reason="A choice stands in no list."))
            continue
        rows.setdefault(("choices", list_name, name), number)
        found.setdefault(list_name, []).append(
            Choice(name=name, label=row.said("label"), media=row.media, columns=_further(row.cells, row.also))
        )
    lists = tuple(ChoiceList(name=name, choices=tuple(choices)) for name, choices in found.items())
    return lists, rows, languages_of(columns)


def _further(cells: Mapping[str, str], also: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The columns that filters may read. One that is called like something else in `survey` is still a column."""
    return (*((column, value) for column, value in cells.items() if column not in {"list_name", "name"}), *also)


_known = {"title", "id_string", "version", "default_language", "instance_name", "name", "style", "public_key", "allow_choice_duplicates"}


def _questionnaire(settings: Mapping[str, str], form_id: str, **content: object) -> Questionnaire:
    found = settings.get("id_string", "") or form_id
    return Questionnaire(
        form_id=found,
        title=settings.get("title", "") or found,
        version=settings.get("version", ""),
        default_language=settings.get("default_language", ""),
        instance_name=settings.get("instance_name", ""),
        root=settings.get("name", "") or "data",
        style=settings.get("style", ""),
        public_key=settings.get("public_key", "").strip(),
        may_repeat_choices=bool(aliases.yes_no.get(settings.get("allow_choice_duplicates", "no"), False)),
        also=tuple((name, value) for name, value in settings.items() if name not in _known),
        **content,  # type: ignore[arg-type]  # items, lists, tables and languages, as they were read
    )
