from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from firsthand.core.crosstab import TOTAL, Slice, count
from firsthand.core.disclosure import CannotBeProtected, Rules, RulesTooWeak, Sensitive, Why, attack, merged, release, sensitive_numbers
from firsthand.core.disclosure.certificate import Certificate, check_certificate
from firsthand.core.disclosure.relations import JOINT_BOUND, matrix
from firsthand.core.disclosure.releasing import PrintedAboutOthers, check_release, release_with_certificate
from firsthand.core.disclosure.solving import Program
from tests.core.tables import ACT, PLACE, YEAR, dimension, only_small_withheld, people, table, two_way

RULES = Rules()
SMALL = two_way([[12, 3, 20], [15, 11, 30], [40, 9, 25]])


@pytest.mark.parametrize("weak", [{"threshold": 2}, {"organisations": 0}])
def test_rules_refuse_to_be_no_rules(weak):
    with pytest.raises(RulesTooWeak):
        Rules(**weak)


def test_release_refuses_when_nothing_would_be_left():
    with pytest.raises(CannotBeProtected, match="Everything would have to be withheld"):
        release(table((PLACE,), {("street",): 2, ("indoors",): 1}), rules=RULES, seed=b"s")


def test_release_refuses_a_cell_that_is_printed_already():
    crosstab = table((PLACE,), {("street",): 30, ("indoors",): 7, ("online",): 20})
    before = release(crosstab, rules=RULES, seed=b"s")
    with pytest.raises(CannotBeProtected, match="printed already"):
        release(crosstab, rules=Rules(threshold=10), printed_before=[before], seed=b"s")


def test_release_refuses_figures_about_other_people():
    before = release(table((YEAR,), {("2023",): 30, ("2024",): 30, ("2025",): 30}), rules=RULES, seed=b"s")
    with pytest.raises(PrintedAboutOthers):
        release(table((PLACE,), {("street",): 30, ("indoors",): 30, ("online",): 20}), rules=RULES, printed_before=[before], seed=b"s")


def test_release_refuses_figures_whose_numbers_were_other_ones():
    before = release(table((PLACE,), {("street",): 30, ("indoors",): 20, ("online",): 30}), rules=RULES, seed=b"s")
    with pytest.raises(PrintedAboutOthers):
        release(table((PLACE,), {("street",): 30, ("indoors",): 30, ("online",): 20}), rules=RULES, printed_before=[before], seed=b"s")


def test_release_withholds_nothing_where_nothing_is_small():
    crosstab = two_way([[12, 8, 20], [15, 11, 30], [40, 9, 25]])
    released = release(crosstab, rules=RULES, seed=b"s")
    assert dict(released.cells) == {key: cell.count for key, cell in crosstab.cells.items()}
    assert released.total == 170


def test_threshold_alone_lets_every_small_cell_be_computed_and_ours_none():
    naive = attack(only_small_withheld(SMALL, RULES), SMALL, rules=RULES)
    assert [(attempt.number.key, attempt.low, attempt.high) for attempt in naive.broken] == [(("street", "2024"), 3.0, 3.0)]
    ours = attack(release(SMALL, rules=RULES, seed=b"s"), SMALL, rules=RULES)
    assert ours.is_failed
    assert ours.attempts[0].low == 0.0
    assert ours.attempts[0].high >= 5.0


def test_release_withholds_the_least_people_it_can_for_one_small_cell():
    released = release(SMALL, rules=RULES, seed=b"s")
    assert {key for key, shown in released.cells.items() if shown is None} == {
        ("street", "2024"), ("street", "2023"), ("indoors", "2023"), ("indoors", "2024"),
    }  # fmt: skip


def test_release_withholds_what_comes_through_one_organisation():
    counts = {("street",): 30, ("online",): 20}
    alone = people((PLACE,), {("indoors",): 12}, organisations=1)
    several = people((PLACE,), counts)
    crosstab = count([*several, *(replace(unit, ref=f"X-{at}", organisation="O-9") for at, unit in enumerate(alone))], dimensions=[PLACE])
    assert sensitive_numbers(crosstab, rules=RULES) == (Sensitive(("indoors",), Why.FEW_ORGANISATIONS),)
    released = release(crosstab, rules=RULES, seed=b"s")
    assert released.cells[("indoors",)] is None
    assert released.withheld > 1


def test_release_hides_that_everybody_was_arrested():
    crosstab = table((ACT,), {("arrest",): 20, ("arrest+insult",): 10})
    released = release(crosstab, rules=RULES, seed=b"s")
    assert released.cells[("arrest",)] is None or released.cells[(TOTAL,)] is None
    assert released.cells[("insult",)] == 10


