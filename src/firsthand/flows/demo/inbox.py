"""What was said after a testimony: a question and its answer, and news that waits behind the receipt for a visitor to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from firsthand.core.hidden import Hidden
from firsthand.evidence.actions import open_messages, write_to_giver
from firsthand.flows.demo.checking import must
from firsthand.flows.demo.network import CODER
from firsthand.flows.demo.settling import Settled
from firsthand.flows.demo.voices import Given
from firsthand.intake import slip
from firsthand.intake.adding import add_words
from firsthand.intake.inbox import read_inbox
from firsthand.intake.said import Said, Sort

QUESTION = "Thank you for telling us. Was anything given back later? We ask because a lawyer asks us."
ANSWER = "Nothing was given back. This answer is invented, like everything here."
NEWS = "What you told us stands in a report now. You can say no to that at any time, with the same words."
MORE = "Something I forgot: there were others who saw it. Invented too."


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """How many letters the giver was sent, and how many things they sent."""

    letters: int
    added: int


def correspond(network: Settled, given: Given, *, now: datetime) -> Correspondence:
    """A coder asks, the giver answers, the coder reads it; then news and an addition are left unread."""
    asked_at = now - timedelta(days=4)
    question = _write(network, given, Sort.QUESTION, QUESTION, asked_at)
    inbox = read_inbox(receipt=given.receipt, now=asked_at + timedelta(days=1))
    must([letter.ref for letter in inbox.letters if letter.words] == [question], "A letter did not open with its giver's receipt.")
    _add(network, given, Said(words=ANSWER, sort=Sort.ANSWER, to=question), asked_at + timedelta(days=1))
    with_key, coder = network.unlocked_by(CODER), network.person(CODER)
    said = open_messages(testimony_ref=given.ref, with_key=with_key, by=coder, now=asked_at + timedelta(days=2))
    must([each.said.words for each in said if each.said] == [QUESTION, ANSWER], "A question or its answer did not open for the team.")
    _write(network, given, Sort.NEWS, NEWS, now - timedelta(days=1))
    _add(network, given, Said(words=MORE, sort=Sort.ADDITION), now)
    return Correspondence(letters=2, added=2)


def _write(network: Settled, given: Given, sort: Sort, words: str, at: datetime) -> str:
    with_key, coder = network.unlocked_by(CODER), network.person(CODER)
    return write_to_giver(
        testimony_ref=given.ref, sort=sort, words=Hidden(words), language="en", with_key=with_key, by=coder, now=at
    )  # fmt: skip


def _add(network: Settled, given: Given, said: Said, at: datetime) -> None:
    own = slip.read(slip.drawn(network.team)[0])
    if own is not None:
        add_words(receipt=given.receipt, slip=own, said=said, now=at)
