from __future__ import annotations

import pytest

from firsthand.core.crosstab import TOTAL, count
from firsthand.core.disclosure import Proof, Released, Rules, Sensitive, Why, attack, release
from firsthand.core.disclosure.attacking import AttackStopped
from tests.core.tables import ACT, PLACE, YEAR, dimension, only_small_withheld, people, table, two_way

RULES = Rules()
PROOF = Proof(withheld=0, witnesses=0, attacked=0)


def shown_without(crosstab, *hidden):
    cells = {key: None if key in hidden else cell.count for key, cell in crosstab.cells.items()}
    return Released(dimensions=crosstab.dimensions, cells=cells, rules=RULES, proof=PROOF)


def test_attack_stops_on_numbers_that_contradict_each_other():
    crosstab = table((PLACE,), {("street",): 30, ("indoors",): 3, ("online",): 9})
    wrong = Released(dimensions=(PLACE,), cells={**dict.fromkeys(crosstab.cells, 9), ("indoors",): None}, rules=RULES, proof=PROOF)
    with pytest.raises(AttackStopped):
        attack(wrong, crosstab, rules=RULES)


def test_attack_breaks_a_small_cell_that_is_printed():
    crosstab = table((PLACE,), {("street",): 30, ("indoors",): 3, ("online",): 9})
    found = attack(shown_without(crosstab), crosstab, rules=RULES)
    assert [(each.low, each.high, each.is_broken) for each in found.attempts] == [(3.0, 3.0, True)]


def test_attack_computes_every_small_cell_behind_a_threshold_on_a_table_with_totals():
    rows = [[30, 1, 20], [15, 20, 2], [3, 9, 25]]
    crosstab = two_way(rows)
    found = attack(only_small_withheld(crosstab, RULES), crosstab, rules=RULES)
    assert sorted((each.low, each.high) for each in found.broken) == [(1.0, 1.0), (2.0, 2.0), (3.0, 3.0)]
    assert attack(release(crosstab, rules=RULES, seed=b"s"), crosstab, rules=RULES).is_failed


def test_attack_proves_that_two_withheld_cells_are_few_together():
    crosstab = table((PLACE,), {("street",): 30, ("indoors",): 3, ("online",): 1})
    found = attack(shown_without(crosstab, ("indoors",), ("online",)), crosstab, rules=RULES)
    assert {each.high for each in found.broken} == {4.0}


def test_attack_uses_that_everybody_suffered_something():
    counts = {("arrest",): 20, ("arrest+insult",): 8, ("insult",): 2}
    crosstab = table((ACT,), counts)
    shown = shown_without(crosstab, ("arrest",))
    broken = {(each.number.key, each.number.of): (each.low, each.high) for each in attack(shown, crosstab, rules=RULES).broken}
    assert broken == {}
    shown = shown_without(crosstab, ("insult",))
    broken = {(each.number.key, each.number.of): (each.low, each.high) for each in attack(shown, crosstab, rules=RULES).broken}
    assert broken == {(("arrest",), (TOTAL,)): (2.0, 2.0)}


def test_attack_knows_that_nobody_is_missing_only_where_it_is_true():
    few = table((ACT,), {("insult",): 28, ("extortion",): 0, ("arrest",): 3})
    shown = shown_without(few, ("arrest",))
    assert [each.low for each in attack(shown, few, rules=RULES).broken if each.number.of is None] == [3.0]
    some_said_nothing = table((ACT,), {("insult",): 28, ("arrest",): 3, ("",): 6})
    shown = shown_without(some_said_nothing, ("arrest",))
    assert attack(shown, some_said_nothing, rules=RULES).is_failed


def test_attack_adds_up_finer_categories_of_an_earlier_table():
    area = dimension("area", "city", "port", "hills", groups={"city": "north", "port": "north"})
    region = dimension("area", "north", "hills")
    fine = table((area,), {("city",): 30, ("port",): 3, ("hills",): 17})
    before = shown_without(fine, ("port",), (TOTAL,))
    coarse = table((region,), {("north",): 33, ("hills",): 17})
    assert attack(before, fine, rules=RULES).is_failed
    broken = attack(before, fine, rules=RULES, printed_before=[shown_without(coarse)]).broken
    assert [(each.number.key, each.low, each.high) for each in broken if each.number.of is None] == [(("port",), 3.0, 3.0)]


def test_attack_adds_up_acts_of_a_group_only_as_far_as_they_overlap():
    fine_act = dimension("act", "slap", "kick", "insult", is_multiple=True, groups={"slap": "blows", "kick": "blows"})
    coarse_act = dimension("act", "blows", "insult", is_multiple=True)
    fine = table((fine_act,), {("slap",): 30, ("slap+kick",): 3, ("insult",): 17, ("",): 9})
    coarse = table((coarse_act,), {("blows",): 33, ("insult",): 17, ("",): 9})
    hidden = shown_without(fine, ("kick",), ("slap",))
    assert attack(hidden, fine, rules=RULES, printed_before=[shown_without(coarse)]).is_failed
    nobody_struck = shown_without(table((coarse_act,), {("insult",): 30, ("",): 9}))
    few = table((fine_act,), {("insult",): 30, ("",): 9})
    assert attack(shown_without(few, ("kick",)), few, rules=RULES, printed_before=[nobody_struck]).is_failed


def test_attack_knows_that_a_missing_category_is_empty():
    narrow = dimension("place", "street", "indoors")
    before = shown_without(table((narrow,), {("street",): 30, ("indoors",): 20}))
    crosstab = table((PLACE, YEAR), {("street", "2023"): 30, ("indoors", "2023"): 3, ("indoors", "2024"): 17})
    shown = shown_without(crosstab, *(key for key in crosstab.cells if "online" in key or key in {("indoors", "2023"), (TOTAL, "2023")}))
    broken = attack(shown, crosstab, rules=RULES, printed_before=[before]).broken
    assert (("indoors", "2023"), 3.0) in [(each.number.key, each.high) for each in broken]


def test_attack_of_a_second_year_by_place_uses_the_first():
    units = people((PLACE, YEAR), {("street", "2023"): 20, ("indoors", "2023"): 3, ("street", "2024"): 18, ("indoors", "2024"): 14})
    both = count(units, dimensions=[PLACE, YEAR])
    hidden = shown_without(both, ("indoors", "2023"), ("indoors", TOTAL), (TOTAL, "2023"), (TOTAL, TOTAL))
    assert not any(each.number.of is None for each in attack(hidden, both, rules=RULES).broken)
    years = shown_without(count(units, dimensions=[YEAR]))
    broken = attack(hidden, both, rules=RULES, printed_before=[years]).broken
    assert [(each.low, each.high) for each in broken if each.number.of is None] == [(3.0, 3.0)]


def test_attack_tries_numbers_of_earlier_tables_too():
    crosstab = table((PLACE,), {("street",): 30, ("indoors",): 3, ("online",): 9})
    before = shown_without(crosstab, ("indoors",), ("online",))
    whole = table((PLACE,), {("street",): 33, ("indoors",): 9, ("online",): 0})
    shown = shown_without(whole, ("street",), ("indoors",))
    few = Sensitive(("online",), Why.FEW_PEOPLE)
    broken = attack(shown, whole, rules=RULES, printed_before=[before], earlier=[(0, few)]).broken
    assert [(each.number, each.low, each.high) for each in broken] == [(few, 0.0, 0.0)]
