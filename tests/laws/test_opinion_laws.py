"""Laws of the opinion map: for any votes in any order."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.core.opinion import Rules, State, as_plain, collect, draw_map
from firsthand.core.opinion.mapping import arrange
from tests.core.opinions import planted

quickly = settings(max_examples=40, deadline=None, derandomize=True)
ASSERTIONS = range(7)
logs = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(ASSERTIONS), st.sampled_from([-1, 0, 1])), min_size=1, max_size=60)


def voted(log, moments=None):
    return collect(*(np.array(part, dtype=np.int64) for part in zip(*log, strict=True)), moments=moments, among=ASSERTIONS)


def same(one, other):
    return State.of(one).to_bytes() == State.of(other).to_bytes()


@quickly
@given(logs, st.randoms(use_true_random=False))
def test_the_order_of_votes_does_not_matter(log, chance):
    order = list(range(len(log)))
    chance.shuffle(order)
    one, other = voted(log, moments=range(len(log))), voted([log[at] for at in order], moments=order)
    assert one.codes.tobytes() == other.codes.tobytes()
    first, second = arrange(one), arrange(other)
    assert first.points.tobytes() == second.points.tobytes()
    assert first.axes.components.tobytes() == second.axes.components.tobytes()


@quickly
@given(logs, logs)
def test_whoever_is_added_and_forgotten_leaves_nothing(log, later):
    state = State.of(voted(log))
    before = state.to_bytes()
    further = voted([(person + 100, assertion, value) for person, assertion, value in later])
    state.add(further)
    state.forget(further)
    assert state.to_bytes() == before


@quickly
@given(logs, st.integers(0, 12))
def test_states_of_two_servers_add_up_to_that_of_one(log, border):
    here, there = ([row for row in log if (row[0] < border) is side] for side in (True, False))
    parts = [State.of(voted(part)) for part in (here, there) if part]
    whole = parts[0] if len(parts) == 1 else parts[0] + parts[1]
    assert whole.to_bytes() == State.of(voted(log)).to_bytes()
    assert State.from_bytes(whole.to_bytes(), assertions=whole.assertions) == whole


@quickly
@given(logs, st.data())
def test_vote_by_vote_comes_to_the_same_as_all_at_once(log, data):
    state, lines = State.of_nobody(np.array(ASSERTIONS)), {}
    for person, assertion, value in log:
        lines[person] = state.change(lines.get(person, np.zeros(0, dtype=np.uint16)), assertion, value)
    assert state.to_bytes() == State.of(voted(log)).to_bytes()
    gone = data.draw(st.sampled_from(sorted(lines)))
    for assertion in ASSERTIONS:
        lines[gone] = state.change(lines[gone], assertion, None)
    left = [row for row in log if row[0] != gone]
    assert state.to_bytes() == (State.of(voted(left)) if left else State.of_nobody(np.array(ASSERTIONS))).to_bytes()


@settings(max_examples=3, deadline=None, derandomize=True)
@given(st.integers(0, 1000))
def test_other_names_and_another_order_of_people_change_nothing(seed):
    votes, _ = planted(people=60, assertions=14)
    chance = np.random.default_rng(seed)
    names = chance.permutation(1000)[: len(votes.people)]
    people, order = np.repeat(names, votes.cast), chance.permutation(len(votes.codes))
    renamed = collect(people[order], votes.assertions[votes.columns][order], votes.values[order], among=votes.assertions)
    rules = Rules(shuffles=20, resamples=5)
    one, other = draw_map(votes, seed=4, rules=rules), draw_map(renamed, seed=4, rules=rules)
    assert as_plain(one) == as_plain(other)
    assert one.support == other.support
    assert one.arrangement.points[np.argsort(names)].tobytes() == other.arrangement.points.tobytes()