def test_release_hides_that_few_were_not_arrested():
    released = release(table((ACT,), {("arrest",): 20, ("insult",): 3, ("insult+arrest",): 10}), rules=RULES, seed=b"s")
    assert released.cells[("arrest",)] is None or released.cells[(TOTAL,)] is None


def test_release_hides_a_row_whose_people_all_share_a_cell():
    crosstab = two_way([[0, 0, 20], [15, 11, 30], [40, 9, 25]])
    assert Sensitive(("street", "2025"), Why.NEARLY_ALL, of=("street", TOTAL)) in sensitive_numbers(crosstab, rules=RULES)
    released = release(crosstab, rules=RULES, seed=b"s")
    assert released.cells["street", "2025"] is None or released.cells["street", TOTAL] is None


def test_sensitive_numbers_know_noes_through_one_organisation_and_few_noes_to_both():
    harm = dimension("harm", "fear", "loss", is_multiple=True)
    units = people((ACT, harm), {("arrest", "fear"): 20, ("insult", "loss"): 9}, organisations=3)
    units += [replace(unit, ref=f"X-{at}", organisation="O-9") for at, unit in enumerate(people((ACT, harm), {("", ""): 6}))]
    numbers = sensitive_numbers(count(units, dimensions=[ACT, harm]), rules=Rules(threshold=3))
    assert Sensitive(("arrest", TOTAL), Why.FEW_ORGANISATIONS, of=(TOTAL, TOTAL)) not in numbers
    assert Sensitive(("!insult", "!fear"), Why.FEW_ORGANISATIONS) in numbers
    units = people((ACT, harm), {("arrest", "fear"): 20, ("insult", "loss"): 9, ("", ""): 2})
    assert Sensitive(("!arrest", "!loss"), Why.FEW_PEOPLE) in sensitive_numbers(count(units, dimensions=[ACT, harm]), rules=RULES)
    only = people((ACT,), {("insult",): 8}, organisations=1)
    many = [replace(unit, ref=f"X-{at}", organisation=f"O-{at}") for at, unit in enumerate(people((ACT,), {("arrest",): 9}))]
    numbers = sensitive_numbers(count([*only, *many], dimensions=[ACT]), rules=RULES)
    assert Sensitive(("arrest",), Why.FEW_ORGANISATIONS, of=(TOTAL,)) in numbers


def test_release_protects_crossings_of_several_acts_and_places():
    counts = {
        ("street", "arrest"): 12,
        ("street", "arrest+insult"): 9,
        ("indoors", "insult"): 14,
        ("indoors", ""): 2,
        ("online", "insult"): 30,
    }
    crosstab = table((PLACE, ACT), counts)
    released, certificate = release_with_certificate(crosstab, rules=RULES, seed=b"s")
    assert attack(released, crosstab, rules=RULES).is_failed
    assert check_certificate(certificate, released, crosstab)


def test_release_crosses_two_multi_valued_dimensions():
    harm = dimension("harm", "fear", "loss", is_multiple=True)
    counts = {
        ("arrest", "fear"): 14,
        ("arrest+insult", "loss"): 11,
        ("insult", "fear+loss"): 9,
        ("extortion", "fear"): 3,
        ("insult", ""): 8,
    }
    crosstab = table((ACT, harm), counts)
    released, certificate = release_with_certificate(crosstab, rules=RULES, seed=b"s")
    assert released.cells["extortion", "fear"] is None
    assert attack(released, crosstab, rules=RULES).is_failed
    assert check_certificate(certificate, released, crosstab)


def test_release_of_three_dimensions():
    kind = dimension("kind", "police", "client")
    counts = {key: 3 + (at * 7) % 23 for at, key in enumerate(product(PLACE.keys, YEAR.keys, kind.keys))}
    crosstab = table((PLACE, YEAR, kind), counts)
    released, certificate = release_with_certificate(crosstab, rules=RULES, seed=b"s")
    assert 0 < released.withheld < len(released.cells) / 2
    assert check_certificate(certificate, released, crosstab)


def test_release_is_the_same_for_the_same_seed():
    assert release(SMALL, rules=RULES, seed=b"s") == release(SMALL, rules=RULES, seed=b"s")


def test_certificate_that_contradicts_a_printed_number_does_not_hold():
    released, certificate = release_with_certificate(SMALL, rules=RULES, seed=b"s")
    assert check_certificate(certificate, released, SMALL)
    assert not check_certificate(Certificate(earlier=(), witnesses=certificate.witnesses[:1]), released, SMALL)
    bent = tuple((first + 1, *rest) for first, *rest in certificate.witnesses)
    assert not check_certificate(Certificate(earlier=(), witnesses=bent), released, SMALL)
    assert not check_certificate(Certificate(earlier=(), witnesses=()), released, SMALL)


