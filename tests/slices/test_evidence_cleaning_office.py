"""Clean copies of office files: they read as they did, nobody is named, and what cannot be cleaned whole is refused."""

import io
import subprocess
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree
from tests.slices.file_parts import MAKER, photograph

from firsthand.evidence.cleaning import CannotBeCleaned, TooLargeToClean
from firsthand.evidence.cleaning.kinds import cleaned_by_kind
from firsthand.evidence.cleaning.office import packages
from firsthand.evidence.cleaning.refused import DoesNotRead, HoldsMore


def a_document():
    """A text of Word in which its author is everywhere: properties, remarks, noted changes, links, a picture."""
    text = docx.Document()
    text.core_properties.author = MAKER
    text.add_heading("What happened", 1)
    said = text.add_paragraph("They came at night.")
    text.add_picture(io.BytesIO(photograph()))
    text.add_comment(said.runs, text=MAKER, author=MAKER, initials="H")
    told = f'w:id="9" w:author="{MAKER}" w:date="2025-01-01T00:00:00Z"'
    elsewhere = said.part.relate_to(f"file:///C:/{MAKER}/notes.docx", RELATED + "hyperlink", is_external=True)
    for markup in (
        f'<w:ins {nsdecls("w")} {told}><w:r w:rsidR="00AA11BB"><w:t xml:space="preserve"> And again.</w:t></w:r></w:ins>',
        f"<w:del {nsdecls('w')} {told}><w:r><w:delText>{MAKER}</w:delText></w:r></w:del>",
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{elsewhere}"><w:r><w:t xml:space="preserve"> See there.</w:t></w:r></w:hyperlink>',
        f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t xml:space='preserve'> Hidden.</w:t></w:r>",
        f'<w:r {nsdecls("w")}><w:instrText>ADDIN ZOTERO_ITEM {{"owner": "{MAKER}"}}</w:instrText></w:r>',
    ):
        said._p.append(parse_xml(markup))
    for picture in text.element.iter(qn("wp:docPr")):
        picture.set("descr", f"C:\\{MAKER}\\heron.jpg")
    out = io.BytesIO()
    text.save(out)
    return out.getvalue()


RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def inside(data):
    """Every part of a package, unpacked, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def names_of(marked):
    return {name for name, content in inside(marked).items() if MAKER.encode() in content}


def repacked(data, **parts):
    """The same package with some parts replaced; `None` leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in (inside(data) | parts).items():
            package.writestr(name, content)
    return out.getvalue()


