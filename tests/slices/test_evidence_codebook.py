"""Versions of the codebook: drafted, published, exchanged as SKOS; what was coded before says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import at_desk
from tests.slices.evidence_stage import Stage

from firsthand.core.coding import CodeList
from firsthand.core.coding.codebook import Change, ChangeNotPossible, Entry, Kind
from firsthand.core.refusal import NotFound, NotPermitted
from firsthand.evidence import actions
from firsthand.evidence.codebooks import shipped, shipped_names
from firsthand.evidence.models import Batch, Code, CodebookVersion, CodeChange
from firsthand.evidence.queries import (
    card_of_testimony_for,
    choices_in_use,
    codebook,
    drafted,
    figure_for,
    retired_change,
    standing_entries,
    versions,
    worklist_for,
)
from firsthand.evidence.skos import SkosNotRead, from_turtle, to_turtle
from firsthand.foundation.ledger.queries import entries_about

NEW = Entry(
    list=CodeList.ACT,
    value="rescue",
    labels={"en": "Taken away to be “rescued”", "fr": "« Sauvetage »", "zh-hans": "“解救”"},
    definition="Taken away by people who say they help.",
    use_when="When nobody asked for it.",
    not_when="Not for an arrest.",
    broader="raid",
    huridocs_code="010203040506",
)


@pytest.fixture
def stage(cast, now):
    stage = Stage(cast=cast, now=now)
    assert stage.team
    return stage


def draft(stage, *changes, by=None):
    return actions.draft_changes(changes=changes, by=by or stage.cast.wren, now=stage.now)


def publish(stage, *changes):
    draft(stage, *changes)
    return actions.publish_codebook(note="What we learned.", by=stage.cast.wren, now=stage.now)


def add(entry=NEW):
    return Change(kind=Kind.ADD, entry=entry)


def test_only_those_who_coordinate_the_network_change_the_codebook(stage):
    for other in (stage.cast.teal, stage.cast.finch, stage.cast.stone, stage.cast.moss, stage.cast.reed):
        for refused in (
            lambda: draft(stage, add(), by=other),  # noqa: B023 -- called at once
            lambda: actions.publish_codebook(note="x", by=other, now=stage.now),  # noqa: B023
            lambda: actions.give_up_draft(by=other, now=stage.now),  # noqa: B023
            lambda: actions.take_in(text="", into=CodeList.ACT, is_dry_run=True, by=other, now=stage.now),  # noqa: B023
        ):
            with pytest.raises(NotPermitted):
                refused()
    assert not CodeChange.objects.exists()


def test_nothing_is_published_without_a_change_and_a_word_about_it(stage):
    with pytest.raises(actions.NothingDrafted):
        actions.publish_codebook(note="x", by=stage.cast.wren, now=stage.now)
    draft(stage, add())
    with pytest.raises(actions.VersionNoteMissing):
        actions.publish_codebook(note="  ", by=stage.cast.wren, now=stage.now)
    assert not CodebookVersion.objects.exists()


def test_draft_is_not_coded_with_and_a_version_is(stage):
    draft(stage, add())
    assert "rescue" not in dict(choices_in_use("act"))
    ref = stage.give()
    with pytest.raises(actions.CodeUnknown):
        stage.code(ref, "rescue")
    stage.code(ref, "raid")
    assert actions.publish_codebook(note="One more.", by=stage.cast.wren, now=stage.now) == 1
    assert Code.objects.get(value="rescue").broader.value == "raid"
    later = stage.give()
    stage.code(later, "rescue")
    told = [card_of_testimony_for(stage.cast.teal, each, now=stage.now).told[0].codebook for each in (ref, later)]
    assert told == [0, 1]
    assert [(row.number, row.changes) for row in versions()] == [(1, (("add", "act", "rescue"),))]
    assert [entry.kind for entry in entries_about(stage.cast.alder.ref)][-1] == "codebook-published"
    assert next(code for code in codebook()[0].codes if code.value == "rescue").depth == 1


def test_change_that_cannot_be_drafts_nothing_and_counts_what_is_drafted(stage):
    draft(stage, add())
    with pytest.raises(ChangeNotPossible):
        draft(stage, Change(kind=Kind.ADD, entry=replace(NEW, value="other")), add())
    assert len(drafted()) == 1
    assert actions.give_up_draft(by=stage.cast.wren, now=stage.now) == 1


def test_merged_code_counts_as_the_other_closes_batches_and_waits_to_be_read_again(stage):
    stage.people(6, "raid", country="KE")
    stage.people(6, "arrest", country="KE")
    batch = stage.open_batch()
    publish(stage, retired_change(CodeList.ACT, "raid", into="arrest"))
    assert Batch.objects.get(ref=batch).closed_because == Batch.Ending.CODES_MERGED
    assert "raid" not in dict(choices_in_use("act"))
    rows = worklist_for(stage.cast.teal)
    assert (len(rows), rows[0].codes) == (6, (("Raid of a place of work, or a “rescue” nobody asked for", "Arrest or detention"),))
    assert worklist_for(stage.cast.finch) == ()
    stage.people(10, "threats", country="KE")
    released = figure_for(stage.cast.teal, stage.make_figure(stage.open_batch(), "act")).released
    assert (released.total, released.cells[("arrest",)]) == (22, 12)
    assert ("raid",) not in released.cells
    stage.code(rows[0].testimony_ref, "arrest")
    assert len(worklist_for(stage.cast.teal)) == 5


def test_worklist_asks_as_much_for_many_as_for_few(stage, django_assert_num_queries):
    stage.people(1, "fine")
    publish(stage, retired_change(CodeList.ACT, "fine"))
    with django_assert_num_queries(6) as few:
        assert len(worklist_for(stage.cast.teal)) == 1
    assert Code.objects.get(value="fine").retired_on == stage.now.date()
    with pytest.raises(NotFound):
        retired_change(CodeList.ACT, "no-such")
    Code.objects.filter(value="fine").update(retired_on=None)
    stage.people(3, "fine")
    Code.objects.filter(value="fine").update(retired_on=stage.now.date())
    with django_assert_num_queries(len(few)):
        assert len(worklist_for(stage.cast.teal)) == 4


def test_codebook_goes_out_as_skos_and_comes_back_the_same(stage):
    publish(stage, add(), retired_change(CodeList.ACT, "fine"), retired_change(CodeList.ACT, "threats", into="outing"))
    before = standing_entries()
    text = to_turtle(before, version=1)
    back = from_turtle(text, into=CodeList.PERPETRATOR)
    assert {entry.name: entry for entry, _ in back} == {entry.name: entry for entry in before}
    assert all(text.splitlines()[line - 1].strip() for _, line in back)
    assert actions.take_in(text=text, into=CodeList.ACT, is_dry_run=True, by=stage.cast.wren, now=stage.now) == ()


FOREIGN = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <https://thesaurus.example/> .

ex:ForcedEviction a skos:Concept ;
    skos:prefLabel "Forced eviction"@en, "Expulsion forcée"@fr ;
    skos:broader ex:Housing .
ex:Housing a skos:Concept ; skos:prefLabel "Housing" .
"""


