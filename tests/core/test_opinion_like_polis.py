"""Against what the production system of the published method printed of the same votes, and against groups it published."""

import numpy as np
import pytest

from firsthand.core.opinion import compute_like_polis
from firsthand.core.opinion.axes import find_axes
from firsthand.core.opinion.polis import cold_start_with_silhouette, polis_points, who_is_clustered
from firsthand.core.opinion.support import adjusted_rand, shuffled_votes
from tests.core.opinions import conversation, production

pytestmark = pytest.mark.shared_data
FOLDERS = ("150ptpt-3gp-no-strict-no-meta", "25ptpt-3gp-no-strict-with-meta", "below-100-ptpts")


@pytest.fixture(params=FOLDERS)
def printed(request, shared_data):
    return production(shared_data / "polis-production" / request.param)


@pytest.fixture
def ours(printed):
    return compute_like_polis(printed.votes, moderation=printed.moderation, groups=printed.groups)


def test_centres_axes_and_places_are_those_of_production(printed, ours):
    centre, axes = np.array(printed.printed["pca"]["center"]), np.array(printed.printed["pca"]["comps"])
    assert np.abs(centre + ours.axes.centre).max() < 1e-12
    cosines = (axes * ours.axes.components).sum(axis=1) / np.linalg.norm(axes, axis=1)
    assert (np.abs(cosines) > 1 - 1e-6).all()
    base, row_of = printed.printed["base-clusters"], {person: row for row, person in enumerate(printed.votes.people.tolist())}
    for members, *place in zip(base["members"], base["x"], base["y"], strict=True):
        mean = ours.points[[row_of[person] for person in members]].mean(axis=0)
        assert np.abs(-np.sign(cosines) * mean - place).max() < 1e-5


def test_counts_common_ground_and_priorities_are_those_of_production(printed, ours):
    for group, told in printed.printed["group-votes"].items():
        at = printed.places(told["votes"])
        assert ours.counts.agreed[int(group), at].tolist() == [cell["A"] for cell in told["votes"].values()]
        assert ours.counts.disagreed[int(group), at].tolist() == [cell["D"] for cell in told["votes"].values()]
        assert ours.counts.voted[int(group), at].tolist() == [cell["S"] for cell in told["votes"].values()]
    for name, found, near in (("group-aware-consensus", ours.common_ground, 1e-12), ("comment-priorities", ours.priorities, 1e-6)):
        told = printed.printed[name]
        assert np.abs(found[printed.places(told)] - list(told.values())).max() < near


def test_lists_are_those_of_production_in_their_order(printed, ours):
    labels = printed.votes.assertions
    for group, told in printed.printed["repness"].items():
        said = [(int(labels[each.assertion]), "agree" if each.is_agreement else "disagree") for each in ours.representative[int(group)]]
        assert said == [(each["tid"], each["repful-for"]) for each in told]
    for told, found in (("agree", ours.agreed_by_all), ("disagree", ours.refused_by_all)):
        expected = [(each["tid"], each["n-success"], each["n-trials"]) for each in printed.printed["consensus"][told]]
        assert [(int(labels[each.assertion]), each.said_so, each.voted) for each in found] == expected


@pytest.mark.parametrize(
    ("name", "share"),
    [  # brexit: 191 of 197, which rounds to 0.97; nothing was moderated there
        ("15-per-hour-seattle", 0.99), ("brexit-consensus", 0.9695), ("scoop-hivemind.freshwater", 0.94),
        ("scoop-hivemind.taxes", 0.99), ("vtaiwan.uberx", 0.975),
    ],
)  # fmt: skip
def test_people_stand_nearest_to_the_middle_of_their_published_group(shared_data, name, share):
    votes, moderation, groups = conversation(shared_data / "polis" / name)
    is_left_out = moderation.is_left_out(votes)
    points = polis_points(votes, find_axes(votes, is_left_out), is_left_out)
    grouped = groups >= 0
    centres = np.stack([points[groups == group].mean(axis=0) for group in range(groups.max() + 1)])
    nearest = ((points[grouped][:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == groups[grouped]).mean() >= share


@pytest.mark.parametrize(
    ("name", "clearness", "shuffled", "agreement"),
    [("scoop-hivemind.taxes", 0.525, 0.344, 0.912), ("vtaiwan.uberx", 0.380, 0.301, 0.742)],
)
def test_clearness_null_and_stability_are_those_measured_before(shared_data, name, clearness, shuffled, agreement):
    votes, moderation, _ = conversation(shared_data / "polis" / name)
    is_left_out = moderation.is_left_out(votes)

    def drawn(lines):
        points = polis_points(lines, find_axes(lines, is_left_out), is_left_out)
        return cold_start_with_silhouette(points, who_is_clustered(lines))

    groups, found = drawn(votes)
    assert abs(found - clearness) < 0.02
    chance = np.random.default_rng(5)
    assert abs(np.mean([drawn(shuffled_votes(votes, chance))[1] for _ in range(12)]) - shuffled) < 0.03
    agreements = []
    for _ in range(15):
        people = chance.integers(0, len(votes.people), len(votes.people))
        anew, _ = drawn(votes.lines(people))
        in_both = (anew >= 0) & (groups[people] >= 0)
        agreements.append(adjusted_rand(groups[people][in_both], anew[in_both]))
    assert abs(np.median(agreements) - agreement) < 0.15
