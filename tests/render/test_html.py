"""The page: well-formed, its links lead somewhere, and its charts have words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from firsthand.core.manuscript import OnMissing, resolve
from firsthand.render.html import edition_css, render_body, render_html
from firsthand.render.svg import ChartNotSafe, check_svg
from tests.render.reading import Page
from tests.render.sample import CHART, english
from tests.render.scripts import arabic


def page_of(resolved=None) -> Page:
    return Page(render_html(resolved or english()).decode())


@pytest.mark.parametrize(
    "drawn",
    [
        "<svg><script>1</script></svg>",
        '<svg onload="x()"/>',
        '<svg style="x"/>',
        '<svg><a href="https://e.org"/></svg>',
        '<svg><rect href="x"/></svg>',
        '<svg><rect fill="url(https://e.org)"/></svg>',
        "<svg><!-- x --></svg>",
        '<!DOCTYPE svg [<!ENTITY x "y">]><svg/>',
        "<svg><foreignObject/></svg>",
        "<svg/><svg/>",
        "<div/>",
        "<svg>",
    ],
)
def test_check_svg_refuses_what_does_more_than_draw(drawn):
    with pytest.raises(ChartNotSafe):
        check_svg(drawn)


def test_check_svg_gives_a_drawing_back_as_it_is():
    drawn = '<svg><rect fill="url(#p)"/></svg>'
    assert check_svg(drawn) is drawn
    assert check_svg(CHART) is CHART


def test_page_has_every_id_once():
    ids = page_of().values("id")
    assert len(ids) == len(set(ids)) > 15


def test_page_links_inside_lead_to_an_id():
    page = page_of()
    inside = {address for address in page.values("href") if address.startswith("#")}
    assert inside - {f"#{target}" for target in page.values("id")} == set()
    assert {"#fn-1", "#fnref-1-2", "#src-2", "#s-what-was-asked"} <= inside


def test_page_headings_start_at_one_and_skip_no_level():
    levels = [int(tag[1]) for tag, _ in page_of().tags if tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_page_holds_no_script_and_asks_for_nothing_from_elsewhere():
    page = page_of()
    assert {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe", "object"} == set()
    assert page.values("style") == page.values("src") == []
    assert "url(" not in edition_css()
    assert [name for _, attributes in page.tags for name in attributes if name.startswith("on")] == []


def test_chart_has_an_alternative_and_a_table_with_headers():
    tags = page_of().tags
    charts = [attributes["aria-label"] for tag, attributes in tags if tag == "div" and attributes.get("role") == "img"]
    assert charts == ["Extortion by place of work. These are reports made to us, not prevalence."]
    headers = [(attributes.get("scope"), attributes.get("colspan")) for tag, attributes in tags if tag == "th"]
    assert headers == [("colgroup", "2"), *[("col", None)] * 3, *[("row", None)] * 2, *[("col", None)] * 3]


def test_page_says_its_language_and_direction():
    html = next(attributes for tag, attributes in page_of(arabic()).tags if tag == "html")
    assert html == {"lang": "ar", "dir": "rtl"}


def test_words_of_another_language_are_marked():
    resolved = english()
    quote = replace(resolved.quotes["Q-5T6V7W"], language="ar", text="أخذوا المال")
    page = page_of(replace(resolved, quotes={"Q-5T6V7W": quote}))
    assert ("blockquote", {"lang": "ar", "dir": "rtl"}) in page.tags


def test_labels_not_yet_translated_are_marked_as_english():
    front = replace(english().manuscript.front, language="sw")
    resolved = replace(english(), manuscript=replace(english().manuscript, front=front))
    assert ("span", {"lang": "en", "dir": "ltr"}) in page_of(resolved).tags


def test_body_is_one_article_without_the_title_and_well_formed_xml():
    body = render_body(english())
    root = ET.fromstring(body)
    assert (root.tag, root.get("class"), root.find(".//h1")) == ("article", "edition", None)
    assert "ed-contents" not in body


def test_preview_marks_what_is_missing():
    resolved = resolve(english().manuscript, {}, on_missing=OnMissing.MARK)
    assert render_body(resolved).count("<mark") == len(resolved.missing) == 7
