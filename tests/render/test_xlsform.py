"""Workbooks in and out: what is refused and where, and that nothing is lost on the way."""

import io
import subprocess
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from firsthand.core.questionnaire import Group, Kind, QuestionnaireRefused, Repeat, Words, walk_items
from firsthand.foundation.vault.odk import make_form_key
from firsthand.render.xlsform import WorkbookUnreadable, read_xlsform, sheets_of, write_xform, write_xlsform
from firsthand.render.xlsform.types import REFUSED
from tests.parts import require
from tests.render.workbooks import survey, tools, workbook


def problems(content, **more):
    with pytest.raises(QuestionnaireRefused) as refused:
        read_xlsform(content, **more)
    return [(problem.sheet, problem.row, problem.column, problem.reason) for problem in refused.value.problems]


# --- refusals


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "valid XLSForm"),
        (b"PK\x03\x04 not really", "damaged"),
        (b"\xd0\xcf\x11\xe0 not really", "damaged|Error reading"),
        (b"\xff\xfe\x00", "damaged"),
        (b"x" * 10_000_001, "larger than 10 MB"),
        (workbook(choices="list_name | name | label"), "no sheet called survey"),
        (workbook(survey="type | name | label | value\ntext | a | A | b"), "mean the same"),
        (workbook(survey="type | name | label | label\ntext | a | A | B"), "Duplicate column header"),
    ],
)
def test_what_is_no_workbook_is_refused(content, part):
    with pytest.raises(WorkbookUnreadable) as refused:
        read_xlsform(content)
    assert any(piece in str(refused.value) for piece in part.split("|"))


def test_a_workbook_that_unpacks_to_very_much_is_refused_before_it_is_read():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_001)
    with pytest.raises(WorkbookUnreadable, match="unpacks to more than 100 MB"):
        read_xlsform(packed.getvalue())


@pytest.mark.parametrize(("cell", "place"), [((80, 1), "row 80"), ((1, 30), "column 30")])
def test_what_stands_behind_a_long_gap_is_refused_and_never_lost(cell, place):
    book = Workbook()
    book.active.title = "survey"
    for at, row in enumerate((("type", "name", "label"), ("text", "a", "A")), start=1):
        for column, value in enumerate(row, start=1):
            book.active.cell(at, column, value)
    assert read_xlsform(saved(book)).questionnaire
    book.active.cell(*cell, "text")
    with pytest.raises(WorkbookUnreadable, match=f"on the sheet survey, {place} stands behind a long gap"):
        read_xlsform(saved(book))


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("kind", sorted(REFUSED))
def test_what_a_page_cannot_carry_is_refused_with_its_row(kind):
    cell = {"loop": "begin loop over colors", "select_one_external": "select_one_external places"}.get(kind, kind)
    found = problems(survey("text | a | A", f"{cell} | b | B"))
    assert found[0] == ("survey", 3, "type", REFUSED[kind])


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["text | a | A", "nonsense | b | B"], (3, "type", "“nonsense” is not a kind")),
        (["| a | A", "text | b | B"], (2, "type", "without a type")),
        (["text | a |"], (2, "label", "no words to ask it with")),
        (["text | a | A", "deviceid | device |"], (3, "type", "can lead to a person")),
        (["text | a | A", "", "begin group | g | G", "text | b | B"], (4, "type", "begins here and never ends")),
        (["text | a | A", "end group"], (3, "type", "ends here that did not begin")),
        (["begin group | g | G", "text | a | A", "end repeat"], (4, "type", "began as a group")),
        (["text | a | A", "calculate | b | | nonsense()"], (3, "calculation", "no function called")),
        (["text | a | A", "text | a | B"], (2, "name", "stands twice")),
        (["text | a | Hello ${nobody}"], (2, "label", "called “nobody”")),
    ],
)
def test_a_problem_names_its_row(rows, found):
    sheet, row, column, reason = problems(survey(*rows))[0]
    assert (sheet, row, column) == ("survey", *found[:2])
    assert found[2] in reason


def test_problems_of_choices_and_other_sheets_name_theirs():
    found = problems(
        survey(
            "select_multiple c | a | A",
            choices="list_name | name | label\nc | x | X\nc | x | X\n| y | Y\nc | two words | Z",
            entities="dataset\nx",
            settings="omit_instanceID\nyes",
        )
    )
    assert [(sheet, row) for sheet, row, _, _ in found] == [
        ("choices", 2),
        ("choices", 2),
        ("choices", 4),
        ("choices", 5),
        ("entities", None),
        ("settings", 2),
    ]


