"""Release a crosstab, or refuse."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from firsthand.core.crosstab import Crosstab, PersonMisplaced, count
from firsthand.core.disclosure.attacking import attack
from firsthand.core.disclosure.certificate import Certificate, check_certificate, printed_rows, relations_of
from firsthand.core.disclosure.protecting import Search
from firsthand.core.disclosure.relations import JOINT_BOUND, WITNESS_BOUND, Relations, Row
from firsthand.core.disclosure.released import Proof, Released
from firsthand.core.disclosure.rules import Rules, Sensitive, Why, margins_of, sensitive_numbers
from firsthand.core.refusal import NotReleasable

_SMALL_TABLE = 120
_TRIES = 3


class CannotBeProtected(NotReleasable):
    """`reason` is one more sentence; `core.disclosure.suggest_redesigns` has the tables to offer instead."""

    code = "cannot-be-protected"
    sentence = "These numbers cannot be shown without pointing at people. {reason} Choose a coarser table."


class PrintedAboutOthers(NotReleasable):
    code = "printed-about-others"
    sentence = (
        "The figures printed before do not fit these counts, so they are about other people; nothing can be promised about both together."
    )


def release(crosstab: Crosstab, *, rules: Rules, printed_before: Sequence[Released] = (), seed: bytes) -> Released:
    """What may be shown of these counts, given everything already printed about the same people.

    Every sensitive number (`sensitive_numbers`) stays between nobody and at least the threshold for a reader who solves for it from all
    that is printed, and so does every sensitive number of an earlier table that was safe before this one. Shown cells are the truth.

    Not covered yet. An organisation that contributed knows its own records: that two organisations stand behind each shown cell is all
    that is promised against it; what it learns by subtracting its records from a shown cell, or knows of a withheld one, is not examined.
    Nor are figures about the same people printed elsewhere or about the people of an earlier batch, nor the difference between two slices
    when neither is the whole.

    `seed` is secret and breaks ties. The same input and seed give the same release.

    Raises:
        CannotBeProtected: too much is printed already, or nothing would be left to show.
        PrintedAboutOthers: no set of people has these counts and those printed before.
    """
    return release_with_certificate(crosstab, rules=rules, printed_before=printed_before, seed=seed)[0]


def release_with_certificate(
    crosstab: Crosstab, *, rules: Rules, printed_before: Sequence[Released] = (), seed: bytes, bound: int = WITNESS_BOUND
) -> tuple[Released, Certificate]:
    """`release`, and the witnesses that prove it (`check_certificate`). Raises as `release`.

    When all tables together have more than `bound` variables, they are tied by what they share, which is much faster; the attacker's
    program still solves for everything at once. If that gives a number away, the search is made over all tables at once.
    """
    try:
        return _released(crosstab, rules, printed_before, seed, bound)
    except CannotBeProtected:
        if not printed_before or bound >= JOINT_BOUND or relations_of(crosstab, printed_before, bound=bound).is_joint:
            raise
    return _released(crosstab, rules, printed_before, seed, JOINT_BOUND)


def _released(
    crosstab: Crosstab, rules: Rules, printed_before: Sequence[Released], seed: bytes, bound: int
) -> tuple[Released, Certificate]:
    """One attempt. A table of up to a hundred cells or so is searched several times, and what withholds the least is taken."""
    relations = relations_of(crosstab, printed_before, bound=bound)
    last = len(printed_before)
    # A slice empties some numbers by its definition (outside a slice of one act, those who suffered it): they have no row, and no secret.
    own = [number for number in sensitive_numbers(crosstab, rules=rules) if relations.number(last, number)]
    earlier = _protected_before(relations, crosstab, printed_before, rules)
    numbers = [*earlier, *((last, number) for number in own)]
    tries = _TRIES if max(len(crosstab.cells), relations.variables) <= _SMALL_TABLE else 1
    searches = [_searched(relations, crosstab, printed_before, numbers, rules, seed + bytes([each])) for each in range(tries)]
    search = min(searches, key=Search.lost)
    released = Released(
        dimensions=crosstab.dimensions,
        within=crosstab.within,
        cells={
            key: None if is_hidden else cell.count for (key, cell), is_hidden in zip(crosstab.cells.items(), search.hidden, strict=True)
        },
        rules=rules,
        proof=Proof(
            withheld=int(search.hidden.sum()),
            witnesses=len(search.witnesses),
            attacked=len(own),
        ),
    )
    certificate = Certificate(bound=bound, earlier=earlier, witnesses=tuple(tuple(each.tolist()) for each in search.witnesses))
    check_release(released, certificate, crosstab, printed_before=printed_before)
    return released, certificate


def check_release(released: Released, certificate: Certificate, crosstab: Crosstab, *, printed_before: Sequence[Released] = ()) -> None:
    """The last door: something is left to show, the witnesses hold, and the attacker's program finds nothing.

    Raises:
        CannotBeProtected: one of these is not so.
    """
    if crosstab.people and not any(released.cells.values()):
        raise CannotBeProtected(reason="Everything would have to be withheld.")
    if not check_certificate(certificate, released, crosstab, printed_before=printed_before):
        raise CannotBeProtected(reason="The proof that nobody can be found did not hold.")
    if not attack(released, crosstab, rules=released.rules, printed_before=printed_before, earlier=certificate.earlier).is_failed:
        raise CannotBeProtected(reason="A reader could still work out a number about few people.")


def _searched(
    relations: Relations,
    crosstab: Crosstab,
    printed_before: Sequence[Released],
    numbers: Sequence[tuple[int, Sensitive]],
    rules: Rules,
    seed: bytes,
) -> Search:
    last = len(printed_before)
    search = Search(
        relations,
        printed=_everything_printed(relations, printed_before),
        numbers=[relations.number(table, number) for table, number in numbers],
        cells=[relations.cell(last, key) for key in crosstab.cells],
        counts=[cell.count for cell in crosstab.cells.values()],
        threshold=rules.threshold,
        seed=seed,
    )
    if printed_before and not search.is_possible():
        raise PrintedAboutOthers
    small = {number.key for table, number in numbers if table == last and number.is_cell}
    must_hide = np.array([key in small for key in crosstab.cells], dtype=np.bool_)
    search.hidden |= must_hide
    if not search.protect():
        raise CannotBeProtected(reason="Too much about the same people is printed already.")
    search.print_again(~must_hide)
    search.slim()
    return search


def _protected_before(
    relations: Relations, crosstab: Crosstab, printed_before: Sequence[Released], rules: Rules
) -> tuple[tuple[int, Sensitive], ...]:
    """The sensitive numbers of earlier tables that no reader can solve for today, and so must not be able to solve for tomorrow."""
    wanted = [(table, number) for table, shown in enumerate(printed_before) for number in _sensitive_before(shown, crosstab, rules)]
    numbers = [(table, number) for table, number in wanted if relations.number(table, number)]
    search = Search(
        relations,
        printed=_everything_printed(relations, printed_before),
        numbers=[relations.number(table, number) for table, number in numbers],
        cells=[],
        counts=[],
        threshold=rules.threshold,
        seed=b"",
    )
    search.prove_freely()
    return tuple(number for number, missing in zip(numbers, search.missing(), strict=True) if not missing.any())


def _sensitive_before(shown: Released, crosstab: Crosstab, rules: Rules) -> list[Sensitive]:
    """What is sensitive in an earlier table, counted anew from the people.

    Where they are not coded for it any more, it is every number that the table withholds or that its slices leave out.
    """
    try:
        truth = count(crosstab.units, dimensions=shown.dimensions, within=shown.within)
    except PersonMisplaced:
        return _perhaps_sensitive(shown)
    if any(value is not None and value != truth.cells[key].count for key, value in shown.cells.items()):
        raise PrintedAboutOthers
    return list(sensitive_numbers(truth, rules=rules))


def _perhaps_sensitive(shown: Released) -> list[Sensitive]:
    cells = [Sensitive(key, Why.FEW_PEOPLE) for key, value in shown.cells.items() if value is None]
    remainders = [
        Sensitive(key, Why.NEARLY_ALL, of=margin)
        for key in shown.cells
        for margin in margins_of(key, shown.dimensions)
        if shown.cells[key] is None or shown.cells[margin] is None
    ]
    return [*cells, *remainders, *(Sensitive(key, Why.FEW_OUTSIDE) for key in shown.cells if shown.within)]


def _everything_printed(relations: Relations, printed_before: Sequence[Released]) -> tuple[list[Row], list[int]]:
    printed = [printed_rows(relations, table, shown) for table, shown in enumerate(printed_before)]
    return [row for rows, _ in printed for row in rows], [value for _, values in printed for value in values]
