"""Reading a matrix: what is refused, and what each of the three layouts gives."""

import io
import zipfile

import pytest
from tests.slices.matrix_files import (
    GOALS_LAYOUT,
    GOALS_ROWS,
    STATES_LAYOUT,
    STATES_ROWS,
    THEMES_LAYOUT,
    THEMES_ROWS,
    matrix_file,
    with_part,
)

from firsthand.commitments.matrix import MatrixRefused, read_matrix
from firsthand.commitments.matrix.opening import LARGEST_FILE, LARGEST_UNPACKED
from firsthand.core.commitment import PositionValue, Scheme

DOCUMENT = "word/document.xml"


def problems_of(data):
    with pytest.raises(MatrixRefused) as refused:
        read_matrix(data)
    return [str(problem) for problem in refused.value.problems]


def row(number="7.1", text="Do something (Peru);", position="Supported", classes="Labour", comment=""):
    return (f"{number} {text}", position, classes, comment)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not an archive", b"%PDF-1.7", "Ratify (Peru)".encode("utf-16")])
def test_matrix_that_is_no_word_file_is_refused(data):
    assert problems_of(data) == ["This is not a Word file (.docx), or it is damaged."]


def test_matrix_cut_short_is_refused():
    assert problems_of(matrix_file()[:-400]) == ["This is not a Word file (.docx), or it is damaged."]


def test_matrix_larger_than_any_is_refused_before_it_is_opened():
    assert problems_of(b"0" * (LARGEST_FILE + 1)) == ["The file is larger than 8 MB."]


def test_matrix_that_unpacks_without_end_is_refused():
    bomb = with_part(matrix_file(), "docProps/app.xml", lambda _content: b" " * (LARGEST_UNPACKED + 1))
    assert len(bomb) < LARGEST_FILE
    assert problems_of(bomb) == ["The file unpacks to far more than a matrix of recommendations can hold."]


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE a [<!ENTITY b "boom">]>',
        b'<!DOCTYPE a SYSTEM "file:///etc/hostname">',
        b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.org/x"> %x;]>',
    ],
)
def test_matrix_with_entities_is_refused(declaration):
    def declare(content):
        return content.replace(b"?>", b"?>" + declaration, 1)

    told = ["The file holds XML that declares entities or is not in UTF-8; no word processor writes that."]
    assert problems_of(with_part(matrix_file(), DOCUMENT, declare)) == told


def test_matrix_with_entities_hidden_in_another_encoding_is_refused():
    def hide(content):
        return content.decode().replace("?>", '?><!DOCTYPE a [<!ENTITY b "boom">]>', 1).replace('"UTF-8"', '"UTF-16"').encode("utf-16")

    told = ["The file holds XML that declares entities or is not in UTF-8; no word processor writes that."]
    assert problems_of(with_part(matrix_file(), DOCUMENT, hide)) == told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_matrix_with_entities_in_a_part_of_another_name_is_refused(encoding):
    """A part is parsed by its declared type, so a picture's name must not hide XML from the check."""
    hidden = "\n<!DOCTYPE a [<!ENTITY b 'boom'>]><a>&b;</a>".encode(encoding)
    told = ["The file holds XML that declares entities or is not in UTF-8; no word processor writes that."]
    assert problems_of(with_part(matrix_file(), "docProps/thumbnail.jpeg", lambda _content: hidden)) == told


def test_matrix_packed_in_an_unusual_way_is_refused():
    data = with_part(matrix_file(), DOCUMENT, lambda content: content, packing=zipfile.ZIP_LZMA)
    assert problems_of(data) == ["The file is packed in a way that no word processor uses."]


def test_matrix_without_a_known_header_is_refused():
    told = problems_of(matrix_file(("Country", "Answer", "Topic"), (("Peru", "Supported", "Labour"),)))
    assert told == ["No table has a header row with the columns “Recommendation”, “Position” and a list of themes or rights."]


def test_matrix_with_a_header_only_is_refused():
    assert problems_of(matrix_file(rows=())) == ["The table holds no recommendation."]


def test_matrix_names_every_row_that_is_wrong():
    rows = (
        row(),
        ("Ratify without a number (Peru);", "Supported", "Labour", ""),
        row(number="7.2", text=""),
        row(number="7.3", position=""),
        row(number="7.4", position="Maybe"),
        row(number="7.1", text="The same number again (Chile);"),
    )
    assert problems_of(matrix_file(rows=rows)) == [
        "row 3: no number like 140.12 stands before the text “Ratify without a number (Peru);”.",
        "row 4: 7.2 has no text.",
        "row 5: no position is given.",
        "row 6: The position “Maybe” is not known.",
        "row 7: 7.1 was already in row 2.",
    ]


def test_matrix_row_merged_into_one_cell_is_refused_and_not_taken_for_a_heading():
    assert problems_of(matrix_file(rows=(row(), ("7.2 Do more (Peru);",)))) == ["row 3: has 1 cells where the header has 4."]


def test_matrix_with_recommendations_in_a_table_without_header_is_refused():
    first, second = matrix_file(rows=(row(),)), matrix_file(("7.2 Do more (Peru);", "Noted", "Labour", ""), ())

    def append(content):
        start, end = (mark.encode() for mark in ("<w:tbl>", "</w:tbl>"))
        other = zipfile.ZipFile(io.BytesIO(second)).read(DOCUMENT)
        table = other[other.index(start) : other.index(end) + len(end)]
        return content.replace(end, end + b"<w:p/>" + table, 1)

    assert problems_of(with_part(first, DOCUMENT, append)) == ["table 2, row 1: a recommendation stands in a table without a header row."]


