"""Numbers as fields: a heatmap of two dimensions, and a map on which every country is one tile of the same size.

Fields differ by lightness in five steps and hold their number, so that they are read in black and white as well. The tiles are ours:
countries stand about where they are, none is larger than another, and no border is drawn, because this is a chart and takes no side in
where borders are. The finest place on it is a country.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from firsthand.core.crosstab import Dimension
from firsthand.core.disclosure import Released
from firsthand.core.manuscript import direction_of
from firsthand.render.charts.bars import LINE
from firsthand.render.charts.canvas import INK, MARGIN, PAPER, QUIET, WIDTH, Canvas, width_of, wrapped
from firsthand.render.charts.saying import description_of
from firsthand.render.labels import labels_for

STEPS = (PAPER, "#ecdfcd", "#d3b48f", "#a4644b", "#5c1712")
_AROUND = "#f4eee4"
_FULL = WIDTH - 2 * MARGIN
_CELL, _SIDE = 26, 150
_ACROSS = 9  # columns that fit beside the names of the rows
_WITH_NUMBER = 24  # a tile at least this wide holds its number


def draw_heatmap(released: Released, *, title: str, language: str) -> str:
    """A field for each pair of categories; more columns than fit stand below, with the rows again."""
    canvas, withheld = Canvas(is_mirrored=direction_of(language) == "rtl"), labels_for(language).withheld
    down, across = released.dimensions
    most = _most(released)
    width = (_FULL - _SIDE) / min(_ACROSS, len(across.categories))
    for first in range(0, len(across.categories), _ACROSS):
        columns = across.categories[first : first + _ACROSS]
        for at, column in enumerate(columns, start=first + 1):
            for number, line in enumerate(wrapped(f"{at}  {column.label}", width=_FULL, size=12)):
                canvas.words(line, along=MARGIN + (16 if number else 0), drop=12, size=12)
                canvas.down += 16
        canvas.down += 4
        for at in range(len(columns)):
            canvas.centred(str(first + at + 1), along=MARGIN + _SIDE + (at + 0.5) * width, drop=11, size=12, is_bold=True)
        canvas.down += 16
        for row in down.categories:
            lines = wrapped(row.label, width=_SIDE - 10, size=11)
            height = max(_CELL, 14 * len(lines) + 6)
            for number, line in enumerate(lines):
                canvas.words(line, along=MARGIN, drop=height / 2 + 4 + 14 * (number - (len(lines) - 1) / 2), size=11)
            for at, column in enumerate(columns):
                _field(
                    canvas,
                    released.cells[(row.key, column.key)],
                    most,
                    along=MARGIN + _SIDE + at * width,
                    width=width - 2,
                    height=height - 2,
                )
            canvas.down += height
        canvas.down += 12
    _legend(canvas, most, withheld, has_withheld=released.withheld > 0)
    return canvas.finish(title=title, description=description_of(released, language=language), language=language)


def draw_map(released: Released, *, title: str, language: str) -> str:
    """A tile for each country, lighter and darker by its number; countries of which nothing is counted are outlined faintly around them.
    What lies in no country (elsewhere, not said) stands in a line below.
    """
    canvas, withheld = Canvas(is_mirrored=False), labels_for(language).withheld
    (dimension,) = released.dimensions
    most, known = _most(released), tiles()
    counted = {each.key: released.cells[(each.key,)] for each in dimension.categories}
    mine = [known[key] for key in counted if key in known]
    left, right = min(column for column, _ in mine) - 1, max(column for column, _ in mine) + 1
    top, bottom = min(row for _, row in mine) - 1, max(row for _, row in mine) + 1
    size = min(40.0, _FULL / (right - left + 1))
    start, above = MARGIN + (_FULL - size * (right - left + 1)) / 2, canvas.down
    for code, (column, row) in sorted(known.items(), key=lambda each: each[1]):
        if left <= column <= right and top <= row <= bottom:
            canvas.down = above + (row - top) * size
            _tile(canvas, code, counted, most, along=start + (column - left) * size, size=size)
    canvas.down = above + (bottom - top + 1) * size + 12
    for each in dimension.categories:
        if each.key not in known:
            shown = counted[each.key]
            canvas.words(f"{each.label}: {withheld if shown is None else shown}", along=MARGIN, drop=12, size=12)
            canvas.down += LINE
    _legend(canvas, most, withheld, has_withheld=any(count is None for count in counted.values()))
    return canvas.finish(title=title, description=description_of(released, language=language), language=language)


def is_on_the_map(dimension: Dimension) -> bool:
    """Whether these are countries, and at least one of them has a tile."""
    return dimension.key == "country" and any(each.key in tiles() for each in dimension.categories)


@lru_cache(maxsize=1)
def tiles() -> dict[str, tuple[int, int]]:
    """Where each country's tile is, by its ISO 3166-1 code: (column, row)."""
    drawn = files("firsthand.render.charts").joinpath("tiles.txt").read_text(encoding="ascii").splitlines()
    return {code: (column, row) for row, line in enumerate(drawn) for column, code in enumerate(line.split()) if code != ".."}


