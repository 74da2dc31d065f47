"""Desk research: files in and out, refusals with their line, notes, and works in the list of sources of an edition."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import at_desk

from firsthand.core.refusal import NotFound
from firsthand.documents.actions import start_manuscript
from firsthand.documents.content import printed
from firsthand.documents.queries import content_of
from firsthand.flows.publication import NotPublishable, publish
from firsthand.flows.tracing import public_trace
from firsthand.foundation.ledger.queries import first_break
from firsthand.render.html import render_body
from firsthand.research import actions
from firsthand.research.models import Note, Source
from firsthand.research.queries import source_for, sources_for_print, sources_page, works_of
from firsthand.research.reading import FileFormat, FileNotRead, read_file
from firsthand.research.writing import to_bibtex, to_csl, to_ris

BIBTEX = r"""@string{jx = "Journal of X"}
@comment{not a work}
@article{doe2020,
  author = {Doe, Jan{\'e} and M{\"u}ller, K.},
  title = {A {Study} of Rights \& more},
  journal = jx, year = {2020}, volume = {3}, pages = {1--9}, doi = {10.1000/xyz}
}
@report{who, author = {{World Health Organization}}, title = {Guide}, year = 2013, url = {https://example.org/a}}
@article{doe2020, title = {Again}}
@book{broken, title = {Never closed

@misc{untitled, author = {Roe, A.}}
@misc{last, title = {The last}}
"""
RIS = """TY  - JOUR
AU  - Doe, Jane
TI  - First
JO  - J X
PY  - 2020/03/
SP  - 1
EP  - 9
DO  - 10.1/x
ER  -

TY  - RPRT
TI  - Never ended

TY  - RPRT
A1  - A Network
TI  - Second
Y1  - 2019
ER  - \r
"""


def _import(cast, now, data, *, dry_run=False, by=None):
    data = data if isinstance(data, bytes) else data.encode()
    return actions.import_sources(organisation_id=cast.alder.pk, data=data, by=by or cast.lark, now=now, dry_run=dry_run)


def _add(cast, now, **item):
    return actions.add_source(organisation_id=cast.alder.pk, item={"title": "A work", **item}, by=cast.lark, now=now)


@pytest.mark.parametrize("data", [b"", b"nothing of this kind", b"{", b"[]", b"[[[[", b"\xff\xfe\x00", b"@", b"x" * (4 * 1024 * 1024 + 1)])
def test_what_is_no_file_of_sources_is_refused(data):
    with pytest.raises(FileNotRead):
        read_file(data)


def test_bibtex_is_read_and_what_is_not_says_its_line():
    found = read_file(BIBTEX.encode())
    assert found.format is FileFormat.BIBTEX
    assert [each.item["title"] for each in found.read] == ["A Study of rights & more", "Guide", "The last"]
    first = found.read[0]
    assert first.line == 3
    assert first.item["author"] == [{"family": "Doe", "given": "Jané"}, {"family": "Müller", "given": "K."}]
    assert (first.item["container-title"], first.item["page"], first.item["DOI"]) == ("Journal of X", "1-9", "10.1000/xyz")
    assert [(each.line, each.reason) for each in found.refused] == [
        (9, "Its key was used before in this file."),
        (10, "A bracket or quotation mark is not closed here."),
        (12, "This work cannot be kept: it has no title."),
    ]


def test_ris_is_read_and_what_is_not_says_its_line():
    found = read_file(RIS.encode())
    assert [(each.line, each.item["title"], each.item["issued"]) for each in found.read] == [
        (1, "First", {"date-parts": [[2020]]}),
        (14, "Second", {"date-parts": [[2019]]}),
    ]
    assert [(each.line, each.reason) for each in found.refused] == [(11, "The record is not ended by ER.")]


def test_one_entry_that_pandoc_cannot_read_costs_one_entry():
    data = "\n".join(f"@misc{{k{number}, title = {{Work {number}}}, year = {{2020}}}}" for number in range(5))
    data = data.replace("Work 3", "Work \\verb|3")
    found = read_file(data.encode())
    assert len(found.read) >= 4
    assert {each.item["title"] for each in found.read} >= {"Work 0", "Work 1", "Work 2", "Work 4"}


def test_csl_comes_back_as_it_went(cast, now):
    items = [{"id": "x", "type": "book", "title": "A book", "author": [{"family": "Doe"}], "issued": {"date-parts": [[2001]]}}, {"id": "y"}]
    report = _import(cast, now, json.dumps(items))
    assert (len(report.refs), [each.line for each in report.refused]) == (1, [2])
    assert json.loads(to_csl(works_of(cast.lark))) == [{**items[0], "id": report.refs[0]}]


@pytest.mark.parametrize("write", [to_csl, to_bibtex, to_ris])
def test_works_survive_the_way_out_and_in(cast, now, write):
    _import(cast, now, BIBTEX)
    works = dict(works_of(cast.lark))
    again = read_file(write(tuple(works.items())))
    assert again.refused == ()
    kept = ("title", "author", "DOI", "page", "volume", "container-title")
    assert [{name: each.item.get(name) for name in kept} for each in again.read] == [
        {name: item.get(name) for name in kept} for item in works.values()
    ]
    assert [each.item.get("issued") for each in again.read] == [item.get("issued") for item in works.values()]


def test_dry_run_writes_nothing_and_a_second_import_brings_nothing(cast, now):
    looked = _import(cast, now, BIBTEX, dry_run=True)
    assert (len(looked.new), len(looked.known), len(looked.refused), Source.objects.count()) == (3, 0, 3, 0)
    assert len(_import(cast, now, BIBTEX).refs) == 3
    again = _import(cast, now, BIBTEX)
    assert (again.refs, len(again.known)) == ((), 3)
    assert Source.objects.count() == 3
    assert first_break() is None


def test_works_are_kept_by_who_writes_there(cast, now):
    for outsider in (cast.dove, cast.reed, cast.finch, cast.moss, cast.stone):
        with pytest.raises(NotFound):
            _import(cast, now, BIBTEX, by=outsider)
        with pytest.raises(NotFound):
            actions.add_source(organisation_id=cast.alder.pk, item={"title": "T"}, by=outsider, now=now)
    ref = _add(cast, now)
    assert source_for(cast.dove, ref).may_write is False
    with pytest.raises(NotFound):
        source_for(cast.finch, ref)
    with pytest.raises(actions.KnownAlready):
        _add(cast, now)
    actions.retire_source(ref=ref, by=cast.lark, now=now)
    assert _add(cast, now) != ref


def test_words_out_of_a_work_have_a_page_and_notes_are_ones_own(cast, now):
    ref = _add(cast, now)
    for text, page, is_quote in (("", "", False), ("x" * 4001, "", False), ("Words", " ", True)):
        with pytest.raises(actions.NoteNotRight):
            actions.write_note(ref=ref, text=text, page=page, is_quote=is_quote, by=cast.lark, now=now)
    actions.write_note(ref=ref, text="They were not asked.", page="17", is_quote=True, by=cast.lark, now=now)
    note = Note.objects.get()
    with pytest.raises(NotFound):
        actions.delete_note(ref=ref, note=note.pk, by=cast.wren, now=now)
    assert [row.ref for row in sources_page(cast.dove, words="asked").object_list] == [ref]
    actions.delete_note(ref=ref, note=note.pk, by=cast.lark, now=now)
    assert sources_page(cast.dove, words="asked").object_list == []


def test_list_asks_no_query_a_row_and_finds_words_of_names(cast, now, django_assert_num_queries):
    _import(cast, now, BIBTEX)
    assert cast.dove
    with django_assert_num_queries(3):
        assert next(row.label for row in sources_page(cast.dove).object_list) == "Doe & Müller 2020"
    assert [row.label for row in sources_page(cast.dove, words="muller").object_list] == ["Doe & Müller 2020"]
    assert sources_page(cast.finch).object_list == []


def _manuscript(cast, now, body):
    return start_manuscript(organisation_id=cast.alder.pk, title="A brief", body=body, by=cast.lark, now=now)


def test_work_is_cited_and_stands_in_the_list_of_sources_of_an_edition(cast, now):
    ref = _add(cast, now, author=[{"family": "Doe", "given": "J."}], issued={"date-parts": [[2020]]}, DOI="10.1/x")
    manuscript = _manuscript(cast, now, f"# What is known\n\nIt was written before [@{ref}].\n")
    edition = publish(manuscript_ref=manuscript, number=1, by=cast.lark, now=now)
    page = render_body(printed(content_of(edition), mark=None, claims_at="/claims/"))
    assert "Doe, J. (2020). A work. DOI 10.1/x." in page
    assert "https://doi.org/10.1/x" in page
    assert public_trace(ref, now=now).citation == sources_for_print([ref])[ref]
    actions.retire_source(ref=ref, by=cast.lark, now=now)
    assert publish(manuscript_ref=manuscript, number=1, by=cast.lark, now=now)


def test_text_that_cites_no_known_work_is_not_published(cast, now):
    manuscript = _manuscript(cast, now, "# What is known\n\nIt was written before [@S-000000].\n")
    with pytest.raises(NotPublishable) as refused:
        publish(manuscript_ref=manuscript, number=1, by=cast.lark, now=now)
    assert refused.value.causes[0].reason == "There is no source S-000000."


def test_file_is_looked_at_and_then_kept_through_the_pages(cast, now):
    client = at_desk(cast.lark)
    page = reverse("research:import-sources")
    assert client.post(page, {"organisation": cast.alder.pk}).status_code == 422
    assert client.post(page, {"organisation": cast.alder.pk, "text": "no file"}).status_code == 422
    given = {"organisation": cast.alder.pk, "file": SimpleUploadedFile("x.bib", BIBTEX.encode())}
    shown = client.post(page, given)
    words = shown.content.decode()
    assert "New: 3. Kept already: 0. Refused: 3." in words
    assert "Line 10: A bracket" in words
    assert not Source.objects.exists()
    again = client.post(page, {"organisation": cast.alder.pk, "text": shown.context["text"], "step": "keep"})
    assert again["Location"] == reverse("research:list-sources")
    ref = Source.objects.get(title="Guide").ref
    assert client.post(reverse("research:note-source", args=[ref]), {"kind": "quote", "text": "Words"}).status_code == 422
    assert client.post(reverse("research:note-source", args=[ref]), {"kind": "quote", "text": "Words", "page": "3"}).status_code == 302
    assert "page 3" in client.get(reverse("research:show-source", args=[ref])).content.decode()
    for name in ("csl", "bibtex", "ris"):
        assert len(read_file(client.get(reverse("research:download-sources", query={"as": name})).content).read) == 3
    assert client.get(reverse("research:download-sources", query={"as": "exe"})).status_code == 404
    assert at_desk(cast.moss).get(page).status_code == 404
