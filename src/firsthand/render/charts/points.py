"""Numbers as places: dots on a scale, lines through time, and a timeline of discs.

Series are told apart by the shape of their points and the breaks of their lines, so that they are also in black and white. What is withheld
is a hatched field with the words that the table has; a line breaks there and is not drawn across it, because a drawn-across line would
be read as a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.core.crosstab import Dimension
from firsthand.core.disclosure import Released
from firsthand.core.manuscript import direction_of
from firsthand.render.charts.bars import LINE, PALETTE
from firsthand.render.charts.canvas import INK, MARGIN, QUIET, WIDTH, Canvas, width_of, wrapped
from firsthand.render.charts.saying import description_of
from firsthand.render.labels import labels_for

SHAPES = ("circle", "square", "triangle", "diamond")
DASHES = ("", "7 4", "2 4", "11 3 2 3")
_FULL = WIDTH - 2 * MARGIN
_TALL = 190
_TIME = ("year", "period")


def draw_dots(released: Released, *, title: str, language: str) -> str:
    """A scale for each category with a point for each series."""
    canvas, withheld = Canvas(is_mirrored=direction_of(language) == "rtl"), labels_for(language).withheld
    *around, last = released.dimensions
    series = last if around else None
    rows = around[0].categories if around else last.categories
    most = _most(released)
    room = _FULL - width_of(f"{most}", 12) - 16
    if series:
        _legend(canvas, series)
    for row in rows:
        _lines(canvas, row.label, is_bold=bool(series))
        points = (
            [(at, released.cells[(row.key, each.key)]) for at, each in enumerate(series.categories)]
            if series
            else [(0, released.cells[(row.key,)])]
        )
        canvas.line_across(along=MARGIN, width=_FULL, drop=10)
        for at, count in points:
            if count is not None:
                along = MARGIN + 6 + room * count / most
                canvas.dot(SHAPES[at], along=along, drop=10, size=10, fill=PALETTE[at])
                if not series:
                    canvas.words(str(count), along=along + 10, drop=14.5, size=12, is_bold=True)
        canvas.down += 24
        for at, count in points:
            if count is None:
                _withhold(canvas, withheld, shape=SHAPES[at] if series else "", fill=PALETTE[at])
        if series:
            shown = ", ".join(
                f"{category.label} {count}" for category, (_, count) in zip(series.categories, points, strict=True) if count is not None
            )
            _lines(canvas, shown, size=11, fill=QUIET)
        canvas.down += 6
    return canvas.finish(title=title, description=description_of(released, language=language), language=language)


def draw_line(released: Released, *, title: str, language: str) -> str:
    """Lines through time, one for each series."""
    canvas, withheld = Canvas(is_mirrored=direction_of(language) == "rtl"), labels_for(language).withheld
    time, series = _by_time(released)
    if series:
        _legend(canvas, series, dashes=True)
    names = [each.key for each in series.categories] if series else [None]
    counts = [[_cell(released, time, each.key, name) for each in time.categories] for name in names]
    field = _Field(canvas, _most(released), len(time.categories))
    held = [at for at in range(len(time.categories)) if any(each[at] is None for each in counts)]
    for at in held:
        field.withhold(at)
    for number, each in enumerate(counts):
        field.draw(each, number, is_labelled=series is None)
    canvas.down += _TALL + 24
    _time_labels(canvas, [each.label for each in time.categories], field.first, field.step)
    if held:
        _withheld_key(canvas, withheld)
    return canvas.finish(title=title, description=description_of(released, language=language), language=language)


class _Field:
    """The place of a line chart: from nothing at its foot to the largest shown number at its top."""

    def __init__(self, canvas: Canvas, most: int, moments: int) -> None:
        self._canvas, self._most = canvas, most
        left = MARGIN + width_of(f"{most}", 11) + 8
        self.first = left + 12
        self.step = (WIDTH - MARGIN - left - 24) / max(1, moments - 1)
        for part in (0, 0.5, 1):
            canvas.line_across(along=left, width=WIDTH - MARGIN - left, drop=8 + _TALL * (1 - part))
            if part != 0.5 or most > 1:
                canvas.words(str(round(most * part)), along=MARGIN, drop=12 + _TALL * (1 - part), size=11, fill=QUIET)

    def withhold(self, at: int) -> None:
        self._canvas.down += 8
        self._canvas.hatched(along=self.first + at * self.step - 9, width=18, height=_TALL, clear=0)
        self._canvas.down -= 8

    def draw(self, counts: Sequence[int | None], number: int, *, is_labelled: bool) -> None:
        stroke = QUIET if number == 1 else PALETTE[number]
        for run in _runs(counts):
            points = [(self.first + at * self.step, self._canvas.down + self._drop(count)) for at, count in run]
            self._canvas.curve(points, stroke=stroke, width=2, dashes=DASHES[number])
        for at, count in enumerate(counts):
            if count is None:
                continue
            along = self.first + at * self.step
            self._canvas.dot(SHAPES[number], along=along, drop=self._drop(count), size=9, fill=PALETTE[number])
            if is_labelled:
                self._canvas.centred(str(count), along=along, drop=self._drop(count) - 8, size=11, is_bold=True)

    def _drop(self, count: int) -> float:
        return 8 + _TALL * (1 - count / self._most)


def draw_timeline(released: Released, *, title: str, language: str) -> str:
    """A row of discs for each category, whose area is the number, with the number in words under each."""
    canvas, withheld = Canvas(is_mirrored=direction_of(language) == "rtl"), labels_for(language).withheld
    time, other = _by_time(released)
    most, count_of = _most(released), len(time.categories)
    step = (_FULL - 30) / max(1, count_of - 1)
    widest = min(34.0, step * 0.9)
    is_held = False
    for row in other.categories if other else (None,):
        if row:
            _lines(canvas, row.label, is_bold=True)
        canvas.down += 4
        canvas.line_across(along=MARGIN, width=_FULL, drop=widest / 2)
        for at, each in enumerate(time.categories):
            count = _cell(released, time, each.key, row.key if row else None)
            along = MARGIN + 15 + at * step
            if count is None:
                is_held = True
                canvas.hatched(along=along - widest / 2, width=widest, height=widest, clear=0)
            else:
                if count:
                    canvas.dot("circle", along=along, drop=widest / 2, size=max(3.0, widest * (count / most) ** 0.5), fill=PALETTE[3])
                canvas.centred(str(count), along=along, drop=widest + 12, size=10, is_bold=True)
        canvas.down += widest + 22
    _time_labels(canvas, [each.label for each in time.categories], MARGIN + 15, step)
    if is_held:
        _withheld_key(canvas, withheld)
    return canvas.finish(title=title, description=description_of(released, language=language), language=language)


def _by_time(released: Released) -> tuple[Dimension, Dimension | None]:
    time = next(each for each in released.dimensions if each.key in _TIME)
    return time, next((each for each in released.dimensions if each is not time), None)


def _cell(released: Released, time: Dimension, moment: str, name: str | None) -> int | None:
    if name is None:
        return released.cells[(moment,)]
    return released.cells[(moment, name) if released.dimensions[0] is time else (name, moment)]


def _most(released: Released) -> int:
    inside = (count for key, count in released.cells.items() if "*" not in key)
    return max((count for count in inside if count is not None), default=0) or 1


def _runs(counts: Sequence[int | None]) -> Iterator[list[tuple[int, int]]]:
    """Stretches of shown numbers that stand side by side, at least two long."""
    run: list[tuple[int, int]] = []
    for at, count in enumerate(counts):
        if count is not None:
            run.append((at, count))
        if (count is None or at == len(counts) - 1) and run:
            if len(run) > 1:
                yield run
            run = []


def _time_labels(canvas: Canvas, labels: Sequence[str], first: float, step: float) -> None:
    """Under each place its label; slanted writing is hard to read, so long ones stand on two lines by turns."""
    widest = max(width_of(label, 10) for label in labels)
    turns = min(4, max(1, -(-int(widest + 6) // max(1, int(step)))))
    for at, label in enumerate(labels):
        along = min(max(first + at * step, MARGIN + width_of(label, 10) / 2), WIDTH - MARGIN - width_of(label, 10) / 2)
        canvas.centred(label, along=along, drop=8 + (at % turns) * 13, size=10, fill=INK)
    canvas.down += turns * 13 + 8


def _withheld_key(canvas: Canvas, withheld: str) -> None:
    canvas.hatched(along=MARGIN, width=22, height=12, clear=0)
    canvas.words(withheld, along=MARGIN + 30, drop=10.5, size=12, fill=QUIET)
    canvas.down += LINE


def _withhold(canvas: Canvas, withheld: str, *, shape: str, fill: str) -> None:
    words = MARGIN + 8.0
    if shape:
        canvas.dot(shape, along=words + 5, drop=7.5, size=9, fill=fill)
        words += 16
    canvas.hatched(along=MARGIN, width=_FULL, height=15, clear=words + width_of(withheld, 12))
    canvas.words(withheld, along=words, drop=12, size=12, fill=QUIET)
    canvas.down += 19


def _legend(canvas: Canvas, series: Dimension, *, dashes: bool = False) -> None:
    for at, category in enumerate(series.categories):
        if dashes:
            middle = canvas.down + 7
            canvas.curve([(MARGIN, middle), (MARGIN + 34, middle)], stroke=PALETTE[at] if at != 1 else QUIET, width=2, dashes=DASHES[at])
        canvas.dot(SHAPES[at], along=MARGIN + 17, drop=7, size=10, fill=PALETTE[at])
        for line in wrapped(category.label, width=_FULL - 44):
            canvas.words(line, along=MARGIN + 44, drop=11.5)
            canvas.down += LINE
    canvas.down += 8


def _lines(canvas: Canvas, text: str, *, size: float = 13, fill: str = INK, is_bold: bool = False) -> None:
    for line in wrapped(text, width=_FULL, size=size):
        canvas.words(line, along=MARGIN, drop=size, size=size, fill=fill, is_bold=is_bold)
        canvas.down += size + 4
