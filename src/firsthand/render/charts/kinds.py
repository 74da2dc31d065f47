"""Which kinds of chart there are, which of them a table can be drawn as, and drawing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from firsthand.core.disclosure import Released
from firsthand.render.charts.bars import draw_bars
from firsthand.render.charts.cells import draw_heatmap, draw_map, is_on_the_map
from firsthand.render.charts.points import draw_dots, draw_line, draw_timeline

IN_TIME = frozenset({"year", "period"})
_SERIES = 4


class ChartKind(StrEnum):
    BARS = "bars"
    DOTS = "dots"
    LINE = "line"
    TIMELINE = "timeline"
    HEATMAP = "heatmap"
    MAP = "map"


_DRAW: Mapping[ChartKind, Callable[..., str]] = {
    ChartKind.BARS: draw_bars,
    ChartKind.DOTS: draw_dots,
    ChartKind.LINE: draw_line,
    ChartKind.TIMELINE: draw_timeline,
    ChartKind.HEATMAP: draw_heatmap,
    ChartKind.MAP: draw_map,
}


def kinds_for(released: Released) -> tuple[ChartKind, ...]:
    """The kinds this table can be drawn as without leaving a number out; bars always. Lines and timelines need an order in time, at most
    four lines are told apart, a map needs countries.
    """
    *around, last = released.dimensions
    found = [ChartKind.BARS]
    if len(around) <= 1 and (not around or len(last.categories) <= _SERIES):
        found.append(ChartKind.DOTS)
    has_time = len(around) <= 1 and any(each.key in IN_TIME and len(each.categories) > 1 for each in released.dimensions)
    if has_time:
        other = [each for each in released.dimensions if each.key not in IN_TIME]
        if not other or len(other[0].categories) <= _SERIES:
            found.append(ChartKind.LINE)
        found.append(ChartKind.TIMELINE)
    if len(around) == 1:
        found.append(ChartKind.HEATMAP)
    if not around and is_on_the_map(last):
        found.append(ChartKind.MAP)
    return tuple(found)


def draw_chart(released: Released, *, title: str, language: str, kind: ChartKind = ChartKind.BARS) -> str:
    """One `<svg>` that only draws, with its title and all its numbers as text inside. `language` is that of the labels. A kind that this
    table cannot be drawn as gives bars: better another drawing than none.
    """
    return _DRAW[kind if kind in kinds_for(released) else ChartKind.BARS](released, title=title, language=language)
