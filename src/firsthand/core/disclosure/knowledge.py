"""What the attacker knows, written as statements about people.

An unknown is the number of people of whom a set of statements is true: “country is Kenya”, “act is arrest: yes”. An unknown whose set lacks
a question is the sum over its answers. With too many combinations for one system, only the sets within each table are unknowns, and tables
share those they have in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from math import prod

from firsthand.core.crosstab import TOTAL, Dimension, Key
from firsthand.core.disclosure.released import Released
from firsthand.core.disclosure.rules import Sensitive, Why

Question = tuple[str, str]
"""A single-valued dimension's key and "", or a multi-valued dimension's key and one of its categories (answered yes or no)."""

Statements = frozenset[tuple[Question, str]]
YES, NO = "yes", "no"


class Knowledge:
    """`equations` give sums of unknowns their values; `at_least_zero` are sums that cannot be negative."""

    def __init__(self, tables: Sequence[Released], *, covering: Sequence[Dimension], bound: int) -> None:
        self._versions = [each for table in tables for each in (*table.dimensions, *(each.dimension for each in table.within))]
        self._finer = {
            each.key: {category.key: category.group for other in self._versions if other.key == each.key for category in other.categories}
            for each in self._versions
        }
        self._known: dict[Statements, int] = {}
        for questions in self._asked_together(tables, bound):
            for statements in self._sets_of(questions):
                self._known.setdefault(statements, len(self._known))
        self.equations: list[tuple[dict[int, int], int]] = [
            *self._sums(),
            *((self.cell(table, key), value) for table in tables for key, value in table.cells.items() if value is not None),
            *((row, 0) for table in tables for row in self._nowhere_else(table)),
        ]
        self.at_least_zero: list[dict[int, int]] = [*self._coarser(), *self._covered(tables[-1], covering)]

    @property
    def unknowns(self) -> int:
        return len(self._known)

    def number(self, table: Released, number: Sensitive) -> dict[int, int]:
        row = self.cell(table, number.key)
        if number.of is None and number.why is not Why.FEW_OUTSIDE:
            return row
        whole = self.cell(table, number.key, is_sliced=False) if number.of is None else self.cell(table, number.of)
        return {at: whole.get(at, 0) - row.get(at, 0) for at in {*whole, *row} if whole.get(at, 0) != row.get(at, 0)}

    def cell(self, table: Released, key: Key, *, is_sliced: bool = True) -> dict[int, int]:
        """The unknowns that add up to one cell of a table, or of the whole which it is a slice of."""
        options = self._slices(table) if is_sliced else []
        for part, dimension in zip(key, table.dimensions, strict=True):
            if part != TOTAL:
                options.append(self._answers(dimension, (part,)))
        row: dict[int, int] = {}
        for chosen in product(*options):
            statements = frozenset(chosen)
            if len({question for question, _ in statements}) == len(statements):  # nobody is in two places at once
                row[self._known[statements]] = 1
        return row

    def _slices(self, table: Released) -> list[list[tuple[Question, str]]]:
        """The answers that put a person into each slice. A slice that takes every answer leaves nobody out."""
        answers = [self._answers(each.dimension, sorted(each.keys)) for each in table.within]
        return [each for each in answers if len(each) < len(self._possible(each[0][0]))]

    def _answers(self, dimension: Dimension, keys: Iterable[str]) -> list[tuple[Question, str]]:
        """The finest answers that put a person into one of these categories."""
        if dimension.is_multiple:
            return [((dimension.key, key.removeprefix("!")), NO if key[0] == "!" else YES) for key in keys]
        return [((dimension.key, ""), leaf) for leaf in self._leaves(dimension.key) if self._line(dimension.key, leaf) & set(keys)]

    def _leaves(self, key: str) -> list[str]:
        groups = set(self._finer[key].values())
        return [category for category in self._finer[key] if category not in groups]

    def _line(self, key: str, leaf: str) -> set[str]:
        """A category with its group, the group's group, and so on."""
        line, at = set[str](), leaf
        while at not in line:
            line.add(at)
            at = self._finer[key].get(at) or at
        return line

    def _under(self, key: str, names: Iterable[str]) -> set[str]:
        return {leaf for leaf in self._leaves(key) if self._line(key, leaf) & set(names)}

    def _asked_together(self, tables: Sequence[Released], bound: int) -> list[list[Question]]:
        """Questions whose answers are unknowns together: each crossing of acts, with the other questions of all tables that show it.

        If that is too many, with those of each table alone.
        """
        alone: list[tuple[frozenset[Question], frozenset[Question]]] = []
        for table in tables:
            sliced = [(each.dimension.key, key) for each in table.within if each.dimension.is_multiple for key in each.keys]
            single = [(each.key, "") for each in (*table.dimensions, *(each.dimension for each in table.within)) if not each.is_multiple]
            several = [[(each.key, key) for key in each.keys] for each in table.dimensions if each.is_multiple]
            alone.extend((frozenset(single), frozenset((*sliced, *chosen))) for chosen in product(*several))
        showing: dict[frozenset[Question], set[Question]] = {frozenset(): set()}
        for questions, crossing in alone:
            for many in range(len(crossing) + 1):
                for part in combinations(sorted(crossing), many):
                    showing.setdefault(frozenset(part), set()).update(questions)
        size = sum(prod(len(self._leaves(key)) + 1 for key, _ in asked) * 3 ** len(crossing) for crossing, asked in showing.items())
        together = [(frozenset(asked), crossing) for crossing, asked in showing.items()] if size <= 4 * bound else alone
        return [[*sorted(asked), *sorted(crossing)] for asked, crossing in together]

    def _sets_of(self, questions: Sequence[Question]) -> Iterator[Statements]:
        for answers in product(*((None, *self._possible(question)) for question in questions)):
            yield frozenset((question, answer) for question, answer in zip(questions, answers, strict=True) if answer is not None)

    def _possible(self, question: Question) -> list[str]:
        return [YES, NO] if question[1] else self._leaves(question[0])

    def _sums(self) -> Iterator[tuple[dict[int, int], int]]:
        questions = sorted({question for statements in self._known for question, _ in statements})
        for statements, at in self._known.items():
            asked = {question for question, _ in statements}
            for question in questions:
                parts = [self._known.get(statements | {(question, answer)}) for answer in self._possible(question)]
                if question not in asked and None not in parts:
                    yield {**{part: 1 for part in parts if part is not None}, at: -1}, 0

    def _nowhere_else(self, table: Released) -> Iterator[dict[int, int]]:
        for dimension in table.dimensions:
            if not dimension.is_multiple:
                here = {answer for _, answer in self._answers(dimension, dimension.keys)}
                for leaf in self._leaves(dimension.key):
                    chosen = [frozenset((*each, ((dimension.key, ""), leaf))) for each in product(*self._slices(table))]
                    places = [self._known[each] for each in chosen if len({question for question, _ in each}) == len(each)]
                    if leaf not in here and places:
                        yield dict.fromkeys(places, 1)

    def _coarser(self) -> Iterator[dict[int, int]]:
        """Whoever says yes to an act says yes to its group, and whoever says yes to a group said yes to one of its acts."""
        for statements, at in self._known.items():
            for (key, group), answer in statements:
                members = [category for category, above in self._finer[key].items() if group and above == group and answer == YES]
                rest = statements - {((key, group), answer)}
                finer = [self._known.get(rest | {((key, member), YES)}) for member in members]
                yield from ({at: 1, part: -1} for part in finer if part is not None)
                if finer and None not in finer:
                    yield {**{part: 1 for part in finer if part is not None}, at: -1}

    def _covered(self, table: Released, covering: Sequence[Dimension]) -> Iterator[dict[int, int]]:
        """Everybody in the table said yes to something, at each depth at which the question was asked."""
        sliced = [frozenset(each) for each in product(*self._slices(table))]
        for dimension in covering:
            versions = {each.keys for each in self._versions if each.key == dimension.key}
            for keys in sorted(keys for keys in versions if self._under(dimension.key, keys) >= self._under(dimension.key, dimension.keys)):
                for statements, at in self._known.items():
                    parts = [self._known.get(statements | {((dimension.key, key), YES)}) for key in keys]
                    is_new = not any(question[0] == dimension.key for question, _ in statements)
                    if is_new and None not in parts and any(statements >= each for each in sliced):
                        yield {**{part: 1 for part in parts if part is not None}, at: -1}
