"""Where people stand, as patches of which none stands for fewer people than the floor, with a letter in the middle of each group.

Darker is denser. Nothing is told by colour alone, and there is no point: no person can be found in the drawing.
"""

from __future__ import annotations

from firsthand.core.manuscript import direction_of
from firsthand.core.opinion import OpinionMap
from firsthand.render.charts.canvas import INK, MARGIN, PAPER, QUIET, RULE, WIDTH, Canvas, wrapped
from firsthand.render.svg import check_svg

SIDE = 360.0
# From paper to ink, light enough under a letter in ink.
SHADES = ("#efe7dc", "#e2d5c5", "#d0bfab", "#bda892", "#a5917c")


def draw_opinion_map(opinion: OpinionMap, *, title: str, language: str) -> str:
    """One `<svg>` that only draws, with its title and what was found as text inside. `language` is that of the title."""
    canvas = Canvas(is_mirrored=direction_of(language) == "rtl")
    for line in wrapped(opinion.sentence, width=WIDTH - 2 * MARGIN):
        canvas.words(line, along=MARGIN, drop=13)
        canvas.down += 17
    canvas.down += 8
    top = canvas.down
    if opinion.patches:
        _patches(canvas, opinion, top)
        _middles(canvas, opinion, top)
        canvas.down = top + SIDE + 8
    for name, people in zip(opinion.groups.names, opinion.groups.sizes, strict=True):
        if name:
            canvas.words(f"{name} · {people}", along=MARGIN, drop=13, is_bold=True)
            canvas.down += 17
    said = "; ".join(f"{name}: {people}" for name, people in zip(opinion.groups.names, opinion.groups.sizes, strict=True) if name)
    description = f"{opinion.sentence} {said}".strip()
    return check_svg(canvas.finish(title=title, description=description, language=language))


def _patches(canvas: Canvas, opinion: OpinionMap, top: float) -> None:
    ranked = sorted({patch.density for patch in opinion.patches})
    scale = SIDE / opinion.frame.side
    for patch in opinion.patches:
        shade = SHADES[ranked.index(patch.density) * len(SHADES) // len(ranked)]
        canvas.down = top + (opinion.frame.half - patch.bottom - patch.height) * scale
        along = _left() + (patch.left + opinion.frame.half) * scale
        canvas.bar(along=along, width=patch.width * scale, height=patch.height * scale, fill=shade)
    canvas.curve([(_left(), top + SIDE / 2), (_left() + SIDE, top + SIDE / 2)], stroke=RULE, width=0.75)
    canvas.curve([(_left() + SIDE / 2, top), (_left() + SIDE / 2, top + SIDE)], stroke=RULE, width=0.75)
    edge = [(_left(), top), (_left() + SIDE, top), (_left() + SIDE, top + SIDE), (_left(), top + SIDE), (_left(), top)]
    canvas.curve(edge, stroke=QUIET, width=0.75)


def _middles(canvas: Canvas, opinion: OpinionMap, top: float) -> None:
    for name, (across, up) in zip(opinion.groups.names, opinion.centres.tolist(), strict=False):
        half = opinion.frame.half
        at = min(max(across, -0.95 * half), 0.95 * half), min(max(up, -0.95 * half), 0.95 * half)
        along, down = _left() + (at[0] + half) * SIDE / (2 * half), top + (half - at[1]) * SIDE / (2 * half)
        canvas.down = down - 11
        canvas.bar(along=along - 10, width=20, height=22, fill=PAPER, is_outlined=True)
        canvas.words(name, along=along - 5, drop=16, size=15, fill=INK, is_bold=True)


def _left() -> float:
    return (WIDTH - SIDE) / 2
