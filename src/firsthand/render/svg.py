"""A last look at a chart before it is set into a page.

Charts are drawn by our own code from released numbers; this guard makes sure that a mistake there (a label written without escaping,
a style the site's content-security policy forbids) is a loud failure and never a script in a reader's page.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

_DRAWING = frozenset(
    {"svg", "g", "defs", "title", "desc", "rect", "line", "path", "circle", "ellipse", "polyline", "polygon", "text", "tspan"}
    | {"clipPath", "pattern", "linearGradient", "stop"}
)

_STEERING = dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))  # Unicode, annex 9


class ChartNotSafe(ValueError):  # noqa: N818 -- named as what is the matter, like our refusals
    """A bug in what drew the chart: it holds something other than a drawing."""


def check_svg(svg: str) -> str:
    """The same SVG, if it is one element that only draws: no script, no style, no event, no address outside itself.

    Raises:
        ChartNotSafe: it is not.

    """
    if "<!" in svg or "<?" in svg:
        raise ChartNotSafe("a chart must hold no declaration, comment or processing instruction")
    try:
        root = ET.fromstring(svg)  # noqa: S314 -- without declarations there are no entities to expand
    except ET.ParseError as error:
        raise ChartNotSafe("a chart must be well-formed XML") from error
    for element in root.iter():
        if _local(element.tag) not in _DRAWING:
            raise ChartNotSafe(f"a chart must not hold <{_local(element.tag)}>")
        for name, value in element.attrib.items():
            if _local(name) in {"style", "href"} or _local(name).startswith("on") or _leads_outside(value):
                raise ChartNotSafe(f"a chart must not hold the attribute {_local(name)}")
    if _local(root.tag) != "svg":
        raise ChartNotSafe("a chart must be one <svg> element")
    return svg


def unsteered(svg: str) -> str:
    """A drawing without the invisible characters that steer direction: they have no sign in a typeface, and PDF/UA forbids such text."""
    return svg.translate(_STEERING)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _leads_outside(value: str) -> bool:
    return "url(" in value and "url(#" not in value
