"""What is done with evidence. Every action is one transaction with its ledger row."""

from firsthand.evidence.actions.batches import BatchTooSmall, NobodyToCount, open_batch
from firsthand.evidence.actions.codebook import seed_codebook
from firsthand.evidence.actions.coding import CodeUnknown, DateNotYet, NothingCoded, code_testimony
from firsthand.evidence.actions.consent import Assisted, ask_again, take_assisted
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
from firsthand.evidence.actions.own_key import begin_key_anew, change_key_passphrase, recover_by_code, renew_recovery_code
from firsthand.evidence.actions.quotes import (
    AttributionNotSafe,
    QuoteEmpty,
    QuotingNotAgreed,
    ReasonUnknown,
    clear_quote,
    lift_quote,
    refuse_quote,
)
from firsthand.evidence.actions.recovery import ask_trustees, complete_recovery, give_share, stop_asking
from firsthand.evidence.actions.taking_back import forget_codes, stop_counting, take_back_quotes, take_back_testimony
from firsthand.evidence.actions.team import end_trust, let_in, name_trustees, renew_keys, seal_anew, take_off

__all__ = [
    "Assisted",
    "AttributionNotSafe",
    "BatchClosed",
    "BatchTooSmall",
    "CodeUnknown",
    "DateNotYet",
    "FigureTitleMissing",
    "MadeMeanwhile",
    "NobodyToCount",
    "NothingCoded",
    "QuoteEmpty",
    "QuoteTakenBack",
    "QuotingNotAgreed",
    "ReasonMissing",
    "ReasonUnknown",
    "SecondPersonNeeded",
    "TestimonyWithdrawn",
    "VerdictGiven",
    "ask_again",
    "ask_trustees",
    "begin_key_anew",
    "change_key_passphrase",
    "clear_quote",
    "code_testimony",
    "complete_recovery",
    "end_trust",
    "forget_codes",
    "give_share",
    "give_verdict",
    "let_in",
    "lift_quote",
    "make_figure",
    "name_trustees",
    "open_batch",
    "open_quote",
    "open_testimony",
    "recover_by_code",
    "refuse_quote",
    "renew_keys",
    "renew_recovery_code",
    "seal_anew",
    "seed_codebook",
    "stop_asking",
    "stop_counting",
    "take_assisted",
    "take_back_quotes",
    "take_back_testimony",
    "take_off",
]  # fmt: skip
