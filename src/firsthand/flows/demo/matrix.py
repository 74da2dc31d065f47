"""A small matrix of recommendations to a State that has none, for where no real one is at hand."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from docx import Document

HEADER = ("Recommendation", "Recommending state/s", "Position", "Full list of rights/affected persons")
ROWS = (
    ("1.1 Repeal the by-laws under which sex workers are fined (invented).", "Atlantis", "Supported", "Right to work"),
    ("1.2 Train the police to take complaints from whoever brings them (invented).", "Lemuria", "Supported", "Access to justice"),
    ("1.3 Consult the organisations of those concerned before any change of law (invented).", "Mu", "Noted", "Participation"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixFile:
    """A matrix of recommendations as a file, with the State under review (ISO 3166-1) and the session."""

    data: bytes
    state: str
    session: str


def invented_matrix() -> MatrixFile:
    """Three invented recommendations to the one territory that is no State: Antarctica."""
    document = Document()
    table = document.add_table(rows=0, cols=len(HEADER))
    for row in (HEADER, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    written = BytesIO()
    document.save(written)
    return MatrixFile(data=written.getvalue(), state="AQ", session="0")
