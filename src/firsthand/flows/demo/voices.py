"""Steps 1 to 3: people give testimony at the doors; a coder opens each and codes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from firsthand.core.hidden import Hidden
from firsthand.evidence.actions import code_testimony, open_testimony
from firsthand.evidence.coding import Coding, When
from firsthand.flows.demo.checking import must
from firsthand.flows.demo.network import CODER
from firsthand.flows.demo.settling import Settled
from firsthand.flows.demo.testimonies import Generated
from firsthand.intake.actions import receive_testimony
from firsthand.intake.testified import Testified
from firsthand.intake.testified import When as ToldWhen


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A generated testimony as it was received: its Ref, and the receipt that only its giver has."""

    what: Generated
    ref: str
    receipt: Hidden[str]


def give(network: Settled, generated: Sequence[Generated], *, now: datetime) -> tuple[Given, ...]:
    """Every testimony through its organisation's door, on its own day."""
    return tuple(_one(network, each, now - timedelta(days=each.days_ago)) for each in generated)


def _one(network: Settled, each: Generated, at: datetime) -> Given:
    told = Testified(
        words=each.words,
        when=ToldWhen(year=each.year, month=each.month, precision="month"),
        country=each.door.country,
        acts=tuple(sorted(each.acts)),
        language="en",
    )
    receipt = receive_testimony(door=network.doors[each.door.name], words=told, uses=each.uses, now=at)
    return Given(what=each, ref=receipt.testimony_ref, receipt=receipt.words)


def code(network: Settled, given: Sequence[Given], *, now: datetime) -> None:
    """A coder who unlocked reads each testimony and applies the codebook; the words stay sealed."""
    unlocked, coder = network.unlocked_by(CODER), network.person(CODER)
    for each in given:
        opened = open_testimony(testimony_ref=each.ref, with_key=unlocked, by=coder, now=now)
        must(opened.words.reveal() == each.what.words, "A sealed testimony did not open as it was given.")
        code_testimony(testimony_ref=each.ref, coding=_coding(each.what), by=coder, now=now)


def _coding(what: Generated) -> Coding:
    return Coding(
        acts=what.acts,
        perpetrators=what.perpetrators,
        place_type=what.place_type,
        legal_setting=what.legal_setting,
        country=what.door.country,
        when=When(year=what.year, month=what.month),
    )
