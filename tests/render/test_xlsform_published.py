"""pyxform's own published test workbooks, where they are beside the checkout: each is taken or refused with a reason, and what is taken
is written out again without loss, served page by page, filled in, sent as a device would, and read back.
"""

import ast
import re
from xml.etree import ElementTree as ET

import pytest

from firsthand.core.questionnaire import (
    TRAITS,
    Filled,
    QuestionnaireRefused,
    Shape,
    begin_filling,
    page_card,
    pages_of,
    resume_filling,
)
from firsthand.render.xlsform import WorkbookUnreadable, read_instance, read_xlsform, write_instance, write_xform, write_xlsform
from tests.core.questions import setting
from tests.parts import SHARED, SHARED_IS_MISSING

FOLDER = SHARED / "xlsforms" / "pyxform"
ABSENT = "the shared data folder holds no xlsforms/pyxform: the folder tests of pyxform's own sources"
needs_workbooks = pytest.mark.skipif(not FOLDER.exists(), reason=ABSENT if SHARED.is_dir() else SHARED_IS_MISSING)
GIVEN = {
    Shape.WHOLE: "3",
    Shape.DECIMAL: "3",
    Shape.DATE: "2026-03-31",
    Shape.TIME: "07:05:00.000",
    Shape.MOMENT: "2026-03-31T07:05:00.000Z",
    Shape.POINT: "6.5 3.4 0 0",
    Shape.FILE: "a.jpg",
    Shape.OK: "OK",
    Shape.TEXT: "some <words> & more",
}


class AnyPurpose(dict):
    """Says of everything that there is a purpose, so that the rest of a form is tried too."""

    def __bool__(self):
        return True

    def get(self, _name, _default=""):
        return "So that the rest of this form is tried."


def workbooks():
    kinds = {".xls", ".xlsx", ".xlsm", ".csv", ".md"}
    return sorted(path for path in FOLDER.rglob("*") if path.suffix in kinds) if FOLDER.exists() else []


def tables():
    """The forms that stand in pyxform's tests as tables in Markdown."""
    for path in sorted(FOLDER.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and re.match(r"\s*\|\s*survey", node.value) and "{" not in node.value.replace("${", ""):
                yield "\n".join(line.strip() for line in node.value.strip().splitlines()).encode()


def beside(path):
    return {found.name: found.read_bytes() for found in path.parent.glob("*.csv")}


def reasons_of(refused):
    return [problem.reason for problem in refused.problems] if isinstance(refused, QuestionnaireRefused) else [str(refused)]


def is_taken(content, files=None):
    """Whether it is taken; then everything is tried with it. A refusal says why."""
    reasons = ["unknown"]
    try:
        read = read_xlsform(content, files=files, purposes=AnyPurpose())
    except (WorkbookUnreadable, QuestionnaireRefused) as refused:
        reasons = reasons_of(refused)
    else:
        reasons = []
    if reasons:
        assert all(len(reason) > 10 for reason in reasons)
        return False
    again = read_xlsform(write_xlsform(read.questionnaire), files=files, purposes=AnyPurpose())
    assert again.questionnaire == read.questionnaire
    assert canonical(write_xform(again.questionnaire).decode()) == canonical(converted(content, read.questionnaire.root))
    fill_in_and_send(read.plan)
    return True


def converted(content, root):
    from pyxform.xls2xform import convert

    return convert(xlsform=content, form_name=root).xform


def canonical(xform):
    """In one form, without the names that pyxform derives, and without the type it gives to `acknowledge` and not to `trigger`."""
    text = re.sub(r'<bind nodeset="[^"]*" type="string"></bind>', "", ET.canonicalize(xform))
    return re.sub(r"\s+", " ", re.sub(r'\bid="[^"]*"', "", text))


def fill_in_and_send(plan):
    filling = begin_filling(plan, setting())
    for node in list(filling.live_nodes()):
        question = node.place.question
        if TRAITS[question.kind].filled is Filled.BY_READER and not filling.is_read_only(node) and question.shape in GIVEN:
            filling.change({node.path: GIVEN[question.shape]})
        elif question.choices and filling.choices(node):
            names = [row.name for row in filling.choices(node)]
            filling.change({node.path: " ".join(dict.fromkeys(names)) if question.shape is Shape.RANKED else names[0]})
    assert [page_card(filling, page).key for page in pages_of(filling)] == [page.key for page in pages_of(filling)]
    answers = filling.answers()
    read = read_instance(plan, write_instance(plan, answers, instance_id="uuid:1"))
    assert dict(read.answers) == {name: value for name, value in answers.items() if value}
    assert resume_filling(plan, read.answers, setting(), is_received=True).answers() == answers


@needs_workbooks
@pytest.mark.shared_data
def test_every_published_workbook_is_taken_or_refused_with_a_reason():
    taken = [path.name for path in workbooks() if is_taken(path.read_bytes(), beside(path))]
    assert len(workbooks()) > 50
    assert len(taken) > 30


@needs_workbooks
@pytest.mark.shared_data
def test_the_forms_in_pyxforms_own_tests_are_taken_or_refused_with_a_reason():
    every = list(dict.fromkeys(tables()))
    taken = sum(is_taken(content) for content in every)
    assert len(every) > 400
    assert taken > 200