def _tile(canvas: Canvas, code: str, counted: dict[str, int | None], most: int, *, along: float, size: float) -> None:
    inner, middle = size - 2, along + size / 2 - 1
    if code not in counted:
        canvas.bar(along=along, width=inner, height=inner, fill=_AROUND)
        return
    count = counted[code]
    if count is None:
        canvas.hatched(along=along, width=inner, height=inner, clear=0)
    else:
        canvas.bar(along=along, width=inner, height=inner, fill=STEPS[_step(count, most)], is_outlined=True)
    ink = _ink(count, most)
    is_large = size >= _WITH_NUMBER
    canvas.centred(
        code,
        along=middle,
        drop=inner * (0.42 if is_large and count is not None else 0.65),
        size=max(6.0, size * 0.3),
        fill=ink,
        is_bold=True,
    )
    if is_large and count is not None:
        canvas.centred(str(count), along=middle, drop=inner * 0.85, size=size * 0.32, fill=ink)


def _field(canvas: Canvas, count: int | None, most: int, *, along: float, width: float, height: float) -> None:
    if count is None:
        canvas.hatched(along=along, width=width, height=height, clear=0)
        return
    canvas.bar(along=along, width=width, height=height, fill=STEPS[_step(count, most)], is_outlined=True)
    canvas.centred(str(count), along=along + width / 2, drop=height / 2 + 4.5, size=12, fill=_ink(count, most), is_bold=True)


def _step(count: int, most: int) -> int:
    """Zero stands for itself; the rest are four steps of the same width up to the largest number shown."""
    return 0 if count == 0 else min(len(STEPS) - 1, 1 + (count - 1) * (len(STEPS) - 1) // most)


def _ink(count: int | None, most: int) -> str:
    return PAPER if count is not None and _step(count, most) >= 3 else INK


def _most(released: Released) -> int:
    inside = (count for key, count in released.cells.items() if "*" not in key)
    return max((count for count in inside if count is not None), default=0) or 1


def _legend(canvas: Canvas, most: int, withheld: str, *, has_withheld: bool) -> None:
    along = float(MARGIN)
    for step, fill in enumerate(STEPS):
        numbers = [count for count in range(most + 1) if _step(count, most) == step]
        if not numbers:
            continue
        named = str(numbers[0]) if numbers[0] == numbers[-1] else f"{numbers[0]}–{numbers[-1]}"
        canvas.bar(along=along, width=13, height=13, fill=fill, is_outlined=True)
        canvas.words(named, along=along + 18, drop=11, size=12)
        along += 18 + width_of(named, 12) + 14
    canvas.down += LINE + 4
    if has_withheld:
        canvas.hatched(along=MARGIN, width=22, height=13, clear=0)
        canvas.words(withheld, along=MARGIN + 30, drop=11, size=12, fill=QUIET)
        canvas.down += LINE
