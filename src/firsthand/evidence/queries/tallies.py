"""Counts of a batch in any unit, for the evidence team itself. Nothing here is printed: that is what figures are for.

A cell behind which fewer people who told us stand than the network's threshold is not given out. Cells are not protected against
subtraction, so that this must not leave the team.

What an open batch counts cannot change: a withdrawal and a new coding close it. So it is read once, as columns of numbers, and kept in
memory; whoever asks makes sure first that the batch is open and whole (`batches.is_whole`), and forgets the columns where it is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from django.conf import settings

from firsthand.core.refusal import NotValid
from firsthand.evidence.counting import MOST_DIMENSIONS
from firsthand.evidence.models import Act, Area, Batch, Code, Information, Member

Numbers = npt.NDArray[np.int64]

_READ = (
    ("testimonies", "information__testimony"),
    ("incidents", "information__incident"),
    ("people", "information__testimony__giver"),
    ("affected", "affected"),
    ("act", "code"),
    ("area", "information__area"),
    ("place-type", "information__place_type"),
    ("legal-setting", "information__legal_setting"),
    ("country", "information__country"),
    ("year", "information__happened_on"),
)
TALLY_UNITS = ("people", "testimonies", "incidents", "acts", "affected")
_BY = ("act", "country", "area", "place-type", "legal-setting", "year")


class TallyNotValid(NotValid):
    code = "tally-not-valid"
    sentence = (
        "Choose one to three different things to count by, and what to count: testimonies, incidents, acts, people or persons affected."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of `unit`, by one label for each dimension, empty where it was not said. None: too few people stand behind it."""

    unit: str
    by: tuple[str, ...]
    cells: Mapping[tuple[str, ...], int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A batch as numbers, one row for each act as it was told: units as 0..n-1, dimensions as positions in their labels."""

    units: Mapping[str, Numbers]
    dimensions: Mapping[str, Numbers]
    labels: Mapping[str, tuple[str, ...]]


def tally_of(batch: Batch, *, unit: str, by: Sequence[str], within: Mapping[str, str] | None = None) -> Tally:
    """Count what the members of a batch tell. Whoever calls makes sure first that it is open and everyone may still be counted.

    Raises:
        TallyNotValid: there is no such unit or dimension, or they are none, the same or too many.
    """
    within = within or {}
    if unit not in TALLY_UNITS or not 1 <= len(by) <= MOST_DIMENSIONS or len(set(by)) < len(by) or not {*by, *within} <= set(_BY):
        raise TallyNotValid
    columns = columns_of(batch.pk)
    chosen = _chosen(columns, within)
    cell = np.zeros(len(columns.units["people"]), dtype=np.int64)
    for key in by:
        cell = cell * len(columns.labels[key]) + columns.dimensions[key]
    cell = cell if chosen is None else cell[chosen]
    size = int(np.prod([len(columns.labels[key]) for key in by]))
    numbers = _distinct(cell, columns.units[unit], chosen, size)
    people = numbers if unit == "people" else _distinct(cell, columns.units["people"], chosen, size)
    return Tally(
        unit=unit,
        by=tuple(by),
        cells={
            _labels_of(int(place), by, columns): int(numbers[place]) if people[place] >= settings.FIRSTHAND_THRESHOLD else None
            for place in np.flatnonzero(people)
        },
    )


@lru_cache(maxsize=2)
def columns_of(batch_id: int) -> Columns:
    """What the members of a batch tell, read once while it is open."""
    rows = Act.objects.filter(
        information__testimony__in=Member.objects.filter(batch=batch_id).values("testimony"),
        information__confidentiality=Information.Confidentiality.AS_AGREED,
    )
    names = [name for name, _column in _READ]
    kinds: list[Any] = [(name, "U2" if name == "country" else np.int64) for name in names]
    table = np.fromiter(_rows(rows.values_list(*(column for _name, column in _READ)).iterator(chunk_size=20_000)), dtype=kinds)
    known = dict(Code.objects.values_list("pk", "label")), dict(Area.objects.values_list("pk", "label"))
    dimensions, labels = {}, {}
    for key in _BY:
        values, dimensions[key] = np.unique(table[key], return_inverse=True)
        labels[key] = tuple(_label(key, value, *known) for value in values.tolist())
    units = {key: np.unique(table[key], return_inverse=True)[1] for key in ("testimonies", "incidents", "people", "affected")}
    # The same code, done to the same person, is one act, however many tell of it.
    units["acts"] = np.unique(units["affected"] * len(labels["act"]) + dimensions["act"], return_inverse=True)[1]
    return Columns(units=units, dimensions=dimensions, labels=labels)


def forget_columns() -> None:
    """Keep no columns in this process: a batch was closed, and somebody in it may have left."""
    columns_of.cache_clear()


def _rows(found: Any) -> Iterator[tuple[Any, ...]]:
    for *ids, country, on in found:
        yield (*(each or 0 for each in ids), country, on.year if on else 0)


def _label(key: str, value: Any, codes: Mapping[int, str], areas: Mapping[int, str]) -> str:
    if not value:
        return ""
    if key in {"country", "year"}:
        return str(value)
    return areas[value] if key == "area" else codes[value]


def _chosen(columns: Columns, within: Mapping[str, str]) -> npt.NDArray[np.bool_] | None:
    """The rows that stand in these categories; None for all."""
    chosen = None
    for key, label in within.items():
        place = columns.labels[key].index(label) if label in columns.labels[key] else -1
        mask = columns.dimensions[key] == place
        chosen = mask if chosen is None else chosen & mask
    return chosen


def _distinct(cell: Numbers, unit: Numbers, chosen: npt.NDArray[np.bool_] | None, size: int) -> Numbers:
    """How many different units stand in each cell."""
    unit = unit if chosen is None else unit[chosen]
    if not len(unit):
        return np.zeros(size, dtype=np.int64)
    pairs = np.sort(cell * (int(unit.max()) + 1) + unit)
    first = np.concatenate(([True], pairs[1:] != pairs[:-1]))
    return np.bincount(pairs[first] // (int(unit.max()) + 1), minlength=size)


def _labels_of(place: int, by: Sequence[str], columns: Columns) -> tuple[str, ...]:
    found = []
    for key in reversed(by):
        place, part = divmod(place, len(columns.labels[key]))
        found.append(columns.labels[key][part])
    return tuple(reversed(found))
