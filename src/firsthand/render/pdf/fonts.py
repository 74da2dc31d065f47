"""Which typefaces print which script; all are packaged for Debian (fonts-noto-core, fonts-noto-cjk)."""

from __future__ import annotations

from firsthand.core.manuscript import Direction, direction_of

_CHINESE_JAPANESE_KOREAN = {"zh": "SC", "ja": "JP", "ko": "KR"}

# Size in points and space between lines in ems: Naskh is small on its body and deep below the line, full-width characters are dense.
_MEASURES = {"zh": (10.5, 0.9), "ja": (10.5, 0.9), "ko": (10.5, 0.85)}

_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def serif_fonts(language: str) -> tuple[str, ...]:
    """Typefaces for running text, the first that has a character prints it."""
    return _ordered(language, "Noto Serif", "Noto Naskh Arabic")


def sans_fonts(language: str) -> tuple[str, ...]:
    """Typefaces for headings, captions and tables."""
    return _ordered(language, "Noto Sans", "Noto Sans Arabic")


def mono_fonts(language: str) -> tuple[str, ...]:
    """Typefaces for code; the first comes with the typesetter itself."""
    return ("DejaVu Sans Mono", *_ordered(language, "Noto Sans", "Noto Sans Arabic"))


def body_measures(language: str) -> tuple[float, float]:
    """Size in points and space between lines in ems of running text."""
    usual = (11.5, 0.95) if direction_of(language) is Direction.RIGHT_TO_LEFT else (10.5, 0.72)
    return _MEASURES.get(language.lower().split("-")[0], usual)


def is_set_without_spaces(language: str) -> bool:
    """Whether this language is printed in full-width characters, whose punctuation must not come from a Latin typeface."""
    return language.lower().split("-")[0] in _CHINESE_JAPANESE_KOREAN


def _ordered(language: str, latin: str, arabic: str) -> tuple[str, ...]:
    first, *rest = language.lower().split("-")
    region = "TC" if first == "zh" and _TRADITIONAL.intersection(rest) else _CHINESE_JAPANESE_KOREAN.get(first, "SC")
    return (latin, arabic, f"{latin} CJK {region}")
