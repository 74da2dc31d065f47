"""Polis mode: what the production system of the published method computes from the same votes.

Everything but membership of groups is a function of the votes, and is matched to the last digit that production prints. Membership there
depends on every earlier map of the conversation (warm starts, and a new number of groups is shown only after four maps prefer it), so it is
handed in, or found once from a cold start (C7 to C9), which depends on the order in which people arrived.

Use it to compare with published results. For a map that people rely on use `draw_map`, which mends what is known to be wrong here: groups
that depend on who came first, tests on the same votes that made the groups, moderated assertions that everybody seems to have voted on,
groups of one person, and groups where there are none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.core.opinion.agreeing import common_ground
from firsthand.core.opinion.axes import Axes, along_axes, find_axes, stretch, votes_that_count
from firsthand.core.opinion.moderation import Moderation
from firsthand.core.opinion.ordering import priorities
from firsthand.core.opinion.representing import Saying, choose_common, choose_representative
from firsthand.core.opinion.tallies import NO_GROUP, Tally, tally
from firsthand.core.opinion.votes import Votes

FEWEST_VOTES, FEWEST_PEOPLE = 7, 15
BASE_CLUSTERS, MOST_GROUPS = 100, 5
_STILL = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class PolisMap:
    """`points` n x 2 and `groups` n (-1: none) by person; `common_ground` and `priorities` by assertion; lists by group, in order."""

    axes: Axes
    points: NDArray[np.float64]
    groups: NDArray[np.int64]
    counts: Tally
    common_ground: NDArray[np.float64]
    priorities: NDArray[np.float64]
    representative: list[list[Saying]]
    agreed_by_all: list[Saying]
    refused_by_all: list[Saying]


def compute_like_polis(votes: Votes, *, moderation: Moderation | None = None, groups: NDArray[np.int64] | None = None) -> PolisMap:
    """C1 to C14. `groups` by person, numbered from 0, -1 for none; without them they are found from a cold start."""
    moderation = moderation or Moderation()
    is_left_out, is_out = moderation.is_left_out(votes), moderation.is_out(votes)
    axes = find_axes(votes, is_left_out)
    points = polis_points(votes, axes, is_left_out)
    if groups is None:
        groups = cold_start(points, who_is_clustered(votes))
    counts = tally(votes, groups, number=int(groups.max(initial=-1)) + 1)
    everybody = tally(votes, np.zeros(len(votes.people), dtype=np.int64), number=1)
    agreed, refused = choose_common(everybody, is_out=is_out)
    return PolisMap(
        axes=axes,
        points=points,
        groups=groups,
        counts=counts,
        common_ground=common_ground(counts),
        priorities=priorities(counts, axes.extremities(), is_meta=moderation.is_meta(votes)),
        representative=choose_representative(counts, is_out=is_out),
        agreed_by_all=agreed,
        refused_by_all=refused,
    )


def polis_points(votes: Votes, axes: Axes, is_left_out: NDArray[np.bool_]) -> NDArray[np.float64]:
    """C4 (n x 2). Columns that are left out are 0 for everybody, also for those who did not vote there: all of them count as voted on."""
    cast = votes_that_count(votes, is_left_out) + int(is_left_out.sum())
    return along_axes(votes, axes) * stretch(len(votes.assertions), cast)


def who_is_clustered(votes: Votes) -> NDArray[np.bool_]:
    """C6: whoever cast seven votes, or all there were; and the most active until there are fifteen."""
    cast = votes.cast
    is_in = cast >= min(FEWEST_VOTES, len(votes.assertions))
    if is_in.sum() < FEWEST_PEOPLE:
        is_in[np.argsort(-cast, kind="stable")[:FEWEST_PEOPLE]] = True
    return is_in


def cold_start(points: NDArray[np.float64], is_in: NDArray[np.bool_]) -> NDArray[np.int64]:
    """C7 to C9 without a past: base clusters, groups of these for each k, and the k with the best silhouette. By person, -1 for none.

    Depends on the order of people, as there: starts are the first distinct points.
    """
    groups, _ = cold_start_with_silhouette(points, is_in)
    return groups


def cold_start_with_silhouette(points: NDArray[np.float64], is_in: NDArray[np.bool_]) -> tuple[NDArray[np.int64], float]:
    """`cold_start`, and the silhouette of the k it chose: over base clusters, not weighted, 0 for what stands alone."""
    groups = np.full(len(points), NO_GROUP, dtype=np.int64)
    inside = points[is_in]
    if not len(inside):
        return groups, 0.0
    base, centres = _lloyd(inside, np.ones(len(inside)), BASE_CLUSTERS, 100)
    sizes = np.bincount(base, minlength=len(centres)).astype(np.float64)
    distances = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    best, of_base = -2.0, np.zeros(len(centres), dtype=np.int64)
    for number in range(2, min(MOST_GROUPS, 2 + len(centres) // 12) + 1):
        labels, _ = _lloyd(centres, sizes, number, 20)
        score = _silhouette(distances, labels)
        if score > best:
            best, of_base = score, labels
    groups[is_in] = of_base[base]
    return groups, best


def _lloyd(
    points: NDArray[np.float64], weights: NDArray[np.float64], number: int, rounds: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """k-means from the first distinct points; clusters that became empty are dropped."""
    _, first = np.unique(points, axis=0, return_index=True)
    centres = points[np.sort(first)[:number]]
    for _ in range(rounds):
        labels = _nearest(points, centres)
        mass = np.bincount(labels, weights=weights, minlength=len(centres))
        moved = np.stack([np.bincount(labels, weights=weights * axis, minlength=len(centres)) for axis in points.T], axis=1)
        is_there = mass > 0
        before, centres = centres[is_there], moved[is_there] / mass[is_there, None]
        if is_there.all() and (np.linalg.norm(before - centres, axis=1) < _STILL).all():
            break
    labels = _nearest(points, centres)
    used, labels = np.unique(labels, return_inverse=True)
    return labels.reshape(-1), centres[used]


def _nearest(points: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.asarray(((points[:, None] - centres[None]) ** 2).sum(axis=2).argmin(axis=1), dtype=np.int64)


def _silhouette(distances: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """The mean over base clusters of (b - a) / max(a, b)."""
    member = labels[:, None] == np.arange(labels.max() + 1)
    if member.shape[1] < 2:
        return -1.0
    sizes = member.sum(axis=0)
    sums = distances @ member
    own = sizes[labels]
    inside = sums[np.arange(len(labels)), labels] / np.maximum(own - 1, 1)
    outside = np.where(member, np.inf, sums / sizes).min(axis=1)
    return float(np.where(own > 1, (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-300), 0.0).mean())
