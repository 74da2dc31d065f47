"""The invented network: five regions, twelve organisations, a handful of people."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.foundation.people.models import Organisation, Role
from firsthand.intake.actions import Offer

NETWORK = "Lantern Network (invented)"

REGIONS = (
    ("africa", "Africa"),
    ("asia-pacific", "Asia and the Pacific"),
    ("europe", "Europe"),
    ("latin-america", "Latin America"),
    ("north-america-caribbean", "North America and the Caribbean"),
)

HELP = (
    Offer(
        name="The lantern line (invented)",
        how="Ask any outreach worker, or come to the door",
        hours="Every day, 9 to 21",
        kinds=("peer", "legal"),
        languages=("en", "es"),
    ),
    Offer(name="Night companions (invented)", how="The red lamp beside the market", hours="Every night", kinds=("medical", "shelter")),
)

LIMITS = (
    "We keep what you tell us to ourselves. One exception: if the law of the place where we work makes us report a danger to a child, we "
    "would have to do that, and we would tell you first."
)


@dataclass(frozen=True, slots=True)
class Member:
    """An invented organisation. `share` is how much of the testimony comes through its door, uneven as in life; 0 means no door."""

    name: str
    kind: Organisation.Kind
    region: str
    country: str
    languages: tuple[str, ...]
    share: int = 0


HOST = Member("Lantern Secretariat (invented)", Organisation.Kind.COMMUNITY_LED, "europe", "", ("en", "fr", "es", "ru", "zh-hans"))
MEMBERS = (
    HOST,
    Member("Acacia Circle (invented)", Organisation.Kind.COMMUNITY_LED, "africa", "KE", ("en", "sw"), 95),
    Member("Harmattan Collective (invented)", Organisation.Kind.COMMUNITY_LED, "africa", "GH", ("en",), 40),
    Member("Monsoon Alliance (invented)", Organisation.Kind.COMMUNITY_LED, "asia-pacific", "IN", ("en", "hi"), 80),
    Member("Coral Voices (invented)", Organisation.Kind.COMMUNITY_LED, "asia-pacific", "FJ", ("en",), 12),
    Member("Linden Union (invented)", Organisation.Kind.COMMUNITY_LED, "europe", "SI", ("sl", "en"), 35),
    Member("Almond Street Workers (invented)", Organisation.Kind.COMMUNITY_LED, "europe", "ES", ("es",), 30),
    Member("Ceibo Collective (invented)", Organisation.Kind.COMMUNITY_LED, "latin-america", "PE", ("es",), 60),
    Member("Jacaranda Network (invented)", Organisation.Kind.COMMUNITY_LED, "latin-america", "BR", ("pt",), 33),
    Member("Breadfruit Circle (invented)", Organisation.Kind.COMMUNITY_LED, "north-america-caribbean", "JM", ("en",), 15),
    Member("Maple Allies (invented)", Organisation.Kind.ALLY, "north-america-caribbean", "CA", ("en", "fr")),
    Member("Ministry of Examples (invented)", Organisation.Kind.INSTITUTION, "europe", "SI", ("sl", "en")),
)


@dataclass(frozen=True, slots=True)
class Worker:
    """Someone who signs in, under a chosen name, at one organisation."""

    username: str
    roles: tuple[Role.Name, ...]
    organisation: Member
    opens_the_vault: bool = False


COORDINATOR = Worker("wren", (Role.Name.COORDINATOR,), HOST, opens_the_vault=True)
CODER = Worker("teal", (Role.Name.CODER,), HOST, opens_the_vault=True)
SECOND_READER = Worker("reed", (Role.Name.SECOND_READER,), HOST, opens_the_vault=True)
EDITOR = Worker("lark", (Role.Name.EDITOR,), HOST)
_NAMES = ("acacia", "harrier", "monsoon", "coral", "linden", "almond", "finch", "jacaranda", "breadfruit", "maple")
WORKERS = (
    COORDINATOR,
    CODER,
    SECOND_READER,
    EDITOR,
    *(Worker(name, (Role.Name.COORDINATOR, Role.Name.EDITOR), member) for name, member in zip(_NAMES, MEMBERS[1:11], strict=True)),
    Worker("stone", (Role.Name.SEAT_HOLDER,), MEMBERS[11]),
)
