"""The register as its readers see it."""

from firsthand.commitments.queries.citing import citations_for_print, why_not_citable
from firsthand.commitments.queries.listing import CommitmentLine, Filters, RegisterPage, register_page
from firsthand.commitments.queries.permitting import may_import, may_read_remarks
from firsthand.commitments.queries.showing import (
    AskCard,
    CommitmentCard,
    PositionCard,
    RemarkCard,
    ThemeCard,
    ThemeGroup,
    WordingCard,
    show_commitment,
)
from firsthand.commitments.queries.sorting import Choices, filter_choices, states_to_import_for

__all__ = [
    "AskCard",
    "Choices",
    "CommitmentCard",
    "CommitmentLine",
    "Filters",
    "PositionCard",
    "RegisterPage",
    "RemarkCard",
    "ThemeCard",
    "ThemeGroup",
    "WordingCard",
    "citations_for_print",
    "filter_choices",
    "may_import",
    "may_read_remarks",
    "register_page",
    "show_commitment",
    "states_to_import_for",
    "why_not_citable",
]
