"""Importing: what is refused leaves nothing, the second time changes nothing, and what changed keeps what was."""

import hashlib
from datetime import timedelta
from threading import Thread
from time import monotonic

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.slices.matrix_files import (
    GOALS_LAYOUT,
    GOALS_ROWS,
    STATES_LAYOUT,
    STATES_ROWS,
    THEMES_LAYOUT,
    THEMES_ROWS,
    matrix_file,
    with_part,
)

from firsthand.commitments import models
from firsthand.commitments.actions import MatrixElsewhere, MatrixOfAnother, RegisterBusy, SessionMissing, StateUnknown, import_matrix
from firsthand.commitments.matrix import MatrixRefused
from firsthand.core.refusal import NotPermitted
from firsthand.foundation.ledger.models import Entry

EVERY_MODEL = (
    models.MatrixFile,
    models.Theme,
    models.Commitment,
    models.Wording,
    models.Position,
    models.Remark,
    models.Commitment.themes.through,
    Entry,
)


def everything():
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in EVERY_MODEL]


def counts():
    return {model.__name__: model.objects.count() for model in EVERY_MODEL}


def bring(data, by, now, state="PE", session="12", **more):
    return import_matrix(data=data, state=state, session=session, by=by, now=now, **more)


def with_row(place, **cells):
    """The rows of the layout by themes with some cells of one of them replaced."""
    columns = {"text": 0, "position": 1, "classes": 2, "comment": 3}
    changed = list(THEMES_ROWS[place])
    for name, text in cells.items():
        changed[columns[name]] = text
    return (*THEMES_ROWS[:place], tuple(changed), *THEMES_ROWS[place + 1 :])


@pytest.mark.parametrize("name", ["teal", "reed", "dove", "stone", "moss"])
def test_import_is_refused_to_who_may_not(cast, now, name):
    with pytest.raises(NotPermitted):
        bring(matrix_file(), getattr(cast, name), now)
    assert models.Commitment.objects.count() == 0


def test_import_is_refused_to_a_coordinator_of_an_institution(cast, now):
    from firsthand.foundation.people.models import Role

    Role.objects.create(person=cast.stone, organisation=cast.ministry, name=Role.Name.COORDINATOR)
    with pytest.raises(NotPermitted):
        bring(matrix_file(), cast.stone, now)


@pytest.mark.parametrize("state", ["", "Peru", "ZZ", "EU", "P"])
def test_import_refuses_what_is_no_state(cast, now, state):
    with pytest.raises(StateUnknown):
        bring(matrix_file(), cast.lark, now, state=state)


@pytest.mark.parametrize("session", ["", "  ", "4" * 21])
def test_import_refuses_a_missing_session(cast, now, session):
    with pytest.raises(SessionMissing):
        bring(matrix_file(), cast.lark, now, session=session)


@pytest.mark.parametrize(("state", "session"), [("PE", "48"), ("SI", "47")])
def test_import_refuses_a_file_that_calls_itself_otherwise(cast, now, state, session):
    with pytest.raises(MatrixOfAnother):
        bring(matrix_file(title="UPR of Slovenia (4th Cycle - 48th Session)"), cast.lark, now, state=state, session=session)


def test_import_refuses_a_report_that_stands_elsewhere_in_the_register(cast, now):
    bring(matrix_file(), cast.lark, now)
    with pytest.raises(MatrixElsewhere):
        bring(matrix_file(), cast.lark, now, session="13")
    with pytest.raises(MatrixElsewhere):
        bring(matrix_file(), cast.lark, now, state="CL")


def test_import_of_a_file_with_one_bad_row_writes_nothing(cast, now):
    before = everything()
    with pytest.raises(MatrixRefused):
        bring(matrix_file(rows=with_row(4, position="Perhaps")), cast.lark, now)
    assert everything() == before


def test_dry_run_says_what_would_be_and_writes_nothing(cast, now):
    before = everything()
    report = bring(matrix_file(), cast.lark, now, dry_run=True)
    assert (report.added, report.changed, report.left, report.was_written) == (3, 0, 0, False)
    assert everything() == before


