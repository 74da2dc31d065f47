"""The map of a conversation: where people stand, whether there are groups, what these say, and what all share.

`arrange` is what can be done after every vote: axes, places and the groups that there would be. `draw_map` asks in addition whether the
groups are real and what sets them apart, which takes a few hundred maps. Both depend only on who voted what: not on the order of votes or
people, nor on earlier maps. What differs from the published method (`core.opinion.polis`), and why:

- groups are found without a beginning (`grouping`) and drawn only where they are supported (`support`); otherwise there is one axis;
- no group and no cell is under the floor (`floors`), and places are densities (`density`), never points;
- what sets a group apart is tested on votes that did not make the group (`heldout`);
- common ground is told as the lowest agreement of any group or segment too, so that nobody is averaged away (`agreeing`);
- what moderators left out counts neither as an assertion nor as voted on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.core.opinion.axes import Axes, axes_of_state, find_axes, find_points
from firsthand.core.opinion.density import Frame, Patch, frame_of, patches_of
from firsthand.core.opinion.floors import Rules
from firsthand.core.opinion.grouping import Grouping, find_groups
from firsthand.core.opinion.heldout import find_differences
from firsthand.core.opinion.moderation import Moderation
from firsthand.core.opinion.shown import Difference, Table, choose_differences, table_of, table_of_segments
from firsthand.core.opinion.state import State
from firsthand.core.opinion.support import Progress, Run, Support, weigh_support, who_is_in
from firsthand.core.opinion.votes import Votes


class Finding(StrEnum):
    """What the votes support, in one word; `SENTENCES` say it."""

    GROUPS = "groups"
    ONE_AXIS = "one-axis"
    NO_PATTERN = "no-pattern"
    TOO_FEW = "too-few"


SENTENCES = {
    Finding.GROUPS: "People fall into {groups} groups that vote differently. Chance would hardly have drawn them, and other people would "
    "have drawn nearly the same.",
    Finding.ONE_AXIS: "People differ along one line, from one end to the other, but there are no separate groups on it.",
    Finding.NO_PATTERN: "The votes hold no more of a pattern than chance would give, so no map is drawn.",
    Finding.TOO_FEW: "A map is drawn once {floor} people have voted on enough assertions.",
}


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """Where everybody stands and which groups there would be. Of single people, so never shown as it is."""

    axes: Axes
    points: NDArray[np.float64]
    is_in: NDArray[np.bool_]
    grouping: Grouping | None


@dataclass(frozen=True, slots=True, eq=False)
class OpinionMap:
    """What may be shown. `groups` has one row for each group, or, where there are none, one row for all on the map; `segments` has a table
    for each question that people were asked about themselves. `common_ground` and `disputed` are places among `assertions`, the first
    strongest. `lowest` is, by assertion, the agreement of the group or segment where it is smallest, nan where none may be shown.
    """

    finding: Finding
    rules: Rules
    assertions: NDArray[Any]
    is_out: NDArray[np.bool_]
    is_meta: NDArray[np.bool_]
    voters: int
    votes: int
    on_map: int
    groups: Table
    segments: tuple[Table, ...]
    apart: tuple[tuple[Difference, ...], ...]
    lowest: NDArray[np.float64]
    common_ground: tuple[int, ...]
    disputed: tuple[int, ...]
    frame: Frame
    patches: tuple[Patch, ...]
    centres: NDArray[np.float64]
    support: Support | None
    arrangement: Arrangement = field(repr=False)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.finding].format(groups=len(self.groups.names), floor=self.rules.floor)


def arrange(votes: Votes, *, moderation: Moderation | None = None, rules: Rules | None = None, state: State | None = None) -> Arrangement:
    """Axes, places and candidate groups. With the `state` of these same votes the axes cost no pass over them."""
    is_left_out = (moderation or Moderation()).is_left_out(votes)
    rules = rules or Rules()
    axes = find_axes(votes, is_left_out) if state is None else axes_of_state(state, is_left_out)
    points, is_in = find_points(votes, axes, is_left_out), who_is_in(votes, is_left_out, rules)
    return Arrangement(axes=axes, points=points, is_in=is_in, grouping=find_groups(points, is_in, floor=rules.floor))


def draw_map(
    votes: Votes,
    *,
    seed: int,
    moderation: Moderation | None = None,
    rules: Rules | None = None,
    segments: Mapping[str, Sequence[str]] | None = None,
    state: State | None = None,
    run: Run = map,
    progress: Progress | None = None,
) -> OpinionMap:
    """The map of these votes. The same votes, rules and seed give the same map, whoever computes it.

    `segments`: for each question, what each person of `votes.people` answered, "" where nothing. `run` is `map`, or that of an executor;
    `progress` is told how many maps of shuffled votes and resampled people are drawn.

    Raises:
        FloorTooLow: of `rules`, where somebody asks for groups of fewer than five.

    """
    moderation, rules = moderation or Moderation(), rules or Rules()
    placed = arrange(votes, moderation=moderation, rules=rules, state=state)
    is_left_out, is_out = moderation.is_left_out(votes), moderation.is_out(votes)
    on_map = int(placed.is_in.sum())
    support = weigh_support(votes, is_left_out, rules=rules, seed=seed, run=run, progress=progress) if on_map >= rules.floor else None
    finding, grouping = _found(support, placed.grouping)
    labels = grouping.labels if grouping else np.where(placed.is_in, 0, -1)
    groups = table_of(votes, labels, names=_letters(grouping), floor=rules.floor)
    tables = tuple(
        table_of_segments(votes, placed.is_in, question, answers, floor=rules.floor) for question, answers in (segments or {}).items()
    )
    differences = find_differences(votes, is_left_out, grouping, rules=rules, is_out=is_out, state=state) if grouping else None
    lowest = _lowest((groups, *tables))
    everybody = groups.everybody()
    is_drawn = finding in {Finding.GROUPS, Finding.ONE_AXIS}
    frame = frame_of(placed.points[placed.is_in])
    return OpinionMap(
        finding=finding,
        rules=rules,
        assertions=votes.assertions,
        is_out=is_out,
        is_meta=moderation.is_meta(votes),
        voters=int(np.count_nonzero(votes.cast)),
        votes=len(votes.codes),
        on_map=on_map,
        groups=groups,
        segments=tables,
        apart=choose_differences(groups, differences) if differences else tuple(() for _ in groups.names),
        lowest=lowest,
        common_ground=_common_ground(lowest, everybody, is_out),
        disputed=_disputed(everybody, is_out),
        frame=frame,
        patches=patches_of(placed.points[placed.is_in], frame=frame, floor=rules.floor) if is_drawn else (),
        centres=grouping.centres if grouping else np.zeros((0, 2)),
        support=support,
        arrangement=placed,
    )


def _found(support: Support | None, grouping: Grouping | None) -> tuple[Finding, Grouping | None]:
    if support is None:
        return Finding.TOO_FEW, None
    if grouping is not None and support.are_groups:
        return Finding.GROUPS, grouping
    return (Finding.ONE_AXIS if support.may_be_axis else Finding.NO_PATTERN), None


def _letters(grouping: Grouping | None) -> tuple[str, ...]:
    return tuple("ABCDE"[: len(grouping.centres)]) if grouping else ("",)


def _lowest(tables: Sequence[Table]) -> NDArray[np.float64]:
    shares = np.concatenate([table.shares_agreed() for table in tables])
    lowest = np.where(np.isnan(shares), np.inf, shares).min(axis=0)
    return np.where(np.isinf(lowest), np.nan, lowest)


def _common_ground(lowest: NDArray[np.float64], everybody: Table, is_out: NDArray[np.bool_]) -> tuple[int, ...]:
    """Where even those who agree least are a majority; the least of them first decides, then the share of all."""
    shared = np.flatnonzero((np.nan_to_num(lowest) > 0.5) & ~is_out)
    order = np.lexsort((shared, -np.nan_to_num(everybody.shares_agreed()[0][shared]), -lowest[shared]))
    return tuple(shared[order].tolist())


def _disputed(everybody: Table, is_out: NDArray[np.bool_]) -> tuple[int, ...]:
    """Where at least a quarter agrees and a quarter disagrees; the most evenly split first."""
    smaller = np.minimum(np.nan_to_num(everybody.shares_agreed()[0]), np.nan_to_num(everybody.shares_disagreed()[0]))
    split = np.flatnonzero((smaller >= 0.25) & ~is_out)
    return tuple(split[np.lexsort((split, -smaller[split]))].tolist())
