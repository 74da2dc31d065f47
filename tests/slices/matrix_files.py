"""Matrices of recommendations as the tests make them: invented content in the three layouts seen in the wild."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx

THEMES_LAYOUT = ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation")
STATES_LAYOUT = ("Recommendation", "Recommending state/s", "Position", "Full list of rights/affected persons")
GOALS_LAYOUT = (
    "Recommendation and recommending State",
    "Position of the State under review",
    "Human rights themes and groups of persons",
    "Relevant SDGs",
)

THEMES_ROWS = (
    ("Theme: A12 Acceptance of invented norms",),
    (
        "101.2. Ratify the Treaty of Examples (Peru) (Kenya);\nSource of position: A/HRC/1/1/Add.1 - Para. 3.",
        "Supported",
        "A12 Acceptance of invented norms\nAffected persons:\n- general",
        "",
    ),
    (
        """101.1 Repeal the law on prostitution (Chile); Review its effects on migrants; (Iran (Islamic Republic of));
Source of position: A/HRC/1/1/Add.1 - Para. 4""",
        "Noted",
        "- Labour\nSDGs:\n- 8 - DECENT WORK AND ECONOMIC GROWTH\nAffected persons:\n- migrants",
        "",
    ),
    ("Theme: Labour",),
    (
        "101.10 Protect the persons named in law no. 5 (No. 29) (Atlantis).\nSource of position: A/HRC/1/1 - Para. 101",
        "Supported/Noted",
        "Labour",
        "",
    ),
)
STATES_ROWS = (
    ("Right or area: 2.1. Acceptance of invented norms",),
    (
        "55.1. Accede to the Treaty of Examples; (Togo); (Peru);\nSource of position: A/HRC/2/2/Add.1\n",
        "Togo\nPeru",
        "Supported\n",
        "2.1. Acceptance of invented norms  \n12.4. Labour\nAffected persons:\n- general\n",
    ),
    (
        "55.2. Withdraw a reservation;\nComments: Sent in a letter after the addendum",
        "Kenya",
        "Noted\n",
        "2.1. Acceptance of invented norms\n",
    ),
)
GOALS_ROWS = (
    ("Theme: Health",),
    (
        "140.7 Open health services to everyone (Maldives) (Portugal);\nSource of Position: A/HRC/3/3/Add.1 - Para.3",
        "Supported",
        "- Health\nGroups of Persons: \n- Public officials",
        "- 3 - GOOD HEALTH AND WELL-BEING\n- 10 - REDUCED INEQUALITIES",
    ),
)


def matrix_file(header=THEMES_LAYOUT, rows=THEMES_ROWS, *, title="", merge_sections=True) -> bytes:
    """A Word file with one table. A row of one text is a heading that spans all columns; a line end within a cell of states is a break."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = title
    table = document.add_table(rows=0, cols=len(header))
    for texts in (header, *rows):
        cells = table.add_row().cells
        if len(texts) == 1 and merge_sections:
            cells[0].merge(cells[-1]).text = texts[0]
            continue
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same file with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w", packing) as after:
        assert name in before.namelist()
        for part in before.infolist():
            content = before.read(part)
            after.writestr(part.filename, change(content) if part.filename == name else content)
    return stream.getvalue()
