"""The PDF: tagged, named, in its language, and every chart with words."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest

from firsthand.core.manuscript import Heading, plain_text
from firsthand.render.matter import matter_of
from firsthand.render.pdf import render_pdf
from firsthand.render.pdf.compiling import PdfNotMade
from firsthand.render.pdf.source import typst_source
from firsthand.render.typst_strings import literal
from tests.parts import require
from tests.render.sample import CHART, NASTY, english
from tests.render.scripts import arabic, chinese, russian


def opened(resolved) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render_pdf(resolved)))


def tags_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            waiting.append(node.get("/K", pikepdf.Array()))


def links_of(pdf: pikepdf.Pdf) -> set[str]:
    notes = (note for page in pdf.pages for note in page.get("/Annots", pikepdf.Array()))
    return {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}


def outline_of(pdf: pikepdf.Pdf) -> list[str]:
    found: list[str] = []

    def walk(items):
        for item in items:
            found.append(item.title)
            walk(item.children)

    with pdf.open_outline() as outline:
        walk(outline.root)
    return found


def test_chart_without_words_is_refused_and_the_refusal_tells_nothing():
    resolved = english()
    figure = replace(resolved.figures["F-8X9Y0Z"], title="", note="")
    with pytest.raises(PdfNotMade) as failed:
        render_pdf(replace(resolved, figures={"F-8X9Y0Z": figure}))
    assert str(failed.value) == "the typesetter could not make a PDF of this edition"
    assert "missing alt text" in str(failed.value.__cause__)


def test_chart_without_words_is_refused_also_where_a_typeface_is_missing():
    resolved = english("No sign for \u0378.\n\n{{figure:F-8X9Y0Z}}")
    figure = replace(resolved.figures["F-8X9Y0Z"], title="", note="")
    with pytest.raises(PdfNotMade):
        render_pdf(replace(resolved, figures={"F-8X9Y0Z": figure}))


def test_character_without_a_typeface_does_not_keep_an_edition_from_print():
    pdf = opened(english("No sign for \u0378 and \U0001f1e6."))
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        assert "pdfuaid:part" not in about
    assert (pdf.Root.MarkInfo.Marked, "/StructTreeRoot" in pdf.Root) == (True, True)


@pytest.mark.parametrize("words", ["حُجب", "स्थिति", "\u200fنعم", "x\u0323\u0301"])
def test_chart_in_any_script_keeps_the_promise_of_pdf_ua(words):
    resolved = arabic()
    figure = replace(resolved.figures["F-8X9Y0Z"], svg=CHART.replace("Street", words))
    pdf = opened(replace(resolved, figures={"F-8X9Y0Z": figure}))
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        assert about["pdfuaid:part"] == "1"


@pytest.mark.parametrize("words", ["😀", "a\ufeffb", "می\u200cخواهم", "a\u00adb", "❤\ufe0f"])
def test_emoji_and_invisible_characters_keep_the_promise_of_pdf_ua(words):
    require("fonts")
    with opened(english(words)).open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        assert about["pdfuaid:part"] == "1"


def test_pdf_is_tagged_named_and_in_its_language():
    pdf = opened(english())
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == "What the police take"
        assert set(about["dc:language"]) == {"en"}
    assert (pdf.Root.MarkInfo.Marked, str(pdf.Root.Lang)) == (True, "en")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo.Keywords) == "E-4F5G6H"
    assert str(pdf.docinfo.CreationDate) == "D:20261103000000Z"


def test_pdf_without_a_date_tells_no_time_of_making():
    resolved = english()
    front = replace(resolved.manuscript.front, dated_on=None)
    pdf = opened(replace(resolved, manuscript=replace(resolved.manuscript, front=front)))
    assert "/CreationDate" not in pdf.docinfo or str(pdf.docinfo.CreationDate).startswith("D:1970")


def test_pdf_outline_names_every_heading():
    resolved = english()
    headings = [plain_text(block.inlines) for block in resolved.manuscript.blocks if isinstance(block, Heading)]
    assert outline_of(opened(resolved)) == [*headings, "Sources", "About this edition", "Who we heard", "Licence"]


def test_pdf_tags_every_part_as_what_it_is():
    pdf = opened(english())
    tags = list(tags_of(pdf))
    kinds = Counter(str(tag.S) for tag in tags)
    expected = {
        "/Title": 1,
        "/H1": 6,
        "/H2": 3,
        "/Figure": 1,
        "/Table": 2,
        "/Caption": 2,
        "/THead": 2,
        "/BlockQuote": 2,
        "/Code": 2,
        "/TOC": 2,
    }
    assert {kind: kinds[kind] for kind in expected} == expected
    assert kinds["/Note"] == 2
    assert [str(tag.Alt) for tag in tags if tag.S == "/Figure"] == [
        "Extortion by place of work. These are reports made to us, not prevalence."
    ]
    assert kinds["/TH"] == 5 + 3


def test_pdf_links_to_sources_and_claims_on_the_web_only():
    resolved = english()
    quote = replace(resolved.quotes["Q-5T6V7W"], claim_url="/claims/Q-5T6V7W/")
    assert links_of(opened(replace(resolved, quotes={"Q-5T6V7W": quote}))) == {
        "https://example.org/a?b=1&c=2",
        "https://docs.example.org/A/HRC/53/7",
        "https://firsthand.example/claims/C-7K3M9Q/",
        "https://firsthand.example/claims/F-8X9Y0Z/",
    }


@pytest.mark.parametrize(
    ("resolved", "language", "direction"), [(arabic(), "ar", "/R2L"), (russian(), "ru", "/L2R"), (chinese(), "zh", "/L2R")]
)
def test_pdf_says_language_and_direction(resolved, language, direction):
    pdf = opened(resolved)
    assert (str(pdf.Root.Lang), str(pdf.Root.ViewerPreferences.Direction)) == (language, direction)


@pytest.mark.parametrize(
    ("resolved", "fonts"),
    [(english(), ()), (arabic(), ("NotoNaskhArabic", "NotoSansArabic")), (chinese(), ("NotoSerifCJK", "NotoSansCJK"))],
)
def test_pdf_embeds_the_typefaces_of_its_script(resolved, fonts):
    require("fonts")
    embedded = {str(font.BaseFont) for page in opened(resolved).pages for font in page.Resources.get("/Font", {}).values()}
    wanted = ("NotoSerif", "NotoSans", *fonts)
    assert [name for name in wanted if not any(name in found.replace("-", "") for found in embedded)] == []


def test_literal_can_not_be_left():
    assert literal('a"b\\c\nd') == '"a\\"b\\\\c\\nd"'
    assert literal('\\"') == '"\\\\\\""'


def test_source_holds_no_word_outside_of_a_string():
    source = typst_source(matter_of(english()), {"F-8X9Y0Z": CHART})
    calls = source[source.index("#edition(") :]
    outside, is_inside, is_escaped = [], False, False
    for character in calls:
        if is_inside:
            is_inside = is_escaped or character != '"'
            is_escaped = character == "\\" and not is_escaped
        elif character == '"':
            is_inside = True
        else:
            outside.append(character)
    assert literal(NASTY) in calls
    assert [word for word in ("police", "phone", "Ana", "strong[no]", "example.org", "Repeal") if word in "".join(outside)] == []
