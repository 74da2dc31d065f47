"""What is stored declares itself, and the database can always be brought up to date."""

import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from firsthand.core.holding import Holds

OURS = [model for model in apps.get_models() if model.__module__.startswith("firsthand.")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_model_says_what_it_holds_and_how_it_is_retired(model):
    """Rule: every model declares what it holds about people and what becomes of its rows; silence fails."""
    assert isinstance(vars(model).get("holds"), Holds)
    assert len(vars(model).get("retired", "")) >= 5


def test_there_are_models():
    assert len(OURS) > 20


def test_no_migration_is_missing(db):
    """Rule: the migrations make exactly the tables that the models describe."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_linear_and_named():
    """Rule: each app has one line of migrations without merges, each named by what it does."""
    loader = MigrationLoader(None)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("firsthand.")}
    for label in ours & loader.migrated_apps:
        names = sorted(name for app, name in loader.graph.nodes if app == label)
        assert len(loader.graph.leaf_nodes(label)) == 1, label
        assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1)), label
        assert not [name for name in names if re.search(r"_auto_|_merge_|^\d{4}_initial$", name)], label
