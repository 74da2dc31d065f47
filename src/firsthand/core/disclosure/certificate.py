"""The proof that needs no solver: other tables of whole numbers that equal everything printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from firsthand.core.crosstab import Crosstab, everybody_stands_in
from firsthand.core.disclosure.relations import WITNESS_BOUND, Relations, Row, matrix
from firsthand.core.disclosure.released import Released
from firsthand.core.disclosure.rules import Rules, Sensitive, sensitive_numbers
from firsthand.core.disclosure.solving import Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """`witnesses` are solutions of the relations between everything printed and the released table.

    `earlier` are the sensitive numbers of earlier tables (by their place in `printed_before`) that were safe before this table and must
    be so after it. With more than `bound` variables, tables were tied by shared margins only. A certificate holds alternatives to true
    counts: it is kept as carefully as the counts, and never published.
    """

    bound: int = WITNESS_BOUND
    earlier: tuple[tuple[int, Sensitive], ...]
    witnesses: tuple[tuple[int, ...], ...] = field(repr=False)


def check_certificate(certificate: Certificate, released: Released, crosstab: Crosstab, *, printed_before: Sequence[Released] = ()) -> bool:
    """Whether every witness is a possible table that equals all printed numbers, and whether, for each sensitive number, one witness
    has it empty and one has it at the threshold or above. One sparse product; no solver is asked.
    """
    relations = relations_of(crosstab, printed_before, bound=certificate.bound)
    last = len(printed_before)
    printed = [printed_rows(relations, table, shown) for table, shown in enumerate((*printed_before, released))]
    equal = [row for rows, _ in printed for row in rows]
    values = np.array([value for _, numbers in printed for value in numbers], dtype=np.int64)
    numbers = [*certificate.earlier, *((last, number) for number in sensitive_numbers(crosstab, rules=released.rules))]
    sensitive = [row for table, number in numbers if (row := relations.number(table, number))]
    witnesses = np.array(certificate.witnesses, dtype=np.int64).reshape(-1, relations.variables).T
    return (
        bool((witnesses >= 0).all())
        and bool((_times(relations, equal, witnesses) == values[:, None]).all())
        and not _times(relations, relations.must_zero, witnesses).any()
        and bool((_times(relations, relations.must_not_fall, witnesses) >= 0).all())
        and _are_both(_times(relations, sensitive, witnesses), released.rules)
    )


def relations_of(crosstab: Crosstab, printed_before: Sequence[Released], *, bound: int) -> Relations:
    """The relations between what was printed and this table, the last of them."""
    multiple = [dimension for dimension in crosstab.dimensions if dimension.is_multiple]
    covering = [dimension for dimension in multiple if everybody_stands_in(crosstab, dimension)]
    return Relations((*printed_before, crosstab), covering=covering, bound=bound)


def printed_rows(relations: Relations, table: int, shown: Released) -> tuple[list[Row], list[int]]:
    """The printed numbers of a table, each as a sum of variables with its value."""
    printed = {key: count for key, count in shown.cells.items() if count is not None}
    return [relations.cell(table, key) for key in printed], list(printed.values())


def _times(relations: Relations, rows: Sequence[Row], witnesses: Whole) -> Whole:
    product: Whole = matrix(rows, width=relations.variables) @ witnesses
    return product


def _are_both(values: Whole, rules: Rules) -> bool:
    return bool(((values == 0).any(axis=1) & (values >= rules.threshold).any(axis=1)).all())
