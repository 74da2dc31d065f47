"""Names of countries, from the Unicode locale data, in the reader's language."""

from __future__ import annotations

from babel.core import Locale, UnknownLocaleError
from django.utils.translation import get_language, to_locale


def country_name(code: str, *, language: str = "") -> str:
    """The name of a country by its ISO 3166-1 code; the code itself where no name is known; empty for no country."""
    if not code:
        return ""
    return str(_locale(language or get_language() or "en").territories.get(code.upper(), code))


def country_choices(*, language: str = "") -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, in the order of the language's names."""
    territories = _locale(language or get_language() or "en").territories
    named = [(code, str(name)) for code, name in territories.items() if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES]
    return tuple(sorted(named, key=lambda pair: pair[1]))


# Codes of the locale data that are no country: groupings, testing codes, and "unknown".
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
