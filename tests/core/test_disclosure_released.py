from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest

from firsthand.core.crosstab import TOTAL, Slice, count
from firsthand.core.disclosure import Rules, release, released_from_json, released_to_json, table_of
from tests.core.tables import ACT, PLACE, YEAR, dimension, people, table, two_way

RULES = Rules()


def test_released_cannot_be_changed():
    released = release(two_way([[12, 8, 20], [15, 11, 30], [40, 9, 25]]), rules=RULES, seed=b"s")
    with pytest.raises(FrozenInstanceError):
        released.cells = {}
    with pytest.raises(TypeError):
        released.cells["street", "2023"] = 1


def test_json_gives_back_an_equal_value():
    area = dimension("area", "city", "port", groups={"city": "north"})
    units = people((area, ACT), {("city", "arrest"): 9, ("port", "arrest+insult"): 3, ("port", "insult"): 30, ("city", ""): 12})
    released = release(count(units, dimensions=[ACT, area], within=[Slice(area, frozenset(area.keys))]), rules=RULES, seed=b"s")
    assert released.withheld
    assert released_from_json(json.loads(json.dumps(released_to_json(released)))) == released


def test_json_holds_no_withheld_number_and_no_ref():
    crosstab = two_way([[712, 3, 720], [715, 711, 730], [1740, 1709, 1725]])
    released = release(crosstab, rules=RULES, seed=b"s")
    withheld = {str(crosstab.cells[key].count) for key, shown in released.cells.items() if shown is None and crosstab.cells[key].count > 99}
    assert withheld
    written = json.dumps(released_to_json(released))
    assert not any(number in written for number in withheld)
    assert "T-" not in written
    assert "O-" not in written


def test_json_writes_small_and_protecting_cells_alike():
    released = release(two_way([[12, 3, 20], [15, 11, 30], [40, 9, 25]]), rules=RULES, seed=b"s")
    cells = {tuple(key): shown for key, shown in released_to_json(released)["cells"]}
    assert cells["street", "2024"] is None
    assert cells["indoors", "2023"] is None


def test_table_of_one_dimension():
    shown = table_of(
        release(table((PLACE,), {("street",): 30, ("indoors",): 3, ("online",): 9}), rules=RULES, seed=b"s"), caption="By place"
    )
    assert shown.header == (("Place", "People"),)
    assert shown.rows == (("Street", "30"), ("Indoors", None), ("Online", None), ("Total", "42"))


def test_table_of_two_dimensions_in_the_reader_s_words():
    released = release(two_way([[12, 8, 20], [15, 11, 30], [40, 9, 25]]), rules=RULES, seed=b"s")
    shown = table_of(released, caption="Par lieu", total="Ensemble", notes=("Une note.",))
    assert shown.header == (("", "Year", "", "", ""), ("Place", "2023", "2024", "2025", "Ensemble"))
    assert shown.rows[0] == ("Street", "12", "8", "20", "40")
    assert shown.rows[-1] == ("Ensemble", "67", "28", "75", "170")
    assert shown.notes == ("Une note.",)


def test_table_of_three_dimensions_names_both_in_each_row():
    kind = dimension("kind", "police", "client")
    counts = {(place, year, each): 9 for place in PLACE.keys for year in YEAR.keys for each in kind.keys}
    shown = table_of(release(table((PLACE, YEAR, kind), counts), rules=RULES, seed=b"s"), caption="All")
    assert shown.header[1] == ("Place · Year", "Police", "Client", "Total")
    assert shown.rows[0] == ("Street · 2023", "9", "9", "18")
    assert shown.rows[-1] == ("Total · Total", "81", "81", "162")
    assert all(TOTAL not in str(cell) for row in shown.rows for cell in row)


def test_stored_figure_does_not_tell_how_many_cells_were_small():
    released = release(two_way([[2, 9, 11], [14, 1, 9], [20, 22, 25]]), rules=RULES, seed=b"s")
    stored = released_to_json(released)
    assert released.withheld
    assert set(stored["proof"]) == {"withheld", "witnesses", "attacked", "broken"}


def test_figure_stored_when_they_were_counted_is_still_read():
    released = release(two_way([[2, 9, 11], [14, 1, 9], [20, 22, 25]]), rules=RULES, seed=b"s")
    stored = json.loads(json.dumps(released_to_json(released)))
    stored["proof"]["small_cells"] = 2
    assert released_from_json(stored) == released
