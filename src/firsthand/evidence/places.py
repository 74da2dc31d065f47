"""Names of countries, from the Unicode locale data, in the reader's language."""

from __future__ import annotations

from babel.core import Locale, UnknownLocaleError
from django.utils.translation import get_language, to_locale


def country_name(code: str, *, language: str = "") -> str:
    """The name of a country by its ISO 3166-1 code; the code itself where no name is known; empty for no country."""
    if not code:
        return ""
    return str(_locale(language or get_language() or "en").territories.get(code.upper(), code))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
