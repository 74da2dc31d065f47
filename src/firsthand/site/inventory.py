"""What someone who takes the disk reads: each column of the database with its class and what stands there, and how much there is.

The lines are written by hand in `inventory.txt`, because a person must decide what a column tells. Links from row to row follow from
the schema: one from or to a row about a person is pseudonymous. Reading it here opens nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.models import Model

from firsthand.core.holding import Holds
from firsthand.core.refusal import Fault

LINES = Path(__file__).with_name("inventory.txt")


class Class(StrEnum):
    """What a thief reads in a column."""

    SEALED = "sealed"
    PSEUDONYMOUS = "pseudonymous"
    OPEN = "open"


class LineMalformed(Fault):
    """A line of the inventory is not `table.column | class | what stands there`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column as it was declared. `stands` says what is written there."""

    table: str
    name: str
    holds: Class
    stands: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table as it is: how many rows, its columns, and for sealed ones how many rows there are of each size in bytes."""

    name: str
    rows: int
    columns: tuple[Column, ...]
    sizes: dict[str, tuple[tuple[int, int], ...]]


def declared() -> dict[tuple[str, str], Column]:
    """The lines of the inventory by (table, column)."""
    found = {}
    for line in LINES.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split(" | ")]
        if len(parts) != 3 or "." not in parts[0] or parts[1] not in set(Class) or not parts[2]:
            raise LineMalformed
        table, name = parts[0].split(".")
        found[table, name] = Column(table=table, name=name, holds=Class(parts[1]), stands=parts[2])
    return found


def stored() -> dict[str, tuple[str, ...]]:
    """The columns of every table that the database has."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        return {name: tuple(column.name for column in connection.introspection.get_table_description(cursor, name)) for name in names}


def linking() -> dict[tuple[str, str], Column]:
    """Ids, and links from row to row, as the models declare them."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta  # noqa: SLF001 -- documented by the framework under this name
        for field in meta.local_concrete_fields:
            other, key = field.related_model, (meta.db_table, str(field.column))
            if isinstance(other, type) and issubclass(other, Model):
                holds = Class.PSEUDONYMOUS if _is_about_a_person(model) or _is_about_a_person(other) else Class.OPEN
                found[key] = Column(table=key[0], name=key[1], holds=holds, stands="a link to another row")
            elif field.primary_key:
                found[key] = Column(table=key[0], name=key[1], holds=Class.OPEN, stands="a number or random letters")
    return found


def undeclared() -> tuple[str, ...]:
    """Columns that the database has and the inventory does not name, as lines to decide about; and lines of columns that are gone."""
    known, columns = {**linking(), **declared()}, {(table, name) for table, names in stored().items() for name in names}
    missing = [f"{table}.{name} | ? | ?" for table, name in sorted(columns - set(known)) if (table, name) != ("django_migrations", "id")]
    gone = [f"gone: {table}.{name}" for table, name in sorted(set(declared()) - columns)]
    return (*missing, *gone)


def inventory() -> tuple[Table, ...]:
    """Every table with what stands in it now: two questions a table, and one a sealed column."""
    known = {**linking(), **declared()}
    tables = []
    for name, names in stored().items():
        columns = tuple(known[name, column] for column in names if (name, column) in known)
        sealed = [column.name for column in columns if column.holds is Class.SEALED]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {_quoted(name)}")  # noqa: S608 -- a name from the database's own list
            rows = int(cursor.fetchone()[0])
        tables.append(Table(name=name, rows=rows, columns=columns, sizes={column: _sizes(name, column) for column in sealed}))
    return tuple(tables)


def _sizes(table: str, column: str) -> tuple[tuple[int, int], ...]:
    size = f"LENGTH({_quoted(column)})"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {size}, COUNT(*) FROM {_quoted(table)} GROUP BY {size} ORDER BY {size}")  # noqa: S608 -- as above
        return tuple((int(length), int(count)) for length, count in cursor.fetchall() if length is not None)


def _is_about_a_person(model: type[Model]) -> bool:
    """What the model declares; a table of a library is about a person where it says nothing."""
    return getattr(model, "holds", Holds.PSEUDONYMOUS) is not Holds.NOTHING


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
