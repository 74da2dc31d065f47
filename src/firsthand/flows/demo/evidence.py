"""Steps 4 and 5: the people are counted in safe numbers, and words are lifted and cleared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from firsthand.core.hidden import Hidden
from firsthand.evidence.actions import clear_quote, give_verdict, lift_quote, make_figure, open_batch
from firsthand.evidence.queries import descriptions_for, figures_for_print
from firsthand.flows.demo.checking import must
from firsthand.flows.demo.network import CODER, COORDINATOR, SECOND_READER
from firsthand.flows.demo.settling import Settled
from firsthand.flows.demo.testimonies import SPOKEN
from firsthand.flows.demo.voices import Given


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Refs: two figures that a second reader approved and one that nobody read yet. `withheld` counts the cells that are not printed."""

    acts: str
    places: str
    unread: str
    withheld: int


def count(network: Settled, *, now: datetime) -> Figures:
    """A first batch and three figures of it."""
    coder = network.person(CODER)
    batch = open_batch(organisation=network.host, by=network.person(COORDINATOR), now=now)

    def figure(title: str, *dimensions: str) -> str:
        return make_figure(batch_ref=batch, title=title, dimensions=dimensions, by=coder, now=now)

    acts = figure("What was done to the people who told us", "act")
    places = figure("Where and when it happened", "region", "period")
    unread = figure("Who did it", "perpetrator")
    for ref in (acts, places):
        give_verdict(figure_ref=ref, is_approved=True, reason="", by=network.person(SECOND_READER), now=now)
    printed = figures_for_print([acts, places, unread])
    must(set(printed) == {acts, places}, "A figure that nobody approved could be printed, or an approved one could not.")
    withheld = sum(cell is None for figure in printed.values() for cell in figure.released.cells.values())
    must(withheld > 0, "No cell was withheld, though the generated codes have small ones.")
    return Figures(acts=acts, places=places, unread=unread, withheld=withheld)


def quote(network: Settled, given: Sequence[Given], *, now: datetime) -> tuple[tuple[str, Given], ...]:
    """The sentences that were spoken to be quoted: lifted by the coder, cleared by someone else. The last one is left waiting."""
    second, found = network.unlocked_by(SECOND_READER), []
    for country, words in SPOKEN:
        source = next(each for each in given if each.what.door.country == country and words in each.what.words)
        attribution = descriptions_for(source.ref, language="en")[0]
        ref = lift_quote(
            testimony_ref=source.ref, words=Hidden(words), attribution=attribution, language="en", by=network.person(CODER), now=now
        )
        found.append((ref, source))
    for ref, _source in found[:-1]:
        clear_quote(quote_ref=ref, with_key=second, by=network.person(SECOND_READER), now=now)
    return tuple(found)