def test_codes_of_another_house_go_into_the_list_that_was_chosen(stage):
    shown = actions.take_in(text=FOREIGN, into=CodeList.ACT, is_dry_run=True, by=stage.cast.wren, now=stage.now)
    assert [(each.entry.value, each.entry.broader, each.line) for each in shown] == [("housing", "", 7), ("forced-eviction", "housing", 4)]
    assert not CodeChange.objects.exists()
    actions.take_in(text=FOREIGN, into=CodeList.ACT, is_dry_run=False, by=stage.cast.wren, now=stage.now)
    assert len(drafted()) == 2


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (FOREIGN.replace('"Housing" .', '"Housing ;'), "Line 7", "not Turtle"),
        ("what is this\n", "Line 1", "not Turtle"),
        ("@prefix ex: <urn:x> .\n", "", "no skos:Concept"),
        (FOREIGN.replace('"Expulsion forcée"@fr', '"Eviction"@en'), "Line 4", "one label for each language"),
        (FOREIGN.replace("ex:Housing .\nex", "ex:Housing, ex:Law .\nex"), "Line 4", "under one other at most"),
        (FOREIGN.replace('"Housing" .', '"Housing" ; skos:inScheme <urn:firsthand:codebook:colours> .'), "Line 7", "no list “colours”"),
        (FOREIGN + 'ex:housing a skos:Concept ; skos:prefLabel "Again" .\n', "Line 8", "stands on line 7"),
    ],
)
def test_file_that_cannot_be_taken_in_is_refused_with_its_line(stage, text, line, reason):
    with pytest.raises(SkosNotRead) as refused:
        from_turtle(text, into=CodeList.ACT)
    assert str(refused.value).startswith(line)
    assert reason in str(refused.value)