def test_cleaned_text_of_word_reads_as_it_did_and_names_nobody():
    before = a_document()
    assert names_of(before) >= {"word/document.xml", "word/comments.xml", "docProps/core.xml", "word/_rels/document.xml.rels"}
    after, ending = cleaned_by_kind(before)
    assert (names_of(after), ending) == (set(), "docx")
    text = docx.Document(io.BytesIO(after))
    assert [each.text for each in text.paragraphs[:2]] == ["What happened", "They came at night. And again. See there. Hidden."]
    assert len(text.inline_shapes) == 1
    assert not any("2025" in content.decode("latin-1") for name, content in inside(after).items() if name.endswith(".xml"))
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(after)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.needs("libreoffice")
def test_cleaned_text_opens_in_another_program(tmp_path):
    (tmp_path / "clean.docx").write_bytes(cleaned_by_kind(a_document())[0])
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(tmp_path / "clean.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert "They came at night. And again. See there. Hidden." in (tmp_path / "clean.txt").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("kind", ["vbaProject", "oleObject", "package/x", "externalLink", "frame", "anything"])
def test_text_of_word_with_a_macro_or_another_file_is_refused(kind):
    before = a_document()
    rels = inside(before)["word/_rels/document.xml.rels"].decode()
    more = f'<Relationship Id="rId99" Type="{RELATED}{kind}" Target="styles.xml"/></Relationships>'
    with pytest.raises(HoldsMore):
        cleaned_by_kind(repacked(before, **{"word/_rels/document.xml.rels": rels.replace("</Relationships>", more)}))


@pytest.mark.parametrize("field", ["INCLUDEPICTURE C:\\\\a.jpg", "DDEAUTO c:\\\\x", "HYPERLINK file:///c/x"])
def test_text_of_word_with_a_field_that_looks_elsewhere_is_refused(field):
    before = a_document()
    words = inside(before)["word/document.xml"].decode().replace("ADDIN ZOTERO_ITEM", field)
    with pytest.raises(HoldsMore):
        cleaned_by_kind(repacked(before, **{"word/document.xml": words}))


def test_package_that_is_a_trap_is_refused():
    before = a_document()
    entity = '<!DOCTYPE a [<!ENTITY b "c">]>' + inside(before)["word/document.xml"].decode().partition("?>")[2]
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as package:
        package.writestr("a.txt", "no office file")
    for data in (
        repacked(before, **{"word/document.xml": entity}),
        plain.getvalue(),
        before[:-200],
        before.replace(b"\x14\0\0\0", b"\x14\0\1\0"),
    ):
        with pytest.raises(CannotBeCleaned):
            cleaned_by_kind(data)


def test_package_that_unpacks_to_more_than_memory_takes_is_refused(monkeypatch):
    monkeypatch.setattr(packages, "MOST_UNPACKED", 10_000)
    with pytest.raises(TooLargeToClean):
        cleaned_by_kind(a_document())


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = (
    f'xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0" xmlns:draw="{ODF}drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:svg="{ODF}svg-compatible:1.0" xmlns:own="urn:{MAKER.replace(" ", "-")}"'
)


def an_opendocument(more="", **parts):
    told = f"<dc:creator>{MAKER}</dc:creator><dc:date>2025-01-01T00:00:00</dc:date>"
    content = f"""<office:document-content {SPACES} office:version="1.3"><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>{told}</office:change-info>
<text:p>{MAKER}</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p own:note="{MAKER}">They came<office:annotation>{told}<text:p>{MAKER}</text:p></office:annotation> at night.
<text:author-name>A name that is read</text:author-name><text:change text:change-id="c1"/>
<text:a xlink:type="simple" xlink:href="file:///C:/{MAKER}/x">See there.</text:a></text:p>
<text:p><draw:frame draw:name="{MAKER}"><draw:image xlink:href="Pictures/{MAKER}.jpg"/>
<svg:desc>{MAKER}</svg:desc></draw:frame></text:p>{more}
</office:text></office:body></office:document-content>"""
    all_parts = {
        "mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, "meta.xml": f"<a>{MAKER}</a>",
        "settings.xml": f"<a>{MAKER}</a>", f"Pictures/{MAKER}.jpg": photograph(), "Thumbnails/thumbnail.png": photograph("PNG"),
        "META-INF/manifest.xml": "<m/>",
    }  # fmt: skip
    return repacked(EMPTY, **(all_parts | parts))


EMPTY = b"PK\5\6" + bytes(18)


def test_cleaned_opendocument_reads_as_it_did_and_names_nobody():
    before = an_opendocument()
    assert len(names_of(before)) >= 4
    after, ending = cleaned_by_kind(before)
    parts = inside(after)
    words = " ".join("".join(etree.fromstring(parts["content.xml"]).itertext()).split())
    assert (names_of(after), ending, words) == (set(), "odt", "They came at night. A name that is read See there.")
    assert list(parts) == ["mimetype", "content.xml", "Pictures/1.jpg", "META-INF/manifest.xml"]
    assert not any(MAKER in name for name in parts)


@pytest.mark.parametrize(
    "more", ['<draw:object xlink:href="./Object 1"/>', '<draw:image xlink:href="../x.jpg"/>', '<draw:plugin xlink:href="http://a/b"/>']
)
def test_opendocument_with_another_file_in_it_is_refused(more):
    with pytest.raises(HoldsMore):
        cleaned_by_kind(an_opendocument(more))


def test_locked_opendocument_is_refused():
    with pytest.raises(DoesNotRead):
        cleaned_by_kind(an_opendocument(**{"META-INF/manifest.xml": "<m><encryption-data/></m>"}))
