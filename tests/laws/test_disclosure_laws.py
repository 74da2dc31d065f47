"""Laws of disclosure control, held against brute force: every set of people that fits what is printed is built and looked at."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from firsthand.core.crosstab import TOTAL, Category, Dimension, Unit, count
from firsthand.core.disclosure import CannotBeProtected, Rules, attack, release, released_from_json, released_to_json, sensitive_numbers
from firsthand.core.disclosure.certificate import check_certificate
from firsthand.core.disclosure.releasing import release_with_certificate

RULES = Rules(threshold=3, organisations=1)
ROW = Dimension("row", "Row", (Category("a", "A"), Category("b", "B")))
COLUMN = Dimension("column", "Column", (Category("x", "X"), Category("y", "Y")))
ACT = Dimension("act", "Act", (Category("p", "P"), Category("q", "Q")), is_multiple=True)
slowly = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
small_counts = st.lists(st.integers(0, 7), min_size=4, max_size=4)


def patterns(dimensions):
    """Everything one person can be, as the sets of categories they stand in."""
    places = [
        [frozenset(each) for each in ((), ("p",), ("q",), ("p", "q"))] if each.is_multiple else [frozenset({key}) for key in each.keys]
        for each in dimensions
    ]
    return list(product(*places))


def units(dimensions, sizes):
    found = []
    for pattern, size in zip(patterns(dimensions), sizes, strict=True):
        stands_in = {each.key: part for each, part in zip(dimensions, pattern, strict=True)}
        found += [Unit(f"T-{len(found) + at}", f"O-{at % 2}", stands_in) for at in range(size)]
    return found


def membership(dimensions, keys):
    """One row for each key: which kinds of people it counts."""
    return np.array(
        [
            [all(part == TOTAL or part in stands for part, stands in zip(key, pattern, strict=True)) for pattern in patterns(dimensions)]
            for key in keys
        ]
    ).astype(np.float32)


@cache
def every_set(kinds, up_to):
    return np.stack(np.meshgrid(*[np.arange(up_to + 1, dtype=np.float32)] * kinds, indexing="ij"), axis=-1).reshape(-1, kinds)


def every_set_of_people(dimensions, shown, up_to):
    """All sets of people with up to so many of each kind that equal all shown numbers."""
    possible = every_set(len(patterns(dimensions)), up_to)
    for key, value in shown.cells.items():
        if value is not None:
            possible = possible[possible @ membership(dimensions, [key])[0] == value]
    return possible


def assert_brute_force_finds_both_ends(crosstab, released, printed_before=(), up_to=10):
    dimensions = crosstab.dimensions
    possible = every_set_of_people(dimensions, released, up_to)
    if all(stands for unit in crosstab.units for stands in unit.stands_in.values()):
        some = [at for at, pattern in enumerate(patterns(dimensions)) if not all(pattern)]
        possible = possible[(possible[:, some] == 0).all(axis=1)]
    for number in sensitive_numbers(crosstab, rules=released.rules):
        counts = possible @ membership(dimensions, [number.key])[0]
        if number.of is not None:
            counts = possible @ membership(dimensions, [number.of])[0] - counts
        assert counts.min() == 0, number
        assert counts.max() >= released.rules.threshold, number


@slowly
@given(small_counts, st.binary(max_size=4))
def test_no_set_of_two_way_cells_tells_a_small_one(sizes, seed):
    crosstab = count(units((ROW, COLUMN), sizes), dimensions=[ROW, COLUMN])
    try:
        released = release(crosstab, rules=RULES, seed=seed)
    except CannotBeProtected:
        assume(False)
    assert_brute_force_finds_both_ends(crosstab, released, up_to=max(14, max(sizes) + 3))


@slowly
@given(small_counts, st.binary(max_size=4))
def test_no_set_of_overlapping_acts_tells_a_few_yes_or_no(sizes, seed):
    crosstab = count(units((ACT,), sizes), dimensions=[ACT])
    try:
        released = release(crosstab, rules=RULES, seed=seed)
    except CannotBeProtected:
        assume(False)
    assert_brute_force_finds_both_ends(crosstab, released, up_to=max(14, sum(sizes) // 2 + 3))


@slowly
@given(st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_no_set_of_acts_by_row_tells_a_few_yes_or_no(sizes):
    crosstab = count(units((ROW, ACT), sizes), dimensions=[ROW, ACT])
    try:
        released = release(crosstab, rules=RULES, seed=b"s")
    except CannotBeProtected:
        assume(False)
    assert_brute_force_finds_both_ends(crosstab, released, up_to=5)


big_counts = st.lists(st.integers(0, 40), min_size=9, max_size=9)
NINE = tuple(Dimension(key, key, tuple(Category(f"{key}{at}", "") for at in range(3))) for key in "rc")


def nine(sizes):
    return count(units(NINE, sizes), dimensions=NINE)


@slowly
@given(big_counts, st.binary(max_size=4))
def test_shown_cells_are_the_truth_and_every_witness_equals_them(sizes, seed):
    crosstab = nine(sizes)
    try:
        released, certificate = release_with_certificate(crosstab, rules=Rules(), seed=seed)
    except CannotBeProtected:
        assume(False)
    assert all(shown in (None, crosstab.cells[key].count) for key, shown in released.cells.items())
    assert all(released.cells[number.key] is None for number in sensitive_numbers(crosstab, rules=Rules()) if number.is_cell)
    assert check_certificate(certificate, released, crosstab)
    assert attack(released, crosstab, rules=Rules()).is_failed
    assert released_from_json(released_to_json(released)) == released
    assert release(crosstab, rules=Rules(), seed=seed) == released


@slowly
@given(st.lists(st.integers(10, 40), min_size=9, max_size=9))
def test_nothing_is_withheld_where_nothing_is_small(sizes):
    assert release(nine(sizes), rules=Rules(), seed=b"s").withheld == 0


@settings(slowly, max_examples=6)
@given(st.lists(st.integers(0, 25), min_size=9, max_size=9))
def test_no_sequence_of_tables_about_the_same_people_tells_a_small_cell(sizes):
    people = units(NINE, sizes)
    printed = []
    for dimensions in (NINE[:1], NINE[1:], NINE, NINE[::-1]):
        crosstab = count(people, dimensions=dimensions)
        try:
            printed.append(release(crosstab, rules=Rules(), printed_before=printed, seed=b"s"))
        except CannotBeProtected:
            continue
        for at, released in enumerate(printed):
            others = [*printed[:at], *printed[at + 1 :]]
            truth = count(people, dimensions=released.dimensions)
            assert attack(released, truth, rules=Rules(), printed_before=others).is_failed
