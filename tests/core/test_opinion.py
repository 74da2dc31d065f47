"""The map of invented votes: what it refuses, withholds, finds and says."""

import numpy as np
import pytest

from firsthand.core.opinion import (
    AssertionUnknown,
    Finding,
    FloorTooLow,
    Moderation,
    Rules,
    SegmentsUneven,
    State,
    StatesDiffer,
    TooFewToExport,
    VoteMalformed,
    as_plain,
    collect,
    draw_map,
    draw_next,
    export_lines,
    may_be_shown,
    read_votes,
)
from firsthand.core.opinion.axes import _axes_of_many, axes_of_state
from firsthand.core.opinion.density import frame_of, patches_of
from firsthand.core.opinion.heldout import difference_chance, discoveries
from firsthand.core.opinion.support import adjusted_rand, shuffled_votes
from tests.core.opinions import planted

QUICK = Rules(shuffles=99, resamples=20)


@pytest.fixture(scope="module")
def two_groups():
    return planted()


@pytest.fixture(scope="module")
def drawn(two_groups):
    return draw_map(two_groups[0], seed=1, rules=QUICK)


def test_what_is_no_vote_is_refused():
    with pytest.raises(VoteMalformed):
        collect([1, 2], [1, 1], [1, 2])
    with pytest.raises(VoteMalformed):
        collect([1, 2], [1], [1, 1])
    with pytest.raises(AssertionUnknown):
        collect([1], [7], [1], among=[1, 2])
    with pytest.raises(FloorTooLow):
        Rules(floor=4)


def test_states_of_other_assertions_are_refused():
    one, other = State.of(collect([1], [1], [1])), State.of(collect([1], [2], [1]))
    with pytest.raises(StatesDiffer):
        one + other
    with pytest.raises(StatesDiffer):
        State.from_bytes(one.to_bytes(), assertions=np.arange(3))


def test_fewer_people_than_the_floor_get_no_map():
    votes, _ = planted(people=9)
    found = draw_map(votes, seed=1, rules=QUICK)
    assert found.finding is Finding.TOO_FEW
    assert found.patches == ()
    assert not found.groups.is_shown[found.groups.counts.voted > 0].any()
    with pytest.raises(TooFewToExport):
        export_lines(votes, floor=10)


def test_planted_groups_are_found_and_named_by_size(two_groups, drawn):
    _, belongs = two_groups
    assert drawn.finding is Finding.GROUPS
    assert "2 groups" in drawn.sentence
    assert adjusted_rand(drawn.arrangement.grouping.labels, belongs) > 0.95
    assert all(drawn.apart)


@pytest.mark.parametrize("groups", [3, 4])
def test_more_planted_groups_are_found(groups):
    votes, belongs = planted(groups=groups, people=80 * groups, assertions=40, clear=0.9)
    found = draw_map(votes, seed=1, rules=QUICK)
    assert found.finding is Finding.GROUPS
    assert adjusted_rand(found.arrangement.grouping.labels, belongs) > 0.8


def test_shuffled_votes_are_no_groups(two_groups):
    votes, _ = two_groups
    found = [draw_map(shuffled_votes(votes, np.random.default_rng(seed)), seed=seed, rules=QUICK) for seed in range(8)]
    assert Finding.GROUPS not in [each.finding for each in found]
    assert sum(each.finding is Finding.NO_PATTERN for each in found) >= 7
    assert all(each.patches == () for each in found if each.finding is Finding.NO_PATTERN)


def test_nothing_sets_shuffled_groups_apart(two_groups):
    from firsthand.core.opinion.heldout import find_differences
    from firsthand.core.opinion.mapping import arrange

    votes, _ = two_groups
    left_out = np.zeros(len(votes.assertions), dtype=bool)
    believed = []
    for seed in range(12):
        shuffled = shuffled_votes(votes, np.random.default_rng(seed))
        grouping = arrange(shuffled).grouping
        held_out = find_differences(shuffled, left_out, grouping, rules=QUICK, is_out=left_out)
        believed.append(np.count_nonzero(held_out.agree) + np.count_nonzero(held_out.disagree))
    assert sum(number > 0 for number in believed) <= 3  # 5 % of 12 are expected


def test_what_sets_groups_apart_is_what_was_planted(drawn):
    for each in drawn.apart[0]:
        assert abs(each.here - each.elsewhere) > 0.5
        assert (each.here > each.elsewhere) is each.is_more


def test_the_last_vote_counts_wherever_it_stands():
    votes = collect([1, 1, 1], [5, 5, 5], [-1, 1, 0], moments=[10, 30, 20])
    assert votes.values.tolist() == [1]
    assert collect([1, 1], [5, 5], [1, -1]).values.tolist() == [-1]


def test_long_numbers_are_sorted_as_short_ones_are():
    """Where place, order and value do not fit into one number together, they are sorted apart."""
    people, assertions = np.arange(1 << 31, (1 << 31) + 3), np.arange(3)
    from firsthand.core.opinion import from_cells
    from firsthand.core.opinion import votes as module

    rows, columns, values = [2, 0, 0, 1], [1, 2, 2, 0], [1, -1, 0, 1]
    packed = from_cells(rows, columns, values, people=people, assertions=assertions)
    bits, module._BITS = module._BITS, 4
    try:
        apart = from_cells(rows, columns, values, people=people, assertions=assertions)
    finally:
        module._BITS = bits
    assert packed.codes.tolist() == apart.codes.tolist()
    assert packed.starts.tolist() == apart.starts.tolist()


