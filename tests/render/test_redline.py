"""Tracked changes, read by a program of the field: accepting all gives the new text, rejecting all the old."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime

import pypandoc
import pytest

from firsthand.core.redline import redline
from firsthand.render.redline import render_redline

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)

TEXTS = [
    ("One line.", "One line."),
    ("They took the money.\nThey laughed.", "They took all the money.\nThen they laughed."),
    ("One.\n\nTwo.\n\nThree.", "One.\n\nThree."),
    ("One.\n\nThree.", "One.\n\nTwo is new.\n\nThree."),
    ("## Title\n\n{{quote:Q-000001}}\n\n- a\n- b", "## Another title\n\n- a\n- b and c\n\nEnd <b>&amp;</b>"),
    ("Они взяли деньги.", "Они взяли все деньги и телефон."),
    ("", "All of it is new.\nAnd more."),
    ("All of it goes.\nAnd more.", ""),
]


def read(data: bytes, changes: str) -> list[str]:
    """The lines that pandoc reads, with changes accepted or rejected; empty paragraphs are not told by it."""
    command = [pypandoc.get_pandoc_path(), "--from=docx", "--to=json", f"--track-changes={changes}"]
    made = subprocess.run(command, input=data, capture_output=True, check=True)
    plain = [pypandoc.get_pandoc_path(), "--from=json", "--to=plain", "--wrap=none"]
    return [line for line in subprocess.run(plain, input=made.stdout, capture_output=True, check=True).stdout.decode().split("\n") if line]


@pytest.mark.parametrize(("old", "new"), TEXTS)
def test_accepting_gives_the_new_text_and_rejecting_the_old(old, new):
    data = render_redline(redline(old, new), title="A brief", language="en", author="lark", at=AT)
    assert read(data, "accept") == [line for line in new.split("\n") if line]
    assert read(data, "reject") == [line for line in old.split("\n") if line]


def test_every_change_names_its_author_and_day():
    data = render_redline(redline("Old words.", "New words."), title="A brief", language="en", author="lark", at=AT)
    command = [pypandoc.get_pandoc_path(), "--from=docx", "--to=json", "--track-changes=all"]
    said = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    assert '["author","lark"],["date","2026-11-24T09:30:00Z"]' in said
    assert said.count('"insertion"') == said.count('"deletion"') == 1
