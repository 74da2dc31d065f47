"""Agreement: the published worked examples, another program in the same test, what is missing, and what cannot be said."""

from __future__ import annotations

import time

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from firsthand.core.agreement import (
    Agreement,
    Level,
    NotANumber,
    agreement_by_code,
    agreement_of,
    agreement_overall,
)
from firsthand.core.sampling import draw_sample

_ = None
# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): examples A, B and C.
BINARY = (tuple(map(int, "0100000010")), tuple(map(int, "1110010000")))
NOMINAL = (tuple("aabbdcccedda"), tuple("babbbccceddd"))
FOUR = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3),
    (_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _),
)


def _alpha(coders, level=Level.NOMINAL) -> Agreement:
    return agreement_of(list(zip(*coders, strict=True)), level=level, seed=7)


@pytest.mark.parametrize(
    ("coders", "level", "printed"),
    [
        (BINARY, Level.NOMINAL, 0.095),
        (NOMINAL, Level.NOMINAL, 0.692),
        (FOUR, Level.NOMINAL, 0.743),
        (FOUR, Level.ORDINAL, 0.815),
        (FOUR, Level.INTERVAL, 0.849),
    ],
)
def test_alpha_is_what_the_published_examples_print(coders, level, printed):
    assert round(_alpha(coders, level).alpha, 3) == printed


def test_only_units_coded_twice_are_counted():
    found = _alpha(FOUR)
    assert found.units == 11
    assert 0 < found.same < 1


def test_interval_stands_around_alpha_and_comes_again_from_its_seed():
    first, again, other = (agreement_of(list(zip(*FOUR, strict=True)), level=Level.NOMINAL, seed=seed) for seed in (7, 7, 8))
    assert first == again
    assert (first.low, first.high) != (other.low, other.high)
    assert first.low < first.alpha < first.high


def test_interval_covers_the_truth_about_as_often_as_it_says():
    """Two coders of 80 units who share a truth and each err in 15 %: what alpha tends to is reckoned on very many units."""
    chance = np.random.default_rng(3)

    def coded(units):
        truth = chance.random(units) < 0.4
        return [tuple(int(seen) for seen in row) for row in np.stack([truth ^ (chance.random(units) < 0.15) for _ in range(2)], axis=1)]

    truth = agreement_of(coded(60_000), level=Level.NOMINAL, seed=1, resamples=2).alpha
    covered = 0
    for trial in range(120):
        found = agreement_of(coded(80), level=Level.NOMINAL, seed=trial, resamples=300)
        covered += found.low <= truth <= found.high
    assert 0.86 <= covered / 120 <= 1


def test_nothing_to_agree_about_is_said_and_not_called_perfect():
    all_alike = agreement_of([(0, 0)] * 9, level=Level.NOMINAL, seed=1)
    assert (all_alike.alpha, all_alike.low, all_alike.same, all_alike.units) == (None, None, 1.0, 9)
    nobody = agreement_of([(1, None), (None, 2), (None, None)], level=Level.NOMINAL, seed=1)
    assert (nobody.alpha, nobody.same, nobody.units) == (None, None, 0)
    assert agreement_of([], level=Level.SETS, seed=1).units == 0


def test_interval_wants_numbers():
    with pytest.raises(NotANumber):
        agreement_of([("a", "b")], level=Level.INTERVAL, seed=1)


def test_each_code_is_told_and_a_code_nobody_gave_is_too():
    readings = {
        f"T-{number}": (frozenset({"raid"}) if number % 2 else frozenset({"arrest"}), frozenset({"raid"}) if number % 2 else frozenset())
        for number in range(10)
    }
    raid, arrest, never = agreement_by_code(readings, codes=("raid", "arrest", "outing"), seed=1)
    assert (raid.agreement.alpha, raid.given) == (1.0, 10)
    assert arrest.agreement.alpha < 0
    assert arrest.given == 5
    assert (never.agreement.alpha, never.agreement.same, never.given) == (None, 1.0, 0)


def test_whole_sets_that_share_a_code_are_nearer_than_sets_that_share_none():
    near = agreement_overall({"a": (frozenset("xy"), frozenset("xz")), "b": (frozenset("w"), frozenset("w"))}, seed=1)
    far = agreement_overall({"a": (frozenset("xy"), frozenset("vz")), "b": (frozenset("w"), frozenset("w"))}, seed=1)
    assert far.alpha < near.alpha < 1
    half_read = agreement_overall({"a": (frozenset("x"), None), "b": (frozenset("w"), frozenset("w"))}, seed=1)
    assert half_read.units == 1


_tables = some.lists(some.lists(some.one_of(some.none(), some.integers(0, 4)), min_size=3, max_size=3), min_size=2, max_size=14)


@settings(max_examples=150, deadline=None)
@given(rows=_tables, level=some.sampled_from([Level.NOMINAL, Level.ORDINAL, Level.INTERVAL]))
def test_law_another_program_reckons_the_same(rows, level):
    ours = agreement_of(rows, level=level, seed=1, resamples=2).alpha
    if ours is None:
        return
    table = np.array([[np.nan if value is None else value for value in row] for row in rows]).T
    theirs = krippendorff.alpha(reliability_data=table, level_of_measurement=level.value)
    assert ours == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(rows=_tables)
def test_law_names_of_values_and_order_of_coders_do_not_matter(rows):
    plain = agreement_of(rows, level=Level.NOMINAL, seed=1, resamples=2).alpha
    named = [[None if value is None else frozenset({f"code-{value}"}) for value in reversed(row)] for row in rows]
    assert agreement_of(named, level=Level.SETS, seed=1, resamples=2).alpha == (plain if plain is None else pytest.approx(plain))


def test_a_large_sample_is_reckoned_while_one_waits():
    chance = np.random.default_rng(5)
    rows = [tuple(int(value) for value in row) for row in chance.integers(0, 2, size=(2000, 2))]
    began = time.process_time()
    agreement_of(rows, level=Level.NOMINAL, seed=1)
    assert time.process_time() - began < 10


def test_sample_is_drawn_again_from_its_seed_and_is_not_reshuffled_by_who_leaves():
    refs = [f"T-{number:06}" for number in range(60)]
    drawn = draw_sample(refs, size=12, seed="a")
    assert drawn == draw_sample(reversed(refs), size=12, seed="a")
    assert set(drawn) != set(draw_sample(refs, size=12, seed="b"))
    stay = [ref for ref in refs if ref != drawn[0]]
    assert drawn[1:] == draw_sample(stay, size=12, seed="a")[:11]
    assert len(draw_sample(refs[:3], size=12, seed="a")) == 3
