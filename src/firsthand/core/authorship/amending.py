"""Amendments: proposed words, an answer with a reason, and what the answer does to the text.

Declining every amendment gives the text back. An accepted one is a revision by its proposer. One accepted with changes is first the
proposer's revision and then the editor's, so that each has exactly the words that are theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from firsthand.core.authorship.provenance import Provenance, Revision
from firsthand.core.refusal import NotNow, NotValid


class AmendmentLost(NotNow):
    code = "amendment-lost"
    sentence = (
        "The passage that amendment {amendment} changes no longer stands in the text. Its proposer should look at the text as it is now."
    )


class AmendmentAmbiguous(NotValid):
    code = "amendment-ambiguous"
    sentence = "The passage that amendment {amendment} changes stands in the text {times} times. Quote more of what comes before it."


class AnswerWithoutReason(NotValid):
    code = "answer-without-reason"
    sentence = "Every amendment is answered with a reason; amendment {amendment} has none yet."


class WordingMissing(NotValid):
    code = "wording-missing"
    sentence = "Amendment {amendment} is accepted with changes, but the changed wording is not there."


class Disposition(StrEnum):
    """How an amendment or comment was answered."""

    ACCEPTED = "accepted"
    ACCEPTED_MODIFIED = "accepted-modified"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    OUT_OF_SCOPE = "out-of-scope"
    DUPLICATE = "duplicate"


TAKEN = frozenset({Disposition.ACCEPTED, Disposition.ACCEPTED_MODIFIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """Put `put` in place of `found`. `before` is what stands right before it: needed to insert, and where `found` stands more than once."""

    ref: str
    seat: str
    found: str
    put: str
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The disposition with its reason, by `editor`. `wording` is what is put in place of the amendment's words when it was modified."""

    disposition: Disposition
    reason: str
    editor: str
    wording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """The words that `revision` brought carry what `seat` had proposed, in other words.

    It is said in an answer, with the reason, and never counted as words that the seat wrote.
    """

    amendment: str
    seat: str
    revision: int
    reason: str


def answer_amendment(provenance: Provenance, amendment: Amendment, answer: Answer) -> Provenance:
    """The text after this answer; the same provenance unless it was accepted.

    Raises:
        AnswerWithoutReason: the answer says no reason.
        WordingMissing: it is accepted with changes that are not there.
        AmendmentLost: the passage no longer stands.
        AmendmentAmbiguous: it stands in several places.

    """
    if not answer.reason.strip():
        raise AnswerWithoutReason(amendment=amendment.ref)
    if answer.disposition not in TAKEN:
        return provenance
    taken = provenance.extended(Revision(seat=amendment.seat, text=_replaced(provenance.text, amendment, amendment.put)))
    if answer.disposition is Disposition.ACCEPTED:
        return taken
    if not answer.wording.strip():
        raise WordingMissing(amendment=amendment.ref)
    return taken.extended(Revision(seat=answer.editor, text=_replaced(provenance.text, amendment, answer.wording)))


def words_in_other_words(provenance: Provenance, credits_given: Iterable[Credit]) -> Mapping[str, int]:
    """For each seat, how many standing words carry its amendments in other words.

    They are words that somebody else wrote, and several seats may be credited with the same ones: shown beside the words that a seat
    wrote, never added to them.
    """
    standing = provenance.words_by_revision()
    revisions: dict[str, set[int]] = {}
    for credit in credits_given:
        if provenance.seat_of(credit.revision) != credit.seat:
            revisions.setdefault(credit.seat, set()).add(credit.revision)
    return {seat: sum(standing.get(revision, 0) for revision in each) for seat, each in revisions.items()}


def _replaced(text: str, amendment: Amendment, wording: str) -> str:
    quoted = amendment.before + amendment.found
    times = text.count(quoted) if quoted else int(not text)
    if times == 0:
        raise AmendmentLost(amendment=amendment.ref)
    if times > 1 or text.find(quoted) != text.rfind(quoted):
        raise AmendmentAmbiguous(amendment=amendment.ref, times=max(times, 2))
    return text.replace(quoted, amendment.before + wording) if quoted else wording
