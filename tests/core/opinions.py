"""Invented votes, and the real ones beside the checkout."""

import csv
import json
from dataclasses import dataclass

import numpy as np

from firsthand.core.opinion import Moderation, collect, read_assertions, read_votes


def planted(*, groups=2, people=120, assertions=30, filled=0.7, clear=0.85, seed=3):
    """People of each group agree or disagree with each assertion as their group does, with this probability."""
    chance = np.random.default_rng(seed)
    sides = chance.choice([-1, 1], size=(groups, assertions))
    sides[1] = -sides[0]
    belongs = np.arange(people) % groups
    is_voted = chance.random((people, assertions)) < filled
    is_theirs = chance.random((people, assertions)) < clear
    value = np.where(is_theirs, sides[belongs], chance.choice([-1, 0, 1], size=(people, assertions)))
    who, what = np.nonzero(is_voted)
    return collect(who, what, value[who, what], among=range(assertions)), belongs


@dataclass
class Production:
    """What the production system printed, turned so that +1 is agree in it too."""

    votes: object
    moderation: Moderation
    printed: dict
    groups: np.ndarray

    def places(self, labels):
        return np.searchsorted(self.votes.assertions, [int(label) for label in labels])


def production(folder):
    """In the votes +1 is agree, in the printed mathematics -1 is; the latter is turned by whoever compares."""
    log, printed = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("votes.json", "math-pca2.json"))
    field = {name: next(key for key in names if key in log[0]) for name, names in _FIELDS.items()}
    votes = collect(
        *([row[field[name]] for row in log] for name in ("person", "assertion", "vote")),
        moments=[float(row["modified"]) for row in log],
        among=printed["tids"],
    )
    row_of = {person: row for row, person in enumerate(votes.people.tolist())}
    members = dict(zip(printed["base-clusters"]["id"], printed["base-clusters"]["members"], strict=True))
    groups = np.full(len(votes.people), -1)
    for group in printed["group-clusters"]:
        for base in group["members"]:
            groups[[row_of[person] for person in members[base]]] = group["id"]
    return Production(votes, Moderation(frozenset(printed["mod-out"]), frozenset(printed["meta-tids"])), printed, groups)


_FIELDS = {"person": ("participant_id", "pid"), "assertion": ("statement_id", "tid"), "vote": ("vote",)}


def conversation(folder):
    """Votes and moderation of an exported conversation, and the group that was published of each person (-1: none)."""
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        assertions = read_assertions(file)
    with (folder / "votes.csv").open(encoding="utf-8", newline="") as file:
        votes = read_votes(file, among=assertions.texts, in_order_of_arrival=True)
    with (folder / "participants-votes.csv").open(encoding="utf-8", newline="") as file:
        published = {int(row["participant"]): int(row["group-id"]) for row in csv.DictReader(file) if row["group-id"].strip()}
    return votes, assertions.moderation, np.array([published.get(person, -1) for person in votes.people.tolist()])
