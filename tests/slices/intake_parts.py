"""What the tests of intake share: an evidence team, a door, and something told. Made through the product's own actions."""

from firsthand.core.consent import Use
from firsthand.core.hidden import Hidden
from firsthand.foundation.vault.actions import found_team, make_member_key
from firsthand.intake.actions import Offer, open_door, receive_testimony
from firsthand.intake.testified import Testified, When

PASSPHRASE = Hidden("seven herons over the estuary")
HELP = [
    Offer(name="Night line", how="+254 700 000 000", hours="every night", kinds=("peer",), languages=("en", "sw")),
    Offer(name="Alder clinic", how="Third floor", kinds=("medical",), country="KE"),
]
TOLD = Testified(
    words="The marked heron stood in the water.",
    when=When(year=2025, month=3, precision="month"),
    country="KE",
    area="town",
    acts=("arrest", "extortion"),
    language="en",
)
USES = frozenset({Use.STORE, Use.STATISTICS, Use.ANONYMOUS_QUOTE})


def make_team(cast, now):
    key = make_member_key(holder=cast.teal.ref, passphrase=PASSPHRASE, now=now)
    return found_team(name="Evidence", owner=cast.alder.ref, first=key, by=cast.wren.ref, now=now)


def make_door(cast, now, *, limits="A judge can order us to say what we know."):
    return open_door(organisation=cast.alder, team=make_team(cast, now), help_now=HELP, limits=limits, by=cast.wren, now=now)


def give(door, now, *, told=TOLD, uses=USES, once=None):
    return receive_testimony(door=door, words=told, uses=uses, now=now, once=once)
