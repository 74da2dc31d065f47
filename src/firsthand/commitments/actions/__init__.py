"""Bringing commitments into the register."""

from firsthand.commitments.actions.importing import (
    ImportReport,
    MatrixElsewhere,
    MatrixOfAnother,
    RegisterBusy,
    SessionMissing,
    StateUnknown,
    import_matrix,
)

__all__ = [
    "ImportReport",
    "MatrixElsewhere",
    "MatrixOfAnother",
    "RegisterBusy",
    "SessionMissing",
    "StateUnknown",
    "import_matrix",
]
