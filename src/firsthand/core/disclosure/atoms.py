"""The same question asked more or less finely, in one table and another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.core.crosstab import Dimension


class Atoms:
    """The finest categories of each dimension, over all tables in which it appears."""

    def __init__(self, dimensions: Sequence[Dimension]) -> None:
        self._members: dict[tuple[str, str], set[str]] = {}
        self._keys: dict[str, dict[str, None]] = {}
        for dimension in dimensions:
            for category in dimension.categories:
                self._keys.setdefault(dimension.key, {})[category.key] = None
                if category.group is not None:
                    self._members.setdefault((dimension.key, category.group), set()).add(category.key)
        self._all = {key: tuple(sorted(self.of(key, names))) for key, names in self._keys.items()}

    def all_of(self, key: str) -> tuple[str, ...]:
        return self._all[key]

    def of(self, key: str, names: Iterable[str]) -> frozenset[str]:
        """The finest categories that make up these ones. A category without finer ones is its own."""
        waiting, seen, found = list(names), set[str](), set[str]()
        while waiting:
            name = waiting.pop()
            finer = self._members.get((key, name), set()) - seen
            if not finer and name not in seen:
                found.add(name)
            seen.add(name)
            waiting.extend(finer)
        return frozenset(found)
