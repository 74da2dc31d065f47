"""Bringing a matrix in at the desk, in two steps, and from the command line."""

import hashlib

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import at_desk
from tests.slices.matrix_files import THEMES_ROWS, matrix_file

from firsthand.commitments.models import Commitment, MatrixFile
from firsthand.site.commands.imports import imports

PAGE = reverse("commitments:import-matrix")


def sent(data, name="matrix.docx", **more):
    return {"state": "PE", "session": "12", "file": SimpleUploadedFile(name, data), **more}


def hash_of(data):
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", ["teal", "reed", "dove", "stone", "moss"])
def test_import_page_is_not_there_for_who_may_not(cast, name):
    client = at_desk(getattr(cast, name))
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, sent(matrix_file(), sha256=hash_of(matrix_file()))).status_code == 404
    assert Commitment.objects.count() == 0


def test_import_page_without_a_file_asks_for_one(cast):
    response = at_desk(cast.lark).post(PAGE, {"state": "PE", "session": "12"})
    assert response.status_code == 422
    assert "Choose a Word file (.docx)" in response.content.decode()


def test_import_page_does_not_take_a_file_too_large_for_memory(cast, settings):
    large = b"0" * (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1)
    response = at_desk(cast.lark).post(PAGE, sent(large))
    assert response.status_code == 422
    assert "of at most 2 MB" in response.content.decode()


def test_import_page_lists_every_problem_of_a_file(cast):
    rows = (*THEMES_ROWS, ("Without a number", "Supported", "Labour", ""), ("9.9 Do it (Peru);", "Perhaps", "Labour", ""))
    response = at_desk(cast.lark).post(PAGE, sent(matrix_file(rows=rows)))
    text = response.content.decode()
    assert response.status_code == 422
    assert "row 7: no number like 140.12" in text
    assert "row 8: The position “Perhaps” is not known." in text


def test_import_page_shows_first_and_writes_nothing(cast):
    data = matrix_file()
    response = at_desk(cast.lark).post(PAGE, sent(data))
    assert response.status_code == 200
    assert response.context["report"].added == 3
    assert response.context["form"].initial == {"state": "PE", "session": "12", "sha256": hash_of(data)}
    assert Commitment.objects.count() == 0


def test_import_page_refuses_another_file_in_the_second_step(cast):
    looked_at, other = matrix_file(), matrix_file(rows=THEMES_ROWS[:2])
    response = at_desk(cast.lark).post(PAGE, sent(other, sha256=hash_of(looked_at)))
    assert response.status_code == 422
    assert "This is not the file you looked at." in response.content.decode()
    assert Commitment.objects.count() == 0


@pytest.mark.parametrize("sha256", ["", "x", "A" * 64])
def test_import_page_refuses_a_hash_that_is_none(cast, sha256):
    assert at_desk(cast.lark).post(PAGE, sent(matrix_file(), sha256=sha256)).status_code == 422
    assert Commitment.objects.count() == 0


def test_import_page_brings_in_the_file_that_was_looked_at(cast):
    data = matrix_file()
    client = at_desk(cast.wren)
    looked = client.post(PAGE, sent(data))
    response = client.post(PAGE, sent(data, sha256=looked.context["report"].sha256), follow=True)
    assert response.redirect_chain == [(reverse("commitments:list-commitments"), 302)]
    assert "3 commitments were added, 0 changed, 0 left as they were." in response.content.decode()
    assert MatrixFile.objects.get().imported_by == cast.wren


@pytest.fixture
def run(tmp_path):
    """Run the command on a file of these bytes."""

    def run(data, *options):
        file = tmp_path / "matrix.docx"
        file.write_bytes(data)
        return CliRunner().invoke(imports, ["matrix", str(file), "--state", "PE", "--session", "12", *options])

    return run


def test_command_refuses_a_file_with_row_and_reason(db, run):
    done = run(matrix_file(rows=(("Without a number", "Supported", "Labour", ""),)))
    assert done.exit_code == 1
    assert done.stderr == "row 2: no number like 140.12 stands before the text “Without a number”.\nNothing was written.\n"
    assert Commitment.objects.count() == 0


def test_command_refuses_a_name_that_nobody_has(cast, run):
    done = run(matrix_file(), "--by", "nobody")
    assert (done.exit_code, done.stderr) == (1, "Error: Nobody signs in under that name.\n")


def test_command_refuses_someone_who_may_not(cast, run):
    done = run(matrix_file(), "--by", cast.stone.username)
    assert done.exit_code == 1
    assert Commitment.objects.count() == 0


def test_command_refuses_another_state(db, run):
    done = run(matrix_file(title="UPR of Slovenia"))
    assert (done.exit_code, done.stderr) == (1, "Error: The file calls itself “UPR of Slovenia”; that is not Peru, session 12.\n")


def test_command_tries_imports_and_leaves(cast, run):
    tried = run(matrix_file(), "--dry-run", "--by", cast.lark.username)
    assert (tried.exit_code, tried.output) == (0, "3 would be added, 0 would change, 0 would be left.\n")
    assert Commitment.objects.count() == 0
    assert run(matrix_file(), "--by", cast.lark.username).output == "3 added, 0 changed, 0 left as they were.\n"
    assert run(matrix_file()).output == "0 added, 0 changed, 3 left as they were.\n"
    changed = THEMES_ROWS[1][0].replace("Ratify", "Sign")
    rows = (THEMES_ROWS[0], (changed, *THEMES_ROWS[1][1:]))
    told = "0 added, 1 changed, 0 left as they were.\nPrinted in other words than before (both are kept): 101.2.\n"
    assert run(matrix_file(rows=rows)).output == f"{told}2 in the register are not in this file; they stay.\n"
