"""Published works as CSL-JSON items (citationstyles.org, schema 1.0.2), checked, compared and written out for a reader.

An item is plain data. It comes from files of unknown hands, so `clean_item` keeps the variables that are known, as text without markup, and
refuses what cannot be cited at all. Citing is by author and year.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from firsthand.core.refusal import NotValid

Item = dict[str, Any]

TYPES = frozenset(
    [
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter", "classic",
    "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic",
    "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score", "pamphlet",
    "paper-conference", "patent", "performance", "periodical", "personal_communication", "post", "post-weblog", "regulation",
    "report", "review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
    ]
)  # fmt: skip
NAMES = ("author", "editor", "translator", "container-author", "collection-editor", "recipient", "interviewer")
DATES = ("issued", "accessed", "event-date", "original-date")
TEXTS = [
    "title", "title-short", "container-title", "collection-title", "publisher", "publisher-place", "volume", "issue", "number",
    "number-of-pages", "page", "edition", "chapter-number", "DOI", "ISBN", "ISSN", "PMID", "URL", "abstract", "note", "genre",
    "medium", "language", "archive", "archive_location", "event-title", "event-place", "jurisdiction", "section", "authority",
    "references", "version", "source", "keyword", "collection-number",
]  # fmt: skip
_LONGEST, _MOST_NAMES = 4000, 200
_tag = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|sc|span|nocase)\b[^>]{0,80}>", re.IGNORECASE)
_blank = re.compile(r"\s+")


class WorkMalformed(NotValid):
    """`why` is in the reader's words."""

    code = "work-malformed"
    sentence = "This work cannot be kept: {why}"


def clean_item(raw: object) -> Item:
    """The item with what we know of it.

    Raises:
        WorkMalformed: it is no item, has no title, or an address that is no web address.
    """
    if not isinstance(raw, Mapping):
        raise WorkMalformed(why="it is not an item of CSL-JSON.")
    item = _known_parts(raw)
    if not item.get("title"):
        raise WorkMalformed(why="it has no title.")
    if "URL" in item and not re.match(r"https?://[^\s<>\"]+$", item["URL"], re.IGNORECASE):
        raise WorkMalformed(why="its address does not begin with http.")
    if "DOI" in item:
        item["DOI"] = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", item["DOI"], flags=re.IGNORECASE)
    return item


def _known_parts(raw: Mapping[str, Any]) -> Item:
    item: Item = {"type": raw["type"] if raw.get("type") in TYPES else "document"}
    item |= {name: text for name in TEXTS if (text := plain(raw.get(name)))}
    item |= {name: people for name in NAMES if (people := _names(raw.get(name)))}
    return item | {name: {"date-parts": [parts]} for name in DATES if (parts := _date(raw.get(name)))}


def plain(value: object) -> str:
    """A value as one line of text without markup."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = html.unescape(_tag.sub("", str(value)))
    text = "".join(letter for letter in text if unicodedata.category(letter) not in {"Cc", "Cs", "Co"} or letter in "\n\t")
    return _blank.sub(" ", text).strip()[:_LONGEST]


def year_of(item: Item) -> int | None:
    """The year in which it came out, if it is told."""
    parts = item.get("issued", {}).get("date-parts", [[]])[0]
    return int(parts[0]) if parts else None


def label_of(item: Item) -> str:
    """What stands in the text: author and year (`Doe & Roe 2020`, `Doe et al. 2020`), or the title where nobody signed."""
    names = [_short(name) for name in item.get("author") or item.get("editor") or ()]
    if not names:
        title = item["title"]
        who = title if len(title) <= 40 else title[:38].rsplit(" ", 1)[0] + "…"
    elif len(names) > 2:
        who = f"{names[0]} et al."
    else:
        who = " & ".join(names)
    year = year_of(item)
    return f"{who} {year}" if year else who


def entry_of(item: Item) -> str:
    """The entry in the list of sources, as one line; signs of its own words only, so that it reads in every language."""
    names = [_whole(name) for name in item.get("author") or item.get("editor") or ()]
    year = year_of(item)
    begin = "; ".join(names)
    parts = [f"{begin} ({year})" if begin and year else begin or "", item["title"] if begin or not year else f"{item['title']} ({year})"]
    parts.append(_inside(item))
    parts.append(", ".join(each for each in (item.get("publisher"), item.get("publisher-place")) if each))
    parts.append(item.get("number", "") if item["type"] in {"report", "standard", "legislation", "bill", "treaty"} else "")
    parts.append(f"DOI {item['DOI']}" if item.get("DOI") else f"ISBN {item['ISBN']}" if item.get("ISBN") else "")
    return " ".join(part if part[-1] in ".?!…。" else f"{part}." for part in parts if part)


def address_of(item: Item) -> str:
    """Where it can be read: its DOI, or its web address."""
    return f"https://doi.org/{item['DOI']}" if item.get("DOI") else str(item.get("URL", ""))


def same_work_key(item: Item) -> str:
    """Equal for two items that are the same work: by DOI, else by title and year, whatever their case, accents and signs."""
    if item.get("DOI"):
        return f"doi:{item['DOI'].lower()}"
    letters = unicodedata.normalize("NFKD", item["title"]).casefold()
    return f"title:{''.join(letter for letter in letters if letter.isalnum())[:180]}:{year_of(item) or ''}"


def _names(given: object) -> list[dict[str, str]]:
    found = []
    for name in given if isinstance(given, list) else ():
        if isinstance(name, Mapping):
            kept = {
                part: plain(name.get(part))
                for part in ("family", "given", "literal", "suffix", "non-dropping-particle", "dropping-particle")
            }
            kept = {part: text for part, text in kept.items() if text}
            if kept.get("family") or kept.get("literal") or kept.get("given"):
                found.append(kept)
    return found[:_MOST_NAMES]


def _date(given: object) -> list[int]:
    """Year, month and day as far as they are told; also from a year that stands in words."""
    if not isinstance(given, Mapping):
        return []
    try:
        parts = [int(part) for part in given["date-parts"][0]][:3]
    except (KeyError, IndexError, TypeError, ValueError):
        year = re.search(r"\b(1[5-9]\d\d|20\d\d)\b", plain(given.get("raw")) or plain(given.get("literal")))
        parts = [int(year[1])] if year else []
    if not parts or not 0 < parts[0] < 10_000:
        return []
    limits = (9999, 12, 31)
    return [part for at, part in enumerate(parts) if all(0 < each <= limits[number] for number, each in enumerate(parts[: at + 1]))]


def _short(name: Mapping[str, str]) -> str:
    particle = name.get("non-dropping-particle", "")
    return name.get("literal") or " ".join(part for part in (particle, name.get("family", name.get("given", ""))) if part)


def _whole(name: Mapping[str, str]) -> str:
    given = " ".join(part for part in (name.get("given", ""), name.get("dropping-particle", "")) if part)
    family = _short(name)
    return f"{family}, {given}" if given and family != name.get("given") else family


def _inside(item: Item) -> str:
    volume = item.get("volume", "") + (f"({item['issue']})" if item.get("issue") else "")
    return ", ".join(part for part in (item.get("container-title", ""), volume, item.get("page", "")) if part)
