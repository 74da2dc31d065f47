"""The database keeps what it was told to keep, on whichever engine this run uses."""

import os
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firsthand.site.settings import DATABASES, IS_SQLITE, env


def test_engine_is_the_one_that_was_asked_for(db):
    asked_for_postgresql = os.environ.get("DATABASE_URL", "").startswith("postgres")
    assert connection.vendor == ("postgresql" if asked_for_postgresql else "sqlite")
    assert settings.IS_SQLITE is not asked_for_postgresql


def pragma(name):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


@pytest.mark.skipif(not IS_SQLITE, reason="about SQLite")
def test_sqlite_waits_for_the_disk_overwrites_what_is_deleted_and_holds_foreign_keys(db):
    assert (pragma("synchronous"), pragma("secure_delete"), pragma("foreign_keys")) == (2, 1, 1)


@pytest.mark.skipif(not IS_SQLITE, reason="about SQLite")
def test_sqlite_on_disk_keeps_a_write_ahead_log(tmp_path):
    """The database of these tests is in memory, where there is no such log; so the same instruction is given to a file."""
    with sqlite3.connect(tmp_path / "a") as file:
        file.executescript(DATABASES["default"]["OPTIONS"]["init_command"])
        assert file.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.skipif(not IS_SQLITE, reason="about SQLite")
@pytest.mark.django_db(transaction=True)
def test_sqlite_transaction_takes_the_pen_at_its_start():
    """A transaction that reads first and writes later cannot be overtaken in between."""
    from django.db import transaction

    with CaptureQueriesContext(connection) as seen, transaction.atomic():
        pass
    assert next(query["sql"] for query in seen) == "BEGIN IMMEDIATE"


@pytest.mark.skipif(IS_SQLITE, reason="about PostgreSQL")
def test_postgresql_connections_are_looked_at_before_use(db):
    assert connection.settings_dict["CONN_HEALTH_CHECKS"] is True
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)


@pytest.mark.django_db(transaction=True)
def test_foreign_keys_are_held_by_the_database_itself():
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO people_role (person_id, organisation_id, name) VALUES (987654, 987654, 'coder')")


def test_tests_leave_nothing_behind():
    """The folder of this run is not the one of an installation, and is removed when the run ends (tests/settings.py)."""
    assert Path(env.str("FIRSTHAND_DATA")).name.startswith("firsthand-tests-")
