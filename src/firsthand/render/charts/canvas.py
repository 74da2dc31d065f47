"""A sheet to draw on: rectangles, lines and words, mirrored where the language runs from right to left.

Everything is a presentation attribute with a fixed value, so that a page, a PDF and a book show the same drawing under any content-security
policy. Nothing has an id: two charts on a page cannot collide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape

WIDTH = 480
MARGIN = 12
INK = "#2a2320"
QUIET = "#5f544d"
PAPER = "#fffdf9"
RULE = "#c9bdae"
FONT = "Noto Sans, sans-serif"
_RIGHT_TO_LEFT_MARK = "\u200f"
_SCRIPT_WITHOUT_SPACES = frozenset("WF")


class Canvas:
    """Distances run from the edge where reading starts; `down` is how far the drawing has come."""

    def __init__(self, *, is_mirrored: bool) -> None:
        self.down = float(MARGIN)
        self._is_mirrored = is_mirrored
        self._parts: list[str] = []

    def bar(self, *, along: float, width: float, height: float, fill: str, is_outlined: bool = False) -> None:
        outline = f' stroke="{INK}" stroke-width="0.75"' if is_outlined else ""
        self._parts.append(
            f'<rect x="{_short(self._left(along, width))}" y="{_short(self.down)}" width="{_short(width)}" height="{_short(height)}"'
            f' fill="{fill}"{outline}/>'
        )

    def hatched(self, *, along: float, width: float, height: float, clear: float) -> None:
        """A neutral field of slanted lines, whose first part is left `clear` for words."""
        left, hatched = self._left(along, width), width - clear
        start_of_lines = left if self._is_mirrored else left + clear
        lines = []
        for start in range(-int(height), int(hatched), 7):
            first, last = max(0.0, float(start)), min(hatched, start + height)
            foot, top = self.down + height - (first - start), self.down + height - (last - start)
            lines.append(f"M{_short(start_of_lines + first)} {_short(foot)}L{_short(start_of_lines + last)} {_short(top)}")
        self._parts.append(
            f'<rect x="{_short(left)}" y="{_short(self.down)}" width="{_short(width)}" height="{_short(height)}"'
            f' fill="none" stroke="{RULE}"/>'
            f'<path d="{"".join(lines)}" fill="none" stroke="{RULE}"/>'
        )

    def line_down(self, *, along: float, height: float) -> None:
        where = _short(self._left(along, 0))
        self._parts.append(
            f'<line x1="{where}" y1="{_short(self.down)}" x2="{where}" y2="{_short(self.down + height)}" stroke="{INK}" stroke-width="1"/>'
        )

    def curve(self, points: Sequence[tuple[float, float]], *, stroke: str, width: float, dashes: str = "") -> None:
        """A line through points, each `along` and down from the top of the sheet."""
        drawn = " ".join(f"{_short(self._left(along, 0))},{_short(down)}" for along, down in points)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._parts.append(f'<polyline points="{drawn}" fill="none" stroke="{stroke}" stroke-width="{_short(width)}"{dashed}/>')

    def dot(self, shape: str, *, along: float, drop: float, size: float, fill: str) -> None:
        """A circle, square, triangle or diamond around a point; told apart by its shape, whatever the colour."""
        x, y, half = self._left(along, 0), self.down + drop, size / 2
        corners = {
            "square": ((-half, -half), (half, -half), (half, half), (-half, half)),
            "triangle": ((0, -half * 1.15), (half * 1.15, half * 0.85), (-half * 1.15, half * 0.85)),
            "diamond": ((0, -half * 1.3), (half * 1.3, 0), (0, half * 1.3), (-half * 1.3, 0)),
        }.get(shape)
        outline = f'fill="{fill}" stroke="{INK}" stroke-width="0.75"'
        if corners is None:
            self._parts.append(f'<circle cx="{_short(x)}" cy="{_short(y)}" r="{_short(half)}" {outline}/>')
        else:
            points = " ".join(f"{_short(x + dx)},{_short(y + dy)}" for dx, dy in corners)
            self._parts.append(f'<polygon points="{points}" {outline}/>')

    def line_across(self, *, along: float, width: float, drop: float, stroke: str = RULE) -> None:
        left, down = self._left(along, width), _short(self.down + drop)
        self._parts.append(f'<line x1="{_short(left)}" y1="{down}" x2="{_short(left + width)}" y2="{down}" stroke="{stroke}"/>')

    def centred(self, text: str, *, along: float, drop: float, size: float = 13, fill: str = INK, is_bold: bool = False) -> None:
        """One line of words whose middle is `along`."""
        weight = ' font-weight="700"' if is_bold else ""
        self._parts.append(
            f'<text x="{_short(self._left(along, 0))}" y="{_short(self.down + drop)}" font-size="{_short(size)}"{weight}'
            f' text-anchor="middle" fill="{fill}">{escape(text)}</text>'
        )

    def words(self, text: str, *, along: float, drop: float, size: float = 13, fill: str = INK, is_bold: bool = False) -> None:
        """One line of words that starts `along` and stands on a line `drop` below."""
        anchor = "end" if self._is_mirrored else "start"
        mark = _RIGHT_TO_LEFT_MARK if self._is_mirrored else ""
        weight = ' font-weight="700"' if is_bold else ""
        self._parts.append(
            f'<text x="{_short(self._left(along, 0))}" y="{_short(self.down + drop)}" font-size="{_short(size)}"{weight}'
            f' text-anchor="{anchor}" fill="{fill}">{mark}{escape(text)}{mark}</text>'
        )

    def finish(self, *, title: str, description: str, language: str) -> str:
        height = _short(self.down + MARGIN)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="{FONT}" direction="ltr"'
            f' lang="{escape(language)}"><title>{escape(title)}</title><desc>{escape(description)}</desc>'
            f'<rect x="0" y="0" width="{WIDTH}" height="{height}" fill="{PAPER}"/>{"".join(self._parts)}</svg>'
        )

    def _left(self, along: float, width: float) -> float:
        return WIDTH - along - width if self._is_mirrored else along


def wrapped(text: str, *, width: float, size: float = 13) -> tuple[str, ...]:
    """The text in lines that fit; scripts without spaces break anywhere, and so does a word too long for a line."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and width_of((lines[-1] + piece).rstrip(), size) > width:
            lines.append("")
        for letter in _letters(piece.lstrip() if not lines[-1] else piece, width, size):
            if width_of((lines[-1] + letter).rstrip(), size) > width and lines[-1]:
                lines.append("")
            lines[-1] += letter
    return tuple(line.strip() for line in lines)


def width_of(text: str, size: float) -> float:
    """About how wide these words are in Noto Sans; rather too wide than too narrow, also where they are bold."""
    return sum(_advance(letter) for letter in text) * size


def _advance(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in _SCRIPT_WITHOUT_SPACES:
        return 1.0
    if letter in "mwMW@%—жшщюыфмЖШЩЮЫФМ":
        return 0.95
    return 0.7 if letter.isupper() else 0.32 if letter in " .,:;'’|!()il" else 0.61


def _pieces(text: str) -> list[str]:
    """Words with the space after them, and single letters of scripts without spaces."""
    pieces = [""]
    for letter in text:
        is_alone = unicodedata.east_asian_width(letter) in _SCRIPT_WITHOUT_SPACES
        if pieces[-1] and (is_alone or pieces[-1][-1] in " -" or unicodedata.east_asian_width(pieces[-1][-1]) in _SCRIPT_WITHOUT_SPACES):
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _letters(piece: str, width: float, size: float) -> list[str]:
    return list(piece) if width_of(piece, size) > width else [piece]


def _short(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
