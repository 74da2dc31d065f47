"""How the share of standing words of each constituency went, revision by revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.core.manuscript import direction_of
from firsthand.render.authorship.marked import LETTERS, TooManyVoices, Voice
from firsthand.render.charts.canvas import INK, MARGIN, QUIET, RULE, WIDTH, Canvas, width_of, wrapped

# Told apart by the pattern of the line and by the letter at its end, so also without colour.
LINES = ((INK, ""), ("#b3261e", "7 3"), ("#5f544d", "2 3"), ("#8a6d1f", "10 3 2 3"), ("#3f6178", "4 4"), ("#2a2320", "1 5"))
HEIGHT, MOST_POINTS = 160, 240
_FROM, _TO = MARGIN + 44.0, WIDTH - MARGIN - 22.0


def draw_timeline(standing: Sequence[Mapping[str, int]], *, voices: Sequence[Voice], title: str, language: str) -> str:
    """One `<svg>` that only draws, with its title and the first and last numbers as text inside.

    `standing` are words by constituency after each revision; an empty text has no shares and no point. Of very long histories a part of
    the points is drawn, always with the last.

    Raises:
        TooManyVoices: there are more constituencies than kinds of lines.

    """
    if len(voices) > len(LINES):
        raise TooManyVoices(most=len(LINES))
    canvas = Canvas(is_mirrored=direction_of(language) == "rtl")
    shares = [(number, _shares(counted)) for number, counted in _thinned(standing) if any(counted.values())]
    for number, voice in enumerate(voices):
        _legend(canvas, number, voice)
    canvas.down += 12
    for percent in (100, 50, 0):
        level = canvas.down + HEIGHT * (100 - percent) / 100
        canvas.curve([(_FROM, level), (_TO, level)], stroke=RULE, width=0.75)
        canvas.words(f"{percent} %", along=MARGIN, drop=level - canvas.down + 4, size=11, fill=QUIET)
    for number, voice in enumerate(voices):
        points = [(_along(at, len(standing)), canvas.down + HEIGHT * (1 - each.get(voice.key, 0.0))) for at, each in shares]
        if points:
            canvas.curve(points, stroke=LINES[number][0], width=2, dashes=LINES[number][1])
            canvas.words(LETTERS[number], along=_TO + 6, drop=points[-1][1] - canvas.down + 4, size=11, is_bold=True)
    canvas.down += HEIGHT + 18
    canvas.words("1", along=_FROM, drop=0, size=11, fill=QUIET)
    canvas.words(str(len(standing)), along=_TO - width_of(str(len(standing)), 11), drop=0, size=11, fill=QUIET)
    return canvas.finish(title=title, description=_said(shares, voices), language=language)


def _thinned(standing: Sequence[Mapping[str, int]]) -> list[tuple[int, Mapping[str, int]]]:
    step = max(1, -(-len(standing) // MOST_POINTS))
    return [(at, each) for at, each in enumerate(standing) if at % step == 0 or at == len(standing) - 1]


def _shares(counted: Mapping[str, int]) -> Mapping[str, float]:
    total = sum(counted.values())
    return {key: count / total for key, count in counted.items()}


def _along(at: int, of: int) -> float:
    return _FROM + (_TO - _FROM) * (at / (of - 1) if of > 1 else 0)


def _legend(canvas: Canvas, number: int, voice: Voice) -> None:
    stroke, dashes = LINES[number]
    canvas.curve([(MARGIN, canvas.down + 9), (MARGIN + 34, canvas.down + 9)], stroke=stroke, width=2, dashes=dashes)
    for line in wrapped(f"{LETTERS[number]} · {voice.label}", width=WIDTH - 2 * MARGIN - 44):
        canvas.words(line, along=MARGIN + 44, drop=13)
        canvas.down += 17


def _said(shares: Sequence[tuple[int, Mapping[str, float]]], voices: Sequence[Voice]) -> str:
    ends = [shares[0], shares[-1]] if shares else []
    return "; ".join(
        f"{at + 1}: " + ", ".join(f"{voice.label} {100 * each.get(voice.key, 0.0):.0f} %" for voice in voices) for at, each in ends
    )
