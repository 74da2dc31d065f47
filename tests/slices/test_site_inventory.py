"""The inventory is held to the schema: every column has a line, every line a column, and what is called sealed is."""

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.db import connection, models
from tests.slices.evidence_stage import CANARY, Stage

from firsthand.site import inventory
from firsthand.site.commands.vault_keys import vault


def test_line_that_says_no_class_is_refused(tmp_path, monkeypatch):
    wrong = tmp_path / "inventory.txt"
    for line in ("vault_item.content | secret | words", "vault_item.content | sealed", "content | sealed | words", "a.b | sealed | "):
        wrong.write_text(line, encoding="utf-8")
        monkeypatch.setattr(inventory, "LINES", wrong)
        with pytest.raises(inventory.LineMalformed):
            inventory.declared()


def test_column_without_a_line_is_found(db):
    before = inventory.undeclared()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE vault_team ADD COLUMN whispered varchar(10)")
    assert set(inventory.undeclared()) - set(before) == {"vault_team.whispered | ? | ?"}


def test_every_column_has_a_line_and_every_line_a_column(db):
    """Rule: what a column tells a thief is decided by a person and written in site/inventory.txt."""
    found = inventory.undeclared()
    assert not found, "decide what these tell someone who takes the disk, in src/firsthand/site/inventory.txt:\n" + "\n".join(found)


def test_columns_of_the_vault_that_hold_bytes_are_sealed_or_public_keys():
    lines = inventory.declared()
    for model in apps.get_app_config("vault").get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.BinaryField):
                column = lines[model._meta.db_table, field.column]
                assert (column.holds is inventory.Class.OPEN) == (field.column == "public_key"), column


def test_links_from_or_to_rows_about_a_person_are_pseudonymous():
    links = inventory.linking()
    assert links["evidence_figure", "made_by_id"].holds is inventory.Class.PSEUDONYMOUS
    assert links["intake_testimony", "giver_id"].holds is inventory.Class.PSEUDONYMOUS
    assert links["evidence_incident", "place_type_id"].holds is inventory.Class.PSEUDONYMOUS
    assert links["people_organisation", "region_id"].holds is inventory.Class.OPEN


def test_command_prints_classes_counts_and_sizes_and_no_words(cast, now):
    stage = Stage(cast, now)
    stage.give(words=f"They came at night. {CANARY}")
    stage.give(words="x" * 1500)
    answer = CliRunner().invoke(vault, ["inventory"])
    assert (answer.exit_code, CANARY in answer.output, "herons" in answer.output) == (0, False, False)
    lines = [line.split() for line in answer.output.splitlines()]
    assert ["vault_item", "2", "rows"] in lines
    assert ["content", "sealed"] in [line[:2] for line in lines]
    assert "1 of 1,065 bytes, 1 of 2,089 bytes" in answer.output
    assert answer.output.splitlines()[-1].startswith("Sealed: ")
