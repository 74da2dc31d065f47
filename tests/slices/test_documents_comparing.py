"""Comparing versions at the desk."""

from __future__ import annotations

import pytest
from tests.cast import at_desk

from firsthand.documents.actions import save_version, start_manuscript


@pytest.fixture
def manuscript(cast, now) -> str:
    ref = start_manuscript(organisation_id=cast.alder.pk, title="A brief", body="They took my <b>money</b>.", by=cast.lark, now=now)
    save_version(manuscript_ref=ref, body="They stole our <b>money</b>.", based_on=1, by=cast.lark, now=now)
    return ref


@pytest.mark.parametrize("who", ["finch", "moss", "stone"])
@pytest.mark.parametrize("page", ["", "docx/"])
def test_comparison_of_another_organisations_text_is_not_there(cast, manuscript, who, page):
    assert at_desk(getattr(cast, who)).get(f"/desk/documents/{manuscript}/versions/1/2/{page}").status_code == 404


def test_comparison_with_a_version_that_is_not_there_is_not_found(cast, manuscript):
    assert at_desk(cast.dove).get(f"/desk/documents/{manuscript}/versions/1/9/").status_code == 404


def test_comparison_shows_what_was_removed_and_added_escaped(cast, manuscript):
    page = at_desk(cast.dove).get(f"/desk/documents/{manuscript}/versions/1/2/").content.decode()
    assert "</span>took my</del>" in page
    assert "</span>stole our</ins>" in page
    assert "&lt;b&gt;money&lt;/b&gt;" in page


def test_comparison_is_downloaded_under_a_name_that_tells_nothing(cast, manuscript):
    answer = at_desk(cast.dove).get(f"/desk/documents/{manuscript}/versions/1/2/docx/")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{manuscript}-1-2.docx"'
    assert answer.content.startswith(b"PK")
