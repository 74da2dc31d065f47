"""What is done with evidence. Every action is one transaction with its ledger row."""

from firsthand.evidence.actions.batches import BatchTooSmall, NobodyToCount, open_batch
from firsthand.evidence.actions.codebook import seed_codebook
from firsthand.evidence.actions.coding import CodeUnknown, DateNotYet, NothingCoded, code_testimony
from firsthand.evidence.actions.figures import (
    BatchClosed,
    FigureTitleMissing,
    MadeMeanwhile,
    ReasonMissing,
    SecondPersonNeeded,
    VerdictGiven,
    give_verdict,
    make_figure,
)
from firsthand.evidence.actions.opening import QuoteTakenBack, TestimonyWithdrawn, open_quote, open_testimony
from firsthand.evidence.actions.quotes import (
    AttributionNotSafe,
    QuoteEmpty,
    QuotingNotAgreed,
    ReasonUnknown,
    clear_quote,
    lift_quote,
    refuse_quote,
)
from firsthand.evidence.actions.taking_back import stop_counting, take_back_quotes, take_back_testimony

__all__ = [
    "AttributionNotSafe", "BatchClosed", "BatchTooSmall", "CodeUnknown", "DateNotYet", "FigureTitleMissing", "MadeMeanwhile",
    "NobodyToCount", "NothingCoded", "QuoteEmpty", "QuoteTakenBack", "QuotingNotAgreed", "ReasonMissing", "ReasonUnknown",
    "SecondPersonNeeded", "TestimonyWithdrawn", "VerdictGiven", "clear_quote", "code_testimony", "give_verdict", "lift_quote",
    "make_figure", "open_batch", "open_quote", "open_testimony", "refuse_quote", "seed_codebook", "stop_counting", "take_back_quotes",
    "take_back_testimony",
]  # fmt: skip