@pytest.mark.parametrize(
    ("header", "rows", "added"), [(THEMES_LAYOUT, THEMES_ROWS, 3), (STATES_LAYOUT, STATES_ROWS, 2), (GOALS_LAYOUT, GOALS_ROWS, 1)]
)
def test_import_adds_every_row_with_its_answer_and_one_row_of_the_ledger(cast, now, header, rows, added):
    data = matrix_file(header, rows)
    report = bring(data, cast.wren, now)
    assert (report.added, report.changed, report.left, report.was_written) == (added, 0, 0, True)
    assert models.Commitment.objects.count() == models.Position.objects.filter(is_latest=True).count() == added
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor, entry.subject) == ("matrix-imported", cast.wren.ref, models.MatrixFile.objects.get().ref)
    assert entry.facts == {
        "state": "PE",
        "session": "12",
        "sha256": hashlib.sha256(data).hexdigest(),
        "added": added,
        "changed": 0,
        "left": 0,
    }


def test_import_keeps_order_symbol_and_asks(cast, now):
    bring(matrix_file(), cast.lark, now)
    rows = models.Commitment.objects.order_by("order")
    assert [row.number for row in rows] == ["101.1", "101.2", "101.10"]
    assert {row.document_symbol for row in rows} == {"A/HRC/1/1"}
    assert rows[0].asks == [
        {"text": "Repeal the law on prostitution", "states": [{"name": "Chile", "code": "CL"}]},
        {"text": "Review its effects on migrants", "states": [{"name": "Iran (Islamic Republic of)", "code": "IR"}]},
    ]
    assert {(theme.scheme, theme.code) for theme in rows[0].themes.all()} == {("ohchr-theme", ""), ("sdg", "8"), ("ohchr-persons", "")}


def test_import_a_second_time_changes_nothing(cast, now):
    bring(matrix_file(), cast.lark, now)
    before = everything()
    report = bring(matrix_file(), cast.wren, now + timedelta(days=3))
    assert (report.added, report.changed, report.left, report.was_written) == (0, 0, 3, False)
    assert everything() == before


def test_import_adds_a_changed_answer_to_the_history(cast, now):
    bring(matrix_file(), cast.lark, now)
    changed = THEMES_ROWS[2][0].replace("Para. 4", "Para. 9")
    report = bring(matrix_file(rows=with_row(2, position="Supported", text=changed)), cast.lark, now + timedelta(days=30))
    assert (report.added, report.changed, report.left, report.repositioned, report.reworded) == (0, 1, 2, 1, ())
    history = models.Position.objects.filter(commitment__number="101.1").order_by("pk")
    assert [(one.value, one.source_paragraph, one.is_latest, one.recorded_on.isoformat()) for one in history] == [
        ("noted", "4", False, "2026-11-24"),
        ("supported", "9", True, "2026-12-24"),
    ]
    assert models.Position.objects.count() == 4


def test_import_keeps_the_text_that_another_file_prints_otherwise(cast, now):
    bring(matrix_file(), cast.lark, now)
    before = models.Commitment.objects.get(number="101.2")
    changed = THEMES_ROWS[1][0].replace("Ratify", "Consider ratifying")
    report = bring(matrix_file(rows=with_row(1, text=changed)), cast.lark, now)
    assert (report.changed, report.reworded, report.repositioned) == (1, ("101.2",), 0)
    after = models.Commitment.objects.get(number="101.2")
    assert (after.ref, after.text) == (before.ref, "Consider ratifying the Treaty of Examples (Peru) (Kenya);")
    assert " consider ratifying " in after.searched
    assert after.asks[0]["text"] == "Consider ratifying the Treaty of Examples"
    wording = after.wordings.get()
    assert wording.text == before.text
    assert wording.replaced_by == models.MatrixFile.objects.order_by("-pk")[0]