def test_moderation_takes_out_of_the_axes_and_of_the_lists(two_groups):
    votes, _ = two_groups
    found = draw_map(votes, seed=1, rules=QUICK, moderation=Moderation(out=frozenset({0}), meta=frozenset({1})))
    assert found.arrangement.axes.components[:, :2].tolist() == [[0, 0], [0, 0]]
    said = as_plain(found)
    assert [each["assertion"] for each in said["assertions"]][:2] == [1, 2]
    assert 0 not in {each.assertion for group in found.apart for each in group}


def test_axes_by_lanczos_are_those_of_the_state(two_groups):
    votes, _ = two_groups
    left_out = np.arange(len(votes.assertions)) == 3
    exact, iterated = axes_of_state(State.of(votes), left_out), _axes_of_many(votes, left_out)
    assert np.allclose(exact.components, iterated.components, atol=1e-9)
    assert np.allclose(exact.strengths, iterated.strengths)
    wide, _ = planted(assertions=200, people=90)
    none = np.zeros(200, dtype=bool)
    assert np.allclose(axes_of_state(State.of(wide), none).components, _axes_of_many(wide, none).components, atol=1e-9)


def test_small_cells_are_withheld_with_enough_others():
    voted = np.array([[30, 30, 12, 0, 3], [4, 4, 4, 12, 3], [40, 9, 40, 40, 3]])
    shown = may_be_shown(voted, floor=10)
    assert shown.tolist() == [[False, True, False, True, False], [False, False, False, True, False], [True, False, True, True, False]]
    assert may_be_shown(np.array([[30], [40]]), floor=10, unnamed=np.array([3])).tolist() == [[False], [True]]
    assert may_be_shown(np.array([[30], [40]]), floor=10, unnamed=np.array([10])).tolist() == [[True], [True]]


def test_segments_are_heard_and_small_ones_not_named(two_groups):
    votes, belongs = two_groups
    answers = ["street" if group == 0 else "indoor" for group in belongs]
    answers[:7] = ["abroad"] * 7
    found = draw_map(votes, seed=1, rules=QUICK, segments={"work": answers})
    (table,) = found.segments
    assert table.names == ("indoor", "street")
    for at in range(len(votes.assertions)):
        cells = [found.groups.cell(row, at) for row in range(2)] + [table.cell(row, at) for row in range(2)]
        shares = [cell.share for cell in cells if cell is not None]
        assert found.lowest[at] == pytest.approx(min(shares))
    with pytest.raises(SegmentsUneven):
        draw_map(votes, seed=1, rules=QUICK, segments={"work": answers[:-1]})


def test_every_patch_stands_for_the_floor_or_more():
    points = np.random.default_rng(2).normal(size=(500, 2)) * [3, 1]
    patches = patches_of(points, frame=frame_of(points), floor=10)
    assert sum(patch.people for patch in patches) == 500
    assert min(patch.people for patch in patches) >= 10
    assert len(patches) > 15
    assert patches_of(points[:9], frame=frame_of(points), floor=10) == ()


def test_plain_data_names_no_person_and_no_place_of_one(two_groups, drawn):
    votes, _ = two_groups
    said = as_plain(drawn, texts={at: f"Assertion {at}" for at in range(30)})
    assert {"finding", "sentence", "method", "people", "votes", "support", "groups", "common_ground", "disputed"} < set(said)
    assert said["people"] == {"voted": len(votes.people), "on_map": len(votes.people)}
    assert min(people for *_, people in said["density"]["patches"]) >= 10
    cells = [cell for each in said["assertions"] for cell in (each["all"], *each["groups"].values()) if cell]
    assert min(cell["voted"] for cell in cells) >= 10
    assert said["assertions"][29]["text"] == "Assertion 29"


def test_exported_lines_come_back_as_the_same_votes(two_groups):
    votes, _ = two_groups
    lines = [",".join(row) for row in export_lines(votes, floor=10)]
    back = read_votes(lines)
    assert State.of(back).to_bytes() == State.of(votes).to_bytes()
    assert "group-id" in lines[0]


def test_exact_and_approximate_chances_agree():
    """Against the hypergeometric distribution counted by hand: 3 of 4 said so here, 1 of 4 elsewhere; tables at least as rare: 34/70."""
    numbers = [np.array([[value]]) for value in (3, 4, 1, 4)]
    assert difference_chance(*numbers)[0, 0] == pytest.approx(34 / 70)
    large = [np.array([[value]]) for value in (60, 100, 45, 100)]
    assert difference_chance(*large)[0, 0] == pytest.approx(0.0337, abs=2e-3)


def test_false_discoveries_are_controlled_as_published():
    chances = np.array([0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216])
    assert discoveries(chances, np.ones(10, dtype=bool), share=0.05).sum() == 2


def test_the_next_assertion_is_drawn_by_weight_among_the_open():
    weights, is_open = np.array([1.0, 5.0, 3.0]), np.array([True, False, True])
    assert draw_next(weights, is_open, chance=0.0) == 0
    assert draw_next(weights, is_open, chance=0.24) == 0
    assert draw_next(weights, is_open, chance=0.26) == 2
    assert draw_next(weights, np.zeros(3, dtype=bool), chance=0.5) is None
