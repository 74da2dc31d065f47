"""Whose words stand in a text.

`trace(revisions)` gives a `Provenance`; `provenance.extended(revision)` goes on from it; `words_by_seat` and `by_constituency` count.
`answer_amendment` carries an amendment out by its disposition; a `Credit` names who a passage goes back to when it was put in other words.
"""

from firsthand.core.authorship.amending import (
    TAKEN,
    Amendment,
    AmendmentAmbiguous,
    AmendmentLost,
    Answer,
    AnswerWithoutReason,
    Credit,
    Disposition,
    WordingMissing,
    answer_amendment,
    words_in_other_words,
)
from firsthand.core.authorship.provenance import Provenance, Revision, Span, by_constituency, trace
from firsthand.core.authorship.words import count_words

__all__ = [
    "TAKEN",
    "Amendment",
    "AmendmentAmbiguous",
    "AmendmentLost",
    "Answer",
    "AnswerWithoutReason",
    "Credit",
    "Disposition",
    "Provenance",
    "Revision",
    "Span",
    "WordingMissing",
    "answer_amendment",
    "by_constituency",
    "count_words",
    "trace",
    "words_in_other_words",
]
