"""How a function is declared: the kinds of its arguments as letters, so that each is turned into what the function takes.

t words, n number, b truth, v any value, s nodes. After "?" arguments may be left out; with "*" at the end the last one may be repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Function:
    """`run` takes the setting first where `needs` is not empty."""

    name: str
    takes: str
    run: Callable[..., Any]
    needs: str = ""

    @property
    def least(self) -> int:
        return len(self.takes.partition("?")[0].rstrip("*"))

    @property
    def most(self) -> int | None:
        return None if self.takes.endswith("*") else len(self.takes.replace("?", ""))

    def letter(self, position: int) -> str:
        letters = self.takes.replace("?", "").rstrip("*")
        return letters[min(position, len(letters) - 1)]


NOT_CARRIED: dict[str, str] = {
    "extract-signed": "Signed texts are not read here.",
    "property": "What a device knows about itself is not asked for here.",
    "pulldata-api": "Nothing is fetched from another server while somebody answers.",
    "search": "search() belongs to Collect alone. Use choice_filter, or select_one_from_file.",
    "version": "The version of a form stands beside each of its answers already.",
}
