"""The kinds of chart: which table can be drawn as which; that withheld looks alike and tells nothing; that nothing is left out."""

from __future__ import annotations

import re
from itertools import pairwise, product
from xml.etree import ElementTree as ET

import pytest

from firsthand.core.crosstab import TOTAL, Category, Dimension, grid
from firsthand.core.disclosure import Proof, Released, Rules
from firsthand.render.charts import ChartKind, description_of, draw_chart, kinds_for, summary_of
from firsthand.render.charts.canvas import WIDTH
from firsthand.render.charts.cells import STEPS, tiles
from firsthand.render.labels import labels_for
from firsthand.render.svg import check_svg

SVG = "{http://www.w3.org/2000/svg}"
PROOF = Proof(withheld=0, witnesses=0, attacked=0)


def _dimension(key, *categories):
    return Dimension(key, key.title(), tuple(Category(each.lower(), each) for each in categories))


ACT = _dimension("act", "Arrest", "Raid", "Threats")
MANY = _dimension("act", *(f"Act {letter}" for letter in "ABCDEFG"))
YEAR = _dimension("year", "2022", "2023", "2024", "2025")
COUNTRY = Dimension("country", "Country", (Category("KE", "Kenya"), Category("UG", "Uganda"), Category("elsewhere", "Elsewhere")))


def _released(dimensions, shown):
    inner = iter(shown)
    cells = {key: 999 if TOTAL in key else next(inner) for key in grid(dimensions)}
    return Released(dimensions=dimensions, cells=cells, rules=Rules(), proof=PROOF)


def _draw(dimensions, shown, kind, language="en"):
    return draw_chart(_released(dimensions, shown), title="Told us", language=language, kind=kind)


@pytest.mark.parametrize(
    ("dimensions", "kinds"),
    [
        ((ACT,), "bars dots"),
        ((YEAR,), "bars dots line timeline"),
        ((ACT, YEAR), "bars dots line timeline heatmap"),
        ((YEAR, MANY), "bars timeline heatmap"),
        ((COUNTRY,), "bars dots map"),
        ((ACT, COUNTRY), "bars dots heatmap"),
        ((ACT, COUNTRY, YEAR), "bars"),
        ((_dimension("country", "Elsewhere"),), "bars dots"),
        ((_dimension("year", "2025"),), "bars dots"),
    ],
)
def test_table_is_drawn_only_as_what_leaves_no_number_out(dimensions, kinds):
    found = kinds_for(_released(dimensions, [5] * 500))
    assert " ".join(found) == kinds
    for kind in ChartKind:
        drawn = _draw(dimensions, [5] * 500, kind)
        assert check_svg(drawn)
        if kind not in found:
            assert drawn == _draw(dimensions, [5] * 500, ChartKind.BARS)


TABLES = [
    (kind, dimensions)
    for kind, dimensions in (
        (ChartKind.DOTS, (ACT,)),
        (ChartKind.DOTS, (ACT, COUNTRY)),
        (ChartKind.LINE, (YEAR,)),
        (ChartKind.LINE, (ACT, YEAR)),
        (ChartKind.TIMELINE, (YEAR, ACT)),
        (ChartKind.HEATMAP, (MANY, COUNTRY)),
        (ChartKind.MAP, (COUNTRY,)),
    )
]


def _size(dimensions):
    return len(list(product(*(each.keys for each in dimensions))))


@pytest.mark.parametrize(("kind", "dimensions"), TABLES)
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_every_kind_only_draws_says_every_number_and_stays_on_its_sheet(kind, dimensions, language):
    shown = [None if at % 3 == 1 else at * 3 for at in range(_size(dimensions))]
    svg = ET.fromstring(check_svg(_draw(dimensions, shown, kind, language)))
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}desc").text == description_of(_released(dimensions, shown), language=language)
    assert labels_for(language).withheld in "".join(each.text or "" for each in svg.iter(f"{SVG}text"))
    height = float(svg.get("viewBox").split()[3])
    for each in (*svg.iter(f"{SVG}rect"), *svg.iter(f"{SVG}text"), *svg.iter(f"{SVG}circle")):
        x, y = float(each.get("x") or each.get("cx")), float(each.get("y") or each.get("cy"))
        assert -0.1 <= x <= WIDTH + 0.1
        assert -0.1 <= y <= height + 0.1


@pytest.mark.parametrize(("kind", "dimensions"), TABLES)
def test_drawing_is_the_same_whatever_true_number_is_withheld(kind, dimensions):
    """The drawing is made of released cells only; the margins, which a reader could subtract from, do not reach it either."""
    size = _size(dimensions)
    shown = [None if at == 1 else 10 + at for at in range(size)]
    released = _released(dimensions, shown)
    other = Released(
        dimensions=dimensions,
        cells={key: 12345 if TOTAL in key else count for key, count in released.cells.items()},
        rules=Rules(),
        proof=Proof(withheld=9, witnesses=3, attacked=5),
    )
    first, second = (draw_chart(each, title="Told us", language="en", kind=kind) for each in (released, other))
    assert first == second


def test_line_breaks_where_a_number_is_withheld():
    whole = _draw((YEAR,), [1, 2, 3, 4], ChartKind.LINE)
    broken = _draw((YEAR,), [1, None, 3, 4], ChartKind.LINE)
    points = [len(found.split()) for found in re.findall(r'<polyline points="([^"]+)"', broken)]
    assert [len(found.split()) for found in re.findall(r'<polyline points="([^"]+)"', whole)] == [4]
    assert points == [2]


def test_series_are_told_apart_without_colour():
    svg = ET.fromstring(_draw((ACT, YEAR), range(12), ChartKind.LINE))
    dashes = {each.get("stroke-dasharray") for each in svg.iter(f"{SVG}polyline")}
    assert len(dashes) == 3
    corners = {len(each.get("points").split()) for each in svg.iter(f"{SVG}polygon")}
    assert corners == {3, 4}
    assert list(svg.iter(f"{SVG}circle"))


def test_fields_differ_by_lightness_alone():
    def lightness(colour):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    steps = [lightness(colour) for colour in STEPS]
    assert all(light - dark > 12 for light, dark in pairwise(steps))


def test_countries_have_one_tile_each_about_where_they_are():
    known = tiles()
    assert len(known) > 190
    assert len(set(known.values())) == len(known)
    for west, east in (("US", "GB"), ("BR", "KE"), ("GB", "CN"), ("IN", "AU")):
        assert known[west][0] < known[east][0]
    for north, south in (("NO", "ZA"), ("CA", "AR"), ("RU", "IN"), ("EG", "KE")):
        assert known[north][1] < known[south][1]


def test_map_names_what_lies_in_no_country():
    svg = ET.fromstring(_draw((COUNTRY,), [9, None, 4], ChartKind.MAP))
    words = [each.text for each in svg.iter(f"{SVG}text")]
    assert "Elsewhere: 4" in words
    assert {"KE", "UG", "9"} <= set(words)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ([9, None, 0], "Most: Arrest, 9. Fewest shown: Threats, 0. 1 of 3 numbers are withheld to protect people."),
        ([5, 5, 5], "Most: Arrest, 5."),
        ([None, None, None], "3 of 3 numbers are withheld to protect people."),
    ],
)
def test_summary_is_written_from_the_numbers(shown, said):
    assert summary_of(_released((ACT,), shown), language="en") == said


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh", "ar"])
def test_summary_is_written_in_every_language_of_editions(language):
    said = summary_of(_released((ACT,), [9, None, 1]), language=language)
    assert "{" not in said
    assert {"9", "1"} <= set(re.findall(r"\d+", said))
    assert labels_for(language).language == language