def test_import_follows_changed_classes_and_adds_comments(cast, now):
    bring(matrix_file(), cast.lark, now)
    bring(matrix_file(rows=with_row(4, classes="Labour\nHousing", comment="Not done.")), cast.lark, now)
    report = bring(matrix_file(rows=with_row(4, classes="Housing", comment="Still not done.")), cast.lark, now)
    assert (report.changed, report.reclassified, report.remarked) == (1, 1, 1)
    row = models.Commitment.objects.get(number="101.10")
    assert [theme.label for theme in row.themes.all()] == ["Housing"]
    assert [remark.text for remark in row.remarks.order_by("pk")] == ["Not done.", "Still not done."]


def test_import_leaves_what_the_file_does_not_print(cast, now):
    bring(matrix_file(), cast.lark, now)
    report = bring(matrix_file(rows=THEMES_ROWS[:2]), cast.lark, now)
    assert (report.added, report.changed, report.left, report.absent) == (0, 0, 1, 2)
    assert models.Commitment.objects.count() == 3


def test_import_by_the_operator_needs_no_person(db, now):
    bring(matrix_file(), None, now)
    assert Entry.objects.get().actor == ""


def test_import_asks_the_database_no_more_for_thirty_rows_than_for_three(cast, now):
    def queries(count, session):
        rows = tuple((f"9.{n} Do thing {n} (Peru);", "Supported", f"Theme {n % 3}", "") for n in range(1, count + 1))
        with CaptureQueriesContext(connection) as captured:
            bring(matrix_file(rows=rows), cast.lark, now, session=session)
        return len(captured)

    queries(3, "1")
    assert queries(3, "2") == queries(30, "3")


@pytest.mark.django_db(transaction=True)
def test_import_that_loses_to_another_at_the_same_moment_is_refused_and_writes_nothing(now):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one import begin only when the other has ended")
    data, told = matrix_file(), []

    def lose():
        try:
            bring(data, None, now)
        except RegisterBusy as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    loser = Thread(target=lose)
    with transaction.atomic():
        bring(data, None, now)
        loser.start()
        with connection.cursor() as cursor:
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            until = monotonic() + 20
            while monotonic() < until:
                cursor.execute(waiting)
                if cursor.fetchone()[0]:
                    break
    loser.join(timeout=20)
    assert told == ["Someone else imported into the same session at this moment. Nothing was written; try again."]
    assert (models.Commitment.objects.count(), models.MatrixFile.objects.count(), Entry.objects.count()) == (3, 1, 1)


@pytest.mark.shared_data
def test_real_matrices_come_in_with_their_counts_and_only_once(cast, now, shared_data):
    folder = shared_data / "recommendations"
    expected = {("SI", "34"): 215, ("SI", "48"): 254, ("CN", "17"): 252, ("EG", "20"): 300}
    names = ("slovenia-cycle3", "slovenia-cycle4", "china-cycle2", "egypt-cycle2")
    files = {place: (folder / f"{name}-matrix.docx").read_bytes() for place, name in zip(expected, names, strict=True)}
    for (state, session), data in files.items():
        assert bring(data, cast.lark, now, state=state, session=session).added == expected[state, session]
    found = {place: models.Commitment.objects.filter(state=place[0], session=place[1]).count() for place in expected}
    assert found == expected
    in_part = models.Position.objects.filter(value="supported_in_part", is_latest=True)
    assert set(in_part.values_list("commitment__state", "words")) == {("EG", "Supported/Noted")}
    assert in_part.count() == 23
    before = everything()
    for (state, session), data in files.items():
        report = bring(data, cast.lark, now, state=state, session=session)
        assert (report.added, report.changed, report.left) == (0, 0, expected[state, session])
    assert everything() == before


@pytest.mark.shared_data
def test_real_matrix_spoilt_in_one_place_writes_nothing(cast, now, shared_data):
    data = (shared_data / "recommendations" / "egypt-cycle2-matrix.docx").read_bytes()
    spoilt = with_part(data, "word/document.xml", lambda content: content.replace(b"Supported/Noted", b"Undecided", 1))
    before = counts()
    with pytest.raises(MatrixRefused):
        bring(spoilt, cast.lark, now, state="EG", session="20")
    assert counts() == before
