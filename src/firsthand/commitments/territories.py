"""States as they are printed, and their ISO 3166-1 codes. What is printed is always kept; the code only helps to find it."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from firsthand.core.searching import fold

_NOT_TERRITORIES = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"})
_READ_IN = ("en", "fr", "es", "ru", "zh", "ar")  # the official languages of the United Nations
# Names that the United Nations print or printed and that Unicode's lists do not have.
_PRINTED = {
    "Antigua and Barbuda": "AG",
    "Bahamas": "BS",
    "Bolivarian Republic of Venezuela": "VE",
    "Bosnia and Herzegovina": "BA",
    "Brunei Darussalam": "BN",
    "Cabo Verde": "CV",
    "Congo": "CG",
    "Czech Republic": "CZ",
    "Democratic People’s Republic of Korea": "KP",
    "Democratic Republic of the Congo": "CD",
    "Federated States of Micronesia": "FM",
    "Holy See": "VA",
    "Islamic Republic of Iran": "IR",
    "Kingdom of the Netherlands": "NL",
    "Lao People’s Democratic Republic": "LA",
    "Libyan Arab Jamahiriya": "LY",
    "Myanmar": "MM",
    "Plurinational State of Bolivia": "BO",
    "Republic of Korea": "KR",
    "Republic of Moldova": "MD",
    "Russian Federation": "RU",
    "Saint Kitts and Nevis": "KN",
    "Saint Lucia": "LC",
    "Saint Vincent and the Grenadines": "VC",
    "Sao Tome and Principe": "ST",
    "State of Palestine": "PS",
    "Swaziland": "SZ",
    "Syrian Arab Republic": "SY",
    "the former Yugoslav Republic of Macedonia": "MK",
    "Trinidad and Tobago": "TT",
    "Turkey": "TR",
    "United Kingdom": "GB",
    "United Kingdom of Great Britain and Northern Ireland": "GB",
    "United Republic of Tanzania": "TZ",
    "United States": "US",
    "United States of America": "US",
    "Viet Nam": "VN",
}


def code_of(printed: str) -> str:
    """The code of a State as printed, whatever its case, accents, broken spaces or leading article; empty where none matches."""
    known = _codes()
    whole = _key(printed)
    return known.get(whole) or known.get(whole.removeprefix("the")) or known.get(_key(printed.partition("(")[0])) or ""


def is_code(code: str) -> bool:
    """Whether this is the two-letter code of a state or territory."""
    return code in _names("en")


def name_of(code: str, language: str) -> str:
    """The name of a state in a reader's language, in English where Unicode's lists lack the language, else the code itself."""
    return _names(language).get(code, code)


def all_names(language: str) -> tuple[tuple[str, str], ...]:
    """Every code with its name, in the order of the names."""
    return tuple(sorted(_names(language).items(), key=lambda pair: fold(pair[1])))


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    found = {_key(name): code for language in _READ_IN for code, name in _names(language).items()}
    return found | {_key(name): code for name, code in _PRINTED.items()}


@lru_cache(maxsize=32)
def _names(language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return {code: name for code, name in locale.territories.items() if len(code) == 2 and code.isalpha() and code not in _NOT_TERRITORIES}


def _key(name: str) -> str:
    return fold(name).replace(" ", "")
