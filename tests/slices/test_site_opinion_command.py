"""firsthand opinion: refusals with line and reason first; then the example of the manual, and an invented conversation."""

import json
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from tests.core.opinions import planted
from tests.guard.reference import ROOT

from firsthand.core.opinion import export_log
from firsthand.site.commands.opinion import opinion

MANUAL = ROOT / "docs" / "how-to" / "opinion.md"


def run(*words):
    return CliRunner().invoke(opinion, [str(word) for word in words])


@pytest.fixture
def invented(tmp_path):
    votes, _ = planted()
    file = tmp_path / "votes.csv"
    file.write_text("\n".join(",".join(row) for row in export_log(votes, floor=10)), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("comment-id,voter-id,vote\n0,1,1\n0,2,2\n", "line 3: a vote is 1 (agree)"),
        ("comment-id,voter-id,vote\nx,1,1\n", "line 2: the number of the assertion is not a whole number"),
        ("comment-id,voter-id,vote\n0,1\n", "line 2: it has fewer cells"),
        ("comment-id,vote\n0,1\n", "line 1: there is no column “voter-id”"),
        ("comment-id,voter-id,vote\n", "line 1: there is no vote in it"),
        ("", "line 1: there is no column"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_line_and_reason(tmp_path, text, reason):
    file = tmp_path / "votes.csv"
    file.write_text(text, encoding="utf-8")
    answer = run(file)
    assert answer.exit_code == 1
    assert reason in answer.output


def test_a_floor_under_five_is_refused(invented):
    answer = run(invented, "--floor", "4")
    assert answer.exit_code == 1
    assert "never shown" in answer.output


def test_the_example_of_the_manual_runs_as_printed(tmp_path):
    blocks = re.findall(r"```(\w*)\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "votes.csv"
    file.write_text(next(text for kind, text in blocks if kind == "csv"), encoding="utf-8")
    assert run(file).output == blocks[-1][1]


def test_an_invented_conversation_is_told_drawn_and_printed_as_data(invented, tmp_path):
    svg, comments = tmp_path / "map.svg", tmp_path / "comments.csv"
    comments.write_text("comment-id,moderated,comment-body\n" + "".join(f"{at},1,Invented {at}\n" for at in range(30)), encoding="utf-8")
    told = run(invented, "--comments", comments, "--svg", svg)
    assert told.exit_code == 0, told.output
    assert "People fall into 2 groups" in told.output
    assert "Invented" in told.output
    drawing = ET.fromstring(svg.read_text(encoding="utf-8"))
    letters = [element.text for element in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert {"A", "B"} <= set(letters)
    said = json.loads(run(invented, "--json").output)
    assert said["finding"] == "groups"
    assert sum(group["people"] for group in said["groups"]) == said["people"]["on_map"] == 120


def test_no_framework_is_set_up_for_it(invented):
    """Rule: it works without settings and without a database."""
    code = f"from firsthand.site.commands import firsthand; firsthand(['opinion', {str(invented)!r}])"
    environment = {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "no.such.settings", "OPENBLAS_NUM_THREADS": "1"}
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert (answer.returncode, "People fall into 2 groups" in answer.stdout) == (0, True), answer.stderr
