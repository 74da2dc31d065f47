"""Evidence as its readers may see it; nothing here writes or opens."""

from firsthand.evidence.queries.access import CLEARERS, READERS, TEAM, may_code, organisation_coordinated_by, organisations_coded_by
from firsthand.evidence.queries.batches import BatchRow, NextBatch, batch_for, batches_for, next_batches_for, open_batches_for
from firsthand.evidence.queries.codebook import CodeCard, CodeList, choices_in_use, codebook
from firsthand.evidence.queries.figures import (
    FigureCard,
    FigureRow,
    Instead,
    Preview,
    designs_instead,
    dimensions_of,
    figure_for,
    figures_for,
    preview_of,
)
from firsthand.evidence.queries.holders import holder_of
from firsthand.evidence.queries.printing import FigurePrint, QuotePrint, figures_for_print, notes_on, quotes_for_print, why_not_printable
from firsthand.evidence.queries.quotes import QuoteCard, QuoteRow, descriptions_for, quote_for, quotes_for
from firsthand.evidence.queries.testimonies import (
    TestimonyCard,
    TestimonyPage,
    TestimonyRow,
    card_of_testimony_for,
    next_uncoded_for,
    page_of_testimonies_for,
    uses_named,
)
from firsthand.evidence.queries.waiting import Waiting, waiting_for

__all__ = [
    "CLEARERS",
    "READERS",
    "TEAM",
    "BatchRow",
    "CodeCard",
    "CodeList",
    "FigureCard",
    "FigurePrint",
    "FigureRow",
    "Instead",
    "NextBatch",
    "Preview",
    "QuoteCard",
    "QuotePrint",
    "QuoteRow",
    "TestimonyCard",
    "TestimonyPage",
    "TestimonyRow",
    "Waiting",
    "batch_for",
    "batches_for",
    "card_of_testimony_for",
    "choices_in_use",
    "codebook",
    "descriptions_for",
    "designs_instead",
    "dimensions_of",
    "figure_for",
    "figures_for",
    "figures_for_print",
    "holder_of",
    "may_code",
    "next_batches_for",
    "next_uncoded_for",
    "notes_on",
    "open_batches_for",
    "organisation_coordinated_by",
    "organisations_coded_by",
    "page_of_testimonies_for",
    "preview_of",
    "quote_for",
    "quotes_for",
    "quotes_for_print",
    "uses_named",
    "waiting_for",
    "why_not_printable",
]  # fmt: skip
