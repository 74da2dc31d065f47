"""Codes for other programs: whose codes may be in the file, and that no word is."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse
from tests.cast import at_desk
from tests.slices.evidence_stage import ALL, CANARY, Stage

from firsthand.core.anchoring import Span
from firsthand.core.consent import Audience, Use
from firsthand.core.refusal import NotFound
from firsthand.evidence import actions
from firsthand.foundation.consents.actions import withdraw

WORDS = f"They came.\r\nThey took my bag. {CANARY}"


@pytest.fixture
def stage(cast, now):
    return Stage(cast=cast, now=now)


def _marked(stage, *, ally=True, by=None):
    by = by or stage.cast.teal
    ref = stage.give(words=WORDS, uses=ALL | {Use.ALLY} if ally else ALL)
    if ally:
        from firsthand.foundation.consents.models import Grant

        Grant.objects.filter(subject=ref, use=Use.ALLY).update(audience=Audience.NETWORK)
    at = WORDS.index("took my bag")
    key = stage.key_of(by)
    actions.mark_words(testimony_ref=ref, span=Span(at, at + 11), code="act=raid", with_key=key, by=by, now=stage.now)
    return ref


def _export(stage):
    return actions.export_codes(organisation_id=stage.cast.alder.pk, by=stage.cast.teal, now=stage.now)


def _read(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_export_is_for_the_evidence_team(stage):
    _marked(stage)
    for outsider in (stage.cast.lark, stage.cast.reed, stage.cast.finch, stage.cast.moss):
        with pytest.raises(NotFound):
            actions.export_codes(organisation_id=stage.cast.alder.pk, by=outsider, now=stage.now)


def test_nobody_is_in_it_who_did_not_agree(stage):
    _marked(stage, ally=False)
    with pytest.raises(actions.NothingToExport):
        actions.export_codes(organisation_id=stage.cast.alder.pk, by=stage.cast.teal, now=stage.now)
    ended = _marked(stage)
    withdraw(subject=ended, uses=[Use.ALLY], by="", now=stage.now)
    with pytest.raises(actions.NothingToExport):
        _export(stage)


def test_codes_leave_without_a_word(stage):
    ref, never = _marked(stage), _marked(stage, ally=False)
    files = _read(actions.export_codes(organisation_id=stage.cast.alder.pk, by=stage.cast.teal, now=stage.now))
    whole = "".join(files.values())
    assert ref in whole
    assert never not in whole
    assert CANARY not in whole
    assert "took" not in whole
    assert "teal" not in whole
    assert "PlainTextSelection" not in whole


def test_marks_of_the_other_coder_are_not_exported_while_one_reads(stage):
    _marked(stage, by=stage.cast.wren)
    people = {"first": stage.cast.teal, "second": stage.cast.wren, "by": stage.cast.wren}
    actions.draw(organisation=stage.cast.alder, size=5, now=stage.now, **people)
    with pytest.raises(actions.NothingToExport):
        _export(stage)


def test_file_is_made_at_the_desk(stage):
    page = reverse("evidence:export-codes")
    client = at_desk(stage.cast.teal, stepped_up=True)
    assert client.post(page, {"organisation": stage.cast.alder.pk})["Location"] == page
    _marked(stage)
    answer = client.post(page, {"organisation": stage.cast.alder.pk})
    assert answer["Content-Disposition"] == 'attachment; filename="codes.qdpx"'
    assert "project.qde" in _read(answer.content)
    assert client.post(page, {"organisation": "x"}).status_code == 404
