"""Codes, incidents, batches, figures and quotes."""

from firsthand.evidence.models.batches import Batch, Member, batch_ref
from firsthand.evidence.models.codes import Act, Code, Incident, Involvement
from firsthand.evidence.models.figures import Figure, FigureFrozen, figure_ref
from firsthand.evidence.models.highlights import Highlight
from firsthand.evidence.models.quotes import Quote, quote_ref
from firsthand.evidence.models.readings import Reading, Ruling, Sample
from firsthand.evidence.models.verdicts import Verdict

__all__ = [
    "Act",
    "Batch",
    "Code",
    "Figure",
    "FigureFrozen",
    "Highlight",
    "Incident",
    "Involvement",
    "Member",
    "Quote",
    "Reading",
    "Ruling",
    "Sample",
    "Verdict",
    "batch_ref",
    "figure_ref",
    "quote_ref",
]
