"""Bars for released numbers: one dimension as bars, two as groups of bars, more as one such chart below another.

What is withheld is drawn the same everywhere: a hatched field over the full width with the words the table has. Nothing else in the drawing
depends on it: the scale is that of the largest number shown, categories stand in the order of the codebook, and totals are left to the
table beside the chart. Bars are never stacked, because the length of a stack would show what is withheld in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from firsthand.core.crosstab import Dimension, Key
from firsthand.core.disclosure import Released
from firsthand.core.manuscript import direction_of
from firsthand.render.charts.canvas import INK, MARGIN, QUIET, WIDTH, Canvas, width_of, wrapped
from firsthand.render.charts.saying import description_of
from firsthand.render.labels import labels_for

# Told apart by lightness alone, so also in black and white print and by people who see no red; neighbours are as unlike as can be.
LIGHT = "#dccfbe"
PALETTE = ("#b3261e", LIGHT, INK, "#a39584")
BAR, GROUPED_BAR, LINE = 14, 15, 17
BETWEEN, BETWEEN_GROUPS = 9, 14
_FULL = WIDTH - 2 * MARGIN


def draw_bars(released: Released, *, title: str, language: str) -> str:
    """Bars, as one `<svg>`."""
    canvas = Canvas(is_mirrored=direction_of(language) == "rtl")
    bars = _Bars(canvas, released, withheld=labels_for(language).withheld)
    around, inside = released.dimensions[:-2], released.dimensions[-2:]
    for part in product(*(dimension.keys for dimension in around)):
        if part:
            bars.panel(" · ".join(dimension.label_of(key) for dimension, key in zip(around, part, strict=True)))
        if len(inside) == 1:
            bars.plain(part, inside[0])
        else:
            bars.grouped(part, inside[0], inside[1])
    return canvas.finish(title=title, description=description_of(released, language=language), language=language)


class _Bars:
    def __init__(self, canvas: Canvas, released: Released, *, withheld: str) -> None:
        self._canvas = canvas
        self._cells: Mapping[Key, int | None] = released.cells
        self._withheld = withheld
        shown = [self._cells[key] for key in product(*(dimension.keys for dimension in released.dimensions))]
        self._most = max((count for count in shown if count is not None), default=0) or 1
        self._room = _FULL - width_of(f"{self._most}", 13) - 10

    def panel(self, heading: str) -> None:
        self._canvas.down += BETWEEN if self._canvas.down > MARGIN else 0
        self._lines(heading, size=15, is_bold=True)
        self._canvas.down += 4

    def plain(self, panel: Key, dimension: Dimension) -> None:
        """A label above each bar, so that long names have the whole width, also on a phone."""
        for category in dimension.categories:
            self._lines(category.label)
            self._canvas.down += 3
            self._bar(self._cells[(*panel, category.key)], height=BAR, fill=PALETTE[0])
            self._canvas.down += BETWEEN
        self._canvas.down -= BETWEEN

    def grouped(self, panel: Key, groups: Dimension, series: Dimension) -> None:
        """Groups of bars: up to four colours with a legend, or, where there are more, a name above each bar."""
        is_coloured = len(series.categories) <= len(PALETTE)
        if is_coloured:
            self._legend(series)
        for group in groups.categories:
            self._lines(group.label, is_bold=True)
            self._canvas.down += 4
            for at, category in enumerate(series.categories):
                if not is_coloured:
                    self._lines(category.label, size=12, fill=QUIET)
                    self._canvas.down += 2
                fill = PALETTE[at] if is_coloured else PALETTE[0]
                self._bar(
                    self._cells[(*panel, group.key, category.key)], height=GROUPED_BAR, fill=fill, swatch=fill if is_coloured else None
                )
                self._canvas.down += 2 if is_coloured else 5
            self._canvas.down += BETWEEN_GROUPS
        self._canvas.down -= BETWEEN_GROUPS

    def _bar(self, count: int | None, *, height: int, fill: str, swatch: str | None = None) -> None:
        middle = height / 2 + 4.5
        if count is None:
            self._withhold(height=height, drop=middle, swatch=swatch)
        else:
            length = self._room * count / self._most
            if count:
                self._canvas.bar(along=MARGIN, width=length, height=height, fill=fill, is_outlined=fill == LIGHT)
            self._canvas.line_down(along=MARGIN, height=height)
            self._canvas.words(str(count), along=MARGIN + length + 6, drop=middle, is_bold=True)
        self._canvas.down += height

    def _withhold(self, *, height: int, drop: float, swatch: str | None) -> None:
        """The hatched field; where colours tell the bars apart, with the colour of the one it stands for."""
        words = MARGIN + 8.0
        if swatch is not None:
            self._canvas.down += (height - 9) / 2
            self._canvas.bar(along=words, width=9, height=9, fill=swatch, is_outlined=True)
            self._canvas.down -= (height - 9) / 2
            words += 15
        self._canvas.hatched(along=MARGIN, width=_FULL, height=height, clear=words + width_of(self._withheld, 12))
        self._canvas.words(self._withheld, along=words, drop=drop, size=12, fill=QUIET)

    def _legend(self, series: Dimension) -> None:
        along = float(MARGIN)
        for colour, category in zip(PALETTE, series.categories, strict=False):
            lines = wrapped(category.label, width=_FULL - 20)
            needed = 20 + max(width_of(line, 13) for line in lines)
            if along > MARGIN and along + needed > WIDTH - MARGIN:
                self._canvas.down, along = self._canvas.down + LINE + 3, float(MARGIN)
            self._canvas.bar(along=along, width=13, height=13, fill=colour, is_outlined=True)
            for at, line in enumerate(lines):
                self._canvas.words(line, along=along + 20, drop=11.5 + at * LINE)
            self._canvas.down += (len(lines) - 1) * LINE
            along += needed + 18
        self._canvas.down += LINE + BETWEEN

    def _lines(self, text: str, *, size: float = 13, fill: str = INK, is_bold: bool = False) -> None:
        for line in wrapped(text, width=_FULL, size=size):
            self._canvas.words(line, along=MARGIN, drop=size, size=size, fill=fill, is_bold=is_bold)
            self._canvas.down += size + 4
