"""What is wrong with a questionnaire, said with sheet and row, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from firsthand.core.refusal import NotValid


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One reason why a questionnaire is not taken. `row` is None where it was not read from a workbook, or concerns a whole sheet.

    `where` leads to what it is about: names of groups and question in `survey`, list and choice in `choices`.
    """

    sheet: str
    reason: str
    row: int | None = None
    column: str = ""
    where: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.where[-1] if self.where else ""

    def with_row(self, rows: Mapping[tuple[str, ...], int]) -> Problem:
        """With the number of its row, where `rows` knows it: the sheet, then `where`."""
        return self if self.row else replace(self, row=rows.get((self.sheet, *self.where)))

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.sheet, f"row {self.row}" if self.row else "", self.column, self.name) if part)
        return f"{place}: {self.reason}"


class QuestionnaireRefused(NotValid):
    """`problems` are all that were found, so that they can be mended in one go."""

    code = "questionnaire-refused"
    sentence = "This questionnaire cannot be asked as it stands: {first}"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(first=str(self.problems[0]) if self.problems else "", count=len(self.problems))
