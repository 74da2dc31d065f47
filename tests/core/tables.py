"""Small tables for the tests of counting and of disclosure control."""

from __future__ import annotations

from firsthand.core.crosstab import TOTAL, Category, Crosstab, Dimension, Unit, count
from firsthand.core.disclosure import Proof, Released, Rules, sensitive_numbers


def dimension(key: str, *names: str, is_multiple: bool = False, groups: dict[str, str] | None = None) -> Dimension:
    categories = tuple(Category(name, name.title(), (groups or {}).get(name)) for name in names)
    return Dimension(key, key.title(), categories, is_multiple=is_multiple)


PLACE = dimension("place", "street", "indoors", "online")
YEAR = dimension("year", "2023", "2024", "2025")
ACT = dimension("act", "arrest", "extortion", "insult", is_multiple=True)


def people(dimensions: tuple[Dimension, ...], counts: dict[tuple[str, ...], int], *, organisations: int = 3) -> list[Unit]:
    """So many people for each key; in a multi-valued dimension a part like `arrest+insult` means both, and an empty one none."""
    units = []
    for key, size in counts.items():
        stands_in = {each.key: frozenset(part.split("+") if part else ()) for each, part in zip(dimensions, key, strict=True)}
        units += [Unit(f"T-{len(units) + at}", f"O-{at % organisations}", stands_in) for at in range(size)]
    return units


def table(dimensions: tuple[Dimension, ...], counts: dict[tuple[str, ...], int], *, organisations: int = 3) -> Crosstab:
    return count(people(dimensions, counts, organisations=organisations), dimensions=dimensions)


def two_way(rows: list[list[int]]) -> Crosstab:
    """Place by year."""
    counts = {(place, year): rows[i][j] for i, place in enumerate(PLACE.keys) for j, year in enumerate(YEAR.keys)}
    return table((PLACE, YEAR), counts)


def only_small_withheld(crosstab: Crosstab, rules: Rules) -> Released:
    """What a threshold alone would print."""
    small = {number.key for number in sensitive_numbers(crosstab, rules=rules) if number.is_cell}
    cells = {key: None if key in small else cell.count for key, cell in crosstab.cells.items()}
    proof = Proof(withheld=len(small), witnesses=0, attacked=0)
    return Released(dimensions=crosstab.dimensions, within=crosstab.within, cells=cells, rules=rules, proof=proof)


def everybody(size: int) -> tuple[str, ...]:
    return (TOTAL,) * size