def test_matrix_by_themes_gives_number_text_source_and_classes():
    matrix = read_matrix(matrix_file(title="UPR of Slovenia (4th Cycle - 48th Session) Thematic list Page 1 of 2"))
    assert (matrix.title, matrix.state, matrix.session) == ("UPR of Slovenia (4th Cycle - 48th Session) Thematic list", "SI", "48")
    assert matrix.document_symbol == "A/HRC/1/1"
    assert [found.number for found in matrix.rows] == ["101.2", "101.1", "101.10"]
    first, _second, third = matrix.rows
    assert first.text == "Ratify the Treaty of Examples (Peru) (Kenya);"
    assert (first.source.symbol, first.source.paragraph) == ("A/HRC/1/1/Add.1", "3")
    assert first.section == "Theme: A12 Acceptance of invented norms"
    assert [(tag.scheme, tag.code, tag.label) for tag in first.tags] == [
        (Scheme.THEME, "A12", "Acceptance of invented norms"),
        (Scheme.PERSONS, "", "general"),
    ]
    assert (third.position, third.position_words) == (PositionValue.SUPPORTED_IN_PART, "Supported/Noted")
    assert str(third.where) == "row 6"


def test_matrix_splits_several_recommendations_under_one_number():
    _first, second, third = read_matrix(matrix_file()).rows
    assert [(ask.text, [(state.name, state.code) for state in ask.states]) for ask in second.asks] == [
        ("Repeal the law on prostitution", [("Chile", "CL")]),
        ("Review its effects on migrants", [("Iran (Islamic Republic of)", "IR")]),
    ]
    assert [(ask.text, [(state.name, state.code) for state in ask.states]) for ask in third.asks] == [
        ("Protect the persons named in law no. 5 (No. 29)", [("Atlantis", "")])
    ]


def test_matrix_by_states_reads_the_column_of_states():
    first, second = read_matrix(matrix_file(STATES_LAYOUT, STATES_ROWS)).rows
    assert [(ask.text, [state.code for state in ask.states]) for ask in first.asks] == [("Accede to the Treaty of Examples", ["TG", "PE"])]
    assert [(ask.text, [state.code for state in ask.states]) for ask in second.asks] == [("Withdraw a reservation", ["KE"])]
    assert [(tag.code, tag.label) for tag in first.tags] == [
        ("2.1", "Acceptance of invented norms"),
        ("12.4", "Labour"),
        ("", "general"),
    ]
    assert (second.source.printed, second.source.symbol) == ("Comments: Sent in a letter after the addendum", "")


def test_matrix_by_goals_reads_the_column_of_goals():
    (found,) = read_matrix(matrix_file(GOALS_LAYOUT, GOALS_ROWS)).rows
    assert [(tag.scheme, tag.code) for tag in found.tags] == [
        (Scheme.THEME, ""),
        (Scheme.PERSONS, ""),
        (Scheme.SDG, "3"),
        (Scheme.SDG, "10"),
    ]


def test_matrix_reads_what_a_tracked_change_put_in_and_not_what_it_took_out():
    def track(content):
        old = b"<w:t>101.2. Ratify the Treaty of Examples (Peru) (Kenya);</w:t>"
        assert old in content
        new = (
            b'<w:t xml:space="preserve">101.2. Ratify </w:t></w:r>'
            b'<w:del w:id="1" w:author="a"><w:r><w:delText>no</w:delText></w:r></w:del>'
            b'<w:moveFrom w:id="2" w:author="a"><w:r><w:t>moved</w:t></w:r></w:moveFrom>'
            b'<w:ins w:id="3" w:author="a"><w:r><w:t>every treaty (Peru);</w:t></w:r></w:ins><w:r>'
        )
        return content.replace(old, new)

    assert read_matrix(with_part(matrix_file(), DOCUMENT, track)).rows[0].text == "Ratify every treaty (Peru);"


def test_matrix_keeps_a_comment_as_printed():
    rows = (row(comment="Nothing was done.\nWe asked twice."),)
    assert read_matrix(matrix_file(THEMES_LAYOUT, rows)).rows[0].comment == "Nothing was done.\nWe asked twice."


def test_matrix_passes_over_blank_rows():
    assert len(read_matrix(matrix_file(rows=(*THEMES_ROWS, ("", "", "", "")))).rows) == 3


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "rows", "in_part", "symbol"),
    [
        ("slovenia-cycle3", 215, 0, "A/HRC/43/15"),
        ("slovenia-cycle4", 254, 0, "A/HRC/59/15"),
        ("china-cycle2", 252, 0, "A/HRC/25/5"),
        ("egypt-cycle2", 300, 23, "A/HRC/28/16"),
    ],
)
def test_real_matrix_comes_in_whole(shared_data, name, rows, in_part, symbol):
    matrix = read_matrix((shared_data / "recommendations" / f"{name}-matrix.docx").read_bytes())
    assert len(matrix.rows) == rows
    assert sum(found.position_words == "Supported/Noted" for found in matrix.rows) == in_part
    assert matrix.document_symbol == symbol
    assert all(ask.text and ask.states and all(state.code for state in ask.states) for found in matrix.rows for ask in found.asks)
    assert all(found.tags and found.section for found in matrix.rows)


@pytest.mark.shared_data
def test_real_matrix_with_one_answer_spoilt_is_refused_with_its_row(shared_data):
    data = (shared_data / "recommendations" / "slovenia-cycle4-matrix.docx").read_bytes()
    spoilt = with_part(data, DOCUMENT, lambda content: content.replace(b">Noted<", b">Refused<", 1))
    (problem,) = problems_of(spoilt)
    assert problem.startswith("row ")
    assert problem.endswith("The position “Refused” is not known.")
