"""The lists that come with the house, and entries as plain values."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from firsthand.core.coding import CodeList
from firsthand.core.coding.codebook import Entry
from firsthand.core.refusal import NotFound

_HERE = Path(__file__).parent
_VALUE_LINE = re.compile(r'^value = "([^"]+)"')


def shipped_names() -> tuple[tuple[str, str], ...]:
    """The lists that come with the house: (name, title)."""
    return tuple((path.stem, str(_read(path.stem)["title"])) for path in sorted(_HERE.glob("*.toml")))


def shipped(name: str) -> tuple[tuple[Entry, int], ...]:
    """The entries of one list, each with its line.

    Raises:
        NotFound: there is no such list.
    """
    if not (_HERE / f"{name}.toml").is_file() or not re.fullmatch(r"[a-z-]+", name):
        raise NotFound
    lines = (_HERE / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    at = {found[1]: number for number, line in enumerate(lines, start=1) if (found := _VALUE_LINE.match(line))}
    return tuple((entry_from_json(each), at[each["value"]]) for each in _read(name)["code"])


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """Plain data for a JSON column; `entry_from_json` gives back an equal entry."""
    return {
        "list": entry.list.value,
        "value": entry.value,
        "labels": dict(sorted(entry.labels.items())),
        "definition": entry.definition,
        "use_when": entry.use_when,
        "not_when": entry.not_when,
        "broader": entry.broader,
        "huridocs_code": entry.huridocs_code,
        "is_retired": entry.is_retired,
        "merged_into": entry.merged_into,
    }


def entry_from_json(data: Mapping[str, Any]) -> Entry:
    return Entry(**{**data, "list": CodeList(data["list"]), "labels": dict(data["labels"])})


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))
