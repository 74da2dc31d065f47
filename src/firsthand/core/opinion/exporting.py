"""Votes as files of the published method's form, for those who want to compute everything anew.

A line of votes can be recognised by whoever knows what somebody voted. So votes are handed out line by line only from as many people as the
floor, under numbers that say nothing about who came first, without moments, and without groups of fewer people.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from firsthand.core.opinion.axes import signatures
from firsthand.core.opinion.floors import TooFewToExport, check_floor
from firsthand.core.opinion.votes import Votes


def export_lines(votes: Votes, *, floor: int, groups: NDArray[np.int64] | None = None) -> Iterator[list[str]]:
    """Rows of participants-votes.csv: a header, and a row for each person, ordered and numbered by what they voted.

    Raises:
        TooFewToExport: fewer people voted than the floor, or a group has fewer.

    """
    order = _order(votes, floor, groups)
    labels = [str(label) for label in votes.assertions.tolist()]
    return _rows(votes.lines(order), labels, None if groups is None else groups[order])


def export_log(votes: Votes, *, floor: int) -> Iterator[list[str]]:
    """Rows of votes.csv: a header, and a row for each vote that counts. There is no moment in it.

    Raises:
        TooFewToExport: fewer people voted than the floor.

    """
    ordered = votes.lines(_order(votes, floor, None))
    labels = votes.assertions[ordered.columns].tolist()
    people = np.repeat(np.arange(len(ordered.people)), ordered.cast).tolist()
    values = ordered.values.tolist()
    return iter(
        [
            ["comment-id", "voter-id", "vote"],
            *([str(label), str(person), str(value)] for label, person, value in zip(labels, people, values, strict=True)),
        ]
    )


def _order(votes: Votes, floor: int, groups: NDArray[np.int64] | None) -> NDArray[np.int64]:
    check_floor(floor)
    sizes = [int(np.count_nonzero(votes.cast))]
    if groups is not None:
        sizes += np.unique(groups, return_counts=True)[1].tolist()  # those in no group are a group here
    if min(sizes) < floor:
        raise TooFewToExport(floor=floor)
    by_votes = np.argsort(signatures(votes), kind="stable")
    return by_votes[votes.cast[by_votes] > 0]


def _rows(votes: Votes, labels: list[str], groups: NDArray[np.int64] | None) -> Iterator[list[str]]:
    yield ["participant", "group-id", "n-votes", "n-agree", "n-disagree", *labels]
    for person in range(len(votes.people)):
        line = votes.at(person)
        cells = [""] * len(labels)
        for code in line.tolist():
            cells[code // 3] = str(code % 3 - 1)
        group = "" if groups is None or groups[person] < 0 else str(int(groups[person]))
        yield [str(person), group, str(len(line)), str(cells.count("1")), str(cells.count("-1")), *cells]
