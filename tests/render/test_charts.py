from __future__ import annotations

import re
from itertools import pairwise, product
from xml.etree import ElementTree as ET

import pytest

from firsthand.core.crosstab import TOTAL, Category, Dimension, grid
from firsthand.core.disclosure import Proof, Released, Rules
from firsthand.render.charts import draw_chart
from firsthand.render.charts.bars import PALETTE
from firsthand.render.charts.canvas import WIDTH, width_of, wrapped
from firsthand.render.svg import check_svg

SVG = "{http://www.w3.org/2000/svg}"
PROOF = Proof(withheld=0, witnesses=0, attacked=0)


def dimension(key, *labels):
    return Dimension(key, key.title(), tuple(Category(f"{key}{at}", label) for at, label in enumerate(labels)))


ACT = dimension("act", "Arrest", "Insults & threats <in public>", "Extortion")
PLACE = dimension("place", "Street", "Indoors")


def released(dimensions, shown):
    """The cells in order, None where withheld; margins are all 999."""
    inner = iter(shown)
    cells = {key: 999 if TOTAL in key else next(inner) for key in grid(dimensions)}
    return Released(dimensions=dimensions, cells=cells, rules=Rules(), proof=PROOF)


def drawn(dimensions, shown, *, language="en"):
    return ET.fromstring(check_svg(draw_chart(released(dimensions, shown), title="Told us", language=language)))


def bars(svg):
    return [(float(each.get("x")), float(each.get("width")), each.get("fill")) for each in svg.iter(f"{SVG}rect")][1:]


def texts(svg):
    return [each.text.strip("\u200f") for each in svg.iter(f"{SVG}text")]


def test_chart_holds_only_attributes_that_any_page_and_book_shows():
    svg = draw_chart(released((ACT, PLACE), [9, None, 0, 12, 8, None]), title="A & B", language="en")
    assert not re.search(r" (style|class|id|href)=", svg)
    assert 'font-family="Noto Sans, sans-serif"' in svg
    assert "#b3261e" in svg


def test_chart_says_title_and_every_number_in_words():
    svg = drawn((ACT,), [9, None, 0])
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == "Told us"
    assert svg.find(f"{SVG}desc").text == (
        "Most: Arrest, 9. Fewest shown: Extortion, 0. 1 of 3 numbers are withheld to protect people. "
        "Arrest: 9; Insults & threats <in public>: withheld to protect people; Extortion: 0"
    )


def test_chart_draws_bars_to_the_scale_of_the_largest_shown_cell_and_not_of_totals():
    (_, first, _), (_, second, _) = bars(drawn((ACT,), [40, 20, 0]))
    assert first == pytest.approx(2 * second, abs=0.2)
    assert first > WIDTH * 0.8


def test_withheld_marks_are_all_the_same_wherever_they_stand():
    marks = []
    for shown in ([None, 500, 7], [7, None, 9], [7, 9, None]):
        svg = drawn((ACT,), shown)
        field = next(each for each in svg.iter(f"{SVG}rect") if each.get("fill") == "none")
        hatch = next(svg.iter(f"{SVG}path")).get("d")
        down = float(field.get("y"))
        lines = [(x, round(float(y) - down, 1)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", hatch)]
        marks.append((field.get("x"), field.get("width"), field.get("height"), lines))
    assert marks[0] == marks[1] == marks[2]
    assert float(marks[0][1]) == WIDTH - 24


def test_chart_of_the_same_shape_has_the_same_height_whatever_is_withheld():
    heights = {drawn((ACT, PLACE), shown).get("viewBox") for shown in ([None] * 6, [1, 2, 3, 4, 5, 6], [None, 90, 0, None, 12, 5])}
    assert len(heights) == 1


def test_chart_keeps_the_order_of_the_codebook():
    words = texts(drawn((ACT,), [1, 50, 20]))
    assert words == ["Arrest", "1", "Insults & threats <in public>", "50", "Extortion", "20"]


def test_chart_runs_from_right_to_left_in_arabic():
    left = bars(drawn((ACT,), [40, 20, 10], language="en"))
    right = bars(drawn((ACT,), [40, 20, 10], language="ar"))
    assert [(WIDTH - x - width, width) for x, width, _ in right] == [pytest.approx((x, width), abs=0.2) for x, width, _ in left]
    svg = drawn((ACT,), [None, 20, 10], language="ar")
    assert {each.get("text-anchor") for each in svg.iter(f"{SVG}text")} == {"end"}
    assert "حُجب لحماية الناس" in texts(svg)
    assert "withheld to protect people" not in "".join(texts(svg))


def test_grouped_chart_tells_series_apart_by_lightness_and_a_legend():
    svg = drawn((ACT, PLACE), [9, 8, 7, 6, 5, None])
    assert texts(svg)[:2] == ["Street", "Indoors"]
    assert [fill for _, _, fill in bars(svg)[2:4]] == list(PALETTE[:2])
    grey = sorted(sum(int(colour[at : at + 2], 16) * part for at, part in ((1, 0.299), (3, 0.587), (5, 0.114))) for colour in PALETTE)
    assert min(light - dark for dark, light in pairwise(grey)) > 38


def test_grouped_chart_with_many_series_names_each_bar():
    many = dimension("who", "Police", "Client", "Landlord", "Neighbour", "Family")
    words = texts(drawn((PLACE, many), range(10, 20)))
    assert words[:4] == ["Street", "Police", "10", "Client"]
    assert words.count("Family") == 2


def test_long_legend_goes_on_below():
    several = dimension("who", *(f"A rather long name of a group number {at}" for at in range(4)))
    svg = drawn((PLACE, several), range(10, 18))
    legend = [each for each in svg.iter(f"{SVG}text") if each.text.startswith("A rather long")]
    assert len({each.get("y") for each in legend}) == 4


def test_chart_of_three_dimensions_is_one_panel_below_another():
    year = dimension("year", "2023", "2024")
    svg = drawn((year, PLACE, ACT), range(12))
    assert [word for word in texts(svg) if word in {"2023", "2024"}] == ["2023", "2024"]
    assert texts(svg).count("Indoors") == 2


def test_chart_of_nothing_but_zeros_and_withheld_cells_still_draws():
    svg = drawn((ACT,), [0, None, 0])
    assert texts(svg).count("0") == 2
    assert not [bar for bar in bars(svg) if bar[2] in PALETTE]


@pytest.mark.parametrize(
    "label",
    [
        "Extortion of money, phones or sex so that somebody is let go again",
        "敲诈勒索要求交出钱财手机或提供性服务否则不予释放",
        "Донаудампфшиффартсгезельшафтскапитэн" * 2,
    ],
)
def test_labels_are_wrapped_to_the_width(label):
    lines = wrapped(label, width=150)
    assert len(lines) > 1
    assert all(width_of(line, 13) <= 150 for line in lines)
    assert "".join(lines).replace(" ", "") == label.replace(" ", "")


def test_no_bar_or_word_leaves_the_sheet():
    for language, count in product(("en", "ar"), (3, 123456)):
        for x, width, _ in bars(drawn((ACT,), [count, 1, None], language=language)):
            assert x >= 0
            assert x + width <= WIDTH