def test_a_file_that_did_not_come_is_missed():
    rows = ["select_one_from_file towns.csv | a | A", "calculate | p | | pulldata('towns', 'size', 'name', ${a})"]
    assert "“towns.csv” was not uploaded" in problems(survey(*rows))[0][3]
    read = read_xlsform(survey(*rows), files={"towns.csv": b"\xef\xbb\xbfname,label,size\nlagos,Lagos,big\n"})
    assert [row.label.within("") for row in read.plan.form.lists["towns.csv"].rows] == ["Lagos"]
    with pytest.raises(WorkbookUnreadable, match="not a CSV file in UTF-8"):
        read_xlsform(survey(*rows), files={"towns.csv": b"\xff\xfe"})


# --- in


def test_a_workbook_becomes_a_questionnaire():
    asked = read_xlsform(tools()).questionnaire
    assert (asked.form_id, asked.title, asked.version) == ("tools", "Tools we use", "3")
    assert asked.languages == ("English (en)", "العربية (ar)")
    items = dict(walk_items(asked.items))
    town = items["town",]
    assert town.label == Words.of({"English (en)": "Which town?", "العربية (ar)": "أي مدينة؟"})
    assert (town.required, items["country",].or_other, items["place",].choice_filter) == ("true()", True, "region = ${region}")
    assert items["you",].is_one_page
    assert isinstance(items["colleague",], Repeat)
    assert items["colleague",].count == "${many}"
    assert items["colleague", "content"].parameters == (("start", "1"), ("end", "5"), ("step", "1"))
    assert dict(asked.lists[2].choices[0].columns) == {"region": "north"}


def test_old_names_of_columns_and_kinds_are_understood():
    header = "type | name | caption | bind::relevant | body::appearance | bind::jr:constraintMsg | media::image::French | note to self"
    content = survey("add text prompt | a | A | 1 = 1 | multiline | No. | a.png | ask the board", "imei | d | | | | | |", header=header)
    read = read_xlsform(content, purposes={"d": "The team lends the devices."}).questionnaire
    asked, device = read.items
    assert (asked.kind, asked.label, asked.relevant, asked.appearance) == (Kind.TEXT, Words.of("A"), "1 = 1", "multiline")
    assert asked.media == (("image", Words.of({"French": "a.png"})),)
    assert dict(asked.also) == {"note to self": "ask the board"}
    assert (device.kind, device.purpose) == (Kind.DEVICE_ID, "The team lends the devices.")


def test_numbers_and_truths_of_a_spreadsheet_are_words():
    made = load_workbook(io.BytesIO(survey("select_one c | a | A", "integer | b | B", choices="list_name | name | label")))
    made["choices"].append(["c", 1, "One"])
    made["choices"].append(["c", 2.0, "Two"])
    made["survey"]["E1"], made["survey"]["E2"] = "required", True
    written = io.BytesIO()
    made.save(written)
    read = read_xlsform(written.getvalue()).questionnaire
    assert [choice.name for choice in read.lists[0].choices] == ["1", "2"]
    assert read.items[0].required == "true()"


# --- out, and back


def test_in_and_out_again_is_the_same():
    read = read_xlsform(tools()).questionnaire
    again = read_xlsform(write_xlsform(read)).questionnaire
    assert again == read


def test_the_form_for_devices_is_the_same_from_either():
    from pyxform.xls2xform import convert

    content = tools()
    read = read_xlsform(content).questionnaire
    assert write_xform(read).decode() == convert(xlsform=content, form_name="data").xform
    assert b'base64RsaPublicKey="QUJD"' in write_xform(read, public_key="QUJD")


@pytest.mark.needs("odk-validate")
def test_the_engine_of_collect_reads_the_form(tmp_path):
    form = tmp_path / "form.xml"
    form.write_bytes(write_xform(read_xlsform(tools()).questionnaire, public_key=make_form_key().public))
    said = subprocess.run(["java", "-jar", require("odk-validate"), str(form)], capture_output=True, check=False, text=True, timeout=120)
    assert said.returncode == 0, said.stderr
    form.write_bytes(form.read_bytes().replace(b"div", b"nonsense("))
    said = subprocess.run(["java", "-jar", require("odk-validate"), str(form)], capture_output=True, check=False, text=True, timeout=120)
    assert said.returncode != 0


def test_what_is_written_is_never_worked_out_by_a_spreadsheet():
    read = read_xlsform(survey("text | a | A", "calculate | b | | 1 + 1")).questionnaire
    asked = type(read)(form_id="=cmd()", title="=1+1", items=read.items)
    cells = [cell for row in load_workbook(io.BytesIO(write_xlsform(asked)))["settings"].rows for cell in row]
    assert [(cell.value, cell.data_type) for cell in cells if cell.value and cell.value.startswith("=")] == [("=1+1", "s"), ("=cmd()", "s")]


def test_groups_are_written_between_their_edges():
    items = (Group(name="g", items=(Repeat(name="r", items=(), count="2"),)),)
    rows = sheets_of(type(read_xlsform(tools()).questionnaire)(form_id="f", title="F", items=items))["survey"]
    assert [row["type"] for row in rows] == ["begin_group", "begin_repeat", "end_repeat", "end_group"]
    assert rows[1]["repeat_count"] == "2"
