"""What an institution promised, in the words that every part of the house shares: mechanisms, positions, classifications, numbers.

A position is a history. What the State said stands as printed; the value here is only our reading of it, so that it can be counted.
"""

from __future__ import annotations

import re
from enum import StrEnum

from firsthand.core.refusal import NotValid


class Mechanism(StrEnum):
    """The procedure in which the promise was made."""

    UPR = "upr"  # the Universal Periodic Review of the Human Rights Council


class PositionValue(StrEnum):
    """Our reading of what the State answered. Under resolution 5/1 a State supports a recommendation or it is noted; none is "rejected"."""

    SUPPORTED = "supported"
    SUPPORTED_IN_PART = "supported_in_part"
    NOTED = "noted"
    PENDING = "pending"


class Scheme(StrEnum):
    """A list by which a commitment is classified. Lists are renumbered between cycles: keep scheme, code and label, never one flat tag."""

    THEME = "ohchr-theme"
    PERSONS = "ohchr-persons"
    SDG = "sdg"


class PositionUnknown(NotValid):
    code = "position-unknown"
    sentence = "The position “{given}” is not known."


class NumberUnreadable(NotValid):
    code = "number-unreadable"
    sentence = "“{given}” is not the number of a recommendation: it should look like 140.12."


# Letters of the printed words -> value. "Supported/Noted" marks a recommendation of which the State supports one part and notes another.
_readings = {
    "supported": PositionValue.SUPPORTED,
    "noted": PositionValue.NOTED,
    "pending": PositionValue.PENDING,
    "supportednoted": PositionValue.SUPPORTED_IN_PART,
    "supportedinpart": PositionValue.SUPPORTED_IN_PART,
    "partiallysupported": PositionValue.SUPPORTED_IN_PART,
}
_number = re.compile(r"^(\d{1,4})\.(\d{1,4})$")


def read_position(words: str) -> PositionValue:
    """The value of a position as printed, whatever its case and spacing.

    Raises:
        PositionUnknown: the words are none that we have seen in a matrix; someone must decide what they mean.

    """
    letters = "".join(letter for letter in words.casefold() if letter.isalpha())
    if letters not in _readings:
        raise PositionUnknown(given=words.strip()[:40])
    return _readings[letters]


def order_of(number: str, part: str = "") -> int:
    """Where a number stands among the others, so that 140.9 comes before 140.12; a part is a letter of the alphabet or empty.

    Raises:
        NumberUnreadable: it is not two numbers with a dot between.

    """
    found = _number.match(number)
    if found is None:
        raise NumberUnreadable(given=number[:40])
    return (int(found[1]) * 10_000 + int(found[2])) * 100 + (ord(part) - ord("a") + 1 if part else 0)