def test_label_in_no_english_is_refused_with_its_line(stage):
    text = FOREIGN.replace('"Forced eviction"@en, ', "")
    with pytest.raises(ChangeNotPossible, match="Line 4: The code “forced-eviction”"):
        actions.take_in(text=text, into=CodeList.ACT, is_dry_run=True, by=stage.cast.wren, now=stage.now)


def test_lists_of_the_house_fit_the_codebook_one_after_another(stage):
    names = [name for name, _title in shipped_names()]
    assert names == ["drug-use", "lgbti", "migration", "sex-work"]
    with pytest.raises(NotFound):
        shipped("../secrets")
    total = 0
    for name in names:
        changes = actions.take_in_shipped(name=name, is_dry_run=False, by=stage.cast.wren, now=stage.now)
        assert {each.kind for each in changes} == {Kind.ADD}
        assert all(set(each.entry.labels) == {"en", "es", "fr"} for each in changes)
        total += len(changes)
    assert actions.take_in_shipped(name="lgbti", is_dry_run=True, by=stage.cast.wren, now=stage.now) == ()
    assert total > 60
    actions.publish_codebook(note="Our lists.", by=stage.cast.wren, now=stage.now)
    assert Code.objects.filter(list="act", broader__value="border-harm").count() == 4


def test_label_is_read_in_the_readers_language(stage):
    from django.utils import translation

    publish(stage, add())
    with translation.override("fr"):
        assert dict(choices_in_use("act"))["rescue"] == "« Sauvetage »"
    with translation.override("ru"):
        assert dict(choices_in_use("act"))["rescue"] == "Taken away to be “rescued”"


def test_pages_draft_look_and_publish(stage):
    client, address = at_desk(stage.cast.wren), reverse("evidence:change-codebook")
    said = {"step": "code", "list": "act", "value": "rescue", "label": "Taken away", "label_fr": "Emmené"}
    assert client.post(address, {**said, "value": "Not A Name"}).status_code == 422
    assert client.post(address, said).status_code == 302
    looked = client.post(address, {"step": "file", "into": "act", "file": SimpleUploadedFile("a.ttl", FOREIGN.encode())})
    assert (looked.status_code, len(drafted())) == (200, 1)
    assert b"Forced eviction" in looked.content
    broken = client.post(address, {"step": "file", "into": "act", "file": SimpleUploadedFile("a.ttl", b"\xff\xfe")})
    assert broken.status_code == 422
    client.post(address, {"step": "file", "into": "act", "really": "yes", "file": SimpleUploadedFile("a.ttl", FOREIGN.encode())})
    client.post(address, {"step": "list", "name": "migration", "really": "yes"})
    client.post(address, {"step": "retire", "list": "act", "value": "fine", "into": ""})
    kinds = [each.kind for each in drafted()]
    assert (kinds.count(Kind.RETIRE), len(kinds) > 15) == (1, True)
    assert client.post(reverse("evidence:publish-codebook"), {"note": "More words."})["Location"] == reverse("evidence:show-codebook")
    page = client.get(reverse("evidence:show-codebook")).content.decode()
    assert "Version 1" in page
    assert "More words." in page
    turtle = client.get(reverse("evidence:download-codebook"))
    assert turtle["Content-Type"].startswith("text/turtle")
    assert b"forced-eviction" in turtle.content
    assert client.get(reverse("evidence:list-worklist")).status_code == 200
    assert at_desk(stage.cast.teal).post(address, said).status_code in {403, 404}


def test_nothing_asked_is_refused_and_changes_are_said_in_words(stage):
    client = at_desk(stage.cast.wren)
    for posted in ({}, {"step": "nothing"}, {"step": "code"}):
        assert client.post(reverse("evidence:change-codebook"), posted).status_code == 422
    publish(stage, retired_change(CodeList.ACT, "raid", into="arrest"))
    page = client.get(reverse("evidence:show-codebook")).content.decode()
    assert 'Acts: <span class="ref">raid</span> merged' in page