def test_a_second_release_does_not_undo_the_first():
    first = release(SMALL, rules=RULES, seed=b"first")
    again = release(SMALL, rules=RULES, printed_before=[first], seed=b"second")
    assert attack(again, SMALL, rules=RULES, printed_before=[first]).is_failed
    both = {key: first.cells[key] if again.cells[key] is None else again.cells[key] for key in first.cells}
    assert both["street", "2024"] is None


def test_a_coarser_table_does_not_undo_a_finer_one():
    area = dimension(
        "area", "city", "port", "hills", "coast", groups={"city": "north", "port": "north", "hills": "south", "coast": "south"}
    )
    units = people((area,), {("city",): 30, ("port",): 3, ("hills",): 17, ("coast",): 12})
    fine = release(count(units, dimensions=[area]), rules=RULES, seed=b"s")
    assert fine.cells[("port",)] is None
    region = merged(area)
    north = {"city", "port"}
    moved = [replace(unit, stands_in={"area": frozenset({"north" if unit.stands_in["area"] & north else "south"})}) for unit in units]
    crosstab = count(moved, dimensions=[region])
    alone = release(crosstab, rules=RULES, seed=b"s")
    assert alone.cells[("north",)] == 33
    together = release(crosstab, rules=RULES, printed_before=[fine], seed=b"s")
    assert attack(together, count(units, dimensions=[area]), rules=RULES, printed_before=[fine]).is_failed


def test_release_withholds_what_a_slice_would_tell_about_those_it_leaves_out():
    counts = {("street", "2023"): 20, ("street", "2024"): 18, ("street", "2025"): 9, ("indoors", "2023"): 2, ("indoors", "2024"): 9}
    units = people((PLACE, YEAR), {**counts, ("indoors", "2025"): 7, ("online", "2023"): 30, ("online", "2024"): 16})
    whole = release(count(units, dimensions=[YEAR]), rules=RULES, seed=b"s")
    crosstab = count(units, dimensions=[YEAR], within=[Slice(PLACE, frozenset({"street", "online"}))])
    assert Sensitive(("2023",), Why.FEW_OUTSIDE) in sensitive_numbers(crosstab, rules=RULES)
    alone = release(crosstab, rules=RULES, seed=b"s")
    assert alone.withheld == 0
    naive = attack(alone, crosstab, rules=RULES, printed_before=[whole])
    assert [(each.number.key, each.low, each.high) for each in naive.broken] == [(("2023",), 2.0, 2.0)]
    together = release(crosstab, rules=RULES, printed_before=[whole], seed=b"s")
    assert together.cells[("2023",)] is None
    turned = release(count(units, dimensions=[YEAR]), rules=RULES, printed_before=[alone], seed=b"s")
    assert turned.cells[("2023",)] is None
    assert turned.cells[("2024",)] == 43
    indoors = count(units, dimensions=[YEAR], within=[Slice(PLACE, frozenset({"indoors"}))])
    with pytest.raises(CannotBeProtected):
        release(indoors, rules=RULES, printed_before=[whole, alone], seed=b"s")


def test_release_within_an_act_that_is_also_counted():
    units = people(
        (PLACE, ACT), {("street", "arrest+insult"): 12, ("indoors", "arrest"): 15, ("indoors", "insult"): 9, ("street", "arrest"): 8}
    )
    crosstab = count(units, dimensions=[ACT], within=[Slice(ACT, frozenset({"arrest"}))])
    released = release(crosstab, rules=RULES, seed=b"s")
    assert released.cells == {("arrest",): 35, ("extortion",): 0, ("insult",): 12, (TOTAL,): 35}


def test_release_over_shared_margins_when_the_product_is_too_large():
    units = people((PLACE, YEAR), {(place, year): 8 + 3 * i + j for i, place in enumerate(PLACE.keys) for j, year in enumerate(YEAR.keys)})
    before = release(count(units, dimensions=[PLACE]), rules=RULES, seed=b"s")
    crosstab = count(units, dimensions=[YEAR, PLACE])
    rules = Rules(threshold=10)
    released, certificate = release_with_certificate(crosstab, rules=rules, printed_before=[before], seed=b"s", bound=2)
    assert released.cells["2023", "street"] is None
    assert check_certificate(certificate, released, crosstab, printed_before=[before])
    assert attack(released, crosstab, rules=rules, printed_before=[before], bound=2).is_failed


