"""Four hundred invented testimonies, with codes as uneven as they are in life.

For each organisation a few acts are common and the others rare; places and perpetrators follow the acts; the years thin out towards
the past. Every text says of itself that it is invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from firsthand.core.coding import ACTS, PERPETRATORS, PLACE_TYPES, CodeEntry
from firsthand.core.consent import Use
from firsthand.flows.demo.network import MEMBERS, Member

COUNT = 400

LAWS = {
    "KE": "organising-criminalised",
    "GH": "all-criminalised",
    "IN": "organising-criminalised",
    "FJ": "all-criminalised",
    "SI": "unclear-law",
    "ES": "unclear-law",
    "PE": "licensed",
    "BR": "organising-criminalised",
    "JM": "all-criminalised",
}

# How often someone says yes to each use; storing is asked of all, because without it nothing can be kept.
YES = {
    Use.STATISTICS: 0.9,
    Use.ANONYMOUS_QUOTE: 0.45,
    Use.UN_SUBMISSION: 0.5,
    Use.CONTACT: 0.2,
    Use.PEER_ALERT: 0.35,
    Use.MEDIA: 0.1,
    Use.ALLY: 0.25,
    Use.TRANSLATION: 0.4,
    Use.ARCHIVE: 0.3,
}

# Words that the demonstration's quotes are lifted from: the first testimonies through the door of the given country.
SPOKEN = (
    ("KE", "They took everything I had earned that night and said that next time they would take me as well."),
    ("PE", "I went to report it. They laughed and asked me what I had expected."),
    ("IN", "When we walk together nobody stops us. Alone, I am stopped every week."),
    ("BR", "I do not need to be rescued. I need the fine to stop and the door of the clinic to open."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """One invented testimony and what a coder would make of it."""

    number: int
    door: Member
    words: str
    year: int
    month: int
    acts: frozenset[str]
    perpetrators: frozenset[str]
    place_type: str
    legal_setting: str
    uses: frozenset[Use]
    days_ago: int


def generate(seed: int) -> tuple[Generated, ...]:
    """The testimonies of this seed, the oldest first."""
    chance = Random(seed)  # noqa: S311 -- invented people, not keys
    doors = [member for member in MEMBERS if member.share]
    habits = {member.name: _Habits.of(member, chance) for member in doors}
    spoken = dict(SPOKEN)
    found = [_one(n, chance, doors, habits, spoken) for n in range(1, COUNT + 1)]
    return tuple(sorted(found, key=lambda one: -one.days_ago))


@dataclass(frozen=True, slots=True)
class _Habits:
    """What is common at one door."""

    acts: Sequence[float]
    perpetrators: Sequence[float]
    places: Sequence[float]

    @classmethod
    def of(cls, member: Member, chance: Random) -> _Habits:
        rng = Random(f"{member.name}{chance.random()}")  # noqa: S311 -- as above
        return cls(*(_uneven(len(entries), rng) for entries in (ACTS, PERPETRATORS, PLACE_TYPES)))


def _uneven(count: int, rng: Random) -> list[float]:
    """Weights that fall off as in life: a few common things, many rare ones, in an order of their own at each door."""
    weights = [1 / (rank + 1) ** 1.3 for rank in range(count)]
    rng.shuffle(weights)
    return weights


def _one(number: int, chance: Random, doors: Sequence[Member], habits: dict[str, _Habits], spoken: dict[str, str]) -> Generated:
    door = chance.choices(doors, weights=[member.share for member in doors])[0]
    habit = habits[door.name]
    acts = frozenset(_drawn(ACTS, habit.acts, chance.choices((1, 2, 3, 4), weights=(45, 32, 16, 7))[0], chance))
    year = chance.choices((2022, 2023, 2024, 2025, 2026), weights=(5, 12, 22, 33, 28))[0]
    said = spoken.pop(door.country, None)
    uses = {Use.STORE} | {use for use, share in YES.items() if chance.random() < share}
    return Generated(
        number=number,
        door=door,
        words=_words(number, acts, said),
        year=year,
        month=chance.randint(1, 12 if year < 2026 else 9),
        acts=acts,
        perpetrators=frozenset(_drawn(PERPETRATORS, habit.perpetrators, chance.choices((1, 2), weights=(75, 25))[0], chance)),
        place_type=next(iter(_drawn(PLACE_TYPES, habit.places, 1, chance))),
        legal_setting=LAWS[door.country],
        uses=frozenset(uses | ({Use.STATISTICS, Use.ANONYMOUS_QUOTE} if said else set())),
        days_ago=chance.randint(20, 300),
    )


def _drawn(entries: Sequence[CodeEntry], weights: Sequence[float], count: int, chance: Random) -> Iterator[str]:
    for entry in chance.choices(entries, weights=weights, k=count):
        yield entry.value


def _words(number: int, acts: frozenset[str], said: str | None) -> str:
    named = ", ".join(sorted(acts)).replace("-", " ")
    return f"This is invented testimony number {number}; nobody lived it. {said or 'What happened, in one breath: ' + named + '.'}"
