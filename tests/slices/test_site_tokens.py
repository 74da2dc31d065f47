"""Every pair of colours that carries text, or the edge of a control, is far enough apart, in both lights (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from firsthand import site

TOKENS = (Path(site.__file__).parent / "static/site/css/tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = TOKENS.split("@media (prefers-color-scheme: dark)")
DARK = DARK.split("@media print")[0]

TEXT = [(ink, ground) for ink in ("ink", "ink-soft", "accent", "accent-deep") for ground in ("paper", "sheet")] + [
    ("ink", "shade"),
    ("ink-soft", "shade"),
    ("paper", "ink"),
    ("paper", "ink-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("ink", "accent-wash"),
    ("ink", "good-wash"),
    ("ink", "warn-wash"),
    ("good", "good-wash"),
    ("warn", "warn-wash"),
]
EDGES = [("edge", "paper"), ("edge", "sheet"), ("focus", "paper"), ("focus", "sheet"), ("focus", "shade"), ("accent", "paper")]


def colours(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", sheet))


def lightness(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((lightness(one), lightness(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_is_measured_as_the_standard_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("sheet", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT, ids=" on ".join)
def test_text_can_be_read(sheet, pair):
    ink, ground = (colours(sheet)[name] for name in pair)
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("sheet", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", EDGES, ids=" on ".join)
def test_edge_of_a_control_can_be_seen(sheet, pair):
    edge, ground = (colours(sheet)[name] for name in pair)
    assert contrast(edge, ground) >= 3
