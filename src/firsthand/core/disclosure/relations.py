"""What any table about the same people must obey, as a system of integer variables.

One variable is the number of people in one combination of the single-valued dimensions of all tables involved. More of them count those
who said yes to a category of a multi-valued dimension (a block; a table that crosses several such dimensions has blocks of several yeses),
by the single-valued dimensions of all tables that show the block. Then every number of every table is a sum of variables.

What is covered. With single-valued dimensions, and one multi-valued dimension to a table, the system is exact: every solution is the table
of some set of people. (The yes of each category lies between nobody and everybody; where everybody is known to stand in at least one
category, the yeses together reach everybody.) Where a table crosses several multi-valued dimensions, every yes/no count of each crossed
combination of categories must be a natural number, at the detail at which tables show it; conditions that only show when many combinations
are taken together, or in more detail, are not covered.
Dimensions that appear under one key with finer and coarser categories are tied together through `Category.group`.

When that is too many variables, each table has variables of its own and the tables are tied together only
where they share dimensions: solutions then agree on every shared margin, and need not come from one set of people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

import numpy as np
from scipy import sparse

from firsthand.core.crosstab import TOTAL, Crosstab, Dimension, Key, Slice
from firsthand.core.disclosure.atoms import Atoms
from firsthand.core.disclosure.released import Released
from firsthand.core.disclosure.rules import Sensitive, Why

JOINT_BOUND = 20_000  # for linear programs
WITNESS_BOUND = 1_000  # for integer programs

Block = frozenset[tuple[str, str]]
Row = dict[int, int]
EVERYBODY: Block = frozenset()


class Relations:
    """The system for these tables. `must_zero` and `must_not_fall` are rows over the variables: equal to zero, and at least zero.

    `covering` are the multi-valued dimensions of the last table in which all its people are known to stand in at least one category.
    """

    def __init__(self, tables: Sequence[Crosstab | Released], *, covering: Sequence[Dimension] = (), bound: int = JOINT_BOUND) -> None:
        self._tables = tables
        self._atoms = Atoms([each for table in tables for each in asked(table)])
        single = [tuple(sorted({each.key for each in asked(table) if not each.is_multiple})) for table in tables]
        joint = self._detail(single, range(len(tables)))
        self.is_joint = sum(self._size(keys) for keys in joint.values()) <= bound
        cliques = [tuple(sorted({key for keys in single for key in keys}))] if self.is_joint else list(dict.fromkeys(single))
        self._clique_of = [0 if self.is_joint else cliques.index(keys) for keys in single]
        self._keys: dict[tuple[int, Block], tuple[str, ...]] = {}
        for clique in range(len(cliques)):
            inside = [table for table, where in enumerate(self._clique_of) if where == clique]
            for block, keys in (joint if self.is_joint else self._detail(single, inside)).items():
                self._keys[clique, block] = keys
        ends = np.cumsum([0, *(self._size(keys) for keys in self._keys.values())]).tolist()
        self._places = {
            each: start + np.arange(self._size(keys)).reshape([len(self._atoms.all_of(key)) for key in keys])
            for start, (each, keys) in zip(ends, self._keys.items(), strict=False)
        }
        self.variables: int = ends[-1]
        self.must_zero: list[Row] = [*self._links(), *self._absences()]
        self.must_not_fall: list[Row] = [*self._yes_and_no(), *self._coverings(len(tables) - 1, covering), *self._unions()]

    def number(self, table: int, number: Sensitive) -> Row:
        """One sensitive number of a table as a sum of variables."""
        if number.why is Why.FEW_OUTSIDE:
            return _less(self.cell(table, number.key, is_sliced=False), self.cell(table, number.key))
        return self.cell(table, number.key) if number.of is None else _less(self.cell(table, number.of), self.cell(table, number.key))

    def cell(self, table: int, key: Key, *, is_sliced: bool = True) -> Row:
        """One cell of a table as a sum of variables, or that of the whole which the table is a slice of.

        A part `!category` counts those who do not stand in the category.
        """
        for axis, part in enumerate(key):
            if part[0] == "!":
                whole, yes = (*key[:axis], TOTAL, *key[axis + 1 :]), (*key[:axis], part[1:], *key[axis + 1 :])
                return _less(self.cell(table, whole), self.cell(table, yes))
        shown = self._tables[table]
        within = shown.within if is_sliced else ()
        places, block = self._places_within(within), set(_sliced(within))
        for part, dimension in zip(key, shown.dimensions, strict=True):
            if part != TOTAL and dimension.is_multiple:
                block.add((dimension.key, part))
            elif part != TOTAL:
                atoms = self._atoms.of(dimension.key, (part,))
                places[dimension.key] = places.get(dimension.key, atoms) & atoms
        return self._sum(self._clique_of[table], frozenset(block), places)

    def _places_within(self, within: Sequence[Slice]) -> dict[str, frozenset[str]]:
        single = [each for each in within if not each.dimension.is_multiple]
        return {each.dimension.key: self._atoms.of(each.dimension.key, each.keys) for each in single}

    def _sum(self, clique: int, block: Block, places: Mapping[str, frozenset[str]]) -> Row:
        keys = self._keys[clique, block]
        indices = self._places[clique, block]
        chosen = [[at for at, atom in enumerate(self._atoms.all_of(key)) if key not in places or atom in places[key]] for key in keys]
        found: list[int] = indices[np.ix_(*chosen)].ravel().tolist() if keys else [int(indices)]
        return dict.fromkeys(found, 1)

    def _size(self, keys: Iterable[str]) -> int:
        return int(np.prod([len(self._atoms.all_of(key)) for key in keys], dtype=np.int64))

    def _detail(self, single: Sequence[tuple[str, ...]], among: Iterable[int]) -> dict[Block, tuple[str, ...]]:
        """For each block, the single-valued dimensions of all these tables that show it; for everybody, those of all."""
        found: dict[Block, set[str]] = {EVERYBODY: set()}
        for table in among:
            for block in _closed(_blocks_of(self._tables[table])):
                found.setdefault(block, set()).update(single[table])
        return {block: tuple(sorted(keys)) for block, keys in sorted(found.items(), key=lambda each: (len(each[0]), sorted(each[0])))}

    def _cells(self, keys: Iterable[str], within: Mapping[str, frozenset[str]]) -> Iterator[dict[str, frozenset[str]]]:
        """Every combination of the finest categories of these dimensions, inside the places given."""
        order = sorted(keys)
        for atoms in product(*(sorted(within.get(key, self._atoms.all_of(key))) for key in order)):
            yield {key: frozenset({atom}) for key, atom in zip(order, atoms, strict=True)}

    def _shared(self, clique: int, blocks: Iterable[Block]) -> set[str]:
        return set.intersection(*(set(self._keys[clique, block]) for block in blocks))

    def _links(self) -> Iterator[Row]:
        """What two systems share is equal."""
        for (one, block), (other, same) in combinations(self._keys, 2):
            if block == same:
                for places in self._cells(set(self._keys[one, block]) & set(self._keys[other, block]), {}):
                    yield _less(self._sum(one, block, places), self._sum(other, block, places))

    def _absences(self) -> Iterator[Row]:
        """Nobody is in a category that a table of these same people does not have."""
        for table, shown in enumerate(self._tables):
            for dimension in shown.dimensions:
                if not dimension.is_multiple:
                    total = self.cell(table, (TOTAL,) * len(shown.dimensions))
                    parts = [self.cell(table, _only(shown, dimension, key)) for key in dimension.keys]
                    missing = set(total).difference(*parts)
                    if missing:
                        yield dict.fromkeys(sorted(missing), 1)

    def _yes_and_no(self) -> Iterator[Row]:
        """Every yes/no count of a block is a number of people."""
        for clique, block in self._keys:
            for size in range(len(block)):
                for yes in combinations(sorted(block), size):
                    rest = sorted(block - set(yes))
                    noes = [frozenset(more) for count in range(len(rest) + 1) for more in combinations(rest, count)]
                    for places in self._cells(self._keys[clique, block], {}):
                        signed = [(self._sum(clique, frozenset(yes) | more, places), (-1) ** len(more)) for more in noes]
                        yield {at: sign for row, sign in signed for at in row}

    def _coverings(self, table: int, covering: Sequence[Dimension]) -> Iterator[Row]:
        """Everybody a table is about stands in at least one category, however finely the question is asked."""
        shown = self._tables[table]
        places, sliced = self._places_within(shown.within), frozenset(_sliced(shown.within))
        for dimension in covering:
            reach = self._atoms.of(dimension.key, dimension.keys)
            asked_so = {each.keys for other in self._tables for each in asked(other) if each.key == dimension.key}
            for keys in sorted(keys for keys in asked_so if self._atoms.of(dimension.key, keys) >= reach):
                parts = {(dimension.key, key) for key in keys}
                for clique, block in self._keys:
                    wider = [block | {part} for part in sorted(parts)]
                    is_whole = block >= sliced and not block & parts and all((clique, each) in self._keys for each in wider)
                    shared = self._shared(clique, [block, *wider]) if is_whole else set()
                    if is_whole and set(places) <= shared:
                        for cell in self._cells(shared, places):
                            yield _less(_all(self._sum(clique, each, cell) for each in wider), self._sum(clique, block, cell))

    def _unions(self) -> Iterator[Row]:
        """A coarser yes holds every finer one, and no more than all of them together."""
        for clique, block in self._keys:
            for key, group in sorted(block):
                members = sorted(self._atoms.of(key, (group,)) - {group})
                finer = [block - {(key, group)} | {(key, member)} for member in members]
                known = [each for each in finer if (clique, each) in self._keys]
                for cell in self._cells(self._shared(clique, [block, *known]), {}) if known else ():
                    whole = self._sum(clique, block, cell)
                    yield from (_less(whole, self._sum(clique, each, cell)) for each in known)
                    if known == finer:
                        yield _less(_all(self._sum(clique, each, cell) for each in known), whole)


def matrix(rows: Sequence[Row], *, width: int) -> sparse.csr_array:
    """These rows as one sparse matrix of whole numbers."""
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.fromiter((at for row in rows for at in row), dtype=np.int64, count=int(ends[-1]))
    values = np.fromiter((value for row in rows for value in row.values()), dtype=np.int64, count=int(ends[-1]))
    return sparse.csr_array((values, columns, ends), shape=(len(rows), width))


def asked(table: Crosstab | Released) -> tuple[Dimension, ...]:
    """The dimensions of a table and of the slices it is about."""
    return (*table.dimensions, *(each.dimension for each in table.within))


def _sliced(within: Sequence[Slice]) -> Iterator[tuple[str, str]]:
    for each in within:
        if each.dimension.is_multiple:
            yield from ((each.dimension.key, key) for key in each.keys)


def _blocks_of(table: Crosstab | Released) -> Iterator[Block]:
    multiple = [[None, *((dimension.key, key) for key in dimension.keys)] for dimension in table.dimensions if dimension.is_multiple]
    for parts in product(*multiple):
        yield frozenset((*_sliced(table.within), *(part for part in parts if part is not None)))


def _closed(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """These blocks and all that they are made of, smallest first."""
    found = {frozenset(part) for block in set(blocks) for size in range(len(block) + 1) for part in combinations(block, size)}
    return tuple(sorted(found | {EVERYBODY}, key=lambda block: (len(block), sorted(block))))


def _only(table: Crosstab | Released, dimension: Dimension, key: str) -> Key:
    return tuple(key if each is dimension else TOTAL for each in table.dimensions)


def _all(parts: Iterable[Row]) -> Row:
    return {at: value for part in parts for at, value in part.items()}


def _less(whole: Row, part: Row) -> Row:
    row = dict(whole)
    for at, value in part.items():
        row[at] = row.get(at, 0) - value
    return {at: value for at, value in row.items() if value}
