from __future__ import annotations

import pytest

from firsthand.core.crosstab import (
    NOT_SAID,
    TOTAL,
    Category,
    Cell,
    CountedTwice,
    Dimension,
    DimensionMalformed,
    PersonMisplaced,
    Slice,
    Unit,
    count,
)
from tests.core.tables import ACT, PLACE, YEAR, dimension, people, table


@pytest.mark.parametrize("names", [(), ("a", "a"), ("*",), ("!a",), ("",)])
def test_dimension_refuses_keys_that_cannot_be_told_apart(names):
    with pytest.raises(DimensionMalformed):
        dimension("place", *names)


def test_dimension_refuses_a_group_named_like_one_of_its_categories():
    with pytest.raises(DimensionMalformed):
        Dimension("place", "Place", (Category("north", "North"), Category("city", "City", "north")))


def test_count_refuses_somebody_without_a_place_and_does_not_name_them():
    with pytest.raises(PersonMisplaced) as refusal:
        count([Unit("T-SECRET", "O-1", {})], dimensions=[PLACE])
    assert "Place" in str(refusal.value)
    assert "T-SECRET" not in str(refusal.value)


@pytest.mark.parametrize("standing", [{"street", "indoors"}, {"moon"}])
def test_count_refuses_several_or_unknown_places(standing):
    with pytest.raises(PersonMisplaced):
        count([Unit("T-1", "O-1", {"place": frozenset(standing)})], dimensions=[PLACE])


def test_count_refuses_an_unknown_act():
    with pytest.raises(PersonMisplaced):
        count([Unit("T-1", "O-1", {"act": frozenset({"moon"})})], dimensions=[ACT])


def test_count_refuses_a_person_or_dimension_handed_in_twice():
    unit = Unit("T-1", "O-1", {"place": frozenset({"street"})})
    with pytest.raises(CountedTwice):
        count([unit, unit], dimensions=[PLACE])
    with pytest.raises(CountedTwice):
        count([unit], dimensions=[PLACE, PLACE])


def test_slice_refuses_unknown_categories_and_several_acts():
    with pytest.raises(PersonMisplaced):
        Slice(PLACE, frozenset({"moon"}))
    with pytest.raises(PersonMisplaced):
        Slice(ACT, frozenset({"arrest", "insult"}))


def test_count_fills_every_cell_and_margin():
    crosstab = table((PLACE, YEAR), {("street", "2023"): 4, ("street", "2024"): 2, ("indoors", "2024"): 1})
    assert len(crosstab.cells) == 16
    assert crosstab.people == 7
    assert crosstab.cells["street", TOTAL] == Cell(6, 3)
    assert crosstab.cells["street", "2024"] == Cell(2, 2)
    assert crosstab.cells[TOTAL, "2024"] == Cell(3, 2)
    assert crosstab.cells["online", "2025"] == Cell(0, 0)


def test_count_puts_those_who_did_not_say_where_the_dimension_has_a_place_for_them():
    place = Dimension("place", "Place", (Category("street", "Street"), Category(NOT_SAID, "Not said")))
    crosstab = count([Unit("T-1", "O-1", {"place": frozenset()}), Unit("T-2", "O-1", {})], dimensions=[place])
    assert crosstab.cells[(NOT_SAID,)].count == 2


def test_count_counts_a_person_once_in_each_act_and_once_in_the_total():
    crosstab = table((ACT,), {("arrest+insult",): 3, ("insult",): 2, ("",): 1})
    assert {key: cell.count for key, cell in crosstab.cells.items()} == {("arrest",): 3, ("extortion",): 0, ("insult",): 5, (TOTAL,): 6}
    assert {key: cell.count for key, cell in crosstab.complements.items()} == {("!arrest",): 3, ("!extortion",): 6, ("!insult",): 1}


def test_count_within_a_slice_counts_only_its_people():
    units = people((PLACE, ACT), {("street", "arrest"): 3, ("street", "insult"): 2, ("indoors", "arrest"): 4})
    assert count(units, dimensions=[ACT], within=[Slice(PLACE, frozenset({"street"}))]).people == 5
    assert count(units, dimensions=[PLACE], within=[Slice(ACT, frozenset({"arrest"}))]).people == 7


def test_crosstab_does_not_print_its_people():
    assert "T-0" not in repr(table((PLACE,), {("street",): 3}))
