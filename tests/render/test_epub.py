"""The book: its structure, what it says about itself, and links that cross its pages."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from firsthand.render.epub import render_epub
from tests.parts import require
from tests.render.reading import XHTML, files_of
from tests.render.sample import english
from tests.render.scripts import arabic

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
OPS = "{http://www.idpf.org/2007/ops}"


def package_of(resolved) -> ET.Element:
    return ET.fromstring(files_of(render_epub(resolved))["EPUB/package.opf"])


def pages_of(resolved) -> dict[str, ET.Element]:
    return {name: ET.fromstring(content) for name, content in files_of(render_epub(resolved)).items() if name.endswith(".xhtml")}


def test_epub_starts_with_its_kind_uncompressed():
    with zipfile.ZipFile(io.BytesIO(render_epub(english()))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == ("mimetype", zipfile.ZIP_STORED, b"application/epub+zip")
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_epub_package_says_which_edition_it_is():
    package = package_of(english())
    found = {
        name: [element.text for element in package.iter(f"{DC}{name}")] for name in ("identifier", "title", "language", "creator", "date")
    }
    assert found == {
        "identifier": ["E-4F5G6H"],
        "title": ["What the police take"],
        "language": ["en"],
        "creator": ["Ana", "Bo <b>"],
        "date": ["2026-11-03"],
    }
    assert package.get("unique-identifier") == package.find(f".//{DC}identifier").get("id")


def test_epub_of_no_edition_is_named_by_its_content():
    resolved = english()
    bare = replace(resolved, manuscript=replace(resolved.manuscript, front=replace(resolved.manuscript.front, edition=None)))
    other = replace(bare, manuscript=replace(bare.manuscript, blocks=bare.manuscript.blocks[:-1]))
    names = [package_of(each).find(f".//{DC}identifier").text for each in (bare, bare, other)]
    assert names[0].startswith("urn:sha256:")
    assert names[0] == names[1] != names[2]


def test_epub_tells_readers_what_they_can_rely_on():
    found = {(meta.get("property"), meta.text) for meta in package_of(english()).iter(f"{OPF}meta")}
    assert {
        ("schema:accessMode", "textual"),
        ("schema:accessMode", "visual"),
        ("schema:accessModeSufficient", "textual"),
        ("schema:accessibilityFeature", "alternativeText"),
        ("schema:accessibilityFeature", "tableOfContents"),
        ("schema:accessibilityHazard", "none"),
        ("dcterms:modified", "2026-11-03T00:00:00Z"),
    } <= found
    assert ("schema:accessMode", "visual") not in {
        (meta.get("property"), meta.text) for meta in package_of(english("words")).iter(f"{OPF}meta")
    }


def test_epub_lists_every_file_once_and_reads_all_pages_in_order():
    files = files_of(render_epub(english()))
    package = ET.fromstring(files["EPUB/package.opf"])
    items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    listed = [f"EPUB/{item.get('href')}" for item in items.values()]
    assert sorted(listed) == sorted(name for name in files if name.startswith("EPUB/") and not name.endswith(".opf"))
    spine = [items[ref.get("idref")].get("href") for ref in package.iter(f"{OPF}itemref")]
    assert spine == ["title.xhtml", "part-1.xhtml", "part-2.xhtml", "part-3.xhtml", "notes.xhtml", "sources.xhtml", "about.xhtml"]
    assert [item.get("href") for item in items.values() if item.get("properties") == "svg"] == ["part-1.xhtml"]


def test_epub_links_lead_to_an_id_on_the_page_they_name():
    pages = pages_of(english())
    ids = {name: {element.get("id") for element in page.iter() if element.get("id")} for name, page in pages.items()}
    broken, crossing = [], 0
    for name, page in pages.items():
        for link in page.iter(f"{XHTML}a"):
            address, _, target = link.get("href").partition("#")
            if not address.startswith("http"):
                file = f"EPUB/{address}" if address else name
                crossing += file != name
                broken += [] if file in ids and (not target or target in ids[file]) else [link.get("href")]
    assert broken == []
    assert crossing > 10


def test_epub_navigation_names_every_part():
    nav = pages_of(english())["EPUB/nav.xhtml"]
    assert nav.find(f".//{XHTML}nav").get(f"{OPS}type") == "toc"
    outer = nav.findall(f".//{XHTML}nav/{XHTML}ol/{XHTML}li")
    assert [item.find(f"{XHTML}a").text for item in outer] == [
        "What the police take", "Before you read", "What was asked", "Afterwards", "Notes", "Sources", "About this edition",
    ]  # fmt: skip
    assert [link.text for link in outer[1].findall(f"{XHTML}ol/{XHTML}li/{XHTML}a")] == ["What was counted"]


def test_epub_marks_notes_and_their_calls():
    pages = pages_of(english())
    calls = [element.get("href") for page in pages.values() for element in page.iter() if element.get(f"{OPS}type") == "noteref"]
    assert calls == ["notes.xhtml#fn-1", "notes.xhtml#fn-2", "notes.xhtml#fn-1"]
    notes = [element.get("id") for element in pages["EPUB/notes.xhtml"].iter() if element.get(f"{OPS}type") == "footnote"]
    assert notes == ["fn-1", "fn-2"]


def test_epub_runs_from_right_to_left():
    package = package_of(arabic())
    assert (package.get("dir"), package.find(f"{OPF}spine").get("page-progression-direction")) == ("rtl", "rtl")
    assert {page.get("dir") for page in pages_of(arabic()).values()} == {"rtl"}


def test_epub_links_no_address_that_leads_nowhere_from_a_disk():
    resolved = english()
    quote = replace(resolved.quotes["Q-5T6V7W"], claim_url="/claims/Q-5T6V7W/")
    pages = pages_of(replace(resolved, quotes={"Q-5T6V7W": quote}))
    assert [link.get("href") for page in pages.values() for link in page.iter(f"{XHTML}a") if link.get("href").startswith("/")] == []
    assert "/claims/Q-5T6V7W/" in "".join(pages["EPUB/part-1.xhtml"].itertext())


@pytest.mark.parametrize("resolved", [english(), arabic(), english("only words")], ids=["en", "ar", "bare"])
def test_epub_is_valid(resolved, tmp_path):
    jar = require("epubcheck")
    book = tmp_path / "edition.epub"
    book.write_bytes(render_epub(resolved))
    found = subprocess.run(["java", "-jar", jar, "--failonwarnings", str(book)], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")
