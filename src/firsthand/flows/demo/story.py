"""The main job from end to end, each step done by the product's own actions and checked before the next begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from firsthand.core.hidden import Hidden
from firsthand.documents.queries import public_edition
from firsthand.flows.demo import evidence, inbox, printing, voices
from firsthand.flows.demo.checking import must
from firsthand.flows.demo.matrix import MatrixFile
from firsthand.flows.demo.network import MEMBERS
from firsthand.flows.demo.settling import SignIn, settle
from firsthand.flows.demo.testimonies import SPOKEN, generate
from firsthand.foundation.ledger.queries import first_break
from firsthand.render.formats import FORMATS

UNCODED = 6  # the latest testimonies, left for a visitor to open and code
TAKEN_BACK = 1  # which of the quotes is withdrawn, counted from 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the story left to be browsed."""

    sign_ins: tuple[SignIn, ...]
    door_code: str
    first_edition: str
    second_edition: str
    receipt: Hidden[str]
    refused: tuple[str, ...]


def tell(
    *,
    seed: int,
    passphrase: Hidden[str],
    matrix: MatrixFile,
    now: datetime,
    say: Callable[[str], None],
    do_later_work: Callable[[], None],
) -> Told:
    """Tell the whole story in order. `say` is told what each step did; `do_later_work` empties the task table.

    Raises:
        StepFailed: a step did not do what it should; nothing after it is done.
    """
    network = settle(passphrase=passphrase, now=now - timedelta(days=320))
    say(f"Settled an invented network: {len(MEMBERS)} organisations in five regions, {len(network.people)} people who sign in.")
    given = voices.give(network, generate(seed), now=now)
    say(f"{len(given)} invented testimonies came in at {len(network.doors)} doors and were sealed before anything was written.")
    voices.code(network, given[:-UNCODED], now=now - timedelta(days=14))
    say(f"A coder opened and coded {len(given) - UNCODED} of them; {UNCODED} are left for you.")
    figures = evidence.count(network, now=now - timedelta(days=10))
    say(f"Three figures were made, {figures.withheld} cells of two withheld to protect people; a second reader approved two.")
    quotes = evidence.quote(network, given, now=now - timedelta(days=9))
    say(f"{len(quotes)} quotes were lifted under their givers' consent; someone else cleared {len(quotes) - 1}.")
    said = inbox.correspond(network, quotes[0][1], now=now)
    say(f"A coder and a giver wrote to each other behind the receipt: {said.letters} letters, {said.added} additions, all sealed.")
    imported = printing.bring_in(network, matrix, now=now - timedelta(days=8))
    say(f"{imported.added} recommendations came into the register of commitments.")
    claims = {"acts": figures.acts, "places": figures.places, "commitment": imported.first}
    claims |= dict(zip(("first", "second", "third"), (ref for ref, _source in quotes), strict=False))
    first = printing.publish_report(network, claims, now=now - timedelta(days=7))
    do_later_work()
    must({file.format for file in public_edition(first, now=now).files} == set(FORMATS), "An edition is missing a format.")
    say(f"A shadow report was published as {first} in {len(FORMATS)} formats.")
    withdrawn, source = quotes[TAKEN_BACK]
    words = Hidden(next(said for country, said in SPOKEN if country == source.what.door.country))
    second = printing.take_back(first, words=words, receipt=source.receipt, now=now)
    say(f"One giver took their words back: {second} took the place of {first} at once.")
    do_later_work()
    must({file.format for file in public_edition(second, now=now).files} == set(FORMATS), "The new edition is missing a format.")
    refused = printing.be_refused(network, {"withdrawn": withdrawn, "unread": figures.unread}, now=now)
    say("A text that leans on the withdrawn words, on an unread figure and on nothing was refused, each cause named.")
    must(first_break() is None, "The ledger's chain does not hold.")
    say("The ledger's chain holds.")
    door = next(iter(network.doors.values())).code
    return Told(
        sign_ins=network.sign_ins,
        door_code=door,
        first_edition=first,
        second_edition=second,
        receipt=quotes[0][1].receipt,
        refused=refused,
    )
