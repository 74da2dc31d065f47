from __future__ import annotations

from firsthand.core.crosstab import Slice, count
from firsthand.core.disclosure import Change, Rules, merged, release, small_cells, suggest_redesigns
from tests.core.tables import ACT, PLACE, YEAR, dimension, people, table

RULES = Rules()
AREA = dimension("area", "city", "port", "hills", "coast", groups={"city": "North", "port": "North", "hills": "South", "coast": "South"})
BLOW = dimension("blow", "slap", "kick", "insult", is_multiple=True, groups={"slap": "Blows", "kick": "Blows"})


def test_no_redesign_is_offered_where_none_helps():
    assert suggest_redesigns(table((PLACE,), {("street",): 30, ("indoors",): 3, ("online",): 9}), rules=RULES) == ()
    assert suggest_redesigns(table((PLACE, YEAR), {("street", "2023"): 1}), rules=RULES)[0].small_cells == 2


def test_redesigns_are_ranked_by_small_cells_then_detail():
    counts = {(area, year): 9 for area in AREA.keys for year in YEAR.keys}
    designs = suggest_redesigns(table((AREA, YEAR), {**counts, ("port", "2024"): 2, ("hills", "2025"): 1}), rules=RULES)
    assert [(design.small_cells, design.cells) for design in designs] == [(0, 12), (0, 5), (0, 4)]
    assert designs[0].sentence == "Merge the categories of “Area” into their groups: no small cell is left."
    assert designs[1].sentence == "Leave out “Year”: no small cell is left."
    assert dict(designs[0].changes)[AREA] is Change.MERGE
    assert release(designs[0].crosstab, rules=RULES, seed=b"s").withheld == 0


def test_redesign_counts_a_person_with_two_acts_of_a_group_once():
    crosstab = table((BLOW,), {("slap+kick",): 4, ("slap",): 5, ("kick",): 0, ("insult",): 9})
    design = suggest_redesigns(crosstab, rules=RULES)[0]
    assert small_cells(crosstab, rules=RULES) == 1
    assert {key: cell.count for key, cell in design.crosstab.cells.items()} == {("Blows",): 9, ("insult",): 9, ("*",): 18}


def test_redesign_says_how_many_small_cells_are_left():
    counts = {("city", "2023"): 9, ("port", "2023"): 2, ("hills", "2024"): 3, ("coast", "2025"): 9}
    sentences = [design.sentence for design in suggest_redesigns(table((AREA, YEAR), counts), rules=RULES)]
    assert "Leave out “Area”: 1 small cell is left." in sentences
    assert "Leave out “Year”: 2 small cells are left." in sentences or len(sentences) == 3


def test_redesign_keeps_slices_and_does_not_merge_what_is_sliced():
    units = people((AREA, YEAR), {("city", "2023"): 9, ("port", "2023"): 2, ("hills", "2024"): 9, ("coast", "2025"): 9})
    crosstab = count(units, dimensions=[AREA, YEAR], within=[Slice(AREA, frozenset({"city", "port"}))])
    designs = suggest_redesigns(crosstab, rules=RULES)
    assert designs
    assert all(design.crosstab.within == crosstab.within for design in designs)
    assert all(Change.MERGE not in dict(design.changes).values() for design in designs)


def test_merged_keeps_the_order_of_the_codebook_and_what_has_no_group():
    assert [(each.key, each.label) for each in merged(BLOW).categories] == [("Blows", "Blows"), ("insult", "Insult")]
    assert merged(ACT) == ACT
