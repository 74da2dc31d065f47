"""What is stored, without the keys that open it: written from a running installation, and put back into an empty one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.db.models import Model

from firsthand.core.refusal import Fault, NotNow
from firsthand.site.backup.keys import APART
from firsthand.site.backup.places import copy_missing, private, stamp

SQLITE, POSTGRESQL = "database.sqlite3", "database.dump"


class ProgramMissing(NotNow):
    code = "program-missing"
    sentence = "{program} is not on this machine: install PostgreSQL's client programs, of the server's version."


class ProgramFailed(Fault):
    """A program of PostgreSQL ended with an error. What it said may name values, so it is not repeated."""


class OtherEngine(NotNow):
    code = "other-engine"
    sentence = "This backup was made with the other database: restore it with the one it was made with."


def write_content(folder: Path, *, now: datetime) -> Path:
    """Write the database without keys and sessions, the files of editions, and the sealed files that are not there yet.

    Raises:
        ProgramMissing: PostgreSQL's pg_dump is not here.
        ProgramFailed: it ended with an error.
    """
    path = private(folder) / f"content-{stamp(now)}"
    part = private(path.with_suffix(".part"))
    _without_keys_sqlite(part / SQLITE) if settings.IS_SQLITE else _without_keys_postgresql(part / POSTGRESQL)
    editions = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    if editions.is_dir():
        shutil.copytree(editions, part / "editions")
    copy_missing(Path(settings.SEALED_DIR), folder / "sealed", is_mirror=True)
    part.rename(path)
    return path


def content_folders(folder: Path) -> list[Path]:
    """The contents that were written whole, the oldest first."""
    return sorted(path for path in folder.glob("content-*") if path.suffix != ".part")


def put_back_database(content: Path) -> None:
    """Put a database into the place of an empty one.

    Raises:
        OtherEngine: it was made with the other one.
        ProgramMissing, ProgramFailed: as for `write_content`.
    """
    source = content / (SQLITE if settings.IS_SQLITE else POSTGRESQL)
    if not source.exists():
        raise OtherEngine
    connections.close_all()
    if not settings.IS_SQLITE:
        _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", "--dbname", _database(), str(source))
        return
    name = Path(settings.DATABASES["default"]["NAME"])
    for leftover in (f"{name}-wal", f"{name}-shm"):
        Path(leftover).unlink(missing_ok=True)
    shutil.copyfile(source, name)


def put_back_files(folder: Path, content: Path) -> None:
    """The files of editions as they were, and the sealed files that have a row."""
    editions = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    if (content / "editions").is_dir():
        shutil.copytree(content / "editions", editions, dirs_exist_ok=True)
    copy_missing(folder / "sealed", Path(settings.SEALED_DIR), is_mirror=False)


def _left_out() -> list[str]:
    models: list[type[Model]] = [*reversed(APART), Session]
    return [model._meta.db_table for model in models]  # noqa: SLF001 -- documented by the framework under this name


def _without_keys_sqlite(target: Path) -> None:
    """Copy on the disk on which the keys lie anyway, take them out there, and let only what is left reach the backup."""
    work = settings.DATA_DIR / "backup.part"
    work.unlink(missing_ok=True)
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(work, isolation_level=None)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute("PRAGMA secure_delete=ON")
            for table in _left_out():
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 -- names of our own tables
            copy.execute("VACUUM INTO ?", (str(target),))
    finally:
        work.unlink(missing_ok=True)


def _without_keys_postgresql(target: Path) -> None:
    left_out = [f"--exclude-table-data={table}" for table in _left_out()]
    _run("pg_dump", "--format=custom", "--no-owner", *left_out, f"--file={target}", _database())


def _database() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _run(program: str, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise ProgramMissing(program=program)
    chosen = settings.DATABASES["default"]
    told = {"PGHOST": chosen.get("HOST"), "PGPORT": chosen.get("PORT"), "PGUSER": chosen.get("USER"), "PGPASSWORD": chosen.get("PASSWORD")}
    told["PGSSLMODE"] = chosen.get("OPTIONS", {}).get("sslmode")
    environment = {"PATH": os.defpath} | {name: str(value) for name, value in told.items() if value}
    done = subprocess.run([found, *words], env=environment, capture_output=True, check=False)  # noqa: S603 -- a program of PostgreSQL's
    if done.returncode:
        raise ProgramFailed(f"{program} ended with {done.returncode}")
