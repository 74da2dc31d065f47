"""What an incident is taken to be, from all the testimonies that tell of it.

It is a function of the testimonies that stand and of nothing else: whoever withdraws, and in whatever order, what is left is what the
others would have made of it had the one that left never come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

_SHARPER = ("day", "month", "year", "about")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One testimony's account of when and where. Places and codes are ids; `None` or empty is not said."""

    happened_on: date | None = None
    precision: str = "year"
    country: str = ""
    area: int | None = None
    place_type: int | None = None
    legal_setting: int | None = None


def settle(accounts: Iterable[Account]) -> Account:
    """The account that stands for an incident; `accounts` are in the order in which their testimonies were first coded.

    The day is the sharpest that was told. Everything else is what was told first, the area only where it lies in that country's account.
    Two accounts that differ are not averaged: each still stands with its testimony.
    """
    told = tuple(accounts)
    dated = sorted((each for each in told if each.happened_on), key=lambda each: _SHARPER.index(each.precision))
    country = next((each.country for each in told if each.country), "")
    return Account(
        happened_on=dated[0].happened_on if dated else None,
        precision=dated[0].precision if dated else "year",
        country=country,
        area=next((each.area for each in told if each.area and each.country == country), None),
        place_type=_first([each.place_type for each in told]),
        legal_setting=_first([each.legal_setting for each in told]),
    )


def _first(said: Sequence[int | None]) -> int | None:
    return next((each for each in said if each is not None), None)
