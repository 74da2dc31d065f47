"""Which accounts may be of one incident, and which never."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.core.coding.likeness import MOST_PAIRS, Sketch, compare, most_alike

ONE = Sketch(id=1, happened_on=date(2025, 3, 9), precision="day", country="KE", area=7, acts=frozenset({"raid", "arrest"}))


@pytest.mark.parametrize(
    "change",
    [
        {"country": "PE"},
        {"country": ""},
        {"area": 8},
        {"happened_on": date(2025, 3, 13)},
        {"happened_on": None},
        {"acts": frozenset({"outing"})},
        {"happened_on": date(2025, 4, 1), "precision": "month"},
        {"happened_on": date(2024, 1, 1), "precision": "year"},
        {"happened_on": date(2025, 1, 1), "precision": "year", "area": None},
    ],
)
def test_another_place_time_or_act_suggests_nothing(change):
    assert compare(ONE, replace(ONE, id=2, **change)) is None


def test_reasons_say_what_is_alike():
    found = compare(ONE, replace(ONE, id=2, happened_on=date(2025, 3, 11), acts=frozenset({"raid"})))
    assert (found.days, found.is_same_area, found.shared) == (2, True, frozenset({"raid"}))
    vague = compare(ONE, replace(ONE, id=3, happened_on=date(2025, 1, 1), precision="year"))
    assert (vague.days, vague.is_same_area) == (None, True)


def test_days_beside_the_end_of_a_month_are_near():
    late = replace(ONE, happened_on=date(2025, 3, 31))
    assert compare(late, replace(ONE, id=2, happened_on=date(2025, 4, 2))).days == 2


def test_likest_come_first_and_few_are_asked_about():
    others = [replace(ONE, id=number, happened_on=date(2025, 3, 9 + number % 3)) for number in range(2, 30)]
    found = most_alike(ONE, others)
    assert len(found) == MOST_PAIRS
    assert [likeness.days for _, likeness in found] == [0] * MOST_PAIRS


SKETCHES = st.builds(
    Sketch,
    id=st.integers(1, 99),
    happened_on=st.one_of(st.none(), st.dates(date(2024, 12, 25), date(2025, 2, 5))),
    precision=st.sampled_from(["day", "month", "year", "about"]),
    country=st.sampled_from(["", "KE"]),
    area=st.sampled_from([None, 1, 2]),
    acts=st.frozensets(st.sampled_from(["a", "b", "c"]), min_size=1),
)


@settings(max_examples=200, deadline=None)
@given(SKETCHES, SKETCHES)
def test_it_does_not_matter_who_is_compared_with_whom(one, other):
    assert compare(one, other) == compare(other, one)
