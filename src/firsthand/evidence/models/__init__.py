"""Codes, areas, incidents, batches, figures, quotes and warnings."""

from firsthand.evidence.models.alerts import Alert
from firsthand.evidence.models.areas import FEWEST_INHABITANTS, Area
from firsthand.evidence.models.batches import Batch, Member, batch_ref
from firsthand.evidence.models.codes import Code, CodebookVersion, CodeChange
from firsthand.evidence.models.figures import Figure, FigureFrozen, figure_ref
from firsthand.evidence.models.following import Asking, FollowUp
from firsthand.evidence.models.highlights import Highlight
from firsthand.evidence.models.incidents import (
    Act,
    Affected,
    Chain,
    Incident,
    Information,
    Intervention,
    Involvement,
    Mention,
    Precision,
)
from firsthand.evidence.models.likeness import Likeness
from firsthand.evidence.models.quotes import Quote, quote_ref
from firsthand.evidence.models.readings import Reading, Ruling, Sample
from firsthand.evidence.models.verdicts import Verdict

__all__ = [
    "FEWEST_INHABITANTS",
    "Act",
    "Affected",
    "Alert",
    "Area",
    "Asking",
    "Batch",
    "Chain",
    "Code",
    "CodeChange",
    "CodebookVersion",
    "Figure",
    "FigureFrozen",
    "FollowUp",
    "Highlight",
    "Incident",
    "Information",
    "Intervention",
    "Involvement",
    "Likeness",
    "Member",
    "Mention",
    "Precision",
    "Quote",
    "Reading",
    "Ruling",
    "Sample",
    "Verdict",
    "batch_ref",
    "figure_ref",
    "quote_ref",
]
