"""The short lists that a giver chooses from: acts, kinds of area, countries. Coarse on purpose: no list here names a street."""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from firsthand.core.coding import DEFAULT_CODEBOOK, CodeList, entries_of

Choices = tuple[tuple[str, object], ...]

AREAS: Choices = (
    ("big-city", _("A big city")),
    ("town", _("A town")),
    ("countryside", _("A village or the countryside")),
    ("border", _("Near a border, or on the way between countries")),
    ("online", _("Online")),
    ("several", _("More than one of these")),
)

KINDS_OF_HELP: Choices = (
    ("medical", _("Medical help")),
    ("shelter", _("A safe place to stay")),
    ("legal", _("Legal help")),
    ("peer", _("Someone to talk to")),
    ("money", _("Food or money")),
    ("papers", _("Papers, and help for migrants")),
)

_not_countries = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def acts() -> Choices:
    """What may be ticked as having happened, in the reader's language where it is translated."""
    return _acts(get_language() or "")


@cache
def _acts(_language: str) -> Choices:
    return tuple((entry.value, gettext(entry.label)) for entry in entries_of(DEFAULT_CODEBOOK, CodeList.ACT))


def countries(language: str) -> Choices:
    """Every country and territory by its name in this language, in the order of the names."""
    return _countries(language)


def country_name(code: str, language: str) -> str:
    """The name of a country in this language; its code where it has none."""
    return str(dict(_countries(language)).get(code, code))


def language_name(code: str) -> str:
    """What the speakers of a language call it; its code where we do not know."""
    try:
        return Locale.parse(code, sep="-").get_display_name() or code
    except (UnknownLocaleError, ValueError):
        return str(_languages().get(code, code))


def is_language(code: str) -> bool:
    """Whether this is the code of a language (CLDR)."""
    return code in _languages()


@cache
def _languages() -> dict[str, str]:
    return {code.replace("_", "-").lower(): str(name) for code, name in Locale("en").languages.items()}


def is_country(code: str) -> bool:
    """Whether a country or territory has this code, in whatever language it was chosen."""
    return code in _codes()


@cache
def _codes() -> frozenset[str]:
    return frozenset(code for code, _ in _countries("en"))


@cache
def _countries(language: str) -> Choices:
    known = Locale.parse(language, sep="-").territories
    named = [(code, name) for code, name in known.items() if len(code) == 2 and code.isalpha() and code not in _not_countries]
    return tuple(sorted(named, key=lambda pair: unicodedata.normalize("NFKD", pair[1]).casefold()))