def test_last_door_stays_shut_for_a_proof_that_does_not_hold():
    released, certificate = release_with_certificate(SMALL, rules=RULES, seed=b"s")
    check_release(released, certificate, SMALL)
    with pytest.raises(CannotBeProtected, match="did not hold"):
        check_release(only_small_withheld(SMALL, RULES), certificate, SMALL)


def test_search_finds_whole_numbers_where_the_linear_optimum_is_a_half():
    rows = np.array([[1, 1, 0, 1], [0, 1, 1, 1], [1, 0, 1, 1]])
    program = Program(matrix([{at: int(value) for at, value in enumerate(row) if value} for row in rows], width=4), [1, 1, 1], [1, 1, 1])
    assert program.solve(cost=np.array([0.0, 0.0, 0.0, 1.0])).tolist() == [0, 0, 0, 1]
    assert program.with_rows(matrix([{3: 1}], width=4), [0], [0]).solve() is None


def test_finer_and_coarser_acts_of_one_dimension_are_tied_together():
    blow = dimension("blow", "slap", "kick", "insult", is_multiple=True, groups={"slap": "blows", "kick": "blows"})
    units = people((blow, PLACE), {("slap", "street"): 20, ("slap+kick", "indoors"): 9, ("insult", "street"): 15, ("kick", "online"): 3})
    units += [replace(unit, ref=f"X-{at}") for at, unit in enumerate(people((blow, PLACE), {("insult", "online"): 12}))]
    fine = release(count(units, dimensions=[blow]), rules=RULES, seed=b"s")
    group = {"slap": "blows", "kick": "blows", "insult": "insult"}
    moved = [replace(unit, stands_in={**unit.stands_in, "blow": frozenset(group[key] for key in unit.stands_in["blow"])}) for unit in units]
    crosstab = count(moved, dimensions=[merged(blow), PLACE])
    for bound in (20_000, 3):
        released, certificate = release_with_certificate(crosstab, rules=RULES, printed_before=[fine], seed=b"s", bound=bound)
        assert released.cells["blows", "online"] is None
        assert check_certificate(certificate, released, crosstab, printed_before=[fine])
        assert attack(released, crosstab, rules=RULES, printed_before=[fine], bound=bound).is_failed


def test_a_category_that_an_earlier_table_does_not_have_is_empty():
    narrow = dimension("place", "street", "indoors")
    units = people((narrow, YEAR), {("street", "2023"): 30, ("street", "2024"): 12, ("indoors", "2023"): 3, ("indoors", "2024"): 17})
    before = release(count(units, dimensions=[narrow]), rules=RULES, seed=b"s")
    crosstab = count(units, dimensions=[PLACE, YEAR])
    released, certificate = release_with_certificate(crosstab, rules=RULES, printed_before=[before], seed=b"s")
    assert released.cells["indoors", "2023"] is None
    assert check_certificate(certificate, released, crosstab, printed_before=[before])


def test_search_goes_over_all_tables_at_once_when_shared_margins_are_not_enough():
    dimensions = tuple(dimension(key, f"{key}0", f"{key}1") for key in "abc")
    sizes = dict(zip(product(*(each.keys for each in dimensions)), (9, 0, 15, 15, 6, 2, 1, 2), strict=True))
    units = people(dimensions, sizes)
    rules = Rules(threshold=3, organisations=1)
    printed, bounds = [], []
    for left_out in (2, 0, 1):
        crosstab = count(units, dimensions=[each for at, each in enumerate(dimensions) if at != left_out])
        released, certificate = release_with_certificate(crosstab, rules=rules, printed_before=printed, seed=b"s", bound=2)
        assert check_certificate(certificate, released, crosstab, printed_before=printed)
        assert attack(released, crosstab, rules=rules, printed_before=printed, earlier=certificate.earlier).is_failed
        printed.append(released)
        bounds.append(certificate.bound)
    assert bounds == [2, 2, JOINT_BOUND]


def test_release_crossing_two_kinds_of_acts_protects_those_who_said_no_to_both():
    harm = dimension("harm", "fear", "loss", is_multiple=True)
    counts = {
        ("arrest+extortion", "fear"): 14,
        ("arrest+insult", "loss"): 11,
        ("insult+extortion", "fear+loss"): 9,
        ("arrest", ""): 3,
        ("", "fear"): 7,
    }
    crosstab = table((ACT, harm), counts)
    assert [number for number in sensitive_numbers(crosstab, rules=RULES) if number.key == ("!insult", "!fear")]
    released, certificate = release_with_certificate(crosstab, rules=RULES, seed=b"s")
    assert check_certificate(certificate, released, crosstab)
