"""Whoever prints a quote, counts testimonies or hands them out asks about consent in its own body, or stands here with the reason.

A walk of the code: every function that reads a quote's words, the codes of an incident, or testimonies to be counted or exported must call
one of the functions that answer from live grants. A new place fails here until it asks, or someone writes down why it need not.
"""

from __future__ import annotations

import ast
from pathlib import Path

from tests.guard.reference import ROOT

HOUSE = ROOT / "src" / "firsthand"

# They answer from live grants; each but the last three stands in foundation.consents.queries.
ASKS = {"verdict_on_use", "subjects_allowing", "broken_words", "grants_of", "countable_testimonies", "quotes_for_print", "_check_agreed"}

# What reading is: the rows from which words are printed, or people counted.
ROWS = {"Quote", "Incident", "Information", "Act", "Involvement", "Intervention", "Likeness", "Member", "Alert"}

NEED_NOT = {
    "evidence/queries/tallies.py:columns_of": "the members of a batch; the page counts only while is_whole, which asks, says yes",
    "evidence/queries/openings.py:page_of_openings_for": "who opened what, for the team itself; Refs and days, no words",
    "evidence/queries/codebook.py:worklist_for": "what is to be coded anew, for the team that coded it; no number is handed out",
    "evidence/actions/likeness.py:_between": "decides which accounts are of one incident; shows no number",
    "evidence/actions/likeness.py:_decided_apart": "which pairs were decided",
    "evidence/actions/likeness.py:_join": "moves accounts to one incident",
    "evidence/actions/likeness.py:decide_likeness": "keeps a person's decision",
    "evidence/actions/likeness.py:look_for_alike": "suggests pairs to the team that codes them",
    "evidence/queries/likeness.py:_waiting_for": "pairs for the team that codes them; nothing is counted or handed out",
    "evidence/queries/likeness.py:block_of": "accounts to compare with, for the team that codes them",
    "evidence/actions/coding.py:_incident_of": "finds or makes the row that codes are written to",
    "evidence/actions/coding.py:_first_telling": "writes the codes that are counted later",
    "evidence/actions/telling.py:settle_incidents": "deletes what nobody tells any more",
    "evidence/actions/telling.py:store_telling": "writes the codes that are counted later",
    "evidence/actions/taking_back.py:_forget_tellings": "deletes codes",
    "evidence/actions/alerts.py:release_alert": "writes a warning; _to_decide asks",
    "evidence/actions/alerts.py:keep_alert_back": "writes that nobody is warned",
    "evidence/actions/alerts.py:end_alerts_over": "empties warnings",
    "evidence/actions/alerts.py:_empty": "empties warnings",
    "evidence/actions/apart.py:set_apart": "whether it has codes; counts nobody",
    "evidence/actions/opening.py:quote_to_work_on": "finds the row that a second reader judges; clear_quote asks",
    "evidence/actions/quotes.py:refuse_quote": "ends a quote",
    "evidence/actions/taking_back.py:take_back_quotes": "empties quotes",
    "evidence/queries/counted.py:_perpetrators": "part of told_by",
    "evidence/queries/counted.py:coded_testimonies": "which are coded; countable_testimonies and cases_to_share ask",
    "evidence/queries/testimonies.py:page_of_testimonies_for": "who coded what when; _rows asks before it says what may be used",
    "evidence/queries/counted.py:told_by": "is given the ids that countable_testimonies let through, or the members of a batch",
    "evidence/queries/figures.py:crosstab_of": "the members of a batch; check_open refuses a figure once one of them may not be counted",
    "evidence/queries/holders.py:codes_older_than": "which codes are old, to delete them",
    "evidence/queries/holders.py:holder_of": "whose a quote is; no words",
    "evidence/queries/quotes.py:_readable": "the rows; _rows asks before it shows any",
    "evidence/queries/quotes.py:descriptions_for": "whether a description could mean few people; shows no number",
    "evidence/queries/waiting.py:waiting_for": "how much work waits, for the team itself",
}


def _is_read(node: ast.AST) -> bool:
    """`Quote.objects...`, or a call of `told_by(...)`, which reads the codes of the testimonies that it is given."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id == "told_by"
    if not isinstance(node, ast.Attribute):
        return False
    return node.attr == "objects" and isinstance(node.value, ast.Name) and node.value.id in ROWS


def _calls(function: ast.AST) -> set[str]:
    called = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {func.attr if isinstance(func, ast.Attribute) else func.id for func in called if isinstance(func, ast.Attribute | ast.Name)}


def reading_without_asking(root: Path, house: Path) -> set[str]:
    """Every function under `root` that reads such rows and asks nobody, as file:function."""
    found = set()
    for path in sorted(root.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and any(map(_is_read, ast.walk(node))) and not _calls(node) & ASKS:
                found.add(f"{path.relative_to(house)}:{node.name}")
    return found


def test_whoever_reads_words_or_codes_asks_about_consent_or_has_a_reason():
    assert reading_without_asking(HOUSE, HOUSE) - set(NEED_NOT) == set()


def test_every_reason_is_still_needed():
    """A reason for a function that is gone, or that asks by now, would cover the next one of that name."""
    assert set(NEED_NOT) - reading_without_asking(HOUSE, HOUSE) == set()


def test_guard_sees_a_place_that_does_not_ask(tmp_path):
    (tmp_path / "wild.py").write_text(
        "def print_all():\n    return [row.text for row in Quote.objects.all()]\n\n"
        "def count():\n    return Incident.objects.count()\n\n"
        "def careful(now):\n    rows = Quote.objects.all()\n    return broken_words(rows, now=now)\n",
        encoding="utf-8",
    )
    assert reading_without_asking(tmp_path, tmp_path) == {"wild.py:print_all", "wild.py:count"}


def test_tables_of_words_and_codes_are_reached_from_evidence_only():
    """Other rooms ask evidence's own functions; they never read its rows."""
    reaching = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("firsthand.evidence.models")
        if {alias.name for alias in node.names} & ROWS
    }
    assert {path for path in reaching if not path.startswith("evidence/")} == set()
