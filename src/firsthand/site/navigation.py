"""The desk's way around: one line a place, in the order people work."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_places: tuple[tuple[str, str | Promise], ...] = (
    ("desk", _("Desk")),
    ("evidence:list-testimonies", _("Evidence")),
    ("evidence:list-figures", _("Figures")),
    ("evidence:list-quotes", _("Quotes")),
    ("evidence:list-alerts", _("Warnings")),
    ("documents:list-manuscripts", _("Documents")),
    ("research:list-sources", _("Sources")),
    ("commitments:list-commitments", _("Commitments")),
    ("sharing:list-protocols", _("Sharing")),
    ("intake-desk:list-services", _("Places to find help")),
    ("people:list-organisations", _("Organisations and people")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    label: str
    url: str
    is_current: bool


def desk_links(path: str) -> tuple[Link, ...]:
    """The places this process serves; the one whose address is the longest beginning of `path` is current."""
    places = [(str(label), url) for name, label in _places if (url := _address(name))]
    home = places[0][1] if places else ""
    around = [url for _label, url in places if path == url or (url != home and path.startswith(url))]
    current = max(around, key=len, default="")
    return tuple(Link(label=label, url=url, is_current=url == current) for label, url in places)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""  # a surface that stands alone does not serve it
