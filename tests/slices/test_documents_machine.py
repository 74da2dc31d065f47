"""Editions for machines: refusals first, then that each format is read by a program of its field."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pypandoc
import pytest
from django.test import Client
from tests.cast import at_desk
from tests.slices.documents_stage import TextStage

from firsthand.documents.citing import bibtex, csl_json
from firsthand.documents.models import Edition
from firsthand.documents.queries import public_edition
from firsthand.documents.views.machine import citable
from firsthand.flows.publication import publish
from firsthand.intake.actions import withdraw_by_receipt

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def stage(cast, now) -> TextStage:
    return TextStage(cast=cast, now=now)


@pytest.mark.parametrize("name", ["citation.json", "citation.bib"])
def test_an_edition_that_is_not_shown_is_not_offered_to_be_cited(stage, name):
    reader = Client()
    assert reader.get(f"/publications/E-000000/{name}").status_code == 404
    edition = stage.edition
    assert reader.get(f"/publications/{edition}/{name}").status_code == 200
    publish(manuscript_ref=stage.manuscript, number=1, by=stage.cast.lark, now=stage.now)
    assert reader.get(f"/publications/{edition}/{name}").status_code == 404


def test_citations_are_read_by_pandoc(stage, now):
    Edition.objects.filter(ref=stage.edition).update(title="What they took: 100 % & {more} #1_$")
    edition = citable(public_edition(stage.edition, now=now))
    from_bibtex = json.loads(pypandoc.convert_text(bibtex(edition), "csljson", format="bibtex"))[0]
    from_csl = json.loads(pypandoc.convert_text(csl_json(edition), "csljson", format="csljson"))[0]
    assert from_bibtex["title"].replace('<span class="nocase">', "").replace("</span>", "") == edition.title
    assert from_csl["title"] == edition.title
    assert (from_bibtex["type"], from_csl["type"]) == ("report", "report")
    assert from_csl["author"] == [{"literal": "Alder House"}]
    assert from_bibtex["URL"] == from_csl["URL"] == edition.address


def test_an_address_typed_from_paper_is_understood(stage):
    assert Client().get(f"/publications/{stage.edition.lower()}/").status_code == 200
    assert Client().get("/publications/anything/").status_code == 404


def test_page_says_in_its_head_what_it_is(stage):
    page = Client().get(f"/publications/{stage.edition}/").content.decode()
    assert '<meta name="DC.title" content="A brief">' in page
    assert f'href="/publications/{stage.edition}/citation.bib"' in page


def test_feed_tells_what_became_of_the_old_ones(stage):
    first = stage.edition
    withdraw_by_receipt(receipt=stage.receipts[stage.first_testimony], uses=None, destroy=False, now=stage.now)
    answer = Client().get("/publications/feed.atom")
    entries = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    told = {entry.find(f"{ATOM}id").text.rstrip("/").rpartition("/")[2]: entry.find(f"{ATOM}summary").text for entry in entries}
    successor = Edition.objects.get(ref=first).superseded_by.ref
    assert told == {
        first: "Edition 1 was replaced. Please use the one that took its place.",
        successor: "Edition 2 is live.",
    }
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.cookies == {}


def test_provenance_in_public_names_no_testimony_and_no_person(stage):
    assert Client().get("/publications/E-000000/provenance.json").status_code == 404
    text = Client().get(f"/publications/{stage.edition}/provenance.json").content.decode()
    assert set(json.loads(text)["entity"]) >= {f"fh:{ref}" for ref in (stage.edition, stage.first_quote, stage.figure, stage.commitment)}
    for hidden in (stage.first_testimony, stage.second_testimony, stage.cast.lark.ref, stage.cast.teal.ref):
        assert hidden not in text


@pytest.mark.parametrize(("who", "sees"), [("teal", True), ("lark", False)])
def test_provenance_at_the_desk_goes_as_deep_as_its_reader_may(stage, who, sees):
    answer = at_desk(getattr(stage.cast, who)).get(f"/desk/claims/{stage.edition}/provenance.json")
    assert (stage.first_testimony in answer.content.decode(), stage.cast.lark.ref in answer.content.decode()) == (sees, True)
    assert at_desk(stage.cast.finch).get(f"/desk/claims/{stage.edition}/provenance.json").status_code == 404
