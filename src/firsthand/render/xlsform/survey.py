"""The sheet `survey`: rows to questions, groups and repeats, with the row of each and what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyxform import aliases

from firsthand.core.questionnaire import TRAITS, Filled, Group, Item, Kind, Problem, Question, Repeat
from firsthand.core.questionnaire.kinds import FROM_FILE
from firsthand.render.xlsform.columns import Row
from firsthand.render.xlsform.types import Type, read_type

_parameter = re.compile(r"([\w\-]+)\s*=\s*([^\s,;]+)")
_unread = re.compile(r"[\s,;]+")


@dataclass(slots=True)
class _Open:
    """A group that is not closed yet."""

    row: Row | None
    is_repeat: bool = False
    items: list[Item] = field(default_factory=list)
    name: str = ""


@dataclass(slots=True)
class Survey:
    """What was read. `rows` leads from the sheet and the names to a row's number."""

    items: tuple[Item, ...] = ()
    rows: dict[tuple[str, ...], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_survey(rows: list[Row], purposes: Mapping[str, str]) -> Survey:
    """The items of the sheet `survey`, and every row that is refused. `purposes` adds to the column `purpose`, by name."""
    survey, stack = Survey(), [_Open(None)]
    for row in rows:
        if aliases.yes_no.get(row.cell("disabled"), False) or not (row.cell("type") or row.cell("name") or row.said("label")):
            continue
        said = read_type(row.cell("type")) if row.cell("type") else Type(refused="There is a question without a type.")
        if said.refused:
            _refuse(survey, row, "type", said.refused)
        elif said.edge == "begin":
            stack.append(_Open(row, said.is_repeat, name=row.cell("name")))
            survey.rows[("survey", *_names(stack))] = row.number
        elif said.edge == "end":
            _close(survey, stack, row, said)
        else:
            question = _question(row, said, survey, purposes)
            survey.rows.setdefault(("survey", *_names(stack), question.name), row.number)
            if TRAITS[question.kind].filled is Filled.BY_READER and not (
                question.label or question.hint or question.media or question.calculation
            ):
                _refuse(survey, row, "label", "There are no words to ask it with.")
            stack[-1].items.append(question)
    for left in stack[1:]:
        if left.row is not None:
            _refuse(survey, left.row, "type", f"“{left.name}” begins here and never ends.")
    survey.items = tuple(stack[0].items)
    return survey


def _names(stack: list[_Open]) -> list[str]:
    return [found.name for found in stack[1:]]


def _refuse(survey: Survey, row: Row, column: str, reason: str) -> None:
    survey.problems.append(Problem(sheet="survey", row=row.number, column=column, where=(row.cell("name"),), reason=reason))


def _close(survey: Survey, stack: list[_Open], row: Row, said: Type) -> None:
    if len(stack) == 1:
        _refuse(survey, row, "type", "Something ends here that did not begin.")
        return
    opened = stack.pop()
    if opened.is_repeat is not said.is_repeat:
        _refuse(survey, row, "type", f"“{opened.name}” began as {'a repeat' if opened.is_repeat else 'a group'} and does not end as one.")
    if opened.row is not None:
        stack[-1].items.append(_group(opened, opened.row))


def _group(opened: _Open, row: Row) -> Group:
    also = row.also + tuple((column, row.cell(column)) for column in ("parameters", "default") if row.cell(column))
    made = Repeat if opened.is_repeat else Group
    more = {"count": row.cell("repeat_count")} if opened.is_repeat else {}
    return made(
        name=opened.name,
        items=tuple(opened.items),
        label=row.said("label"),
        hint=row.said("hint"),
        media=row.media,
        relevant=row.cell("relevant"),
        read_only=_truth(row.cell("read_only")),
        appearance=row.cell("appearance"),
        also=also,
        **more,
    )


def _question(row: Row, said: Type, survey: Survey, purposes: Mapping[str, str]) -> Question:
    kind = said.kind or Kind.TEXT
    name = row.cell("name") or (f"generated_note_name_{row.number}" if kind is Kind.NOTE else "")
    return Question(
        kind=kind,
        name=name,
        label=row.said("label"),
        hint=row.said("hint"),
        guidance=row.said("guidance_hint"),
        media=row.media,
        relevant=row.cell("relevant"),
        required=_truth(row.cell("required")),
        required_message=row.said("required_message"),
        constraint=row.cell("constraint"),
        constraint_message=row.said("constraint_message"),
        calculation=row.cell("calculation"),
        trigger=row.cell("trigger"),
        default=row.cell("default"),
        read_only=_truth(row.cell("read_only")),
        appearance=row.cell("appearance"),
        parameters=_parameters(row, survey),
        choices=_file_name(said.choices, kind),
        choice_filter=row.cell("choice_filter"),
        or_other=said.or_other,
        purpose=row.cell("purpose") or purposes.get(name, ""),
        also=row.also,
    )


def _file_name(choices: str, kind: Kind) -> str:
    return choices if kind not in FROM_FILE or "." in choices else f"{choices}.csv"


def _truth(cell: str) -> str:
    """Yes and no as expressions."""
    said = aliases.yes_no.get(cell)
    return cell if said is None else "true()" if said else "false()"


def _parameters(row: Row, survey: Survey) -> tuple[tuple[str, str], ...]:
    cell = row.cell("parameters")
    found = tuple((name.casefold(), value) for name, value in _parameter.findall(cell))
    if _unread.sub("", _parameter.sub("", cell)):
        _refuse(survey, row, "parameters", "Parameters are written as name=value, with a space or a semicolon between.")
    return found
