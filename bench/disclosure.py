"""How long `release` takes and what it costs: `python bench/disclosure.py`.

The tables are invented: people fall into rows and columns with lognormal weights, so that some cells are large and many are small.
"""

from __future__ import annotations

import platform
import time
from collections import Counter

import numpy as np

from firsthand.core.crosstab import Category, Crosstab, Dimension, Unit, count
from firsthand.core.disclosure import CannotBeProtected, Rules, release, sensitive_numbers

# name, sizes of the dimensions, which of them are multi-valued, people
TABLES = (
    ("1-way, 12", (12,), (), 400),
    ("1-way, 12, several acts", (12,), (0,), 400),
    ("2-way, 12 x 5", (12, 5), (), 400),
    ("2-way, 12 x 5, several acts", (12, 5), (1,), 400),
    ("3-way, 5 x 6 x 4", (5, 6, 4), (), 800),
    ("2-way, 40 x 15", (40, 15), (), 1500),
)


def invented(sizes: tuple[int, ...], multiple: tuple[int, ...], people: int, seed: int) -> Crosstab:
    chance = np.random.default_rng(seed)
    dimensions = [
        Dimension(f"d{axis}", f"Dimension {axis}", tuple(Category(f"c{at}", f"Category {at}") for at in range(size)), axis in multiple)
        for axis, size in enumerate(sizes)
    ]
    weights = [weight / weight.sum() for weight in (chance.lognormal(0.0, 1.0, size) for size in sizes)]
    units = []
    for person in range(people):
        stands_in = {}
        for axis, dimension in enumerate(dimensions):
            several = 1 + int(chance.integers(0, 3)) if axis in multiple else 1
            stands_in[dimension.key] = frozenset(f"c{at}" for at in chance.choice(sizes[axis], size=several, p=weights[axis]))
        units.append(Unit(f"person-{person}", f"organisation-{chance.integers(0, 12)}", stands_in))
    return count(units, dimensions=dimensions)


def main() -> None:
    print(f"{platform.machine()}, Python {platform.python_version()}, threshold 5, 2 organisations")
    print(f"{'table':30}{'people':>7}{'cells':>7}{'small':>7}{'compl.':>8}{'people withheld':>17}{'witnesses':>11}{'seconds':>9}")
    for name, sizes, multiple, people in TABLES:
        crosstab = invented(sizes, multiple, people, seed=1)
        rules = Rules()
        small = Counter(number.is_cell for number in sensitive_numbers(crosstab, rules=rules))[True]
        begun = time.perf_counter()
        try:
            released = release(crosstab, rules=rules, seed=b"bench")
        except CannotBeProtected as refusal:
            print(f"{name:30}{people:7}{len(crosstab.cells):7}{small:7}  {refusal}  {time.perf_counter() - begun:.2f} s")
            continue
        seconds = time.perf_counter() - begun
        lost = sum(crosstab.cells[key].count for key, shown in released.cells.items() if shown is None)
        print(
            f"{name:30}{people:7}{len(crosstab.cells):7}{small:7}{released.withheld - small:8}"
            f"{lost:17}{released.proof.witnesses:11}{seconds:9.2f}"
        )


if __name__ == "__main__":
    main()
