"""The word processor's file: real footnotes, styles, languages, pictures with words, and that one opens it."""

from __future__ import annotations

import io
import json
import subprocess
from dataclasses import replace
from xml.etree import ElementTree as ET

import docx
import pytest

from firsthand.render.docx import render_docx
from firsthand.render.docx.document import pandoc_tree
from firsthand.render.docx.writing import DocxNotMade
from firsthand.render.matter import matter_of
from tests.parts import require
from tests.render.reading import W, files_of, squeezed
from tests.render.sample import english
from tests.render.scripts import arabic, chinese

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"


def part_of(resolved, name: str) -> ET.Element:
    return ET.fromstring(files_of(render_docx(resolved))[name])


def words_in(element: ET.Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def in_style(resolved, style: str) -> list[str]:
    document = docx.Document(io.BytesIO(render_docx(resolved)))
    return [
        "".join(text.text or "" for text in paragraph._p.iter(f"{W}t"))
        for paragraph in document.paragraphs
        if paragraph.style.name == style
    ]


def test_docx_that_pandoc_cannot_write_is_a_fault_that_tells_nothing(monkeypatch):
    monkeypatch.setattr("pypandoc.get_pandoc_path", lambda: "/bin/false")
    with pytest.raises(DocxNotMade) as failed:
        render_docx(english())
    assert str(failed.value) == "pandoc could not write this edition"


def test_tree_holds_our_own_markup_only_where_it_is_raw():
    tree = json.dumps(pandoc_tree(matter_of(english())))
    raw: list[str] = []
    json.loads(tree, object_hook=lambda node: raw.append(node["c"][1]) if node.get("t") == "RawInline" else node)
    assert len(raw) == 2 + 1 + 2 * 2 + 1
    assert [markup for markup in raw for word in ("police", "phone", "Ana", "NASTY") if word in markup] == []


def test_docx_footnotes_are_real_and_keep_their_numbers():
    resolved = english()
    notes = [words_in(note) for note in part_of(resolved, "word/footnotes.xml").findall(f"{W}footnote")]
    assert [squeezed(note) for note in notes if note.strip()] == [
        squeezed("Counted once each. A second paragraph of the note."),
        squeezed("Written inline, citing [2]."),
    ]
    body = part_of(resolved, "word/document.xml")
    assert len(list(body.iter(f"{W}footnoteReference"))) == 2
    again = [text.text for text in body.iter(f"{W}instrText") if "NOTEREF" in text.text]
    assert again == [" NOTEREF _note1 \\f \\h "]
    assert "_note1" in {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}


def test_docx_uses_styles_for_what_things_are():
    resolved = english()
    assert in_style(resolved, "Title") == ["What the police take"]
    assert in_style(resolved, "Heading 1") == ["Before you read", "What was asked", "Afterwards", "Sources", "About this edition"]
    assert in_style(resolved, "Heading 2") == ["What was counted", "Who we heard", "Licence"]
    assert in_style(resolved, "Quote Said") == ["They took the money and # the phone.", "Then they *laughed* [1]."]
    assert in_style(resolved, "Figure Title") == ["Figure 1. Extortion by place of work"]
    assert in_style(resolved, "Box Title") == ["If you need help now"]


def test_docx_contents_are_filled_and_can_be_renewed():
    resolved = english()
    assert in_style(resolved, "toc 1") == ["Before you read", "What was asked", "Afterwards"]
    body = part_of(resolved, "word/document.xml")
    kinds = [mark.get(f"{W}fldCharType") for mark in body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"] * 2
    anchors = {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")} - {None}
    assert anchors - {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")} == set()


def test_docx_chart_is_a_picture_with_words():
    files = files_of(render_docx(english()))
    assert [content[:8] for name, content in files.items() if name.startswith("word/media/")] == [b"\x89PNG\r\n\x1a\n"]
    body = ET.fromstring(files["word/document.xml"])
    words = "Extortion by place of work. These are reports made to us, not prevalence."
    assert [drawing.get("descr") for drawing in body.iter(f"{WP}docPr")] == [words]
    assert [drawing.get("descr") for drawing in body.iter(f"{PIC}cNvPr")] == [words]


def test_docx_tables_repeat_their_headers_and_name_themselves():
    tables = list(part_of(english(), "word/document.xml").iter(f"{W}tbl"))
    assert [len(list(table.iter(f"{W}tblHeader"))) for table in tables] == [2, 1]
    assert [caption.get(f"{W}val") for table in tables for caption in table.iter(f"{W}tblCaption")] == [
        "People who told us about extortion by police, by place of work"
    ]
    assert [span.get(f"{W}val") for table in tables for span in table.iter(f"{W}gridSpan")] == ["2"]


@pytest.mark.parametrize(
    ("resolved", "expected"),
    [(english(), ("en", "zh-CN", "ar-SA")), (arabic(), ("en-GB", "zh-CN", "ar")), (chinese(), ("en-GB", "zh-CN", "ar-SA"))],
)
def test_docx_says_its_language(resolved, expected):
    lang = part_of(resolved, "word/styles.xml").find(f"{W}docDefaults//{W}lang")
    assert tuple(lang.get(f"{W}{name}") for name in ("val", "eastAsia", "bidi")) == expected


def test_docx_runs_from_right_to_left():
    body = part_of(arabic(), "word/document.xml")
    paragraphs = list(body.iter(f"{W}p"))
    not_turned = [words_in(p) for p in paragraphs if p.find(f"{W}pPr/{W}bidi") is None or p.find(f"{W}pPr/{W}bidi").get(f"{W}val") == "0"]
    assert not_turned == ['let a = "code"']
    assert all(table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in body.iter(f"{W}tbl"))
    assert body.find(f".//{W}sectPr/{W}bidi") is not None


def test_docx_says_which_edition_it_is():
    about = docx.Document(io.BytesIO(render_docx(english()))).core_properties
    assert (about.title, about.identifier, about.language) == ("What the police take", "E-4F5G6H", "en")
    assert (about.created.isoformat(), about.last_modified_by) == ("2026-11-03T00:00:00+00:00", "")
    foot = words_in(part_of(english(), "word/footer1.xml"))
    assert foot == "E-4F5G6H · Edition 2 · Draft, not for circulationPage 1 of 1"


def test_docx_links_no_address_that_leads_nowhere_from_a_disk():
    resolved = english()
    quote = replace(resolved.quotes["Q-5T6V7W"], claim_url="/claims/Q-5T6V7W/")
    files = files_of(render_docx(replace(resolved, quotes={"Q-5T6V7W": quote})))
    assert b'Target="/claims' not in files["word/_rels/document.xml.rels"]
    assert "/claims/Q-5T6V7W" in words_in(ET.fromstring(files["word/document.xml"]))


def test_docx_opens_in_a_word_processor(tmp_path):
    office, reader = require("libreoffice"), require("poppler")
    (tmp_path / "edition.docx").write_bytes(render_docx(english()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "edition.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    printed = subprocess.run([reader, str(tmp_path / "edition.pdf"), "-"], check=True, capture_output=True).stdout.decode()
    expected = ("They took the money and # the phone.", "withheld to protect people", "Counted once each.", "Page 1 of")
    assert [line for line in expected if squeezed(line) not in squeezed(printed)] == []
